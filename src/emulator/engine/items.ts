import type { Ids } from "../ids.js";
import { isObject, type Json, type JsonObject } from "../json.js";
import type { Item } from "../store/state.js";

/** Id prefixes by item type, as recorded (an output of a function has the prefix of its call). */
const PREFIXES: Readonly<Record<string, string>> = {
  message: "msg",
  reasoning: "rs",
  function_call: "fc",
  function_call_output: "fc",
  custom_tool_call: "ctc",
  custom_tool_call_output: "ctco",
  code_interpreter_call: "ci",
  file_search_call: "fs",
  web_search_call: "ws",
  image_generation_call: "ig",
  mcp_list_tools: "mcpl",
  mcp_call: "mcp",
  mcp_approval_request: "mcpr",
  mcp_approval_response: "mcpa",
  apply_patch_call: "apc",
  apply_patch_call_output: "apco",
  compaction: "cmp",
  memory_search_call: "mem",
};

/** The id prefix of an item type: `msg` for messages. */
export function itemPrefix(type: string): string {
  return PREFIXES[type] ?? "item";
}

/** Types whose items carry a status once stored. */
const WITH_STATUS = new Set(["message", "function_call", "function_call_output"]);

/**
 * A checked input item in the form in which the service stores it: typed, with an id, content in parts, status completed.
 * @param newId makes an id for a prefix
 */
export function storedItem(item: JsonObject, newId: (prefix: string) => string): Item {
  const type = typeof item["type"] === "string" ? item["type"] : "message";
  const id = typeof item["id"] === "string" ? item["id"] : newId(itemPrefix(type));
  const stored: Item = { ...item, id, type };
  if (WITH_STATUS.has(type)) stored["status"] = item["status"] ?? "completed";
  if (type === "message") stored["content"] = storedContent(item["content"] ?? null, item["role"] === "assistant");
  return stored;
}

/** The input of a request as items. */
export function inputItems(input: Json | undefined, newId: (prefix: string) => string): Item[] {
  if (typeof input === "string") {
    return [storedItem({ type: "message", role: "user", content: input }, newId)];
  }
  return Array.isArray(input) ? input.filter(isObject).map((item) => storedItem(item, newId)) : [];
}

/** Ids for items put into a conversation by hand. */
export function rootedIds(ids: Ids, conversationId: string): (prefix: string) => string {
  const partition = ids.partitionOf(conversationId);
  return (prefix) => ids.rooted(prefix, partition);
}

/** Ids for items that belong to a response. */
export function responseIds(ids: Ids, responseId: string): (prefix: string) => string {
  const partition = ids.partitionOf(responseId);
  return (prefix) => ids.within(prefix, partition);
}

function storedContent(content: Json, assistant: boolean): Json {
  if (typeof content === "string") content = [{ type: assistant ? "output_text" : "input_text", text: content }];
  if (!Array.isArray(content)) return content;
  return content.map((part) => {
    if (!isObject(part)) return part;
    if (part["type"] === "output_text") return { annotations: [], logprobs: [], ...part };
    if (part["type"] === "input_image") return { detail: "auto", file_id: null, image_url: null, ...part };
    return part;
  });
}
