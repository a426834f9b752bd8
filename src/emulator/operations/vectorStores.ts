import { ApiError, notFound } from "../http/errors.js";
import { checkedBody, pageQuery, param, type Call, type Operation } from "../http/call.js";
import { isObject, objectsOf, textsOf, type Json, type JsonObject } from "../json.js";
import { getFile } from "../engine/files.js";
import { getVectorStore, isExpired, searchStores } from "../engine/search.js";
import type { VectorStore } from "../store/state.js";
import { page } from "../store/table.js";
import { VECTOR_STORE_BODIES } from "../validate/resources.js";

/** How the service cuts files when nothing else is said (as recorded). */
const DEFAULT_CHUNKING: JsonObject = {
  type: "static",
  static: { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 },
};
const SECONDS_A_DAY = 86_400;

/** `POST /vector_stores`: answers while the files are still being read; they are done when next looked at. */
export const createVectorStore: Operation = (call) => {
  const { state } = call.service;
  const body = checkedBody(call, VECTOR_STORE_BODIES.create);
  const fileIds = textsOf(body["file_ids"]);
  fileIds.forEach((id) => getFile(state, id));
  const now = state.clock.now();
  const id = state.ids.plain("vs");
  const object: JsonObject = {
    id,
    object: "vector_store",
    created_at: now,
    name: body["name"] ?? null,
    description: body["description"] ?? null,
    ...expiry(body["expires_after"], now),
    last_active_at: now,
    metadata: body["metadata"] ?? {},
  };
  const store: VectorStore = { object, files: new Map(), batches: new Map() };
  state.vectorStores.set(id, store);
  for (const fileId of fileIds) addFile(call, store, fileId, body);
  return fileIds.length === 0
    ? show(call, store)
    : {
        ...show(call, store),
        status: "in_progress",
        usage_bytes: 0,
        file_counts: counts(fileIds.length, "in_progress"),
      };
};

/** `GET /vector_stores/{vector_store_id}` */
export const retrieveVectorStore: Operation = (call) => show(call, find(call));

/** `POST /vector_stores/{vector_store_id}` */
export const updateVectorStore: Operation = (call) => {
  const store = find(call);
  const { name, expires_after, metadata } = checkedBody(call, VECTOR_STORE_BODIES.update);
  if (name !== undefined) store.object["name"] = name;
  if (metadata !== undefined) store.object["metadata"] = metadata ?? {};
  if (expires_after !== undefined) Object.assign(store.object, expiry(expires_after, call.service.state.clock.now()));
  return show(call, store);
};

/** `DELETE /vector_stores/{vector_store_id}`: the files themselves stay. */
export const deleteVectorStore: Operation = (call) => {
  const id = String(find(call).object["id"]);
  call.service.state.vectorStores.delete(id);
  return { id, object: "vector_store.deleted", deleted: true };
};

/** `GET /vector_stores` */
export const listVectorStores: Operation = (call) =>
  page(
    [...call.service.state.vectorStores.values()],
    pageQuery(call),
    (store) => String(store.object["id"]),
    (store) => show(call, store),
  );

/** `POST /vector_stores/{vector_store_id}/search` */
export const searchVectorStore: Operation = (call) => {
  const store = find(call);
  const body = checkedBody(call, VECTOR_STORE_BODIES.search);
  const queries = typeof body["query"] === "string" ? [body["query"]] : textsOf(body["query"]);
  const limit = typeof body["max_num_results"] === "number" ? body["max_num_results"] : 10;
  const hits = searchStores(call.service.state, [String(store.object["id"])], queries, limit);
  const data = hits.map(({ text, ...hit }) => ({ ...hit, content: [{ type: "text", text }] }));
  return { object: "vector_store.search_results.page", search_query: queries, data, has_more: false, next_page: null };
};

/** `POST /vector_stores/{vector_store_id}/files` */
export const createVectorStoreFile: Operation = (call) => {
  const store = find(call);
  const body = checkedBody(call, VECTOR_STORE_BODIES.addFile);
  const entry = addFile(call, store, String(body["file_id"]), body);
  return { ...entry, status: "in_progress", usage_bytes: 0 };
};

/** `GET /vector_stores/{vector_store_id}/files` */
export const listVectorStoreFiles: Operation = (call) => listEntries(call, [...find(call).files.values()]);

/** `GET /vector_stores/{vector_store_id}/files/{file_id}` */
export const retrieveVectorStoreFile: Operation = (call) => findEntry(call);

/** `POST /vector_stores/{vector_store_id}/files/{file_id}` */
export const updateVectorStoreFile: Operation = (call) => {
  const entry = findEntry(call);
  entry["attributes"] = checkedBody(call, VECTOR_STORE_BODIES.updateFile)["attributes"] ?? {};
  return entry;
};

/** `DELETE /vector_stores/{vector_store_id}/files/{file_id}` */
export const deleteVectorStoreFile: Operation = (call) => {
  const { id = "" } = findEntry(call);
  find(call).files.delete(String(id));
  return { id, object: "vector_store.file.deleted", deleted: true };
};

