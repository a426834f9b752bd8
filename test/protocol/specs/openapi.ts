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
}

/** Field names of the operations and schemas of an OpenAPI document. */
export interface OpenApi {
  /** Path, query and body fields; undefined where the document has no such operation. */
  readonly operation: (method: string, path: string) => readonly string[] | undefined;
  /** Properties of all given schemas together; a dotted name steps into a property: "RunObject.last_error". */
  readonly schema: (...names: readonly string[]) => readonly string[];
}

export function readOpenApi(file: string): OpenApi {
  const document = parse(readFileSync(file, "utf8")) as Document;
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined ? schema : resolve(document.components.schemas[schema.$ref.split("/").at(-1)!]!);

  /** Properties of a schema and of all its alternatives; those of list elements for a list. */
  const properties = (schema: Schema): Readonly<Record<string, Schema>> => {
    const { properties: own, items, allOf = [], anyOf = [], oneOf = [] } = resolve(schema);
    const parts = [...allOf, ...anyOf, ...oneOf, ...(items ? [items] : [])].map(properties);
    return Object.assign({}, ...parts, own) as Readonly<Record<string, Schema>>;
  };

  const named = (name: string): Schema => {
    const [root = "", ...steps] = name.split(".");
    const schema = document.components.schemas[root];
    if (schema === undefined) throw new Error(`The API description has no schema ${root}.`);
    return steps.reduce((at, step) => properties(at)[step]!, schema);
  };

  return {
    operation: (method, path) => {
      const operation = document.paths[path]?.[method.toLowerCase()];
      if (operation === undefined) return undefined;
      const parameters = (operation.parameters ?? []).map(({ name }) => name.replace("[]", ""));
      const bodies = Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => properties(schema));
      return [...new Set([...parameters, ...bodies.flatMap(Object.keys)])];
    },
    schema: (...names) => [...new Set(names.flatMap((name) => Object.keys(properties(named(name)))))],
  };
}
