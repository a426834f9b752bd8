import { badRequest } from "../http/errors.js";
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

/** Calls in the list that nothing answers, by call id. */
export function openCalls(items: readonly Item[]): string[] {
  const answered = new Set(items.filter((item) => ANSWER_TYPES.has(item.type)).map((item) => item["call_id"]));
  return items
    .filter((item) => ANSWERS[item.type] !== undefined && !answered.has(item["call_id"]))
    .map((item) => String(item["call_id"]));
}

function checkAnswers(items: readonly Item[]): void {
  const called = new Set<string>();
  const approvals = new Set<string>();
  for (const item of items) {
    const callId = textOf(item["call_id"]) ?? "";
    if (ANSWERS[item.type] !== undefined) called.add(callId);
    if (ANSWER_TYPES.has(item.type) && !called.has(callId)) {
      const kind = item.type === "custom_tool_call_output" ? "custom tool call output" : "function call output";
      throw badRequest(`No tool call found for ${kind} with call_id ${callId}.`, "input");
    }
    if (item.type === "mcp_approval_request") approvals.add(item.id);
    if (item.type === "mcp_approval_response" && !approvals.has(String(item["approval_request_id"]))) {
      throw badRequest(`No approval request found with id '${String(item["approval_request_id"])}'.`, "input");
    }
  }
  const open = openCalls(items)[0];
  if (open !== undefined) throw badRequest(`No tool output found for function call ${open}.`, "input");
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
