import { ApiError } from "../http/errors.js";
import { checkedBody, param, type Call, type Operation } from "../http/call.js";
import { effective } from "../engine/effective.js";
import { inputItems, responseIds, storedItem } from "../engine/items.js";
import { countItem, countTokens, usage } from "../engine/tokens.js";
import { objectOf, textOf } from "../json.js";
import type { Item } from "../store/state.js";

/** `POST /responses/input_tokens` */
export const countInputTokens: Operation = (call) => {
  const body = checkedBody(call, call.service.fields[call.surface].tokenCount);
  const items = [...historyOf(call), ...inputItems(body["input"], (prefix) => prefix)];
  const { state, unverified, options } = call.service;
  const known = { state, unverified, prompts: options.prompts, boundAgent: undefined };
  const tools = effective({ ...known, body: { model: "any", ...body } }).tools;
  const input_tokens = items.reduce((sum, item) => sum + countItem(item), 0);
  const rest = countTokens(textOf(body["instructions"])) + (tools.length > 0 ? countTokens(tools) : 0);
  return { object: "response.input_tokens", input_tokens: input_tokens + rest };
};

/** `POST /responses/compact`: the user's messages, then one opaque item for the rest. */
export const compact: Operation = (call) => {
  const { state } = call.service;
  const body = checkedBody(call, call.service.fields[call.surface].compact);
  const id = state.ids.within("resp", state.ids.partitionOf(textOf(body["previous_response_id"]) ?? ""));
  const newId = responseIds(state.ids, id);
  const items = [...historyOf(call), ...inputItems(body["input"], newId)];
  const kept = items.filter((item) => item.type === "message" && item["role"] === "user");
  const summary = storedItem(
    { type: "compaction", encrypted_content: Buffer.from(JSON.stringify(items)).toString("base64") },
    newId,
  );
  const output = [...kept.map((item) => ({ ...item, id: newId("msg") })), summary];
  return {
    id,
    object: "response.compaction",
    created_at: state.clock.now(),
    output,
    usage: usage(null, items, [summary]),
  };
};

/** `GET /models`, `GET /deployments`: every model name is accepted, none is listed. */
export const emptyList: Operation = () => ({ object: "list", data: [], value: [] });

/** `GET /models/{model}` */
export const getModel: Operation = (call) => ({
  id: param(call, "model"),
  object: "model",
  created: call.service.state.clock.now(),
  owned_by: "emulator",
});

/** Connections and deployments by name: there are none. */
export const nothingNamed =
  (noun: string): Operation =>
  (call) => {
    throw new ApiError(404, `${noun} with name '${param(call, "name")}' not found.`, { code: "not_found" });
  };

function historyOf(call: Call): Item[] {
  const { previous_response_id: previous, conversation } = call.body;
  const { responses, conversations } = call.service.state;
  const conversationId = typeof conversation === "string" ? conversation : textOf(objectOf(conversation)["id"]);
  const live = responses.get(textOf(previous) ?? "");
  if (live) return [...live.context, ...live.record.output];
  return [...(conversations.get(conversationId ?? "")?.items.values() ?? [])];
}
