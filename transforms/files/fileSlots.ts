import type { Operation } from "../../src/analysis/operation.js";
import { declaredInput, FILE_INPUTS, inputTemplate, STORE_INPUT } from "../../src/protocol/threadFiles.js";
import type { Code } from "../../src/languages/code.js";
import type { SourceTree } from "../../src/languages/tree.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import type { FileTool } from "./broughtFiles.js";
import { isInCode } from "../agents/configuration.js";
import { threadFiles as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * What the tools of an agent have to leave open, as classic resources: places for the files and the vector store of a conversation, which
 * its runs fill. `types` are those of its tools.
 */
export function slotResources(cx: Rewrite, maker: Operation, types: readonly Json[]): JsonObject {
  const slots = cx.threadFiles.slotsOf(maker);
  // Configuration in the code is given files when it is sent; a file search only has to stay in it without a store.
  const isHere = (tool: FileTool) => types.includes(tool) && (tool === "file_search" || !isInCode(cx, maker));
  const entries = [...slots].filter(([tool]) => isHere(tool));
  return Object.fromEntries(
    entries.map(([tool, count]) => [tool, { [LISTS[tool]]: namesOf(tool, count).map(inputTemplate) }]),
  );
}

/** The resources of an update with these places behind them. */
export function withSlots(cx: Rewrite, update: Operation, resources: JsonObject): JsonObject {
  return merged(resources, slotResources(cx, update, Object.keys(resources)));
}

/** Adds these places to the resources of an agent whose tools are written at its call. */
export function addSlots(cx: Rewrite, maker: Operation, values: Map<string, Json>): void {
  const tools = values.get("tools");
  if (!/^assistants\.(create|update)$/.test(maker.id) || !Array.isArray(tools)) return;
  const types = (tools as readonly Json[]).map((tool) => (isObject(tool) ? (tool.type ?? null) : null));
  const slots = slotResources(cx, maker, types);
  if (Object.keys(slots).length > 0) values.set("tool_resources", merged(values.get("tool_resources"), slots));
}

/** The tools of a configuration without those places. */
export function withoutSlots(tools: Json | undefined): Json | undefined {
  if (!Array.isArray(tools)) return tools;
  const isSlot = (id: Json) => id === inputTemplate(STORE_INPUT);
  return (tools as readonly Json[]).map((tool) =>
    isObject(tool) && Array.isArray(tool.vector_store_ids)
      ? { ...tool, vector_store_ids: (tool.vector_store_ids as readonly Json[]).filter((id) => !isSlot(id)) }
      : tool,
  );
}

/** The structured inputs that the definition of an agent declares for the files of its conversations. */
export function declaredFiles(cx: Rewrite, maker: Operation): JsonObject {
  if (isInCode(cx, maker)) return {};
  return Object.fromEntries(
    [...cx.threadFiles.slotsOf(maker)].flatMap(([tool, count]) =>
      namesOf(tool, count).map((name) => [name, declaredInput(DESCRIPTIONS[tool])] as const),
    ),
  );
}

/** Places for all files that a conversation can have, through functions that are printed into the file; undefined where there are fewer. */
export function allSlots(
  cx: Rewrite,
  tree: SourceTree,
  json: Json,
  helper: "fileSlots" | "fileInputs",
): Code | undefined {
  const isThere = (name: string) =>
    Array.isArray(json) ? (json as readonly Json[]).includes(inputTemplate(name)) : isObject(json) && name in json;
  if (!FILE_INPUTS.every(isThere)) return undefined;
  const how = { rule, flow: -1, reason: "Places for the files of a conversation." };
  return cx.printer(tree).call(cx.helper(tree, helper, how), [], cx.style(tree));
}

export function isFileSlot(json: Json): boolean {
  return FILE_INPUTS.some((name) => json === inputTemplate(name));
}

const LISTS: Readonly<Record<FileTool, string>> = { code_interpreter: "file_ids", file_search: "vector_store_ids" };

const DESCRIPTIONS: Readonly<Record<FileTool, string>> = {
  code_interpreter: "A file of the conversation.",
  file_search: "The vector store of the conversation.",
};

function namesOf(tool: FileTool, count: number): readonly string[] {
  return tool === "file_search" ? [STORE_INPUT] : FILE_INPUTS.slice(0, count);
}

/** The resources with more ids behind those that they have. */
function merged(resources: Json | undefined, slots: JsonObject): JsonObject {
  const given: JsonObject = isObject(resources) ? resources : {};
  const entries = Object.entries(slots).map(([tool, slot]): readonly [string, Json] => {
    const own = given[tool];
    const list = LISTS[tool as FileTool];
    const before = isObject(own) ? own[list] : undefined;
    const after = (slot as JsonObject)[list] as readonly Json[];
    const both = Array.isArray(before)
      ? [...(before as readonly Json[]), ...after]
      : before == null
        ? after
        : [{ $spread: before }, ...after];
    return [tool, { ...(isObject(own) ? own : {}), [list]: both }];
  });
  return { ...given, ...Object.fromEntries(entries) };
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}
