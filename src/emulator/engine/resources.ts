import { ApiError, badRequest } from "../http/errors.js";
import { objectOf, objectsOf, textOf, textsOf, type Json, type JsonObject } from "../json.js";
import type { Item, State } from "../store/state.js";
import { getContainer, isExpired } from "./containers.js";
import { getFile, uploadedFiles } from "./files.js";
import { usableVectorStore } from "./search.js";

/**
 * Checks that what the tools name is there: vector stores, containers, files, memory stores.
 * @throws ApiError 404 with the param `tools`
 */
export function checkResources(state: State, tools: readonly JsonObject[]): void {
  for (const tool of tools) {
    if (tool["type"] === "file_search") textsOf(tool["vector_store_ids"]).forEach((id) => usableVectorStore(state, id));
    if (tool["type"] === "code_interpreter") {
      const { container } = tool;
      if (typeof container === "string") usableContainer(state, container);
      else textsOf(objectOf(container)["file_ids"]).forEach((id) => getFile(state, id));
    }
    if (tool["type"] === "memory_search_preview" && !state.memoryStores.has(String(tool["memory_store_name"]))) {
      throw new ApiError(404, `Memory store with name '${String(tool["memory_store_name"])}' not found.`, {
        param: "tools",
      });
    }
  }
}

/** A tool's container; one that has expired is a bad request here (as reported), not a missing thing. */
function usableContainer(state: State, id: string): void {
  const container = state.containers.get(id);
  if (container && isExpired(state, container)) throw badRequest("Container is expired.", "tools");
  getContainer(state, id);
}

/** Checks that files which messages show are there. @throws ApiError 400 with the param `input` */
export function checkFiles(state: State, items: readonly Item[]): void {
  for (const part of items.flatMap((item) => objectsOf(item["content"]))) {
    const id = textOf(part["file_id"]);
    if (id !== undefined && !uploadedFiles(state).has(id)) throw badRequest(`No such File object: ${id}`, "input");
  }
}

/** Checks that a tool that must be used is there. @throws ApiError 400 with the param `tool_choice` */
export function checkToolChoice(choice: Json, tools: readonly JsonObject[]): void {
  if (choice === "required" && tools.length === 0) {
    throw badRequest("Tool choice 'required' must be specified with 'tools' parameter.", "tool_choice");
  }
  const { type, name } = objectOf(choice);
  if (type === "function" && !tools.some((tool) => tool["name"] === name)) {
    throw badRequest(`Tool choice '${String(name)}' not found in 'tools' parameter.`, "tool_choice");
  }
}
