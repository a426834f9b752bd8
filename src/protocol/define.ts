import type { ApiOperation, Endpoint, Field, Only, Shape, TypeRef } from "./types.js";

/** Field types by wire name; "!" marks a required field, "@foundry" and "@v1" one that only that API has: "string!", "json @foundry". */
export type FieldSpecs = Readonly<Record<string, string>>;

/** Reads the short notation of `FieldSpecs`. */
export function fields(specs: FieldSpecs): Readonly<Record<string, Field>> {
  return Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, field(spec)]));
}

function field(spec: string): Field {
  const [type = "", only] = spec.split(" @") as [string?, Only?];
  const required = type.endsWith("!");
  return {
    type: required ? type.slice(0, -1) : type,
    ...(required && { required }),
    ...(only && { only }),
  };
}

/** An operation by its endpoint; the path parameters are read from the endpoint's braces. */
export function operation(
  id: string,
  endpoint: `${Endpoint["method"]} /${string}`,
  result: TypeRef,
  given: { readonly query?: FieldSpecs; readonly body?: FieldSpecs; readonly only?: Only } = {},
): ApiOperation {
  const [method, path] = endpoint.split(" ") as [Endpoint["method"], string];
  return {
    id,
    endpoint: { method, path },
    path: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!),
    query: fields(given.query ?? {}),
    body: fields(given.body ?? {}),
    result,
    ...(given.only && { only: given.only }),
  };
}

export function shape(name: string, specs: FieldSpecs, only?: Only): Shape {
  return { name, fields: fields(specs), ...(only && { only }) };
}

/** Query parameters of every list. */
export const PAGING = { limit: "integer", order: "enum(Order)", after: "string", before: "string" } as const;

/** The list envelope; "T" stands for the type of the elements. Both APIs have it. */
export const PAGE = shape("Page", {
  object: "string!",
  data: "T[]!",
  first_id: "string",
  last_id: "string",
  has_more: "boolean!",
});

/** What both APIs answer when something has been deleted. */
export const DELETED = shape("Deleted", { id: "string!", object: "string!", deleted: "boolean!" });
