import type { Turn } from "./engine/turn.js";
import type { Json } from "./json.js";

/** One request and its answer. Credentials are not kept. */
export interface LoggedRequest {
  /** Counts from 1. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string | string[]>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON body; of an upload its fields and the size of its file. */
  readonly body: Json;
  /** 0 while the answer is on its way. */
  status: number;
  /** The JSON answer; of a stream how many events of each type were sent so far. */
  response: Json;
  /** The fault that was applied, if any. */
  fault: string | null;
}

/** The log as it is exported. */
export interface LogExport {
  readonly requests: readonly LoggedRequest[];
  readonly turns: readonly Turn[];
  /** How many of each were dropped because the log was full. */
  readonly dropped: { readonly requests: number; readonly turns: number };
}

/** Headers that tell something about the program; everything else, credentials above all, is left out. */
const KEPT_HEADERS = [
  "accept",
  "content-type",
  "foundry-features",
  "openai-beta",
  "user-agent",
  "x-ms-client-request-id",
  "x-stainless-retry-count",
];

/** What happened, newest last, at most `limit` of each kind. */
export class Log {
  readonly #limit: number;
  #requests: LoggedRequest[] = [];
  #turns: Turn[] = [];
  #requestCount = 0;
  #turnCount = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get requests(): readonly LoggedRequest[] {
    return this.#requests;
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** The number the next turn gets. */
  get nextTurn(): number {
    return this.#turnCount + 1;
  }

  /** Notes a request; its answer is filled in later. */
  request(method: string, url: URL, headers: Headers, body: Json): LoggedRequest {
    this.#requestCount += 1;
    const query: Record<string, string | string[]> = {};
    for (const key of new Set(url.searchParams.keys())) {
      const values = url.searchParams.getAll(key);
      query[key] = values.length === 1 ? values[0]! : values;
    }
    const kept = KEPT_HEADERS.filter((name) => headers.has(name)).map(
      (name) => [name, headers.get(name) ?? ""] as const,
    );
    const entry: LoggedRequest = {
      number: this.#requestCount,
      method,
      path: url.pathname,
      query,
      headers: Object.fromEntries(kept),
      body,
      status: 0,
      response: null,
      fault: null,
    };
    this.#requests = appended(this.#requests, entry, this.#limit);
    return entry;
  }

  turn(turn: Turn): void {
    this.#turnCount += 1;
    this.#turns = appended(this.#turns, turn, this.#limit);
  }

  export(): LogExport {
    return {
      requests: this.#requests,
      turns: this.#turns,
      dropped: { requests: this.#requestCount - this.#requests.length, turns: this.#turnCount - this.#turns.length },
    };
  }
}

/** Drops the oldest tenth at once when the limit is reached, so that appending stays cheap. */
function appended<Entry>(entries: Entry[], entry: Entry, limit: number): Entry[] {
  const kept = entries.length >= limit ? entries.slice(Math.max(1, Math.floor(limit / 10))) : entries;
  kept.push(entry);
  return kept;
}

/**
 * The export as JSON, entry by entry: a long log with images in it is longer than a string may be.
 * It says what the log held when it was begun.
 */
export function* exportText({ requests, turns, dropped }: LogExport): Generator<string> {
  const lists = Object.entries({ requests: [...requests], turns: [...turns] });
  yield "{\n";
  for (const [name, entries] of lists) {
    yield `  "${name}": [`;
    for (const [index, entry] of entries.entries())
      yield `${index > 0 ? "," : ""}\n    ${JSON.stringify(entry, null, 2).replaceAll("\n", "\n    ")}`;
    yield entries.length > 0 ? "\n  ],\n" : "],\n";
  }
  yield `  "dropped": ${JSON.stringify(dropped)}\n}\n`;
}
