import { operation, PAGING, shape } from "../define.js";

const STORE = "/vector_stores/{vector_store_id}";
const FILE = `${STORE}/files/{file_id}` as const;
const BATCH = `${STORE}/file_batches/{batch_id}` as const;
const FILTERED = { ...PAGING, filter: "string" };

/** Vector stores outlived the classic APIs unchanged; `classic/vectorStores.ts` adds what only Foundry's classic surface had. */
export const VECTOR_STORE_OPERATIONS = [
  operation("vectorStores.create", "POST /vector_stores", "VectorStore", {
    body: {
      file_ids: "id(file)[]",
      name: "string",
      description: "string",
      expires_after: "ExpiresAfter",
      chunking_strategy: "ChunkingStrategy",
      metadata: "json",
    },
  }),
  operation("vectorStores.retrieve", `GET ${STORE}`, "VectorStore"),
  operation("vectorStores.update", `POST ${STORE}`, "VectorStore", {
    body: { name: "string", expires_after: "ExpiresAfter", metadata: "json" },
  }),
  operation("vectorStores.list", "GET /vector_stores", "Page(VectorStore)", { query: PAGING }),
  operation("vectorStores.delete", `DELETE ${STORE}`, "Deleted"),
  operation("vectorStores.search", `POST ${STORE}/search`, "VectorStoreSearch", {
    body: {
      query: "string|string[]!",
      rewrite_query: "boolean",
      max_num_results: "integer",
      filters: "json",
      ranking_options: "json",
    },
  }),

  operation("vectorStores.files.create", `POST ${STORE}/files`, "VectorStoreFile", {
    body: { file_id: "id(file)!", chunking_strategy: "ChunkingStrategy", attributes: "json" },
  }),
  operation("vectorStores.files.retrieve", `GET ${FILE}`, "VectorStoreFile"),
  operation("vectorStores.files.update", `POST ${FILE}`, "VectorStoreFile", { body: { attributes: "json!" } }),
  operation("vectorStores.files.list", `GET ${STORE}/files`, "Page(VectorStoreFile)", { query: FILTERED }),
  operation("vectorStores.files.delete", `DELETE ${FILE}`, "Deleted"),
  operation("vectorStores.files.content", `GET ${FILE}/content`, "VectorStoreFileContent"),

  operation("vectorStores.fileBatches.create", `POST ${STORE}/file_batches`, "VectorStoreFileBatch", {
    body: {
      file_ids: "id(file)[]",
      files: "json",
      chunking_strategy: "ChunkingStrategy",
      attributes: "json",
    },
  }),
  operation("vectorStores.fileBatches.retrieve", `GET ${BATCH}`, "VectorStoreFileBatch"),
  operation("vectorStores.fileBatches.cancel", `POST ${BATCH}/cancel`, "VectorStoreFileBatch"),
  operation("vectorStores.fileBatches.listFiles", `GET ${BATCH}/files`, "Page(VectorStoreFile)", { query: FILTERED }),
];

export const VECTOR_STORE_SHAPES = [
  shape("VectorStore", {
    id: "id(vectorStore)!",
    object: "string!",
    created_at: "timestamp!",
    name: "string",
    description: "string",
    usage_bytes: "integer!",
    file_counts: "FileCounts!",
    status: "enum(VectorStoreStatus)!",
    expires_after: "ExpiresAfter",
    expires_at: "timestamp",
    last_active_at: "timestamp",
    metadata: "json",
  }),
  shape("FileCounts", {
    in_progress: "integer!",
    completed: "integer!",
    failed: "integer!",
    cancelled: "integer!",
    total: "integer!",
  }),
  shape("ExpiresAfter", { anchor: "string!", days: "integer!" }),
  shape("ChunkingStrategy", { type: "string!", static: "StaticChunking" }),
  shape("StaticChunking", { max_chunk_size_tokens: "integer!", chunk_overlap_tokens: "integer!" }),
  shape("VectorStoreFile", {
    id: "id(file)!",
    object: "string!",
    created_at: "timestamp!",
    vector_store_id: "id(vectorStore)!",
    usage_bytes: "integer!",
    status: "enum(VectorStoreFileStatus)!",
    last_error: "VectorStoreFileError",
    chunking_strategy: "ChunkingStrategy",
    attributes: "json",
  }),
  shape("VectorStoreFileError", { code: "string!", message: "string!" }),
  shape("VectorStoreFileBatch", {
    id: "id(fileBatch)!",
    object: "string!",
    created_at: "timestamp!",
    vector_store_id: "id(vectorStore)!",
    status: "enum(VectorStoreFileStatus)!",
    file_counts: "FileCounts!",
  }),
  shape("VectorStoreSearch", {
    object: "string!",
    search_query: "string[]!",
    data: "VectorStoreSearchResult[]!",
    has_more: "boolean!",
    next_page: "string",
  }),
  shape("VectorStoreSearchResult", {
    file_id: "id(file)!",
    filename: "string!",
    score: "number!",
    attributes: "json",
    content: "FileText[]!",
  }),
  shape("VectorStoreFileContent", {
    object: "string!",
    data: "FileText[]!",
    has_more: "boolean!",
    next_page: "string",
  }),
  shape("FileText", { type: "string!", text: "string!" }),
];
