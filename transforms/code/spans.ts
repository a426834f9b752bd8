import type { Node, Span } from "../../src/languages/tree.js";

/** Whether a node lies in another one, or is it. */
export function holds(outer: Node, inner: Node): boolean {
  return outer.tree === inner.tree && covers(outer, inner);
}

/** Whether a span of a file lies in another one of it, or is it. */
export function covers(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
