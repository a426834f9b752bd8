import type { Call } from "../call.js";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import { isOver, statusOf } from "../show/run.js";
import type { Ended, RunRecord } from "../state/records.js";
import { POINTER } from "../threads/resources.js";
import { setMetadata } from "../operations/threads.js";

/** Takes note of a run's latest response once it does not work any more: what it used, what it said, and whether the run is over. */
export async function observe(call: Call, run: RunRecord, response: JsonObject): Promise<RunRecord> {
  const status = statusOf(run, response);
  if (status === "queued" || status === "in_progress") return run;
  const { state } = call.shim;
  const last = run.links.at(-1)!;
  if (last.usage !== undefined || last.id !== response.id) return run;
  const usage = response.usage == null ? null : objectOf(response.usage);
  const seen: RunRecord = { ...run, links: [...run.links.slice(0, -1), { ...last, usage }] };
  const made = objectsOf(response.output).filter((item) => item.type === "message");
  const created = numberOf(response.completed_at) ?? numberOf(response.created_at);
  await Promise.all([
    state.saveRun(seen),
    isOver(status) && state.finish(seen),
    ...made.map((item) => state.changeMessage(textOf(item.id)!, { run: run.id, assistant: run.assistant, created })),
  ]);
  return seen;
}

/** Notes that a run has ended in a way that the service does not know of. */
export async function end(call: Call, run: RunRecord, ended: Ended): Promise<RunRecord> {
  const over = { ...run, ended };
  await Promise.all([call.shim.state.saveRun(over), call.shim.state.finish(over)]);
  return over;
}

/**
 * Leaves a pointer to the latest response of a run in the conversation's metadata, for processes that have not seen it. Nothing depends on
 * it while this process lives, and a conversation that is in use again refuses it, so that is no error.
 */
export async function leavePointer(call: Call, run: RunRecord): Promise<void> {
  if (run.links.length < 2 && !run.ended) return;
  try {
    const path = { conversation_id: run.conversation };
    const { metadata } = await call.upstream.call("conversations.retrieve", { path });
    const pointer = [run.id, run.links.at(-1)!.id, run.ended?.status ?? "", call.shim.now()].join("|");
    await setMetadata(call, run.conversation, { ...objectOf(metadata), [POINTER]: pointer });
  } catch {
    // It is a hint.
  }
}
