import { findClients, findType } from "../dialects/index.js";
import type { ClassicDialect, ClientType, DialectType } from "../dialects/types.js";
import type { LanguageId } from "../languages/tree.js";

/** A package export as source code reaches it: module and member path below it. */
export interface ExternalName {
  readonly language: LanguageId;
  readonly module: string;
  readonly path: readonly string[];
}

/** The client a constructor or factory gives, with every dialect whose operations hang on it. */
export function clientOf(
  external: ExternalName,
): { type: ClientType; dialects: readonly ClassicDialect[] } | undefined {
  for (const { module, name, rest } of splits(external)) {
    if (rest.length > 1) continue;
    const hits = findClients(external.language, module, name).filter(({ client }) => client.factory === rest[0]);
    if (hits.length > 0) return { type: hits[0]!.client, dialects: hits.map((hit) => hit.dialect) };
  }
  return undefined;
}

/** The client class an annotation names, whatever way its instances are built. */
export function clientTypeOf(
  external: ExternalName,
): { type: ClientType; dialects: readonly ClassicDialect[] } | undefined {
  for (const { module, name, rest } of splits(external)) {
    if (rest.length > 0) continue;
    const hits = findClients(external.language, module, name).filter(({ client }) => !client.library);
    if (hits.length > 0) return { type: hits[0]!.client, dialects: [...new Set(hits.map((hit) => hit.dialect))] };
  }
  return undefined;
}

/** The client that a module is by itself, below one of its members: Python's `openai.beta`. */
export function moduleClientOf(
  { language, module, path }: ExternalName,
  member: string,
): { type: ClientType; dialects: readonly ClassicDialect[] } | undefined {
  if (path.length > 0) return undefined;
  const hits = findClients(language, module, "*").filter(({ dialect }) =>
    dialect.operations.some((operation) => operation.path.startsWith(`${member}.`)),
  );
  return hits.length > 0 ? { type: hits[0]!.client, dialects: hits.map((hit) => hit.dialect) } : undefined;
}

/** Whether a value is a module that is a client itself. */
export function isModuleClient(value: { readonly kind: string }): boolean {
  if (value.kind !== "external") return false;
  const { language, module, path } = value as unknown as ExternalName;
  return path.length === 0 && findClients(language, module, "*").length > 0;
}

/** The SDK type a name stands for. */
export function typeOf(external: ExternalName): { type: DialectType; dialect: ClassicDialect } | undefined {
  for (const { module, name, rest } of splits(external)) {
    const hit = findType(external.language, module, [name, ...rest].join("."));
    if (hit) return hit;
  }
  return undefined;
}

/** Every way to read a dotted name as module, exported name and the rest: Python modules are reached as members of their package. */
function* splits(external: ExternalName): Generator<{ module: string; name: string; rest: readonly string[] }> {
  const { language, module } = external;
  // CommonJS gives the default export as the module itself.
  const path = external.path.length === 0 && language === "javascript" ? ["default"] : external.path;
  const depth = language === "python" ? path.length : 1;
  for (let i = 0; i < depth && i < path.length; i++) {
    const name = path[i]!;
    // `import * as m` and CommonJS reach the default export by name.
    if (name === "default" && path.length > i + 1 && language === "javascript")
      yield { module, name: path[i + 1]!, rest: path.slice(i + 2) };
    yield { module: [module, ...path.slice(0, i)].join("."), name, rest: path.slice(i + 1) };
  }
}
