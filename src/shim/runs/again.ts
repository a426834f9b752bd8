import type { Call } from "../call.js";
import { isUnreachable } from "../errors.js";
import { textOf, type JsonObject } from "../json.js";
import type { Reply } from "../reply.js";
import type { RequestRecord } from "../state/records.js";
import { isMarkedRepetition } from "./once.js";

/** How long a request is remembered: SDKs try again after eight seconds at most, and a process that was killed comes back meanwhile. */
const REMEMBERED_MS = 120_000;

/** What a request asks for, for those who get its repetition. */
export interface Asked {
  /** What it changes: one such request at a time. */
  readonly thing: string;
  work(): Promise<JsonObject | Reply>;
  /** The answer again, from the id in it. */
  again(id: string): Promise<JsonObject | Reply>;
  /** The id of what a process made that was killed before it could note it; undefined when it made nothing, or nobody can tell. */
  lost(since: number): Promise<string | undefined>;
}

/**
 * Does what a request asks for once, also when its repetition reaches another process that shares the store, or the same one after a restart.
 * Within one process `once` is faster, and gives the same answer.
 */
export function onceAmongAll(call: Call, asked: Asked): Promise<JsonObject | Reply> {
  const { state } = call.shim;
  return state.inTurn(asked.thing, async () => {
    const body = await digest(JSON.stringify(call.body));
    const before = await state.request(asked.thing);
    if (before && before.body === body && isRepetition(before, call.request)) {
      const id = before.id ?? (await asked.lost(before.at));
      if (id !== undefined) return asked.again(id);
    }
    const request = call.request.headers.get("x-ms-client-request-id");
    const record: RequestRecord = { body, at: Date.now(), ...(request !== null && { request }) };
    try {
      await state.saveRequest(asked.thing, record, REMEMBERED_MS);
      const result = await asked.work();
      const id = "id" in result ? textOf(result.id) : undefined;
      if (id !== undefined) await state.saveRequest(asked.thing, { ...record, id }, REMEMBERED_MS);
      return result;
    } catch (error) {
      // What was refused may be tried again. What got no answer may have been done.
      if (!isUnreachable(error)) await state.forgetRequest(asked.thing);
      throw error;
    }
  });
}

function isRepetition(before: RequestRecord, request: Request): boolean {
  if (Date.now() - before.at > REMEMBERED_MS) return false;
  const id = request.headers.get("x-ms-client-request-id");
  return id === null ? isMarkedRepetition(request) : id === before.request;
}

/** Bodies hold what people say; they are not kept for this. */
async function digest(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
