import type { MappingClass } from "../types.js";

/** An answer of the classic API that programs react to, and what happens in its place. */
export interface ErrorMapping {
  readonly status: number;
  /** Text of the classic error; {thread}, {run}, {assistant} and {status} stand for the values in it. */
  readonly text: string;
  /** `code` of the current error, where there is one. */
  readonly current?: { readonly status: number; readonly code?: string };
  readonly class: MappingClass;
  readonly because: string;
}

const LOCKED = "conversation_locked";
const BUSY =
  "OpenAI locks a conversation while a response is made in it; the error does not name the response. What Foundry answers is not known.";

/** Errors of requests whose texts programs are known to test. */
export const REQUEST_ERRORS: readonly ErrorMapping[] = [
  {
    status: 400,
    text: "Can't add messages to {thread} while a run {run} is active.",
    current: { status: 400, code: LOCKED },
    class: "care",
    because: BUSY,
  },
  {
    status: 400,
    text: "Thread {thread} already has an active run {run}.",
    current: { status: 400, code: LOCKED },
    class: "care",
    because: BUSY,
  },
  {
    status: 400,
    text: 'Runs in status "{status}" do not accept tool outputs.',
    class: "none",
    because: "Tool outputs start a new response, whatever became of the one before.",
  },
  {
    status: 400,
    text: "Cannot cancel run with status '{status}'.",
    class: "none",
    because: "Only responses created with `background: true` can be cancelled.",
  },
  {
    status: 404,
    text: "No assistant found with id '{assistant}'.",
    current: { status: 404 },
    class: "care",
    because: "The agent is looked for by name, and the text differs: test the status.",
  },
  {
    status: 404,
    text: "No thread found with id '{thread}'.",
    current: { status: 404 },
    class: "care",
    because: "The text differs: test the status.",
  },
];

/** Codes of a failed run. */
export type RunErrorCode = "server_error" | "rate_limit_exceeded" | "invalid_prompt";

const SHARED: readonly string[] = ["server_error", "rate_limit_exceeded", "invalid_prompt"] satisfies RunErrorCode[];

/**
 * The run error that a response error comes closest to, for programs that know the three classic codes only:
 * trouble with an image is an invalid prompt, everything else unknown an error of the server.
 */
export function runErrorCode(responseErrorCode: string): RunErrorCode {
  if (SHARED.includes(responseErrorCode)) return responseErrorCode as RunErrorCode;
  return responseErrorCode.includes("image") ? "invalid_prompt" : "server_error";
}
