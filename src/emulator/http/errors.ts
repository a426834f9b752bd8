import type { Json, JsonObject } from "../json.js";
import type { UnverifiedBehaviour } from "../unverified.js";

/** The two current services the emulator stands for: a Foundry project, or plain OpenAI. */
export type Surface = "foundry" | "openai";

interface ErrorDetails {
  readonly param?: string | null;
  readonly code?: string | null;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than 2xx, with the four fields both services use. Texts and codes: wire-protocol reference, section 7. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly param: string | null;
  readonly code: string | null;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, message: string, details: ErrorDetails = {}) {
    super(message);
    this.status = status;
    this.param = details.param ?? null;
    this.code = details.code ?? null;
    this.type = details.type ?? (status >= 500 ? "server_error" : "invalid_request_error");
    this.headers = details.headers ?? {};
  }

  /** The body as the surface writes it: Foundry adds details and a request id and never leaves code and param empty. */
  body(surface: Surface, requestId: string): JsonObject {
    const { message, type, param, code } = this;
    if (surface === "openai") return { error: { message, type, param, code } };
    return {
      error: {
        code: code ?? (this.status === 404 ? "not_found" : this.status >= 500 ? "server_error" : "invalid_payload"),
        message,
        param: param ?? "/",
        type,
        details: [],
        additionalInfo: { request_id: requestId },
      },
    };
  }
}

/** 400 for a value the service does not accept. */
export function badRequest(message: string, param: string | null = null, code: string | null = null): ApiError {
  return new ApiError(400, message, { param, code });
}

/** 404 for an id that nothing has: `Conversation with id 'conv_…' not found.` */
export function notFound(noun: string, id: string, param: string | null = null): ApiError {
  return new ApiError(404, `${noun} with id '${id}' not found.`, { param });
}

export function unknownParameter(path: string): ApiError {
  return badRequest(`Unknown parameter: '${path}'.`, path, "unknown_parameter");
}

/** A parameter that the Responses API has under another name. */
export function movedParameter(path: string, to: string): ApiError {
  return badRequest(
    `Unsupported parameter: '${path}'. In the Responses API, this parameter has moved to '${to}'. Try again with the new parameter.`,
    path,
    "unsupported_parameter",
  );
}

export function missingParameter(path: string): ApiError {
  return badRequest(`Missing required parameter: '${path}'.`, path, "missing_required_parameter");
}

export function invalidType(path: string, expected: string, value: Json): ApiError {
  return badRequest(
    `Invalid type for '${path}': expected ${expected}, but got ${kindOf(value)} instead.`,
    path,
    "invalid_type",
  );
}

export function invalidValue(path: string, value: Json, supported: readonly string[]): ApiError {
  const list = supported.map((entry) => `'${entry}'`);
  // Two are joined by "and" alone, more have a comma before it.
  const known = list.length > 2 ? `${list.slice(0, -1).join(", ")}, and ${list.at(-1)}` : list.join(" and ");
  return badRequest(`Invalid value: '${String(value)}'. Supported values are: ${known}.`, path, "invalid_value");
}

/**
 * The conversation is in use by a running response. OpenAI answers 400, which SDKs do not retry by themselves.
 * @param onFoundry how Foundry answers
 */
export function conversationLocked(surface: Surface, onFoundry: UnverifiedBehaviour["lockOnFoundry"]): ApiError {
  const { status, code } = surface === "foundry" ? onFoundry : { status: 400, code: "conversation_locked" };
  return new ApiError(
    status,
    "Another process is currently operating on this conversation. Please retry in a few seconds.",
    { param: "conversation", code, type: "invalid_request_error" },
  );
}

/** A field that an agent's definition settles, sent beside the reference to that agent. */
export function notAllowedWithAgent(field: string): ApiError {
  return badRequest("Not allowed when agent is specified.", field, "invalid_payload");
}

function kindOf(value: Json): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (typeof value === "object") return "an object";
  if (typeof value === "number") return Number.isInteger(value) ? "an integer" : "a decimal number";
  return typeof value === "boolean" ? "a boolean" : "a string";
}
