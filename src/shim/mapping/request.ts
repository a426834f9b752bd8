import { isObject } from "../../protocol/json.js";
import { operationMapping } from "../../protocol/mapping/index.js";
import type { Json, JsonObject, Reshape } from "../../protocol/types.js";

type Draft = Record<string, unknown>;

/**
 * The request of the current API for the fields of a classic one: the rows of the operation's mapping, run on JSON.
 * Absent and null fields are left out, and so are those that the current API has nothing for.
 * @param operation "runs.create"
 * @throws CannotReshape for a value without counterpart
 */
export function toCurrent(operation: string, fields: JsonObject): JsonObject {
  const mapping = operationMapping(operation);
  if (!mapping) throw new Error(`${operation} is no operation of the classic API.`);
  const request: Draft = {};
  for (const row of mapping.request) {
    const value = fields[row.from];
    if (value === undefined || value === null) continue;
    if (row.kind === "same") put(request, row.from, value);
    else if (row.kind === "rename") put(request, row.to, value);
    else if (row.kind === "reshape") put(request, row.to, row.via.apply(value, neighbours(row.via, fields)));
  }
  return request as JsonObject;
}

function neighbours(via: Reshape, fields: JsonObject): JsonObject {
  const named = (via.needs ?? []).map((name) => [name, fields[name]] as const);
  return Object.fromEntries(named.filter((entry): entry is [string, Json] => entry[1] != null));
}

/** Sets what a dotted path names; numbers in the path are positions in lists. */
function put(target: Draft, path: string, value: Json | undefined): void {
  if (value === undefined) return;
  const names = path.split(".");
  const last = names.pop()!;
  let holder = target;
  for (const [index, name] of names.entries()) {
    const next = names[index + 1] ?? last;
    holder[name] ??= /^\d+$/.test(next) ? [] : {};
    // What is reached through is made here, so it can be changed; a value given by the caller is copied first.
    if (isObject(holder[name] as Json)) holder[name] = { ...(holder[name] as Draft) };
    holder = holder[name] as Draft;
  }
  holder[last] = value;
}