/** `GET /vector_stores/{vector_store_id}/files/{file_id}/content` */
export const vectorStoreFileContent: Operation = (call) => {
  const file = getFile(call.service.state, String(findEntry(call)["id"]));
  const data = [{ type: "text", text: new TextDecoder().decode(file.content) }];
  return { object: "vector_store.file_content.page", data, has_more: false, next_page: null };
};

/** `POST /vector_stores/{vector_store_id}/file_batches` */
export const createFileBatch: Operation = (call) => {
  const store = find(call);
  const body = checkedBody(call, VECTOR_STORE_BODIES.batch);
  const given = objectsOf(body["files"]);
  const files = given.length > 0 ? given : textsOf(body["file_ids"]).map((file_id) => ({ ...body, file_id }));
  if (files.length === 0)
    throw new ApiError(400, "Missing required parameter: 'file_ids'.", {
      param: "file_ids",
      code: "missing_required_parameter",
    });
  files.forEach((file) => getFile(call.service.state, String(file["file_id"])));
  const id = call.service.state.ids.plain("vsfb");
  for (const file of files) addFile(call, store, String(file["file_id"]), file);
  const batch: JsonObject = {
    id,
    object: "vector_store.files_batch",
    created_at: call.service.state.clock.now(),
    vector_store_id: store.object["id"] ?? null,
    status: "completed",
    file_counts: counts(files.length, "completed"),
  };
  store.batches.set(id, { object: batch, fileIds: files.map((file) => String(file["file_id"])) });
  return { ...batch, status: "in_progress", file_counts: counts(files.length, "in_progress") };
};

/** `GET /vector_stores/{vector_store_id}/file_batches/{batch_id}` */
export const retrieveFileBatch: Operation = (call) => findBatch(call).object;

/** `POST /vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel` */
export const cancelFileBatch: Operation = (call) => {
  const { object } = findBatch(call);
  object["status"] = "cancelled";
  return object;
};

/** `GET /vector_stores/{vector_store_id}/file_batches/{batch_id}/files` */
export const listFileBatchFiles: Operation = (call) => {
  const { files } = find(call);
  const entries = findBatch(call).fileIds.map((id) => files.get(id));
  return listEntries(
    call,
    entries.filter((entry) => entry !== undefined),
  );
};

function find(call: Call): VectorStore {
  return getVectorStore(call.service.state, param(call, "vector_store_id"));
}

function findEntry(call: Call): JsonObject {
  const entry = find(call).files.get(param(call, "file_id"));
  if (!entry)
    throw new ApiError(
      404,
      `No file found with id '${param(call, "file_id")}' in vector store '${param(call, "vector_store_id")}'.`,
    );
  return entry;
}

function findBatch(call: Call): { object: JsonObject; fileIds: readonly string[] } {
  const batch = find(call).batches.get(param(call, "batch_id"));
  if (!batch) throw notFound("File batch", param(call, "batch_id"));
  return batch;
}

function addFile(call: Call, store: VectorStore, fileId: string, settings: JsonObject): JsonObject {
  const file = getFile(call.service.state, fileId);
  const chunking = settings["chunking_strategy"];
  const entry: JsonObject = {
    id: fileId,
    object: "vector_store.file",
    usage_bytes: file.content.byteLength,
    created_at: call.service.state.clock.now(),
    vector_store_id: store.object["id"] ?? null,
    status: "completed",
    last_error: null,
    chunking_strategy: isObject(chunking) && chunking["type"] === "static" ? chunking : DEFAULT_CHUNKING,
    attributes: settings["attributes"] ?? {},
  };
  store.files.set(fileId, entry);
  return entry;
}

function listEntries(call: Call, entries: readonly JsonObject[]): JsonObject {
  const status = call.query.get("filter");
  const rows = status === null ? entries : entries.filter((entry) => entry["status"] === status);
  return page(
    rows,
    pageQuery(call),
    (entry) => String(entry["id"]),
    (entry) => entry,
  );
}

function show({ service }: Call, store: VectorStore): JsonObject {
  const used = [...store.files.values()].reduce((sum, entry) => sum + Number(entry["usage_bytes"]), 0);
  return {
    ...store.object,
    status: isExpired(service.state, store) ? "expired" : "completed",
    usage_bytes: used,
    file_counts: counts(store.files.size, "completed"),
  };
}

function counts(total: number, state: "in_progress" | "completed"): JsonObject {
  return { in_progress: 0, completed: 0, failed: 0, cancelled: 0, [state]: total, total };
}

function expiry(expiresAfter: Json | undefined, now: number): JsonObject {
  const days = isObject(expiresAfter) ? Number(expiresAfter["days"]) : undefined;
  return { expires_after: expiresAfter ?? null, expires_at: days === undefined ? null : now + days * SECONDS_A_DAY };
}
