import type { Call } from "../call.js";
import { type ClassicError, isLocked, isMissing, isUnanswered } from "../errors.js";
import { objectOf, textOf } from "../json.js";
import { isOver, statusOf } from "../show/run.js";
import { latestOf, responsesIn } from "./find.js";
import { observe } from "./observe.js";
import { RUN } from "./plan.js";

/** The run that is active on a thread as far as this process knows; undefined when it has ended meanwhile. */
export async function activeRun(call: Call, conversation: string): Promise<string | undefined> {
  const { state, running } = call.shim;
  const { active } = await state.thread(conversation);
  const run = active === undefined ? undefined : await state.run(active);
  if (!run) return undefined;
  if (running.get(run.id)) return run.id;
  try {
    const response = await latestOf(call, run);
    const seen = await observe(call, run, response);
    if (!isOver(statusOf(seen, response))) return run.id;
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
  await state.finish(run);
  return undefined;
}

/**
 * What the classic service would have said to a request that the current one refuses because a run is active.
 * @param text makes the classic error for thread and run id
 */
export async function refusal(
  call: Call,
  conversation: string,
  error: unknown,
  text: (thread: string, run: string) => ClassicError,
): Promise<unknown> {
  if (!isLocked(error) && !isUnanswered(error)) return error;
  const run = (await call.shim.state.thread(conversation)).active ?? (await newestRun(call, conversation));
  return text(call.shim.ids.thread(conversation), call.shim.ids.run(run ?? "resp_unknown"));
}

/** The newest run of a conversation that another process may have begun; only Foundry can tell. */
async function newestRun(call: Call, conversation: string): Promise<string | undefined> {
  if (!call.upstream.foundry) return undefined;
  const newest = (await responsesIn(call, conversation)).at(-1);
  return textOf(objectOf(newest?.metadata)[RUN]) ?? textOf(newest?.id);
}
