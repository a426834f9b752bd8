import { CURRENT_WORDS, LIMITS } from "../../protocol/current.js";
import { checkFields, integer, type Fields } from "../validate/type.js";
import type { JsonObject } from "../json.js";
import type { Service } from "../service.js";
import { oneOf } from "../validate/type.js";
import type { PageQuery } from "../store/table.js";
import { ApiError, type Surface } from "./errors.js";
import type { Reply } from "./reply.js";

/** One request on its way to its operation. */
export interface Call {
  readonly service: Service;
  readonly surface: Surface;
  /** Parts of the path by name. */
  readonly params: Readonly<Record<string, string>>;
  readonly url: URL;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** The JSON body; empty when there is none. */
  readonly body: JsonObject;
  /** The parts of a multipart body. */
  readonly form: FormData | undefined;
  /** The agent of a per-agent endpoint. */
  readonly boundAgent: string | undefined;
}

/** An operation of the service. JSON is answered with status 200. */
export type Operation = (call: Call) => JsonObject | Reply | Promise<JsonObject | Reply>;

/** A part of the path. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`The route has no {${name}}.`);
  return value;
}

/** The JSON body, checked. @throws ApiError 400 */
export function checkedBody(call: Call, fields: Fields): JsonObject {
  checkFields(call.body, fields);
  return call.body;
}

/** Cursor parameters of a list. @throws ApiError 400 for a limit out of range or an unknown order */
export function pageQuery(call: Call, limits: { max: number; default: number } = LIMITS.page): PageQuery {
  const raw = call.query.get("limit");
  const limit = raw === null ? limits.default : Number(raw);
  integer({ min: 1, max: limits.max }).check(Number.isNaN(limit) ? raw : limit, "limit");
  const order = call.query.get("order") ?? "desc";
  oneOf(...CURRENT_WORDS.Order).check(order, "order");
  const after = call.query.get("after") ?? undefined;
  const before = call.query.get("before") ?? undefined;
  return { limit, order: order as PageQuery["order"], after, before };
}

/** Values of `include`, however the SDK spells the array. */
export function includeQuery(call: Call): string[] {
  return [...call.query.getAll("include[]"), ...call.query.getAll("include")];
}

/** The uploaded file of a multipart body. @throws ApiError 400 */
export async function uploadedFile(call: Call): Promise<{ name: string; content: Uint8Array }> {
  const file = call.form?.get("file");
  if (!(file instanceof Blob)) {
    throw new ApiError(400, "Missing required parameter: 'file'.", {
      param: "file",
      code: "missing_required_parameter",
    });
  }
  const name = "name" in file && typeof file.name === "string" ? file.name : "file";
  return { name, content: new Uint8Array(await file.arrayBuffer()) };
}
