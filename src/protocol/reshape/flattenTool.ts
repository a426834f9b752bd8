import { isObject, quote } from "../json.js";
import { CannotReshape, type Json, type JsonObject } from "../types.js";
import { azureTool } from "./azureTools.js";
import { ranker } from "./words.js";

/**
 * A classic tool in its current form, without what `tool_resources` adds to it; a tool that is current already stays as it is.
 * @throws CannotReshape for a tool the current API does not have.
 */
export function flattenTool(tool: Json): JsonObject {
  if (!isObject(tool) || typeof tool.type !== "string") {
    throw new CannotReshape(`Tool ${quote(tool)} is not an object with a type.`);
  }
  // Marks of the caller stay, whatever becomes of the rest.
  const marks = Object.entries(tool).filter(([key]) => key.startsWith("$"));
  return { ...flat({ ...tool, type: tool.type }), ...Object.fromEntries(marks) };
}

function flat(tool: JsonObject & { readonly type: string }): JsonObject {
  switch (tool.type) {
    case "function":
      return isObject(tool.function) ? flatFunction(tool.function) : tool;
    case "file_search":
      return flatFileSearch(tool);
    case "retrieval":
      return { type: "file_search" };
    case "code_interpreter":
      return tool;
    default:
      return azureTool(tool, tool.type);
  }
}

function flatFunction(definition: JsonObject): JsonObject {
  return {
    type: "function",
    ...definition,
    parameters: definition.parameters ?? { type: "object", properties: {} },
    // Absent meant false in the classic API; in the current one it means true.
    strict: definition.strict ?? false,
  };
}

function flatFileSearch(tool: JsonObject): JsonObject {
  const { file_search: options, ...flat } = tool;
  const merged: JsonObject = { ...flat, ...(isObject(options) && options) };
  const ranking = merged.ranking_options;
  if (!isObject(ranking) || ranking.ranker === undefined) return merged;
  return { ...merged, ranking_options: { ...ranking, ranker: ranker.apply(ranking.ranker)! } };
}
