import { readFileSync } from "node:fs";
import { parse } from "yaml";

/** The parts of an OpenAPI document that fields are read from. */
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, PathOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

interface PathOperation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly enum?: readonly (string | null)[];
  readonly const?: string;
}

/** Field names of the operations and schemas of an OpenAPI document. */
export interface OpenApi {
  /** Path, query and body fields; undefined where the document has no such operation. */
  readonly operation: (method: string, path: string) => readonly string[] | undefined;
  /** Properties of all given schemas together; a dotted name steps into a property: "RunObject.last_error". */
  readonly schema: (...names: readonly string[]) => readonly string[];
  /** Values of the enums at a dotted name, in all its alternatives: "Response.status". */
  readonly words: (...names: readonly string[]) => readonly string[];
}

export function readOpenApi(file: string): OpenApi {
  const document = parse(readFileSync(file, "utf8")) as Document;
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : resolve(document.components.schemas[schema.$ref.split("/").at(-1)!]!);

  /** A schema with all its alternatives and parts; the elements of a list stand for the list. */
  const alternatives = (schema: Schema): readonly Schema[] => {
    const own = resolve(schema);
    const parts = [own.allOf, own.anyOf, own.oneOf, own.items && [own.items]].flatMap((list) => list ?? []);
    return [own, ...parts.flatMap(alternatives)];
  };

  const properties = (schema: Schema): readonly string[] =>
    alternatives(schema).flatMap((option) => Object.keys(option.properties ?? {}));

  const named = (name: string): readonly Schema[] => {
    const [root = "", ...steps] = name.split(".");
    const schema = document.components.schemas[root];
    if (schema === undefined) throw new Error(`The API description has no schema ${root}.`);
    return steps.reduce((at, step) => at.flatMap(alternatives).flatMap((option) => option.properties?.[step] ?? []), [
      schema,
    ] as readonly Schema[]);
  };

  return {
    operation: (method, path) => {
      const operation = document.paths[path]?.[method.toLowerCase()];
      if (operation === undefined) return undefined;
      const parameters = (operation.parameters ?? []).map(({ name }) => name.replace("[]", ""));
      const bodies = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => properties(schema));
      return [...new Set([...parameters, ...bodies.flat()])];
    },
    schema: (...names) => [...new Set(names.flatMap(named).flatMap(properties))],
    words: (...names) => {
      const options = names.flatMap(named).flatMap(alternatives);
      const values = options.flatMap((option) => option.enum ?? option.const ?? []);
      return [...new Set(values.filter((value) => value !== null))];
    },
  };
}
