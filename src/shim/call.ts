import { badRequest } from "./errors.js";
import type { Ids } from "./ids.js";
import { textOf, type JsonObject } from "./json.js";
import type { ShimOptions } from "./options.js";
import type { Reply } from "./reply.js";
import type { Running } from "./runs/running.js";
import type { State } from "./state/state.js";
import type { Surface } from "./surfaces.js";
import type { Upstream } from "./upstream.js";

/** What all calls share. */
export interface Shim {
  readonly options: ShimOptions;
  readonly ids: Ids;
  readonly state: State;
  readonly running: Running;
  /** Unix seconds. */
  now(): number;
}

/** One request of the classic API. */
export interface Call {
  readonly shim: Shim;
  readonly upstream: Upstream;
  readonly surface: Surface;
  readonly request: Request;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: JsonObject;
}

/** A classic operation. JSON is answered with status 200. */
export type Operation = (call: Call) => Promise<JsonObject | Reply>;

/** A part of the path. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no {${name}}.`);
  return value;
}

/** The call with another part in its path. */
export function withParam(call: Call, name: string, value: string): Call {
  return { ...call, params: { ...call.params, [name]: value } };
}

/** A text that the body must have. @throws ClassicError 400 */
export function required(call: Call, name: string): string {
  const value = textOf(call.body[name]);
  if (value === undefined) {
    throw badRequest(`Missing required parameter: '${name}'.`, name, "missing_required_parameter");
  }
  return value;
}

/** Values of a query list, however the SDK spells it: `include[]=a`, `include=a`. */
export function queryList(call: Call, name: string): readonly string[] {
  return [...call.query.getAll(`${name}[]`), ...call.query.getAll(name)];
}
