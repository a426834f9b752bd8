import type { Call } from "../call.js";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import { isOver, reasonOf, statusOf } from "../show/run.js";
import type { Ended, MessageRecord, RunRecord } from "../state/records.js";
import { POINTER } from "../threads/resources.js";
import { setMetadata } from "../operations/threads.js";
import { answerCalls } from "./calls.js";

/**
 * Takes note of a run's latest response once it does not work any more: what it used, what it said, and whether the run is over. A run that
 * has waited too long for its tool outputs expires here.
 */
export async function observe(call: Call, run: RunRecord, response: JsonObject): Promise<RunRecord> {
  const seen = await noted(call, run, response);
  const { expireAfter } = call.shim.options;
  const waits = expireAfter !== undefined && statusOf(seen, response) === "requires_action";
  return waits && call.shim.now() - seen.created >= expireAfter ? expire(call, seen, response) : seen;
}

async function noted(call: Call, run: RunRecord, response: JsonObject): Promise<RunRecord> {
  const status = statusOf(run, response);
  if (status === "queued" || status === "in_progress") return run;
  const { state } = call.shim;
  const last = run.links.at(-1);
  if (!last || last.usage !== undefined || last.id !== response.id) return run;
  const usage = response.usage == null ? null : objectOf(response.usage);
  const made = objectsOf(response.output).filter((item) => item.type === "message");
  const record = { run: run.id, assistant: run.assistant, ...saidIn(response), cut: reasonOf(status, response) };
  const [seen] = await Promise.all([
    state.changeRun(run, (now) => withUsage(now, last.id, usage)),
    isOver(status) && state.finish(run),
    ...made.map((item) => state.changeMessage(textOf(item.id)!, record)),
  ]);
  return seen;
}

function withUsage(run: RunRecord, response: string, usage: JsonObject | null): RunRecord {
  return { ...run, links: run.links.map((link) => (link.id === response ? { ...link, usage } : link)) };
}

/** When the messages of a response were made. */
export function saidIn(response: JsonObject): Pick<MessageRecord, "created"> {
  return { created: numberOf(response.completed_at) ?? numberOf(response.created_at) };
}

/** One at a time: calls that have been answered must not be answered again. */
function expire(call: Call, run: RunRecord, response: JsonObject): Promise<RunRecord> {
  const { state } = call.shim;
  return state.inTurn(`expire ${run.id}`, async () => {
    const now = (await state.run(run.id)) ?? run;
    if (now.ended) return now;
    await answerCalls(call, now, response, "expired");
    const expired = await end(call, now, { status: "expired", at: call.shim.now() });
    await leavePointer(call, expired);
    return expired;
  });
}

/** Notes that a run has ended in a way that the service does not know of. */
export async function end(call: Call, run: RunRecord, ended: Ended): Promise<RunRecord> {
  const { state } = call.shim;
  const [over] = await Promise.all([state.changeRun(run, (now) => ({ ...now, ended })), state.finish(run)]);
  return over;
}

/**
 * Leaves a pointer to the latest response of a run in the conversation's metadata, for processes that have not seen it. Nothing depends on
 * it while this process lives, and a conversation that is in use again refuses it, so that is no error.
 */
export async function leavePointer(call: Call, run: RunRecord): Promise<void> {
  const last = run.links.at(-1);
  if (!last || (run.links.length < 2 && !run.ended)) return;
  try {
    const path = { conversation_id: run.conversation };
    const { metadata } = await call.upstream.call("conversations.retrieve", { path });
    const pointer = [run.id, last.id, run.ended?.status ?? "", call.shim.now()].join("|");
    await setMetadata(call, run.conversation, { ...objectOf(metadata), [POINTER]: pointer });
  } catch {
    // It is a hint.
  }
}
