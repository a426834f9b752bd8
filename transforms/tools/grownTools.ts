import type { Operation } from "../../src/analysis/operation.js";
import type { ModelClass } from "../../src/dialects/types.js";
import { carry } from "../../src/languages/code.js";
import type { Call, Expression } from "../../src/languages/tree.js";
import type { Json, Row } from "../../src/protocol/types.js";
import { makeList } from "../code/changeBuilt.js";
import { intoDefinitions } from "../agents/intoDefinitions.js";
import { Holes } from "../code/json.js";
import { addedPart, constructionOf, modelOf } from "../types/models.js";
import { agents as rule } from "../registry.js";
import { reshaped } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { isToolSet } from "./toolSets.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

type Reshaping = Extract<Row, { kind: "reshape" }>;

/**
 * The tools of a `ToolSet` that is filled by condition, in a loop, or in another function: it becomes a list where it is made, and each
 * tool is added to it with what its resources add. Undefined for tools from elsewhere, and for a set that does anything else.
 * @throws Untranslatable where a tool that is added cannot be told, or has no counterpart.
 */
export function grownTools(cx: Rewrite, row: Reshaping, operation: Operation, holes: Holes): Json | undefined {
  const set = setOf(cx, operation);
  const made = set && constructionOf(cx, set);
  const model = made && modelOf(cx, made);
  if (!model || !isToolSet(model) || made.args.length > 0) return undefined;
  const way = intoDefinitions(cx, made);
  if (!way || way.additions.size === 0) return undefined;
  for (const addition of way.additions) grow(cx, row, operation, model, addition);
  makeList(cx, made, way, holes.flow);
  return holes.carried(set);
}

/** The set whose tools an operation takes, with their resources: `toolset=tools`, or both of its members. */
function setOf(cx: Rewrite, { args, dialect }: Operation): Expression | undefined {
  const whole = [...args.values()].find(({ name }) => dialect.requestOptions[name] === "toolset");
  if (whole) return whole.value;
  const [tools, resources] = [args.get("tools")?.value, args.get("tool_resources")?.value];
  if (tools?.kind !== "Member" || resources?.kind !== "Member") return undefined;
  const [set, other] = [tools.object, resources.object].map((e) => e.kind === "Name" && cx.program.bindingOf(e));
  const made = constructionOf(cx, tools.object);
  const members = (made && modelOf(cx, made)?.members) ?? {};
  const isBoth = members[tools.property] === "tools" && members[resources.property] === "tool_resources";
  return isBoth && set && set === other ? tools.object : undefined;
}

/** `toolset.add(search)` → `toolset.append(FileSearchTool(vector_store_ids=…))`. */
function grow(cx: Rewrite, row: Reshaping, operation: Operation, set: ModelClass, addition: Call): void {
  const { tree, callee } = addition;
  const holes = new Holes(cx, operation, tree);
  holes.at(addition, () => {
    const tools = addedPart(cx, set, addition, "tools", holes);
    const resources = addedPart(cx, set, addition, "tool_resources", holes);
    const flat = tools && resources && reshaped(row, tools, { tool_resources: resources });
    if (!Array.isArray(flat) || flat.length === 0 || callee.kind !== "Member")
      throw new Untranslatable(
        "a tool that is added to its `toolset` cannot be told from the code",
        "Make each tool in a variable of its own, or where it is added, then run again.",
      );
    const [first, ...more] = flat as readonly Json[];
    const isOne = more.length === 0 && !(typeof first === "object" && first !== null && "$spread" in first);
    const added = isOne ? { item: holes.print(first!, "Tool") } : { items: holes.print(flat as Json, "Tool[]") };
    cx.replaceOnce(addition, cx.printer(tree).append(carry(callee.object), added, cx.style(tree)), {
      rule,
      flow: holes.flow,
      reason: "The tools are in a list.",
    });
  });
}
