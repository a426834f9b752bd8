import type { Block, If, Span } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";

/**
 * What to take out so that a branch which is never taken is gone and the rest of its chain stays: the whole statement, `else if (…) {…}`
 * in the middle or at the end, or the head of a chain whose next branch begins with a test. Undefined where more than that would change.
 */
export function deadBranch(cx: Rewrite, branch: If): "statement" | Span | undefined {
  const { parent, otherwise, then } = branch;
  const isLater = parent?.kind === "If" && parent.otherwise === branch;
  if (isLater && !isHeadGone(cx, parent)) return { start: parent.then.end, end: then.end };
  if (!isLater && parent?.kind !== "Block") return undefined;
  if (!otherwise) return parent?.kind === "Block" && !isAlone(branch, parent) ? "statement" : undefined;
  if (otherwise.kind !== "If") return undefined;
  return { start: isLater ? testStart(branch) : branch.start, end: testStart(otherwise) };
}

/** Where the `if` of a branch begins, behind the `el` of Python's `elif`. */
function testStart({ tree, start }: If): number {
  return tree.text.startsWith("elif", start) ? start + "el".length : start;
}

/** Whether the head of a chain goes, so that the chain now begins with the branch behind it. */
function isHeadGone(cx: Rewrite, head: If): boolean {
  const starts = [head.start, testStart(head)];
  return cx.removed.some(
    ({ tree, span }) => tree === head.tree && starts.includes(span.start) && span.end >= head.then.end,
  );
}

function isAlone(branch: If, { statements }: Block): boolean {
  return statements.length < 2 && statements.includes(branch);
}
