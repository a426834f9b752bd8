import { objectOf, type Json, type JsonObject } from "../json.js";
import type { MessageRecord, RequestRecord, RunRecord, ThreadRecord } from "./records.js";
import type { Store } from "./store.js";
import { Turns } from "./turns.js";

/** How many runs of a thread are remembered. */
const RUNS_KEPT = 1000;

/** How long what is known of a run is kept after its last change: twice as long as the service keeps its responses. */
const RUN_TTL_MS = 60 * 86_400_000;

/** Long enough for the process that streams a run to see it. */
const CANCEL_TTL_MS = 60_000;

/** What the shim remembers, by kind. */
export class State {
  readonly #store: Store;
  readonly #turns: Turns;

  constructor(store: Store) {
    this.#store = store;
    this.#turns = new Turns(store.claims);
  }

  /** Whether other processes may use the same store. */
  get isShared(): boolean {
    return this.#store.claims !== undefined;
  }

  run = (id: string) => this.#get<RunRecord>(`run:${id}`);
  message = (id: string) => this.#get<MessageRecord>(`message:${id}`);
  assistant = (name: string) => this.#get<JsonObject>(`assistant:${name}`);

  saveRun(run: RunRecord): Promise<void> {
    return this.#set(`run:${run.id}`, run, RUN_TTL_MS);
  }

  /**
   * Changes a run, whoever else does meanwhile.
   * @param known the run as it is known, should the store have lost it
   * @param change from the run as it is now
   */
  changeRun(known: RunRecord, change: (now: RunRecord) => RunRecord): Promise<RunRecord> {
    return this.#turns.take(`run:${known.id}`, async () => {
      const changed = change((await this.run(known.id)) ?? known);
      await this.saveRun(changed);
      return changed;
    });
  }

  async thread(conversation: string): Promise<ThreadRecord> {
    return (await this.#get<ThreadRecord>(`thread:${conversation}`)) ?? { runs: [] };
  }

  /** Notes a run that begins. */
  async begin(run: RunRecord): Promise<void> {
    await this.saveRun(run);
    await this.#changeThread(run.conversation, ({ runs }) => ({
      runs: [...runs, run.id].slice(-RUNS_KEPT),
      active: run.id,
    }));
  }

  /** Notes that a run is over, unless another has begun since. */
  async finish(run: RunRecord): Promise<void> {
    await this.#changeThread(run.conversation, (now) => (now.active === run.id ? { runs: now.runs } : now));
  }

  #changeThread(conversation: string, change: (now: ThreadRecord) => ThreadRecord): Promise<void> {
    return this.#turns.take(`thread:${conversation}`, async () => {
      const now = await this.thread(conversation);
      const changed = change(now);
      if (changed !== now) await this.#set(`thread:${conversation}`, changed);
    });
  }

  changeMessage(id: string, change: MessageRecord): Promise<MessageRecord> {
    return this.#turns.take(`message:${id}`, async () => {
      const message = { ...(await this.message(id)), ...change };
      await this.#set(`message:${id}`, message);
      return message;
    });
  }

  async forgetThread(conversation: string): Promise<void> {
    const { runs } = await this.thread(conversation);
    await Promise.all(
      [`thread:${conversation}`, ...runs.map((run) => `run:${run}`)].map((key) => this.#store.delete(key)),
    );
  }

  forgetMessage(id: string): Promise<void> {
    return this.#store.delete(`message:${id}`);
  }

  /** What is remembered of a request by what it changes. */
  request = (thing: string) => this.#get<RequestRecord>(`request:${thing}`);

  saveRequest(thing: string, request: RequestRecord, ttl: number): Promise<void> {
    return this.#set(`request:${thing}`, request, ttl);
  }

  forgetRequest(thing: string): Promise<void> {
    return this.#store.delete(`request:${thing}`);
  }

  /** Asks the process that streams a run to cancel it. */
  askToCancel(run: string): Promise<void> {
    return this.#store.set(`cancel:${run}`, true, CANCEL_TTL_MS);
  }

  /** Whether that was asked; never where no other process could have asked. */
  async isAskedToCancel(run: string): Promise<boolean> {
    return this.isShared && (await this.#store.get(`cancel:${run}`)) === true;
  }

  /** What an old id stands for. */
  alias = (id: string) => this.#get<string>(`alias:${id}`);

  saveAlias(id: string, meant: string): Promise<void> {
    return this.#store.set(`alias:${id}`, meant);
  }

  saveAssistant(name: string, assistant: JsonObject): Promise<void> {
    return this.#set(`assistant:${name}`, assistant);
  }

  deleteAssistant(name: string): Promise<void> {
    return this.#store.delete(`assistant:${name}`);
  }

  /** Oldest first. */
  async assistants(): Promise<readonly JsonObject[]> {
    return (await this.#store.list("assistant:")).map(([, value]) => objectOf(value));
  }

  /**
   * Lets work on one thing happen one after the other, among all processes that share the store. What changes single records above has turns
   * of its own, so it may be used within.
   */
  inTurn<Result>(thing: string, work: () => Promise<Result>): Promise<Result> {
    return this.#turns.take(`work:${thing}`, work);
  }

  async #get<Value>(key: string): Promise<Value | undefined> {
    return (await this.#store.get(key)) as Value | undefined;
  }

  // Records are JSON all through; their types say more than `Json` does.
  #set(key: string, value: object, ttl?: number): Promise<void> {
    return this.#store.set(key, value as Json, ttl);
  }
}
