import type { Call, Comment, Expression, Node } from "../../src/languages/tree.js";

/**
 * The comments of a call that belong to one of its arguments: own lines above it, and the rest of its line. Undefined when there are
 * none. `expression` is the argument's value; its entry or argument node marks where the argument begins.
 */
export function commentsAround(
  call: Call,
  expression: Expression,
): { before: readonly string[]; after: string | undefined } | undefined {
  const { tree } = call;
  if (tree.comments.length === 0 || !call.argumentsSpan) return undefined;
  const item = itemOf(expression);
  const inCall = tree.comments.filter((c) => call.argumentsSpan!.start < c.start && c.end < call.argumentsSpan!.end);
  if (inCall.length === 0) return undefined;
  const after = inCall.find((c) => c.start >= item.end && /^[ \t]*,?[ \t]*$/.test(tree.text.slice(item.end, c.start)));
  const before: Comment[] = [];
  let edge = item.start;
  for (const comment of [...inCall].reverse()) {
    if (comment.end > edge) continue;
    const lineStart = tree.text.lastIndexOf("\n", comment.start - 1) + 1;
    const alone = tree.text.slice(lineStart, comment.start).trim() === "";
    if (!alone || tree.text.slice(comment.end, edge).trim() !== "") break;
    before.unshift(comment);
    edge = lineStart;
  }
  if (before.length === 0 && !after) return undefined;
  return { before: before.map((c) => c.text), after: after?.text };
}

/** The argument or entry that an expression is the value of. */
function itemOf(expression: Expression): Node {
  const parent = expression.parent;
  return parent && (parent.kind === "Entry" || parent.kind === "Argument") ? parent : expression;
}
