import type { Operation } from "../../src/analysis/operation.js";
import type { Call, Expression } from "../../src/languages/tree.js";
import { textOf } from "../../src/languages/walk.js";
import type { Json } from "../../src/protocol/types.js";
import type { Holes } from "../code/json.js";
import { isVisibleAt } from "../leaving/visible.js";
import { overrides as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { changesOf } from "../tools/changedTools.js";
import { constructionOf, modelOf } from "../types/models.js";
import { settledBy } from "./settledSettings.js";

// Classic runs said how MCP servers are called (headers, approval): `tool_resources=mcp_tool.resources`. That stands in the tool now.

/** What all runs of an agent say of its MCP servers: the resources of one tool of the SDK, or a dictionary. Undefined where they differ, or say more. */
export function mcpByRuns(cx: Rewrite, maker: Operation): Expression | undefined {
  if (maker.args.has("tool_resources") || !maker.args.has("tools")) return undefined;
  const settled = settledBy(cx, maker, "tool_resources", (value) => isOfServer(cx, value));
  const made = settled?.[0] && madeBy(cx, settled[0]);
  if (made) return settled.every((value) => madeBy(cx, value) === made) ? settled[0] : undefined;
  const written = settledBy(cx, maker, "tool_resources", isWritten);
  const [first] = written ?? [];
  if (!first || !isVisibleAt(cx, first, maker.call)) return undefined;
  return written!.every((value) => textOf(value) === textOf(first)) ? first : undefined;
}

/** Whether resources are a dictionary of MCP servers alone, all of them written out, so that each finds its tool. */
function isWritten(value: Expression): boolean {
  const entries = value.kind === "ObjectLiteral" ? value.entries : [];
  const servers = entries.length === 1 && entries[0]!.key === "mcp" ? entries[0]!.value : undefined;
  return (
    servers?.kind === "ArrayLiteral" &&
    servers.items.every((item) => item.kind === "ObjectLiteral" && item.entries.every(({ form }) => form === "pair"))
  );
}

/** Adds what the runs of an agent say of its MCP servers to the resources of its tools. */
export function addMcpSettings(cx: Rewrite, maker: Operation, values: Map<string, Json>, holes: Holes): void {
  const resources = maker.id === "assistants.create" ? mcpByRuns(cx, maker) : undefined;
  if (!resources) return;
  values.set("tool_resources", holes.read(resources, "tool_resources"));
  cx.find(
    resources,
    rule,
    "warning",
    "Headers and approval of an MCP server stand in the agent's definition now: every run of it in this program brought the same.",
    "Keep secrets out of definitions: use a project connection (`project_connection_id`) instead of headers that hold one.",
  );
}

/** Whether a part of a tool is only given again with an approval: `ToolApproval(…, headers=mcp_tool.headers)`. */
export function isGivenAgain(cx: Rewrite, e: Expression): boolean {
  const made = e.kind === "Member" && e.object.kind === "Name" ? constructionOf(cx, e.object) : undefined;
  const model = made && modelOf(cx, made);
  if (e.kind !== "Member" || !model?.givenAgain?.includes(e.property)) return false;
  const { parent } = e;
  const call = parent?.kind === "Argument" && parent.name === e.property ? parent.parent : undefined;
  return call?.kind === "Call" && modelOf(cx, call)?.shape === "ToolApproval";
}

/** Whether what is given again with an approval needs no saying: the tool has none, or the definition of an agent has it. */
export function isInDefinition(cx: Rewrite, e: Expression): boolean {
  if (e.kind !== "Member" || !isGivenAgain(cx, e)) return false;
  const made = constructionOf(cx, e.object)!;
  const changes = changesOf(cx, made, modelOf(cx, made)!);
  const puts = modelOf(cx, made)!.puts ?? {};
  const sets = (call: Call): boolean => call.callee.kind === "Member" && puts[call.callee.property] === e.property;
  if (changes && !changes.some(sets) && !made.args.some(({ name }) => name === e.property)) return true;
  return cx.flows.ofId("assistants.create").some((maker) => {
    const settled = mcpByRuns(cx, maker);
    return settled !== undefined && madeBy(cx, settled) === made;
  });
}

function isOfServer(cx: Rewrite, value: Expression): boolean {
  const made = madeBy(cx, value);
  const resources = made && modelOf(cx, made)?.templates?.resources;
  return typeof resources === "object" && resources !== null && Object.keys(resources).join() === "mcp";
}

/** The construction of the tool whose resources an expression is. */
function madeBy(cx: Rewrite, value: Expression) {
  const isResources = value.kind === "Member" && value.property === "resources" && value.object.kind === "Name";
  return isResources ? constructionOf(cx, value.object) : undefined;
}
