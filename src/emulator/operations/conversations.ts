import { ApiError, badRequest, conversationLocked, notFound } from "../http/errors.js";
import { checkedBody, includeQuery, pageQuery, param, type Call, type Operation } from "../http/call.js";
import { isObject, objectsOf, type JsonObject } from "../json.js";
import { ofType } from "./itemType.js";
import { rootedIds, storedItem } from "../engine/items.js";
import { showItem, type View } from "../present.js";
import type { Conversation, Item } from "../store/state.js";
import { page } from "../store/table.js";
import type { SurfaceFields } from "../validate/fields.js";
import { includes } from "../validate/responses.js";

/** `POST /conversations` */
export const createConversation: Operation = (call) => {
  const { state } = call.service;
  const body = checkedBody(call, bodies(call).create);
  const conversation: Conversation = {
    id: state.ids.rooted("conv"),
    createdAt: state.clock.now(),
    metadata: isObject(body["metadata"]) ? body["metadata"] : {},
    items: new Map(),
    lockedBy: undefined,
  };
  addItems(call, conversation, objectsOf(body["items"]));
  state.conversations.set(conversation.id, conversation);
  return show(conversation);
};

/** `GET /conversations/{conversation_id}` */
export const getConversation: Operation = (call) => show(find(call));

/** `POST /conversations/{conversation_id}`: the metadata is replaced as a whole. */
export const updateConversation: Operation = (call) => {
  const conversation = find(call);
  const body = checkedBody(call, bodies(call).update);
  if (call.service.unverified.metadataWhileLocked === "refuse") refuseLocked(call, conversation);
  conversation.metadata = isObject(body["metadata"]) ? body["metadata"] : {};
  return show(conversation);
};

/** `DELETE /conversations/{conversation_id}` */
export const deleteConversation: Operation = (call) => {
  const conversation = find(call);
  refuseLocked(call, conversation);
  call.service.state.conversations.delete(conversation.id);
  return { id: conversation.id, object: "conversation.deleted", deleted: true };
};

/** `GET /conversations` (Foundry only) */
export const listConversations: Operation = (call) =>
  page([...call.service.state.conversations.values()], pageQuery(call), (conversation) => conversation.id, show);

/** `POST /conversations/{conversation_id}/items` */
export const createItems: Operation = (call) => {
  const conversation = find(call);
  includes.check(includeQuery(call), "include");
  const body = checkedBody(call, bodies(call).items);
  if (call.service.unverified.itemsWhileLocked === "refuse") refuseLocked(call, conversation);
  const added = addItems(call, conversation, objectsOf(body["items"]));
  return page(
    added,
    { limit: 20, order: "asc" },
    (item) => item.id,
    (item) => showItem(item, view(call)),
  );
};

/** `GET /conversations/{conversation_id}/items` */
export const listItems: Operation = (call) => {
  const conversation = find(call);
  includes.check(includeQuery(call), "include");
  return page(
    ofType(call, [...conversation.items.values()]),
    pageQuery(call),
    (item) => item.id,
    (item) => showItem(item, originView(call, item)),
  );
};

/** `GET /conversations/{conversation_id}/items/{item_id}` */
export const getItem: Operation = (call) => {
  includes.check(includeQuery(call), "include");
  const item = findItem(call, find(call));
  return showItem(item, originView(call, item));
};

/** `DELETE /conversations/{conversation_id}/items/{item_id}`: answers with the conversation. */
export const deleteItem: Operation = (call) => {
  const conversation = find(call);
  const item = findItem(call, conversation);
  if (call.service.unverified.itemsWhileLocked === "refuse") refuseLocked(call, conversation);
  conversation.items.delete(item.id);
  return show(conversation);
};

function bodies(call: Call): SurfaceFields["conversation"] {
  return call.service.fields[call.surface].conversation;
}

function find(call: Call): Conversation {
  const id = param(call, "conversation_id");
  const conversation = call.service.state.conversations.get(id);
  if (!conversation) throw notFound("Conversation", id);
  return conversation;
}

function findItem(call: Call, conversation: Conversation): Item {
  const id = param(call, "item_id");
  const item = conversation.items.get(id);
  if (!item) throw new ApiError(404, `Item with id '${id}' not found in conversation '${conversation.id}'.`);
  return item;
}

function refuseLocked({ surface, service }: Call, conversation: Conversation): void {
  if (conversation.lockedBy !== undefined) throw conversationLocked(surface, service.unverified.lockOnFoundry);
}

/** Adds items all or none. @throws ApiError 400 for an item that is there already or refers to nothing */
function addItems(call: Call, conversation: Conversation, given: readonly JsonObject[]): Item[] {
  const newId = rootedIds(call.service.state.ids, conversation.id);
  const items = given.map((item) => {
    if (item["type"] === "item_reference")
      throw badRequest("Items of type 'item_reference' cannot be added to a conversation.", "items");
    return storedItem(item, newId);
  });
  const seen = new Set(conversation.items.keys());
  for (const item of items) {
    if (seen.has(item.id)) {
      throw badRequest(
        `Duplicate item found with id ${item.id}. Remove duplicate items from your input and try again.`,
        "items",
      );
    }
    seen.add(item.id);
  }
  for (const item of items) conversation.items.set(item.id, item);
  return items;
}

function show(conversation: Conversation): JsonObject {
  const { id, createdAt, metadata } = conversation;
  return { id, object: "conversation", created_at: createdAt, metadata };
}

function view(call: Call): View {
  return { include: includeQuery(call), surface: call.surface };
}

/** Where a listed item came from, when the option says that the service tells. */
function originView(call: Call, item: Item): View {
  if (!call.service.unverified.originOfListedItems) return view(call);
  for (const { record } of call.service.state.responses.values()) {
    if (!record.output.some((made) => made.id === item.id)) continue;
    const agent = record["agent_reference"];
    return { ...view(call), origin: { response_id: record.id, agent_reference: isObject(agent) ? agent : undefined } };
  }
  return view(call);
}
