import type { StreamEvent } from "../events/event.js";
import type { ResponseObject } from "../events/fold.js";
import type { Surface } from "../http/errors.js";
import type { Item } from "../store/state.js";

/** A response while it runs and afterwards: what is stored, plus who listens and whether it has to stop. */
export class LiveResponse {
  /** The fold of the events so far. */
  readonly record: ResponseObject;
  /** Everything the model read. */
  readonly context: readonly Item[];
  readonly surface: Surface;
  readonly agentName: string | undefined;
  readonly background: boolean;
  readonly stream: boolean;
  /** The container that its code interpreter uses. */
  containerId: string | undefined;

  /** Kept for background responses only: their streams can be resumed. */
  readonly #events: StreamEvent[] = [];
  #ended = false;
  #over: () => void = () => undefined;
  /** Resolves when a background response has come to its end. */
  readonly over = new Promise<void>((resolve) => {
    this.#over = resolve;
  });
  #wake = new Set<() => void>();
  readonly #stop = new AbortController();

  constructor(facts: {
    record: ResponseObject;
    context: readonly Item[];
    surface: Surface;
    agentName: string | undefined;
    background: boolean;
    stream: boolean;
    containerId: string | undefined;
  }) {
    this.record = facts.record;
    this.context = facts.context;
    this.surface = facts.surface;
    this.agentName = facts.agentName;
    this.background = facts.background;
    this.stream = facts.stream;
    this.containerId = facts.containerId;
  }

  get id(): string {
    return this.record.id;
  }

  get running(): boolean {
    return this.record.status === "queued" || this.record.status === "in_progress";
  }

  /** Aborted when the response is cancelled or its reader has gone. */
  get stopped(): AbortSignal {
    return this.#stop.signal;
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Keeps an event for those who read the background stream. */
  tell(event: StreamEvent): void {
    this.#events.push(event);
    this.#wakeAll();
  }

  /** No event will come any more. */
  end(): void {
    this.#ended = true;
    this.#over();
    this.#wakeAll();
  }

  /** The events after a sequence number, as they come, until the response ends. */
  async *listen(after: number): AsyncGenerator<StreamEvent> {
    let next = after + 1;
    for (;;) {
      const event = this.#events[next];
      if (event) {
        next += 1;
        yield event;
      } else if (this.#ended) {
        return;
      } else {
        await new Promise<void>((resolve) => this.#wake.add(resolve));
      }
    }
  }

  #wakeAll(): void {
    const waiting = this.#wake;
    this.#wake = new Set();
    for (const resolve of waiting) resolve();
  }
}
