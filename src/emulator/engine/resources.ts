import { ApiError } from "../http/errors.js";
import { objectOf, textsOf, type JsonObject } from "../json.js";
import type { State } from "../store/state.js";
import { getContainer } from "./containers.js";
import { getFile } from "./files.js";
import { getVectorStore } from "./search.js";

/**
 * Checks that what the tools name is there: vector stores, containers, files, memory stores.
 * @throws ApiError 404 with the param `tools`
 */
export function checkResources(state: State, tools: readonly JsonObject[]): void {
  for (const tool of tools) {
    if (tool["type"] === "file_search") textsOf(tool["vector_store_ids"]).forEach((id) => getVectorStore(state, id));
    if (tool["type"] === "code_interpreter") {
      const { container } = tool;
      if (typeof container === "string") getContainer(state, container);
      else textsOf(objectOf(container)["file_ids"]).forEach((id) => getFile(state, id));
    }
    if (tool["type"] === "memory_search_preview" && !state.memoryStores.has(String(tool["memory_store_name"]))) {
      throw new ApiError(404, `Memory store with name '${String(tool["memory_store_name"])}' not found.`, {
        param: "tools",
      });
    }
  }
}
