import { ApiError } from "../http/errors.js";
import type { State, StoredFile } from "../store/state.js";

/** An uploaded file. @throws ApiError 404 */
export function getFile(state: State, id: string): StoredFile {
  const file = uploadedFiles(state).get(id);
  if (!file) throw new ApiError(404, `No such File object: ${id}`, { param: "id" });
  return file;
}

/** The files whose time is not over; those whose is are gone for good. */
export function uploadedFiles(state: State): ReadonlyMap<string, StoredFile> {
  const now = state.clock.now();
  for (const [id, { object }] of state.files)
    if (typeof object["expires_at"] === "number" && object["expires_at"] < now) removeFile(state, id);
  return state.files;
}

/** Deletes a file, also from the vector stores it is in. */
export function removeFile(state: State, id: string): void {
  state.files.delete(id);
  for (const store of state.vectorStores.values()) store.files.delete(id);
}
