import type { ApiOperation } from "./types.js";

/** The names of an operation's path, query and body fields, each once. */
export function fieldNames(operation: ApiOperation): readonly string[] {
  return [...new Set([...operation.path, ...Object.keys(operation.query), ...Object.keys(operation.body)])];
}
