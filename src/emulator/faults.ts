import { sleep } from "./engine/run.js";
import { ApiError } from "./http/errors.js";

/** What can go wrong on demand. */
export type FaultKind =
  | "rate_limit"
  | "server_error"
  | "slow_first_byte"
  | "slow_tokens"
  | "cut"
  | "malformed"
  | "conversation_locked"
  | "container_expired";

export interface Fault {
  readonly kind: FaultKind;
  /** How many requests it hits; default 1. */
  readonly times?: number;
  /** How many fitting requests pass before it hits. */
  readonly skip?: number;
  /** Only requests whose path contains this; default: those that create responses. What spoils streams hits requests that stream. */
  readonly path?: string;
  /** Only requests with this method. */
  readonly method?: string;
  /** slow_first_byte, slow_tokens: milliseconds (once, or before every event). Default 1,000 and 50. */
  readonly ms?: number;
  /** cut, malformed: how many events arrive intact. Default 5. */
  readonly after?: number;
  /** rate_limit: seconds for `retry-after`. Default 1. */
  readonly retryAfter?: number;
  /** server_error: status. Default 500. */
  readonly status?: number;
}

const FAULT_KINDS: readonly FaultKind[] = [
  "rate_limit",
  "server_error",
  "slow_first_byte",
  "slow_tokens",
  "cut",
  "malformed",
  "conversation_locked",
  "container_expired",
];
/** Faults that have no effect on an answer which is no stream. */
const OF_STREAMS: readonly FaultKind[] = ["slow_tokens", "cut", "malformed"];
const NUMBERS = ["times", "skip", "ms", "after", "retryAfter", "status"] as const;

/**
 * Reads a fault as the command line spells it: `rate_limit:times=2,retryAfter=3`, `cut:after=10,path=/responses`.
 * @throws Error that lists what is known
 */
export function parseFault(spec: string): Fault {
  const [kind = "", settings = ""] = spec.split(/:(.*)/s);
  const fault: Record<string, unknown> = { kind };
  for (const setting of settings.split(",").filter((entry) => entry !== "")) {
    const [name = "", value = ""] = setting.split(/=(.*)/s);
    const numeric = (NUMBERS as readonly string[]).includes(name);
    fault[name] = numeric && value !== "" && !Number.isNaN(Number(value)) ? Number(value) : value;
  }
  checkFault(fault);
  return fault;
}

/** @throws Error that lists what is known */
export function checkFault(fault: unknown): asserts fault is Fault {
  const { kind, ...settings } = (fault ?? {}) as Record<string, unknown>;
  if (!FAULT_KINDS.includes(kind as FaultKind))
    throw new Error(`Unknown fault '${String(kind)}'. Known: ${FAULT_KINDS.join(", ")}.`);
  for (const [name, value] of Object.entries(settings)) {
    if (value === undefined || name === "path" || name === "method") continue;
    if (!(NUMBERS as readonly string[]).includes(name))
      throw new Error(
        `Unknown setting '${name}' of fault '${String(kind)}'. Known: ${NUMBERS.join(", ")}, path, method.`,
      );
    const least = name === "times" ? 1 : 0;
    if (typeof value !== "number" || !(value >= least))
      throw new Error(
        `Setting '${name}' of fault '${String(kind)}' needs a number from ${least} on, not '${String(value)}'.`,
      );
  }
}

interface Armed {
  readonly fault: Fault;
  skip: number;
  left: number;
}

/** The faults that are set, in order; each hits the requests it fits and is then used up. */
export class Faults {
  #armed: Armed[] = [];

  add(fault: Fault): void {
    this.#armed.push({ fault, skip: fault.skip ?? 0, left: fault.times ?? 1 });
  }

  /**
   * The fault that hits this request, if one does.
   * @param streams whether the request asks for a stream
   */
  take(method: string, path: string, streams: boolean): Fault | undefined {
    for (const armed of this.#armed) {
      if (!fits(armed.fault, method, path, streams)) continue;
      if (armed.skip > 0) {
        armed.skip -= 1;
        continue;
      }
      armed.left -= 1;
      if (armed.left <= 0) this.#armed = this.#armed.filter((entry) => entry !== armed);
      return armed.fault;
    }
    return undefined;
  }
}

function fits(fault: Fault, method: string, path: string, streams: boolean): boolean {
  if (!streams && OF_STREAMS.includes(fault.kind)) return false;
  if (fault.method !== undefined && fault.method.toUpperCase() !== method) return false;
  if (fault.path !== undefined) return path.includes(fault.path);
  return method === "POST" && path.endsWith("/responses");
}

/**
 * Applies the faults that come before the answer.
 * @param locked makes the error of a conversation that is in use
 * @throws ApiError for faults that are answers of their own
 */
export async function applyBefore(fault: Fault, locked: () => ApiError): Promise<void> {
  if (fault.kind === "slow_first_byte") await sleep(fault.ms ?? 1000);
  if (fault.kind === "conversation_locked") throw locked();
  if (fault.kind === "server_error") {
    throw new ApiError(
      fault.status ?? 500,
      "The server had an error while processing your request. Sorry about that!",
      {
        type: "server_error",
      },
    );
  }
  if (fault.kind === "rate_limit") {
    const seconds = fault.retryAfter ?? 1;
    throw new ApiError(429, `Rate limit reached. Please try again in ${seconds}s.`, {
      type: "requests",
      code: "rate_limit_exceeded",
      headers: {
        "retry-after": String(Math.ceil(seconds)),
        "retry-after-ms": String(Math.round(seconds * 1000)),
        "x-ratelimit-limit-requests": "1",
        "x-ratelimit-remaining-requests": "0",
        "x-ratelimit-reset-requests": `${seconds}s`,
      },
    });
  }
}

/** Applies the faults that spoil a stream. */
export async function* applyToStream(chunks: AsyncGenerator<string>, fault: Fault | undefined): AsyncGenerator<string> {
  let sent = 0;
  try {
    for await (const chunk of chunks) {
      if (fault?.kind === "slow_tokens") await sleep(fault.ms ?? 50);
      if (fault && sent === (fault.after ?? 5)) {
        if (fault.kind === "cut") throw new Error("The connection was cut by a fault of the emulator.");
        if (fault.kind === "malformed")
          yield `event: response.output_text.delta\ndata: {"type":"response.output_text.delta","delta":\n\n`;
      }
      yield chunk;
      sent += 1;
    }
  } finally {
    await chunks.return(undefined);
  }
}
