import { objectOf, type Json, type JsonObject } from "../json.js";
import type { MessageRecord, RunRecord, ThreadRecord } from "./records.js";
import type { Store } from "./store.js";

/** How many runs of a thread are remembered. */
const RUNS_KEPT = 1000;

/** What the shim remembers, by kind. */
export class State {
  readonly #store: Store;
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(store: Store) {
    this.#store = store;
  }

  run = (id: string) => this.#get<RunRecord>(`run:${id}`);
  message = (id: string) => this.#get<MessageRecord>(`message:${id}`);
  assistant = (name: string) => this.#get<JsonObject>(`assistant:${name}`);

  saveRun(run: RunRecord): Promise<void> {
    return this.#set(`run:${run.id}`, run);
  }

  async thread(conversation: string): Promise<ThreadRecord> {
    return (await this.#get<ThreadRecord>(`thread:${conversation}`)) ?? { runs: [] };
  }

  /** Notes a run that begins. */
  async begin(run: RunRecord): Promise<void> {
    const { runs } = await this.thread(run.conversation);
    const thread: ThreadRecord = { runs: [...runs, run.id].slice(-RUNS_KEPT), active: run.id };
    await Promise.all([this.saveRun(run), this.#set(`thread:${run.conversation}`, thread)]);
  }

  /** Notes that a run is over, unless another has begun since. */
  async finish(run: RunRecord): Promise<void> {
    const { active, runs } = await this.thread(run.conversation);
    if (active === run.id) await this.#set(`thread:${run.conversation}`, { runs });
  }

  async changeMessage(id: string, change: MessageRecord): Promise<MessageRecord> {
    const message = { ...(await this.message(id)), ...change };
    await this.#set(`message:${id}`, message);
    return message;
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

  /** Lets changes of one thing happen one after the other, within this process. */
  async inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(key);
    const turn = (before ?? Promise.resolve()).then(work, work);
    this.#queues.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#queues.get(key) === turn) this.#queues.delete(key);
    }
  }

  async #get<Value>(key: string): Promise<Value | undefined> {
    return (await this.#store.get(key)) as Value | undefined;
  }

  // Records are JSON all through; their types say more than `Json` does.
  #set(key: string, value: object): Promise<void> {
    return this.#store.set(key, value as Json);
  }
}
