import type { Operation } from "../../src/analysis/operation.js";
import type { Value } from "../../src/analysis/value.js";
import { classicDialects } from "../../src/dialects/index.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { ownFiles, toolsAndFiles } from "../agents/assistantFiles.js";
import { FILE_TOOLS } from "../files/broughtFiles.js";
import { isInCode } from "../agents/configuration.js";
import { slotResources } from "../files/fileSlots.js";
import { isHole, type Holes } from "../code/json.js";
import { agents as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/**
 * Tools of a definition that are only known at run time, through a small function that gives them their new form. Undefined where they
 * are known, where there are none, and where objects of a classic SDK may be among them, which are not JSON.
 */
export function runtimeTools(
  cx: Rewrite,
  operation: Operation,
  values: ReadonlyMap<string, Json>,
  holes: Holes,
): Json | undefined {
  const tools = operation.args.get("tools")?.value;
  if (!tools || operation.dialect.casing !== "snake" || values.get("tools") === null) return undefined;
  if (!isHidden(values.get("tools")) && !isHole(values.get("tool_resources"))) return undefined;
  const resources = operation.args.get("tool_resources")?.value;
  const given = [tools, ...(resources ? [resources] : [])];
  if (given.some((e) => holdsModels(cx, e))) return undefined;
  const { tree } = operation.call;
  const helper = cx.helper(tree, "flattenTools", {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "Gives tools that are known at run time only their new form.",
  });
  cx.find(
    tools,
    rule,
    "note",
    `The tools are only known at run time: they go through ${helper}(), which leaves out a file search without a vector store.`,
    "Write tools in their new form where they come from (docs/mapping.md has it), then take the function out.",
  );
  const slots = slotsFor(cx, operation, resources, holes);
  const printer = cx.printer(tree);
  const both = values.has("tool_resources") ? undefined : toolsAndFiles(cx, operation, carry(tools));
  const added = resources
    ? carry(resources)
    : values.has("tool_resources") && holes.print(values.get("tool_resources")!);
  const args = both ? [printer.spread(both)] : [carry(tools), ...(added ? [added] : [])];
  const all = [...args, ...(slots === undefined ? [] : [slots])];
  return holes.code(
    printer.call(
      helper,
      all.map((value) => ({ name: undefined, value })),
      cx.style(tree),
    ),
  );
}

/** What runs fill in, in the place of resources. @throws Untranslatable where there are others */
function slotsFor(
  cx: Rewrite,
  operation: Operation,
  resources: Expression | undefined,
  holes: Holes,
): Code | undefined {
  const slots = cx.threadFiles.slotsOf(operation);
  if (slots.size === 0) return undefined;
  if (resources || ownFiles(operation))
    throw new Untranslatable(
      "threads bring files to its tools, which are only known at run time",
      "Write the tools at the call, then run again.",
    );
  // Responses give the files to tools that are sent along; a file search has to be there for that.
  if (isInCode(cx, operation))
    return slots.has("file_search") ? holes.print({ file_search: { vector_store_ids: [] } }) : undefined;
  const named = slotResources(cx, operation, FILE_TOOLS);
  return Object.keys(named).length > 0 ? holes.print(named) : undefined;
}

/** Whether a list of tools, or one of them, cannot be seen. */
function isHidden(tools: Json | undefined): boolean {
  if (!Array.isArray(tools)) return isHole(tools);
  return tools.some((tool: Json) => isHole(tool) || isHole((tool as JsonObject | null)?.function));
}

/** Whether objects of a classic SDK are among what an expression holds. */
function holdsModels(cx: Rewrite, e: Expression): boolean {
  return [...walk(e)].some(
    (node) =>
      (node.kind === "Name" || node.kind === "Member" || node.kind === "Call") && cx.values.of(node).some(isModel(cx)),
  );
}

const MODEL_MODULES = new Set(classicDialects.flatMap(({ modelModules }) => modelModules));

function isModel(cx: Rewrite, depth = 0): (value: Value) => boolean {
  return (value) => {
    switch (value.kind) {
      case "external":
        return MODEL_MODULES.has(value.module);
      case "array":
        return depth < 3 && value.node.items.some((item) => cx.values.of(item).some(isModel(cx, depth + 1)));
      case "list":
        return depth < 3 && value.elements.some(isModel(cx, depth + 1));
      case "object":
        return depth < 3 && value.node.entries.some((entry) => cx.values.of(entry.value).some(isModel(cx, depth + 1)));
      default:
        return false;
    }
  };
}
