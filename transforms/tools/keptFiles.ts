import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { ownFiles, toolsAndFiles } from "../agents/assistantFiles.js";
import { FILE_TOOLS } from "../files/broughtFiles.js";
import { Holes, isHole } from "../code/json.js";
import { agents as rule } from "../registry.js";
import { hasHiddenFunction } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

// An assistant had its files and vector stores beside its tools, and kept them when the tools were replaced. They stand inside the tools
// now: an update that replaces these gives them what the tools of the latest version have.

/** What the tools that an update brings are given of those that there are. */
export interface KeptFiles {
  /** Code for the resources of the tools that the latest version has. */
  readonly resources: Code;
  /** The tools are written at the call: those that take files get them there, all others stand as they are. */
  readonly isWritten: boolean;
}

/**
 * The files and vector stores that an update keeps although it replaces the tools: `latest` gives those that there are. Undefined where it
 * names the files itself, and where none of its tools takes any.
 * @throws Untranslatable where threads bring files to these tools
 */
export function keptFiles(cx: Rewrite, operation: Operation, latest: () => Code): KeptFiles | undefined {
  const given = operation.args.get("tools")?.value;
  if (!given || given.kind === "NullLiteral") return undefined;
  if (operation.args.has("tool_resources") || ownFiles(operation)) return undefined;
  const holes = new Holes(cx, operation);
  const json = holes.listBehind(given, "tools")?.json ?? holes.read(given, "tools");
  const known = isKnown(json) ? json.map((tool) => tool.type) : undefined;
  if (known && !known.some(isFileTool)) return undefined;
  if (!known && keepsTools(cx, given)) return undefined;
  if (cx.threadFiles.slotsOf(operation).size > 0)
    throw new Untranslatable(
      "its tools are replaced, and threads bring files to them",
      "Name tool_resources together with the tools: they stand inside the tools now.",
    );
  cx.find(
    given,
    rule,
    "note",
    "Files and vector stores stand inside the tools now: the new tools get those of the latest version. Those of a tool that an update takes out go with it.",
    "Name them where the tools are written, then take the function out.",
  );
  const resources = printed(cx, operation, "filesOfTools", [latest()]);
  return { resources, isWritten: known !== undefined && given.kind === "ArrayLiteral" };
}

/** Tools in their new form, as far as they are written at a call, with the files that they keep. */
export function withKeptFiles(
  cx: Rewrite,
  operation: Operation,
  tools: Json | undefined,
  { resources }: KeptFiles,
  holes: Holes,
): Json {
  const given = holes.read(operation.args.get("tools")!.value, "tools") as readonly JsonObject[];
  const searching = given.filter(({ type }) => isFileTool(type)).map((tool) => holes.print(current(tool)));
  const list = cx.printer(operation.call.tree).array(searching, cx.style(operation.call.tree));
  const others = (tools as readonly JsonObject[] | undefined)?.filter(({ type }) => !isFileTool(type)) ?? [];
  return [{ $spread: holes.code(printed(cx, operation, "flattenTools", [list, resources])) }, ...others];
}

/** The tools of the latest version with the files that an update gives: resources only known at run time, or files of the assistant itself. */
export function withOtherFiles(cx: Rewrite, operation: Operation, latest: Code): Code {
  const both = toolsAndFiles(cx, operation, latest);
  const args = both ? [cx.printer(operation.call.tree).spread(both)] : [latest, carry(resourcesOf(operation))];
  return printed(cx, operation, "withOtherFiles", args);
}

function resourcesOf({ args }: Operation): Expression {
  return args.get("tool_resources")!.value;
}

function printed(
  cx: Rewrite,
  operation: Operation,
  id: "filesOfTools" | "withOtherFiles" | "flattenTools",
  args: readonly Code[],
): Code {
  const { tree } = operation.call;
  const flow = cx.flows.flowOf(operation).id;
  const helper = cx.helper(tree, id, { rule, flow, reason: "Files and vector stores stand inside the tools now." });
  const given = args.map((value) => ({ name: undefined, value }));
  return cx.printer(tree).call(helper, given, cx.style(tree));
}

/** A tool of the first beta by its current name. */
function current(tool: JsonObject): JsonObject {
  return tool.type === "retrieval" ? { ...tool, type: "file_search" } : tool;
}

/** Whether tools are those that an agent has, and others beside them: they carry their files. */
function keepsTools(cx: Rewrite, tools: Expression): boolean {
  return [...walk(tools)].some(
    (node) => node.kind === "Member" && cx.values.results(node).some((v) => v.type === "Tool[]"),
  );
}

function isKnown(json: Json): json is readonly (JsonObject & { readonly type: string })[] {
  return (
    Array.isArray(json) &&
    !hasHiddenFunction(json as Json) &&
    (json as readonly Json[]).every(
      (tool) =>
        typeof tool === "object" && tool !== null && !Array.isArray(tool) && "type" in tool && !isHole(tool.type),
    )
  );
}

function isFileTool(type: Json | undefined): boolean {
  return type === "retrieval" || (FILE_TOOLS as readonly unknown[]).includes(type);
}
