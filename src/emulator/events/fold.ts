import { isObject, objectsOf, type JsonObject } from "../json.js";
import type { Item } from "../store/state.js";
import type { EventBody } from "./event.js";

/** A response as far as its events have come. */
export interface ResponseObject extends JsonObject {
  id: string;
  status: string;
  output: Item[];
}

type Apply = (item: Item, event: EventBody) => void;

/** What an event does to the item it names. */
const ON_ITEM: Readonly<Record<string, Apply>> = {
  "response.content_part.added": (item, event) => place(item, "content", event["content_index"], event["part"]),
  "response.content_part.done": (item, event) => place(item, "content", event["content_index"], event["part"]),
  "response.output_text.delta": (item, event) => {
    const target = part(item, event);
    grow(target, "text", event);
    const logprobs = objectsOf(event["logprobs"]);
    if (target && logprobs.length > 0) target["logprobs"] = [...objectsOf(target["logprobs"]), ...logprobs];
  },
  "response.refusal.delta": (item, event) => grow(part(item, event), "refusal", event),
  "response.output_text.annotation.added": (item, event) =>
    place(part(item, event), "annotations", event["annotation_index"], event["annotation"]),
  "response.reasoning_text.delta": (item, event) => grow(part(item, event), "text", event),
  "response.reasoning_summary_part.added": (item, event) =>
    place(item, "summary", event["summary_index"], event["part"]),
  "response.reasoning_summary_text.delta": (item, event) =>
    grow(objectsOf(item["summary"])[Number(event["summary_index"])], "text", event),
  "response.function_call_arguments.delta": (item, event) => grow(item, "arguments", event),
  "response.mcp_call_arguments.delta": (item, event) => grow(item, "arguments", event),
  "response.custom_tool_call_input.delta": (item, event) => grow(item, "input", event),
  "response.code_interpreter_call_code.delta": (item, event) => grow(item, "code", event),
  "response.code_interpreter_call.interpreting": (item) => {
    item["status"] = "interpreting";
  },
  "response.file_search_call.searching": (item) => {
    item["status"] = "searching";
  },
  "response.web_search_call.searching": (item) => {
    item["status"] = "searching";
  },
};

/**
 * Applies one event to the response it belongs to. A response that is answered without a stream is the fold of the same events,
 * so that the two cannot differ.
 */
export function fold(response: ResponseObject, event: EventBody): void {
  const index = Number(event["output_index"]);
  const item = event["item"];
  if (event.type === "response.output_item.added" || event.type === "response.output_item.done") {
    if (isObject(item)) response.output[index] = structuredClone(item) as Item;
    return;
  }
  const target = response.output[index];
  if (target) ON_ITEM[event.type]?.(target, event);
}

function part(item: Item, event: EventBody): JsonObject | undefined {
  return objectsOf(item["content"])[Number(event["content_index"])];
}

function grow(target: JsonObject | undefined, field: string, event: EventBody): void {
  if (target) target[field] = `${String(target[field] ?? "")}${String(event["delta"])}`;
}

function place(
  target: JsonObject | undefined,
  field: string,
  index: JsonObject[string],
  value: JsonObject[string],
): void {
  const entries = target?.[field];
  if (Array.isArray(entries) && isObject(value)) entries[Number(index)] = structuredClone(value);
}
