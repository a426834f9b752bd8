import { type ApiError, badRequest } from "../http/errors.js";
import { textOf } from "../json.js";
import type { Item, State } from "../store/state.js";

/** Calls the program has to answer, and the items that answer them. */
const ANSWERS: Readonly<Record<string, string>> = {
  function_call: "function_call_output",
  custom_tool_call: "custom_tool_call_output",
  apply_patch_call: "apply_patch_call_output",
};
const ANSWER_TYPES = new Set(Object.values(ANSWERS));

/**
 * What the model reads: the history, then the items of the request with references resolved.
 * @throws ApiError 400 for an item that is there already, a reference to nothing, an output without its call, a call without its output
 */
export function readingOrder(state: State, history: readonly Item[], input: readonly Item[]): Item[] {
  const known = new Map(history.map((item) => [item.id, item]));
  const items = [...history];
  for (const entry of input) {
    const item = entry.type === "item_reference" ? (known.get(entry.id) ?? findItem(state, entry.id)) : entry;
    if (known.has(item.id)) {
      throw badRequest(
        `Duplicate item found with id ${item.id}. Remove duplicate items from your input and try again.`,
        "input",
      );
    }
    known.set(item.id, item);
    items.push(item);
  }
  checkAnswers(items);
  return items;
}

function checkAnswers(items: readonly Item[]): void {
  const called = new Set<string>();
  const waiting = new Set<string>();
  const approvals = new Set<string>();
  for (const item of items) {
    const callId = textOf(item["call_id"]) ?? "";
    if (ANSWERS[item.type] !== undefined) {
      if (called.has(callId)) throw noOutput(callId);
      called.add(callId);
      waiting.add(callId);
    }
    // Outputs are bound to calls one to one, in the order of the input (so says the source of OpenAI's own client, codex).
    if (ANSWER_TYPES.has(item.type) && !waiting.delete(callId)) {
      const kind = item.type === "custom_tool_call_output" ? "custom tool call output" : "function call output";
      throw badRequest(`No tool call found for ${kind} with call_id ${callId}.`, "input");
    }
    if (item.type === "mcp_approval_request") approvals.add(item.id);
    if (item.type === "mcp_approval_response" && !approvals.has(String(item["approval_request_id"]))) {
      throw badRequest(`No approval request found with id '${String(item["approval_request_id"])}'.`, "input");
    }
  }
  const [open] = waiting;
  if (open !== undefined) throw noOutput(open);
}

function noOutput(callId: string): ApiError {
  return badRequest(`No tool output found for function call ${callId}.`, "input");
}

function findItem(state: State, id: string): Item {
  for (const { items } of state.conversations.values()) {
    const item = items.get(id);
    if (item) return item;
  }
  for (const { record } of state.responses.values()) {
    const item = record.output.find((entry) => entry.id === id);
    if (item) return item;
  }
  throw badRequest(`Item with id '${id}' not found.`, "input");
}
