import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import type { Json, JsonObject, Row } from "../../src/protocol/types.js";
import { ownFiles } from "../agents/assistantFiles.js";
import { intoDefinitions, isFree } from "../agents/intoDefinitions.js";
import { addSlots } from "../files/fileSlots.js";
import { Holes, isHole } from "../code/json.js";
import { listItems } from "../messages/listItems.js";
import { hasHiddenFunction, reshaped } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { runtimeTools } from "./runtimeTools.js";
import { rewriteAtCallers } from "./toolsOfCallers.js";
import { isVisibleAt } from "../leaving/visible.js";

type Reshaping = Extract<Row, { kind: "reshape" }>;

/**
 * The tools of a definition that are not written at its call: rewritten where they are listed, else through a function at run time.
 * Undefined where they are written at the call after all, and where neither can be done.
 */
export function toolsElsewhere(
  cx: Rewrite,
  row: Reshaping,
  operation: Operation,
  values: ReadonlyMap<string, Json>,
  holes: Holes,
): Json | undefined {
  const tools = values.get("tools")!;
  const resources = values.get("tool_resources");
  if (isHole(tools) && isHole(resources) && rewriteAtCallers(cx, row, operation)) return tools;
  const rest: JsonObject = resources === undefined || resources === null ? {} : { tool_resources: resources };
  const atSources =
    isHole(tools) && !isHole(resources) && !ownFiles(operation)
      ? reshapedAtSources(cx, row, operation, rest, holes)
      : undefined;
  if (atSources === undefined) return runtimeTools(cx, operation, values, holes);
  return atSources === "there" ? tools : holes.code(atSources);
}

/**
 * Tools that arrive through variables and parameters are rewritten where they are listed; a list that stands at the call is given anew.
 * Undefined where that cannot be done.
 */
function reshapedAtSources(
  cx: Rewrite,
  row: Reshaping,
  operation: Operation,
  rest: JsonObject,
  holes: Holes,
): Code | "there" | undefined {
  const argument = operation.args.get(row.from)!;
  const items = listItems(cx, argument.value);
  if (!items || !items.every((item) => isFree(intoDefinitions(cx, item)))) return undefined;
  const { tree } = operation.call;
  // What resources add to a tool can only be written where they are known.
  const added = Object.keys(rest).length > 0 ? operation.args.get("tool_resources")?.value : undefined;
  if (added && !items.every((item) => isVisibleAt(cx, added, item))) return undefined;
  const sources = items.map((item) => {
    const own = item.tree === tree ? holes : new Holes(cx, operation, item.tree);
    const json = own.read(item, row.from);
    return { item, own, json, list: Array.isArray(json) ? (json as readonly Json[]) : [json] };
  });
  const all = sources.flatMap(({ list }) => list);
  if (all.some(isHole) || hasHiddenFunction(all)) return undefined;
  rest = withSlots(cx, operation, all, rest);
  if (Object.keys(rest).length > 0) reshaped(row, all, rest);
  const results = sources.map((source) => ({
    ...source,
    result: (reshaped(row, source.list, resourcesOf(source.list, rest)) ?? []) as readonly Json[],
  }));
  if (results.some(({ result, list }) => result.length !== list.length)) return undefined;
  const list = argument.value.kind === "ArrayLiteral" ? argument.value : undefined;
  const anew = new Map<Expression, Code>();
  for (const { item, own, json, result } of results) {
    const spread = item.parent?.kind === "Spread" && result.length === 1 ? item.parent : undefined;
    const whole = Array.isArray(json) && !spread;
    const [changed, shape] = [whole ? result : result[0]!, whole ? "Tool[]" : "Tool"];
    if (list?.items.includes(spread ?? item)) anew.set(spread ?? item, own.print(changed, shape));
    else own.change(spread ?? item, changed, shape);
  }
  if (!list) return "there";
  const written = list.items.map((item) => anew.get(item) ?? carry(item));
  return cx.printer(tree).array(written, cx.style(tree));
}

/** What runs fill in is added to the resources that are given. */
function withSlots(cx: Rewrite, operation: Operation, tools: readonly Json[], rest: JsonObject): JsonObject {
  const values = new Map<string, Json>([["tools", tools], ...Object.entries(rest)]);
  addSlots(cx, operation, values);
  const resources = values.get("tool_resources");
  return resources === undefined ? rest : { tool_resources: resources };
}

/** The resources that belong to some of the tools. */
function resourcesOf(tools: readonly Json[], { tool_resources: resources }: JsonObject): JsonObject {
  if (typeof resources !== "object" || resources === null) return {};
  const own = tools.map((tool) => tool as JsonObject);
  const entries = Object.entries(resources as JsonObject).flatMap(([type, resource]): readonly [string, Json][] => {
    if (!own.some((tool) => tool.type === type)) return [];
    if (type !== "mcp" || !Array.isArray(resource)) return [[type, resource]];
    const servers = (resource as readonly JsonObject[]).filter(({ server_label: label }) =>
      own.some((tool) => tool.server_label === label),
    );
    return [[type, servers]];
  });
  return { tool_resources: Object.fromEntries(entries) };
}
