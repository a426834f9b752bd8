import type { Turn } from "../engine/turn.js";
import { objectsOf, textOf, type Json, type JsonObject } from "../json.js";
import type { Item } from "../store/state.js";

/** What rules and the default model look at: the items after the model's last word. */
export interface LastInput {
  /** Texts of the messages, joined by line breaks. */
  readonly text: string;
  readonly images: number;
  readonly files: number;
  /** Tool outputs, with the name of the function that was called. */
  readonly outputs: readonly { readonly name: string; readonly text: string }[];
  readonly approvals: readonly JsonObject[];
}

const MODEL_MADE = new Set([
  "function_call",
  "custom_tool_call",
  "apply_patch_call",
  "reasoning",
  "code_interpreter_call",
  "file_search_call",
  "web_search_call",
  "image_generation_call",
  "memory_search_call",
  "mcp_list_tools",
  "mcp_call",
  "mcp_approval_request",
  "compaction",
]);

/** Whether a model made the item (as opposed to the program that calls it). */
export function madeByModel(item: Item): boolean {
  return MODEL_MADE.has(item.type) || (item.type === "message" && item["role"] === "assistant");
}

/** The last input of a turn: all items behind the model's last one, wherever they came from. */
export function lastInput(turn: Turn): LastInput {
  const from = turn.input.findLastIndex(madeByModel) + 1;
  const items = turn.input.slice(from);
  const parts = items.filter((item) => item.type === "message").flatMap((item) => objectsOf(item["content"]));
  const user = items.filter((item) => item.type === "message" && item["role"] === "user");
  const texts = user.flatMap((item) => objectsOf(item["content"])).map((part) => textOf(part["text"]));
  const nameOf = (callId: Json | undefined) =>
    textOf(turn.input.findLast((item) => item["call_id"] === callId && item["name"] !== undefined)?.["name"]);
  return {
    text: texts.filter((text) => text !== undefined).join("\n"),
    images: parts.filter((part) => part["type"] === "input_image").length,
    files: parts.filter((part) => part["type"] === "input_file").length,
    outputs: items
      .filter((item) => item.type.endsWith("_call_output"))
      .map((item) => ({ name: nameOf(item["call_id"]) ?? "", text: outputText(item) })),
    approvals: items.filter((item) => item.type === "mcp_approval_response"),
  };
}

function outputText(item: Item): string {
  const output = item["output"];
  if (typeof output === "string") return output;
  return objectsOf(output)
    .map((part) => textOf(part["text"]) ?? `[${String(part["type"])}]`)
    .join("\n");
}
