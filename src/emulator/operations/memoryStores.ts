import { ApiError } from "../http/errors.js";
import { Reply } from "../http/reply.js";
import { checkedBody, pageQuery, param, type Call, type Operation } from "../http/call.js";
import { addMemory, memoryStore, messageTexts } from "../engine/memory.js";
import { textOf, type JsonObject } from "../json.js";
import type { MemoryStore } from "../store/state.js";
import { foundryPage } from "../store/table.js";
import { MEMORY_STORE_BODIES } from "../validate/resources.js";
import type { Fields } from "../validate/type.js";
import { requireFeature } from "./features.js";

const NO_USAGE: JsonObject = {
  embedding_tokens: 0,
  input_tokens: 0,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 0,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 0,
};

/** `POST /memory_stores` */
export const createMemoryStore: Operation = (call) => {
  const { state } = call.service;
  const body = checked(call, MEMORY_STORE_BODIES.create);
  const name = String(body["name"]);
  if (state.memoryStores.has(name))
    throw new ApiError(409, `Memory store with name '${name}' already exists.`, { code: "conflict" });
  const now = state.clock.now();
  const object: JsonObject = {
    object: "memory_store",
    id: state.ids.plain("memstore"),
    created_at: now,
    updated_at: now,
    name,
    description: body["description"] ?? "",
    metadata: body["metadata"] ?? {},
    definition: body["definition"] ?? {},
  };
  state.memoryStores.set(name, { object, items: new Map(), updates: new Map(), pending: [] });
  return object;
};

/** `GET /memory_stores/{name}` */
export const getMemoryStore: Operation = (call) => find(call).object;

/** `POST /memory_stores/{name}` */
export const updateMemoryStore: Operation = (call) => {
  const { object } = find(call);
  const { description, metadata } = checked(call, MEMORY_STORE_BODIES.update);
  if (description !== undefined) object["description"] = description;
  if (metadata !== undefined) object["metadata"] = metadata;
  object["updated_at"] = call.service.state.clock.now();
  return object;
};

/** `GET /memory_stores` */
export const listMemoryStores: Operation = (call) => {
  requirePreview(call);
  const rows = [...call.service.state.memoryStores.values()];
  return foundryPage(
    rows,
    pageQuery(call),
    (store) => String(store.object["id"]),
    (store) => store.object,
  );
};

/** `DELETE /memory_stores/{name}` */
export const deleteMemoryStore: Operation = (call) => {
  const name = String(find(call).object["name"]);
  call.service.state.memoryStores.delete(name);
  return { object: "memory_store.deleted", name, deleted: true };
};

/** `POST /memory_stores/{name}:update_memories`: every message becomes a memory; done when it is next looked at. */
export const updateMemories: Operation = (call) => {
  const store = find(call);
  const body = checked(call, MEMORY_STORE_BODIES.updateMemories);
  const operations = messageTexts(body["items"]).map((content) => ({
    kind: "create",
    memory_item: addMemory(call.service.state, store, String(body["scope"]), content, "user_profile"),
  }));
  const update_id = call.service.state.ids.plain("memupd");
  const result = { memory_operations: operations, usage: NO_USAGE };
  store.updates.set(update_id, { update_id, status: "completed", result });
  const status = new URL(`${call.url.href.replace(/:update_memories.*/, "")}/updates/${update_id}`);
  status.search = call.url.search;
  return new Reply(202, { update_id, status: "queued" }, { "operation-location": status.href });
};

/** `GET /memory_stores/{name}/updates/{update_id}` */
export const getMemoryUpdate: Operation = (call) => {
  const id = param(call, "update_id");
  const update = find(call).updates.get(id);
  if (!update) throw new ApiError(404, `Memory update with id '${id}' not found.`, { code: "not_found" });
  return update;
};

/** `POST /memory_stores/{name}:search_memories`: the memories of the scope, newest last. */
export const searchMemories: Operation = (call) => {
  const store = find(call);
  const scope = checked(call, MEMORY_STORE_BODIES.search)["scope"];
  const memories = [...store.items.values()]
    .filter((item) => item["scope"] === scope)
    .map((memory_item) => ({ memory_item }));
  return { search_id: call.service.state.ids.plain("memsrch"), memories, usage: NO_USAGE };
};

/** `POST /memory_stores/{name}:delete_scope` */
export const deleteScope: Operation = (call) => {
  const store = find(call);
  const scope = checked(call, MEMORY_STORE_BODIES.deleteScope)["scope"] ?? "";
  for (const [id, item] of store.items) if (item["scope"] === scope) store.items.delete(id);
  return { object: "memory_store.scope.deleted", name: store.object["name"] ?? "", scope, deleted: true };
};

/** `POST /memory_stores/{name}/items` */
export const createMemory: Operation = (call) => {
  const body = checked(call, MEMORY_STORE_BODIES.createItem);
  return addMemory(
    call.service.state,
    find(call),
    String(body["scope"]),
    String(body["content"]),
    textOf(body["kind"]) ?? "user_profile",
  );
};

/** `POST /memory_stores/{name}/items:list` */
export const listMemories: Operation = (call) => {
  const scope = checked(call, MEMORY_STORE_BODIES.listItems)["scope"];
  const rows = [...find(call).items.values()].filter((item) => scope === undefined || item["scope"] === scope);
  return foundryPage(
    rows,
    pageQuery(call),
    (item) => String(item["memory_id"]),
    (item) => item,
  );
};

/** `GET /memory_stores/{name}/items/{memory_id}` */
export const getMemory: Operation = (call) => findMemory(call);

/** `POST /memory_stores/{name}/items/{memory_id}` */
export const updateMemory: Operation = (call) => {
  const item = findMemory(call);
  item["content"] = checked(call, MEMORY_STORE_BODIES.updateItem)["content"];
  item["updated_at"] = call.service.state.clock.now();
  return item;
};

/** `DELETE /memory_stores/{name}/items/{memory_id}` */
export const deleteMemory: Operation = (call) => {
  const { memory_id } = findMemory(call);
  find(call).items.delete(String(memory_id));
  return { object: "memory_store.item.deleted", memory_id, deleted: true };
};

function requirePreview(call: Call): void {
  requireFeature(call, "MemoryStores=V1Preview");
}

function checked(call: Call, fields: Fields): JsonObject {
  requirePreview(call);
  return checkedBody(call, fields);
}

function find(call: Call): MemoryStore {
  requirePreview(call);
  const name = param(call, "name");
  const store = memoryStore(call.service.state, name);
  if (!store) throw new ApiError(404, `Memory store with name '${name}' not found.`, { code: "not_found" });
  return store;
}

function findMemory(call: Call): JsonObject {
  const id = param(call, "memory_id");
  const item = find(call).items.get(id);
  if (!item) throw new ApiError(404, `Memory with id '${id}' not found.`, { code: "not_found" });
  return item;
}
