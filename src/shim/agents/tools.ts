import { DEFAULT_RANKING } from "../mapping/tools.js";
import { objectOf, objectsOf, type Json, type JsonObject } from "../json.js";

/** Classic tools as the service repeated them: with what it filled in where nothing was said (as recorded). */
export function filledTools(tools: Json | undefined): readonly JsonObject[] {
  return objectsOf(tools).map((tool) => {
    if (tool.type === "function") return { type: "function", function: filledFunction(objectOf(tool.function)) };
    if (tool.type !== "file_search") return tool;
    const options = objectOf(tool.file_search);
    const ranking_options = { ...DEFAULT_RANKING, ...objectOf(options.ranking_options) };
    return { type: "file_search", file_search: { ...options, ranking_options } };
  });
}

function filledFunction(definition: JsonObject): JsonObject {
  return {
    ...definition,
    parameters: definition.parameters ?? { type: "object", properties: {} },
    strict: definition.strict ?? false,
  };
}
