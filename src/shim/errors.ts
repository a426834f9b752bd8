import { CannotReshape } from "../protocol/types.js";
import { REQUEST_ERRORS } from "../protocol/mapping/index.js";
import { objectOf, textOf, type Json, type JsonObject } from "./json.js";

interface Details {
  readonly type?: string;
  readonly param?: string | null;
  readonly code?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than 2xx in the classic envelope: `{"error": {message, type, param, code}}`. */
export class ClassicError extends Error {
  override readonly name = "ClassicError";
  readonly status: number;
  readonly type: string;
  readonly param: string | null;
  readonly code: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: Details = {}) {
    super(message);
    this.status = status;
    this.type = details.type ?? (status >= 500 ? "server_error" : "invalid_request_error");
    this.param = details.param ?? null;
    this.code = details.code ?? null;
    this.headers = details.headers ?? {};
  }

  get body(): JsonObject {
    const { message, type, param, code } = this;
    return { error: { message, type, param, code } };
  }
}

/** Programs test these texts, so they are those of the mapping's table, found by how they begin and filled in. */
function known(begin: string, values: Readonly<Record<string, string>>): ClassicError {
  const mapping = REQUEST_ERRORS.find(({ text }) => text.startsWith(begin));
  if (!mapping) throw new Error(`No classic error begins with "${begin}".`);
  return new ClassicError(mapping.status, fill(mapping.text, values));
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

export const messageWhileActive = (thread: string, run: string) => known("Can't add messages", { thread, run });
export const runWhileActive = (thread: string, run: string) => known("Thread {thread} already", { thread, run });
export const outputsNotAccepted = (status: string) => known("Runs in status", { status });
export const notCancellable = (status: string) => known("Cannot cancel run", { status });
export const noAssistant = (assistant: string) => known("No assistant found", { assistant });
export const noThread = (thread: string) => known("No thread found", { thread });
export const noRun = (run: string) => new ClassicError(404, `No run found with id '${run}'.`);
export const noMessage = (message: string) => new ClassicError(404, `No message found with id '${message}'.`);
export const noStep = (step: string) => new ClassicError(404, `No run step found with id '${step}'.`);

/** 400 for a request that the classic service would have refused as well, or that nothing can be made of. */
export function badRequest(message: string, param: string | null = null, code: string | null = null): ClassicError {
  return new ClassicError(400, message, { param, code });
}

/** 404 for a path that is no operation. */
export function noOperation(method: string, path: string): ClassicError {
  return new ClassicError(404, `Invalid URL (${method} ${path})`);
}

/** Whatever went wrong, as an answer. */
export function asClassicError(error: unknown): ClassicError {
  if (error instanceof ClassicError) return error;
  if (error instanceof CannotReshape) return badRequest(error.message);
  return new ClassicError(500, `The shim failed: ${error instanceof Error ? error.message : String(error)}`);
}

/** The current API's answer while another response works on the conversation. */
export const isLocked = (error: unknown): boolean =>
  error instanceof ClassicError && error.status === 400 && error.code === "conversation_locked";

/** The current API's answer to a turn on a conversation in which a function call is unanswered. */
export const isUnanswered = (error: unknown): boolean =>
  error instanceof ClassicError && error.status === 400 && error.message.startsWith("No tool output found");

/** An upstream that gave no answer: what became of the request is not known. */
export const unreachable = (host: string, reason: string) =>
  new ClassicError(502, `The upstream at ${host} could not be reached: ${reason}`, { code: UNREACHABLE });
export const isUnreachable = (error: unknown): boolean => error instanceof ClassicError && error.code === UNREACHABLE;
const UNREACHABLE = "upstream_unreachable";

export const isMissing = (error: unknown): boolean => error instanceof ClassicError && error.status === 404;

/** Headers of an upstream error that tell SDKs when to come back. */
const RETRY_HEADERS = ["retry-after", "retry-after-ms", "x-ms-retry-after-ms", "x-should-retry"];

/**
 * An upstream's refusal in the classic envelope, whatever form it has: OpenAI's, Foundry's, an Azure gateway's, or text.
 * Conflicts say that they are final, because OpenAI's SDKs would try them again.
 */
export async function upstreamError(response: Response): Promise<ClassicError> {
  const text = await response.text();
  const headers = Object.fromEntries(
    RETRY_HEADERS.flatMap((name) => (response.headers.has(name) ? [[name, response.headers.get(name)!]] : [])),
  );
  if (response.status === 409) headers["x-should-retry"] ??= "false";
  const body = objectOf(parse(text));
  const error = typeof body.error === "object" ? objectOf(body.error) : body;
  const message =
    textOf(error.message) ?? textOf(body.error) ?? (text.trim() || `Upstream answered ${response.status}.`);
  const param = textOf(error.param);
  return new ClassicError(response.status, message, {
    type: textOf(error.type),
    param: param === "/" ? null : param,
    code: textOf(error.code),
    headers,
  });
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
