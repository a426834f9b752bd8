import type { Call } from "../call.js";
import type { JsonObject } from "../json.js";
import type { Reply } from "../reply.js";

/** How many requests are remembered so that they can be told from their repetition. */
const REMEMBERED = 1000;

/** For how long after its end a request may be repeated because its answer got lost; SDKs wait eight seconds at most. */
const REPEATED_WITHIN_MS = 15_000;

/** A request that may come again. */
interface Remembered {
  request: Request;
  readonly body: string;
  readonly result: Promise<JsonObject | Reply>;
  ended?: number;
}

/** The requests of one process that may come again, by what they are about. */
export class Requests {
  readonly #known = new Map<string, Remembered>();

  get(thing: string): Remembered | undefined {
    return this.#known.get(thing);
  }

  add(thing: string, entry: Remembered): void {
    this.#known.delete(thing);
    this.#known.set(thing, entry);
    const ended = () => (entry.ended = Date.now());
    // What failed may be tried again.
    entry.result.then(ended, () => this.#known.get(thing) === entry && this.#known.delete(thing));
    if (this.#known.size > REMEMBERED) this.#known.delete(this.#known.keys().next().value!);
  }
}

/**
 * Does what a request asks for once, even when an SDK sends it a second time because the answer got lost: OpenAI's say so in a header,
 * Azure's repeat the id of the request. Streamed answers cannot be given twice.
 * @param thing what the request changes; undefined when it makes something new, so that two of them may be equal and both meant
 */
export function once(
  call: Call,
  thing: string | undefined,
  work: () => Promise<JsonObject | Reply>,
): Promise<JsonObject | Reply> {
  if (call.body.stream === true) return work();
  const { request } = call;
  const { requests } = call.shim.running;
  const body = JSON.stringify(call.body);
  const key = thing ?? `new ${body}`;
  const before = requests.get(key);
  if (before && before.body === body && isRepetition(before, request, thing === undefined)) {
    before.request = request;
    return before.result;
  }
  const result = work();
  requests.add(key, { request, body, result });
  return result;
}

function isRepetition({ request: before, ended }: Remembered, request: Request, isNew: boolean): boolean {
  if (ended !== undefined && Date.now() - ended >= REPEATED_WITHIN_MS) return false;
  const same = (name: string) => request.headers.get(name) === before.headers.get(name);
  if (request.headers.has("x-ms-client-request-id")) return same("x-ms-client-request-id");
  if (!isMarkedRepetition(request)) return false;
  // Nothing tells two new things apart but that nobody waits for the first one any more.
  return !isNew || (before.signal.aborted && same("authorization") && same("api-key"));
}

/** Whether one of OpenAI's SDKs says that it asks again. */
export function isMarkedRepetition(request: Request): boolean {
  return Number(request.headers.get("x-stainless-retry-count") ?? 0) > 0;
}
