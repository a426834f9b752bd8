import { Requests } from "./once.js";

/** A run whose events are passed on by this process right now. */
export interface Streaming {
  /** Ends the upstream's response. */
  stop(): Promise<void>;
  /** Whether a program asked to cancel the run. */
  cancelled: boolean;
  /** Whether it is known how the run ends. */
  over: boolean;
}

/** What is going on in this process: streams, and requests that may come a second time. */
export class Running {
  readonly requests = new Requests();
  readonly #streams = new Map<string, Streaming>();

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
}
