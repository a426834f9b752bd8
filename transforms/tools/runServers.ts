import type { Operation } from "../../src/analysis/operation.js";
import type { Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { textOf } from "../../src/languages/walk.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { isEverUpdated, onlyMaker, settledSettings } from "../agents/settledSettings.js";
import type { Holes } from "../code/json.js";
import { overrides as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { Untranslatable } from "../leftovers/untranslatable.js";
import { constructionOf, modelOf } from "../types/models.js";

// A run of a classic Foundry agent says with which headers and approvals its MCP servers are asked: `tool_resources={"mcp": […]}`. That is
// part of the agent's tools now. Where every run says the same, the definition does; else the definition is sent along as the run changes it.

/** What a run says of its MCP servers, where its resources are of nothing else. */
export function serversOf(cx: Rewrite, { id, call, dialect, args }: Operation): Expression | undefined {
  if (id !== "runs.create" || dialect.service !== "foundry") return undefined;
  if (cx.target(call.tree).helpers.withServers === undefined) return undefined;
  const value = args.get("tool_resources")?.value;
  if (value?.kind === "ObjectLiteral") {
    const [only, ...others] = value.entries;
    return only?.key === "mcp" && only.value.kind === "ArrayLiteral" && others.length === 0 ? value : undefined;
  }
  const made = value?.kind === "Member" ? constructionOf(cx, value.object) : undefined;
  const model = made && modelOf(cx, made);
  const isResources = value?.kind === "Member" && model?.members?.[value.property] === "tool_resources";
  const template = isResources ? model?.templates?.[value.property] : undefined;
  return typeof template === "object" && template !== null && "mcp" in template ? value : undefined;
}

/** Whether a run changes what the definition of its agent says of MCP servers. */
export function changesServers(cx: Rewrite, run: Operation): boolean {
  const servers = serversOf(cx, run);
  if (!servers) return false;
  const maker = onlyMaker(cx, run);
  if (!maker || !cx.isActive(maker)) return true;
  const own = maker.args.get("tool_resources")?.value;
  if (own) return !isSame(cx, own, servers) || isEverUpdated(cx, maker);
  return !settledSettings(cx, run).includes("tool_resources");
}

/** The definition of an agent whose servers are as a run wants them, by a small function. */
export function withServers(cx: Rewrite, run: Operation, definition: Code, holes: Holes): Code {
  const { tree } = run.call;
  const servers = holes.print(readServers(serversOf(cx, run)!, holes));
  const flow = cx.flows.flowOf(run).id;
  const helper = cx.helper(tree, "withServers", { rule, flow, reason: "The run says how MCP servers are asked." });
  const args = [definition, servers].map((value) => ({ name: undefined, value }));
  return cx.printer(tree).call(helper, args, cx.style(tree));
}

/** @throws Untranslatable where it cannot be told what the servers are by the time of the run */
function readServers(resources: Expression, holes: Holes): Json {
  const json = holes.read(resources, "tool_resources");
  const servers = typeof json === "object" && json !== null ? (json as JsonObject).mcp : undefined;
  if (Array.isArray(servers)) return servers as Json;
  throw new Untranslatable(
    "what the run says of MCP servers is built elsewhere",
    "Write the servers at the call, or change the tool before it is first used, then run again.",
  );
}

/** Whether two expressions give the same: literals that are written alike, or the same field of one object. */
function isSame(cx: Rewrite, one: Expression, other: Expression): boolean {
  if (textOf(one) !== textOf(other)) return false;
  if (one.kind !== "Member" || other.kind !== "Member") return one.kind === other.kind;
  const made = constructionOf(cx, one.object);
  return made !== undefined && made === constructionOf(cx, other.object);
}
