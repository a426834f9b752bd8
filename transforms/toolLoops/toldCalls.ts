import type { Block, Node } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Says what is lost with a branch for runs that want answers which only told of it (a print, a log): a response that wants answers is
 * completed, and the branch goes with the loop around it or with its word.
 */
export function tellOfCalls(cx: Rewrite, node: Node, rule: RuleMeta): void {
  if (!isTold(node)) return;
  cx.find(
    node,
    rule,
    "warning",
    "Where the run wanted answers to its calls, this told of it and waited on; now the code behind it runs in that case, without a word.",
    "Look for function_call items in the output of the response where that can happen.",
  );
}

/** A branch for runs that want answers which does more than to go on, and does not leave. */
function isTold(node: Node): boolean {
  if (node.kind === "Case") return node.tests.some(isWanted) && tells(node.body);
  return isOfCalls(node) && tells(node.then);
}

/** Whether a branch is for runs that want answers. */
export function isOfCalls(node: Node): node is Extract<Node, { kind: "If" }> {
  return node.kind === "If" && [...walk(node.test)].some(isWanted);
}

function isWanted(node: Node): boolean {
  if (node.kind === "StringLiteral") return node.value === "requires_action";
  return node.kind === "Member" && /^requires_?action$/i.test(node.property);
}

function tells({ statements }: Block): boolean {
  const last = statements.at(-1);
  const leaves = last?.kind === "Return" || last?.kind === "Throw";
  return !leaves && statements.some(({ kind }) => kind === "ExpressionStatement");
}
