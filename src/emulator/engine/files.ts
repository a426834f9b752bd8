import { ApiError } from "../http/errors.js";
import type { State, StoredFile } from "../store/state.js";

/** An uploaded file. @throws ApiError 404 */
export function getFile(state: State, id: string): StoredFile {
  const file = state.files.get(id);
  if (!file) throw new ApiError(404, `No such File object: ${id}`, { param: "id" });
  return file;
}
