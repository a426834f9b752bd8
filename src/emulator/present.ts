import type { StreamEvent } from "./events/event.js";
import type { ResponseObject } from "./events/fold.js";
import type { Surface } from "./http/errors.js";
import { isObject, objectsOf, type JsonObject } from "./json.js";
import type { Item } from "./store/state.js";

/** What a client asked to see beside the usual, and where it looks. */
export interface View {
  readonly include: readonly string[];
  readonly surface: Surface;
  /** Foundry names the response and agent on output items. */
  readonly origin?: { readonly response_id: string; readonly agent_reference: JsonObject | undefined };
}

/** An item as it is shown: what `include` did not ask for is left out. */
export function showItem(item: Item, view: View): Item {
  const shown: Item = { ...item };
  const wants = (name: string) => view.include.includes(name);
  if (item.type === "file_search_call" && !wants("file_search_call.results")) shown["results"] = null;
  if (item.type === "code_interpreter_call" && !wants("code_interpreter_call.outputs")) shown["outputs"] = null;
  if (item.type === "reasoning" && !wants("reasoning.encrypted_content")) delete shown["encrypted_content"];
  if (item.type === "web_search_call" && !wants("web_search_call.action.sources") && isObject(item["action"])) {
    shown["action"] = { ...item["action"], sources: undefined };
  }
  if (item.type === "message" && !wants("message.input_image.image_url")) {
    const hide = (part: JsonObject) => (part["type"] === "input_image" ? { ...part, image_url: null } : part);
    shown["content"] = objectsOf(item["content"]).map(hide);
  }
  if (view.origin && view.surface === "foundry") {
    shown["response_id"] = view.origin.response_id;
    if (view.origin.agent_reference) shown["agent_reference"] = view.origin.agent_reference;
  }
  return shown;
}

/** A response as it is shown. */
export function showResponse(record: ResponseObject, view: Omit<View, "origin">): ResponseObject {
  const origin = originOf(record);
  return { ...record, output: record.output.map((item) => showItem(item, { ...view, origin })) };
}

/** An event as it is shown: its item or response like those of any other answer. */
export function showEvent(event: StreamEvent, record: ResponseObject, view: Omit<View, "origin">): StreamEvent {
  if (isObject(event["response"])) {
    return { ...event, response: showResponse(event["response"] as ResponseObject, view) };
  }
  if (isObject(event["item"])) {
    return { ...event, item: showItem(event["item"] as Item, { ...view, origin: originOf(record) }) };
  }
  return event;
}

function originOf(record: ResponseObject): NonNullable<View["origin"]> {
  const agent = record["agent_reference"];
  return { response_id: record.id, agent_reference: isObject(agent) ? agent : undefined };
}
