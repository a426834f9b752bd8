import fc from "fast-check";
import { isList, isObject } from "../../../src/protocol/json.js";
import type { Json, JsonObject } from "../../../src/protocol/types.js";

/** Non-empty strings that stand out, so that losing one is seen. */
export const word = fc.stringMatching(/^[a-z]{3,12}$/);
export const words = fc.uniqueArray(word, { maxLength: 4 });

const rankingOptions = fc.record({
  ranker: fc.constantFrom("auto", "default_2024_08_21"),
  score_threshold: fc.double({ min: 0, max: 1, noNaN: true }),
});

export const functionTool = fc
  .record(
    {
      name: word,
      description: word,
      parameters: fc.record({
        type: fc.constant("object"),
        properties: fc.dictionary(word, fc.record({ type: word })),
      }),
      strict: fc.boolean(),
    },
    { requiredKeys: ["name"] },
  )
  .map((definition): JsonObject => ({ type: "function", function: definition as unknown as JsonObject }));

export const fileSearchTool = fc
  .option(
    fc.record(
      { max_num_results: fc.integer({ min: 1, max: 50 }), ranking_options: rankingOptions },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  )
  .map((options): JsonObject => ({
    type: "file_search",
    ...(options && { file_search: options as unknown as JsonObject }),
  }));

export const codeInterpreterTool = fc.constant<JsonObject>({ type: "code_interpreter" });

const connection = fc.record({ connection_id: word });

export const azureTool = fc.oneof(
  fc.record({ connection_id: word, market: word, count: fc.nat() }).map((configuration): JsonObject => ({
    type: "bing_grounding",
    bing_grounding: { search_configurations: [configuration] },
  })),
  fc.record({ connection_id: word, instance_name: word }).map((configuration): JsonObject => ({
    type: "bing_custom_search",
    bing_custom_search: { search_configurations: [configuration] },
  })),
  connection.map((one): JsonObject => ({ type: "sharepoint_grounding", sharepoint_grounding: { connections: [one] } })),
  connection.map((one): JsonObject => ({ type: "fabric_dataagent", fabric_dataagent: { connections: [one] } })),
  connection.map((one): JsonObject => ({ type: "browser_automation", browser_automation: { connection: one } })),
  fc.record({ name: word, connection_id: word, path: word }).map(({ name, connection_id, path }): JsonObject => ({
    type: "openapi",
    openapi: {
      name,
      spec: { paths: { [path]: {} } },
      auth: { type: "connection", security_scheme: { connection_id } },
    },
  })),
  fc.record({ server_label: word, server_url: fc.webUrl() }).map((server): JsonObject => ({ type: "mcp", ...server })),
);

/** A list of tools with resources that fit them. */
export const equippedTools = fc
  .record({
    functions: fc.array(functionTool, { maxLength: 3 }),
    azure: fc.array(azureTool, { maxLength: 2 }),
    search: fileSearchTool,
    stores: fc.uniqueArray(word, { minLength: 1, maxLength: 3 }),
    files: words,
  })
  .map(({ functions, azure, search, stores, files }) => ({
    tools: [...functions, { type: "code_interpreter" }, search, ...azure] as readonly Json[],
    tool_resources: { code_interpreter: { file_ids: files }, file_search: { vector_store_ids: stores } } as JsonObject,
  }));

/** All words and numbers in a value, apart from type tags. */
export function leaves(value: Json): readonly (string | number | boolean)[] {
  if (isList(value)) return value.flatMap(leaves);
  if (isObject(value))
    return Object.entries(value).flatMap(([name, below]) =>
      name === "type" || name === "ranker" ? [] : leaves(below),
    );
  return value === null ? [] : [value];
}
