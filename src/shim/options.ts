import type { IdStyle } from "./ids.js";
import type { Store } from "./state/store.js";

/** What the shim stands in front of. */
export interface ShimOptions {
  /** A Foundry project endpoint (`https://…/api/projects/<name>`) or the base URL of plain OpenAI (`https://api.openai.com/v1`). */
  readonly endpoint: string;
  /** Sends the shim's own requests to that endpoint. Default: the platform's `fetch`. */
  readonly upstream?: (request: Request) => Promise<Response>;
  /**
   * Ids that programs see. "classic" (`thread_…`, `run_…`, the default) is for programs that run on the shim alone; "native" (`conv_…`,
   * `resp_…`) for those that share what they store with migrated code. Both kinds are understood in either case.
   */
  readonly ids?: IdStyle;
  /** Where things are kept that the service has no place for, or its address (a folder, redis://…). Default: in memory, gone with the process. */
  readonly store?: Store | string;
  /** A bearer token for the upstream instead of the caller's own credential. */
  readonly token?: () => Promise<string> | string;
  /** An API key for the upstream instead of the caller's own credential. */
  readonly apiKey?: string;
  /** Models by their old name and what to ask for instead, for models that have been retired. */
  readonly models?: Readonly<Record<string, string>>;
  /**
   * Whether a run that the service refuses for now or fails on (429, 5xx) is answered as a failed run, as the classic service did, and not
   * with that HTTP status, which SDKs try again. Default: false.
   */
  readonly faithful?: boolean;
  /**
   * After how many seconds a run that waits for tool outputs counts as expired; the classic service waited for 600. Default: it never does,
   * because responses do not expire.
   */
  readonly expireAfter?: number;
  /** Answers requests that are not classic. Default: 404. */
  readonly elsewhere?: (request: Request) => Promise<Response>;
  /** Names of the agents that stand for new assistants: unique, letters, digits and inner hyphens. Default: `asst-` and 24 random letters. */
  readonly agentName?: () => string;
  /** Unix seconds. Default: the machine's clock. */
  readonly now?: () => number;
}
