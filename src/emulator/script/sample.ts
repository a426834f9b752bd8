import { isObject, objectOf, type Json, type JsonObject } from "../json.js";

/** How deep a sample goes into nested schemas. */
const DEPTH = 6;

/**
 * A value that satisfies a JSON schema, made without chance: first enum value, smallest number, the given text for strings.
 * @param hint what strings are filled with, else the name of their property
 */
export function sampleOf(schema: Json | undefined, hint?: string, name = "value", depth = DEPTH): Json {
  const {
    type,
    enum: values,
    const: constant,
    default: fallback,
    properties,
    items,
    anyOf,
    oneOf,
    minimum,
  } = objectOf(schema);
  if (constant !== undefined) return constant;
  if (Array.isArray(values) && values.length > 0) return values[0] ?? null;
  if (fallback !== undefined) return fallback;
  const union = Array.isArray(anyOf) ? anyOf : Array.isArray(oneOf) ? oneOf : undefined;
  if (union) return sampleOf(union[0], hint, name, depth - 1);
  const kind = Array.isArray(type) ? type[0] : type;
  if (kind === "object" || (kind === undefined && isObject(properties))) {
    if (depth <= 0) return {};
    return sampleObject(objectOf(properties), hint, depth);
  }
  if (kind === "array") return depth <= 0 ? [] : [sampleOf(items, hint, name, depth - 1)];
  if (kind === "integer" || kind === "number") return typeof minimum === "number" ? minimum : 1;
  if (kind === "boolean") return true;
  if (kind === "null") return null;
  return hint ?? name;
}

function sampleObject(properties: JsonObject, hint: string | undefined, depth: number): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).map(([name, member]) => [name, sampleOf(member, hint, name, depth - 1)]),
  );
}
