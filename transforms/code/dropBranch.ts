import type { If } from "../../src/languages/tree.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

/** Whether a branch can be taken out of its chain of tests, with nothing left that would have to move. */
export function isDroppable({ parent, otherwise }: If): boolean {
  if (otherwise) return otherwise.kind === "If" || parent?.kind === "If";
  return parent?.kind === "If" || (parent?.kind === "Block" && parent.statements.length > 1);
}

/** Takes a branch that is never reached out of its chain of tests; false where that is not possible. */
export function dropBranch(cx: Rewrite, branch: If, how: { rule: RuleMeta; flow: number; reason: string }): boolean {
  const { parent, tree, otherwise } = branch;
  if (!isDroppable(branch)) return false;
  if (parent?.kind === "If" && parent.otherwise === branch && !otherwise)
    cx.removeSpan(tree, { start: parent.then.end, end: branch.end }, how);
  else if (otherwise) {
    // What is left of the chain begins with its own keyword where the language has one for that: `elif` becomes the first `if`.
    const keyword = tree.text.slice(branch.then.end, otherwise.start).indexOf("else");
    const isOwn = otherwise.kind === "Block" && tree.language === "python";
    const isFirst = parent?.kind !== "If" && tree.text.startsWith("elif", otherwise.start);
    const end = isOwn ? branch.then.end + keyword : otherwise.start + (isFirst ? "el".length : 0);
    cx.removeSpan(tree, { start: branch.start, end }, how);
  } else cx.removeStatement(branch, how);
  return true;
}
