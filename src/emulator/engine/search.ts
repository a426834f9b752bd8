import { badRequest, notFound } from "../http/errors.js";
import type { JsonObject } from "../json.js";
import type { State, VectorStore } from "../store/state.js";
import { uploadedFiles } from "./files.js";

/** What a search found in one file. */
export interface Hit {
  readonly file_id: string;
  readonly filename: string;
  readonly score: number;
  readonly attributes: JsonObject;
  readonly text: string;
}

/** A vector store. @throws ApiError 404 */
export function getVectorStore(state: State, id: string): VectorStore {
  const store = state.vectorStores.get(id);
  if (!store) throw notFound("Vector store", id);
  return store;
}

/** A vector store that can be searched; being searched keeps it alive. @throws ApiError 404, 400 when it has expired */
export function usableVectorStore(state: State, id: string): VectorStore {
  const store = getVectorStore(state, id);
  if (isExpired(state, store)) throw badRequest(`Vector store with id '${id}' is expired.`);
  const now = state.clock.now();
  const idle = Number(store.object["expires_at"] ?? 0) - Number(store.object["last_active_at"]);
  store.object["last_active_at"] = now;
  if (store.object["expires_at"] !== null) store.object["expires_at"] = now + idle;
  return store;
}

/** Whether nobody used the vector store for as long as it was meant to stay. */
export function isExpired(state: State, { object }: VectorStore): boolean {
  return typeof object["expires_at"] === "number" && object["expires_at"] < state.clock.now();
}

/** Searches files of vector stores for the words of the queries: the share of words found is the score. Best first. */
export function searchStores(
  state: State,
  storeIds: readonly string[],
  queries: readonly string[],
  limit: number,
): Hit[] {
  const words = new Set(queries.flatMap((query) => query.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? []));
  const files = uploadedFiles(state);
  const hits: Hit[] = [];
  for (const storeId of storeIds) {
    for (const [fileId, entry] of usableVectorStore(state, storeId).files) {
      const file = files.get(fileId);
      if (!file) continue;
      const text = new TextDecoder().decode(file.content);
      const lower = text.toLowerCase();
      const found = [...words].filter((word) => lower.includes(word)).length;
      const score = words.size === 0 ? 0 : Math.round((found / words.size) * 1000) / 1000;
      const attributes = (entry["attributes"] ?? {}) as JsonObject;
      hits.push({
        file_id: fileId,
        filename: String(file.object["filename"]),
        score,
        attributes,
        text: text.slice(0, 2000),
      });
    }
  }
  return hits.sort((left, right) => right.score - left.score).slice(0, limit);
}
