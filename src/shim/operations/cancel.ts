import type { Call, Operation } from "../call.js";
import { ClassicError, notCancellable } from "../errors.js";
import { answerCalls } from "../runs/calls.js";
import { findRun, latestOf } from "../runs/find.js";
import { end, leavePointer, observe } from "../runs/observe.js";
import { isOver, showRun, statusOf } from "../show/run.js";
import type { RunRecord } from "../state/records.js";

/** `POST /threads/{thread_id}/runs/{run_id}/cancel` */
export const cancelRun: Operation = async (call) => {
  const { id } = await findRun(call);
  return call.shim.state.inTurn(id, async () => {
    const found = await findRun(call);
    const streaming = call.shim.running.get(found.id);
    if (streaming) {
      streaming.cancelled = true;
      await streaming.stop();
      return showRun(found, await latestOf(call, found), call.shim.ids, "cancelling");
    }
    const response = await latestOf(call, found);
    const run = await observe(call, found, response);
    const status = statusOf(run, response);
    if (isOver(status)) throw notCancellable(status);
    if (status === "requires_action") await answerCalls(call, run, response, "cancelled");
    else if (!(await cancelResponse(call, run))) {
      // Another process streams it, and will see this.
      await call.shim.state.askToCancel(run.id);
      return showRun(run, response, call.shim.ids, "cancelling");
    }
    const cancelled = await end(call, run, { status: "cancelled", at: call.shim.now() });
    await leavePointer(call, cancelled);
    return showRun(cancelled, response, call.shim.ids);
  });
};

/**
 * @returns false for a response that is streamed elsewhere, which only its reader can end
 * @throws ClassicError 400 for a run that has ended between the two requests, whatever the service says to that
 */
async function cancelResponse(call: Call, run: RunRecord): Promise<boolean> {
  const path = { response_id: run.links.at(-1)!.id };
  let refused: unknown;
  const response = await call.upstream.call("responses.cancel", { path }).catch((error: unknown) => {
    if (!(error instanceof ClassicError) || error.status !== 400) throw error;
    refused = error;
    return latestOf(call, run);
  });
  const status = statusOf(run, response);
  if (isOver(status) && status !== "cancelled") throw notCancellable(status);
  if (refused !== undefined && !call.shim.state.isShared) throw refused;
  return refused === undefined;
}
