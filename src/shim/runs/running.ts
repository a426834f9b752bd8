/** A run whose events are passed on by this process right now. */
export interface Streaming {
  /** Ends the upstream's response. */
  stop(): Promise<void>;
  /** Whether a program asked to cancel the run. */
  cancelled: boolean;
  /** Whether it is known how the run ends. */
  over: boolean;
}

/** How many requests are remembered so that they can be told from their repetition. */
const REMEMBERED = 1000;

/** For how long after its end a request may be repeated because its answer got lost; SDKs wait eight seconds at most. */
const REPEATED_WITHIN_MS = 15_000;

interface Request {
  readonly body: string;
  readonly result: Promise<unknown>;
  ended?: number;
}

/** What is going on in this process: streams, and requests that may come a second time. */
export class Running {
  readonly #streams = new Map<string, Streaming>();
  readonly #requests = new Map<string, Request>();

  /** The stream of a run, by its first response. */
  get(run: string): Streaming | undefined {
    return this.#streams.get(run);
  }

  /** Notes a stream. `end` is to be called when it is over. */
  add(run: string, stop: () => Promise<void>): { readonly streaming: Streaming; end(): void } {
    const streaming: Streaming = { stop, cancelled: false, over: false };
    this.#streams.set(run, streaming);
    const end = () => {
      if (this.#streams.get(run) === streaming) this.#streams.delete(run);
    };
    return { streaming, end };
  }

  /**
   * Does something once, even when an SDK asks a second time because the answer got lost. Such a repetition says so in its headers and is
   * the same request for the same thing.
   */
  once<Result>(thing: string, headers: Headers, body: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#requests.get(thing);
    const repeats = Number(headers.get("x-stainless-retry-count") ?? 0) > 0 && before?.body === body;
    const inTime = before?.ended === undefined || Date.now() - before.ended < REPEATED_WITHIN_MS;
    if (repeats && inTime) return before.result as Promise<Result>;
    const result = work();
    const request: Request = { body, result };
    this.#requests.delete(thing);
    this.#requests.set(thing, request);
    const ended = () => (request.ended = Date.now());
    // What failed may be tried again.
    result.then(ended, () => this.#requests.get(thing) === request && this.#requests.delete(thing));
    if (this.#requests.size > REMEMBERED) this.#requests.delete(this.#requests.keys().next().value!);
    return result;
  }
}
