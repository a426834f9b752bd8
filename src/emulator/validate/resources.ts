import { LIMITS } from "../../protocol/current.js";
import { inputItem, type ItemRules } from "./items.js";
import {
  byKind,
  flag,
  freeObject,
  integer,
  list,
  metadata,
  number,
  object,
  oneOf,
  tagged,
  text,
  type Fields,
  type Type,
} from "./type.js";

/** Bodies of the conversation operations. */
export function conversationBodies(rules: ItemRules): Readonly<Record<"create" | "update" | "items", Fields>> {
  const items: Type = list(inputItem(rules), { max: LIMITS.itemsPerCall });
  return {
    create: { items, metadata },
    update: { "metadata!": metadata },
    items: { "items!": items },
  };
}

const chunking: Type = tagged("type", {
  auto: {},
  static: {
    "static!": object({
      "max_chunk_size_tokens!": integer({ min: 100, max: 4096 }),
      "chunk_overlap_tokens!": integer({ min: 0 }),
    }),
  },
});
const storeExpiry = object({ "anchor!": oneOf("last_active_at"), "days!": integer({ min: 1, max: 365 }) });

export const VECTOR_STORE_BODIES = {
  create: {
    file_ids: list(text(), { max: 500 }),
    name: text(),
    description: text(),
    expires_after: storeExpiry,
    chunking_strategy: chunking,
    metadata,
  },
  update: { name: text(), expires_after: storeExpiry, metadata },
  addFile: { "file_id!": text(), chunking_strategy: chunking, attributes: freeObject },
  updateFile: { "attributes!": freeObject },
  batch: {
    file_ids: list(text(), { max: 2000, min: 1 }),
    files: list(object({ "file_id!": text(), chunking_strategy: chunking, attributes: freeObject }), { max: 2000 }),
    chunking_strategy: chunking,
    attributes: freeObject,
  },
  search: {
    "query!": byKind({ string: text(), array: list(text()) }),
    rewrite_query: flag,
    max_num_results: integer({ min: 1, max: 50 }),
    filters: freeObject,
    ranking_options: object({
      ranker: oneOf("none", "auto", "default-2024-11-15"),
      score_threshold: number({ min: 0, max: 1 }),
    }),
  },
} satisfies Readonly<Record<string, Fields>>;

export const CONTAINER_BODIES = {
  create: {
    "name!": text(),
    file_ids: list(text()),
    expires_after: object({ "anchor!": oneOf("last_active_at"), "minutes!": integer({ min: 1 }) }),
    skills: list(freeObject),
    memory_limit: oneOf("1g", "4g", "16g", "64g"),
    network_policy: tagged("type", { disabled: {}, allowlist: "open" }),
  },
  addFile: { "file_id!": text() },
} satisfies Readonly<Record<string, Fields>>;

const memoryDefinition = tagged("kind", {
  default: { "chat_model!": text(), "embedding_model!": text(), options: freeObject },
});

export const MEMORY_STORE_BODIES = {
  create: { "name!": text(), "definition!": memoryDefinition, description: text(), metadata },
  update: { description: text(), metadata },
  search: {
    "scope!": text(),
    items: byKind({ string: text(), array: list(freeObject) }),
    previous_search_id: text(),
    options: freeObject,
  },
  updateMemories: {
    "scope!": text(),
    items: byKind({ string: text(), array: list(freeObject) }),
    previous_update_id: text(),
    update_delay: integer({ min: 0 }),
  },
  deleteScope: { "scope!": text() },
  createItem: { "scope!": text(), "content!": text(), kind: text() },
  updateItem: { "content!": text() },
  listItems: { scope: text() },
} satisfies Readonly<Record<string, Fields>>;

/** Purposes of uploaded files (OpenAPI description). */
export const FILE_PURPOSES = ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"];
