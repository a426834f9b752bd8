import type { Block, Node, SourceTree, Span } from "../languages/tree.js";
import { childrenOf } from "../languages/walk.js";

/**
 * The syntax error in the statement (or statements) that a span lies in, or undefined. Only the innermost statement counts: an error in
 * one statement of a function does not spoil its neighbours.
 */
export function brokenStatementAt(tree: SourceTree, span: Span): Span | undefined {
  if (tree.errors.length === 0) return undefined;
  const statements = innermostBlock(tree.root, span).statements.filter((statement) => touches(statement, span));
  const region = { start: statements[0]?.start ?? span.start, end: statements.at(-1)?.end ?? span.end };
  return tree.errors.find((error) => touches(error, region));
}

function innermostBlock(root: Block, span: Span): Block {
  let block = root;
  let at: Node = root;
  for (;;) {
    const inner: Node | undefined = childrenOf(at).find((child) => child.start <= span.start && span.end <= child.end);
    if (!inner) return block;
    at = inner;
    if (at.kind === "Block") block = at;
  }
}

/** Overlap; spans without width (a missing token) count at either border. */
function touches(a: Span, b: Span): boolean {
  if (a.start === a.end || b.start === b.end) return a.start <= b.end && b.start <= a.end;
  return a.start < b.end && b.start < a.end;
}
