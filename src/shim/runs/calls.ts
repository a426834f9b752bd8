import type { Call } from "../call.js";
import type { JsonObject } from "../json.js";
import { openCalls } from "../show/run.js";
import type { RunRecord } from "../state/records.js";

/**
 * Answers the open calls of a run that ends without its outputs: a call that nothing answers would make every later response in the
 * conversation fail.
 */
export async function answerCalls(call: Call, run: RunRecord, response: JsonObject, output: string): Promise<void> {
  const items = openCalls(response).map((item): JsonObject => {
    if (item.type === "function_call") return { type: "function_call_output", call_id: item.call_id!, output };
    return { type: "mcp_approval_response", approval_request_id: item.id!, approve: false };
  });
  await addItems(call, run, items);
}

/** Adds items to the conversation of a run. */
export async function addItems(call: Call, run: RunRecord, items: readonly JsonObject[]): Promise<void> {
  const path = { conversation_id: run.conversation };
  await call.upstream.call("conversations.items.create", { path, body: { items } });
}
