import type { Call, Operation } from "../call.js";
import { notCancellable } from "../errors.js";
import { textOf, type JsonObject } from "../json.js";
import { findRun, latestOf } from "../runs/find.js";
import { end, leavePointer } from "../runs/observe.js";
import { isOver, openCalls, showRun, statusOf } from "../show/run.js";
import type { RunRecord } from "../state/records.js";

/** `POST /threads/{thread_id}/runs/{run_id}/cancel` */
export const cancelRun: Operation = async (call) => {
  const { id } = await findRun(call);
  return call.shim.state.inTurn(id, async () => {
    const run = await findRun(call);
    const streaming = call.shim.running.get(run.id);
    if (streaming) {
      streaming.cancelled = true;
      await streaming.stop();
      return showRun(run, await latestOf(call, run), call.shim.ids, "cancelling");
    }
    const response = await latestOf(call, run);
    const status = statusOf(run, response);
    if (isOver(status)) throw notCancellable(status);
    if (status === "requires_action") await answerCalls(call, run, response);
    else await call.upstream.call("responses.cancel", { path: { response_id: textOf(response.id)! } });
    const cancelled = await end(call, run, { status: "cancelled", at: call.shim.now() });
    await leavePointer(call, cancelled);
    return showRun(cancelled, response, call.shim.ids);
  });
};

/** A call that nothing answers would make every later response in the conversation fail. */
async function answerCalls(call: Call, run: RunRecord, response: JsonObject): Promise<void> {
  const items = openCalls(response).map((item): JsonObject => {
    if (item.type === "function_call") {
      return { type: "function_call_output", call_id: item.call_id!, output: "cancelled" };
    }
    return { type: "mcp_approval_response", approval_request_id: item.id!, approve: false };
  });
  await call.upstream.call("conversations.items.create", {
    path: { conversation_id: run.conversation },
    body: { items },
  });
}
