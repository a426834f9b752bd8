import type { ResultValue } from "../src/analysis/value.js";
import { wireName } from "../src/analysis/casing.js";
import { carry, type Code } from "../src/languages/code.js";
import type { Expression, Member } from "../src/languages/tree.js";
import { holdsAgent } from "./agentReads.js";
import type { RuleMeta } from "./meta.js";
import { styleAt } from "./positions.js";
import type { Rewrite } from "./rewrite.js";

/**
 * `assistant.tool_resources.file_search.vector_store_ids`: the vector stores stand in the tool of the definition now. Gives false for
 * other reads of resources.
 */
export function rewriteToolResources(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): boolean {
  const tool = memberOf(access);
  const ids = tool && memberOf(tool);
  const { dialect } = values[0]!;
  if (
    !ids ||
    wireName(tool.property, dialect) !== "file_search" ||
    wireName(ids.property, dialect) !== "vector_store_ids"
  )
    return false;
  const { tree } = access;
  const printer = cx.printer(tree);
  const style = styleAt(cx, access);
  const isTyped = tree.typed && tree.language === "javascript";
  const isListed = values.some((v) => v.operation && holdsAgent(cx, v.operation));
  const version: Code = [carry(access.object), isListed ? ".versions.latest" : ""];
  const model = (name: string): string => cx.want(tree, cx.target(tree).modelModule, name, name, true);
  const type = isTyped ? model("PromptAgentDefinition") : "";
  const tools = printer.member(printer.cast(printer.member(version, "definition"), type, isTyped), "tools");
  const test = printer.equals("tool.type", printer.string("file_search", style));
  cx.replace(
    ids,
    printer.firstOf(tools, "tool", "vector_store_ids", test, isTyped ? model("FileSearchTool") : undefined),
    how,
  );
  for (const node of [access, tool, ids]) cx.restated.add(node);
  return true;
}

/** The field that is read of what an expression gives, through parentheses and assertions. */
function memberOf(e: Expression): Member | undefined {
  let at: Expression = e;
  while (at.parent?.kind === "Wrap" && at.parent.value === at) at = at.parent;
  return at.parent?.kind === "Member" && at.parent.object === at ? at.parent : undefined;
}
