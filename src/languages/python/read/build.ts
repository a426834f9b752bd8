import type { Name, Node, Span, Unlinked } from "../../tree.js";
import { sourceOf, type Concrete } from "./concrete.js";

/** Types a node literal as a node: `link` sets the parent and the tree when the whole tree is built. */
export function build<N extends Node>(node: Unlinked<N>): N {
  return node as unknown as N;
}

export function nameAt(span: Span, name: string): Name {
  return build<Name>({ kind: "Name", start: span.start, end: span.end, name });
}

/** The `Name` of an identifier. */
export function nameOf(node: Concrete): Name {
  return nameAt(node, sourceOf(node));
}

/** From the start of the first node to the end of the last one. */
export function spanning(first: Span, last: Span): Span {
  return { start: first.start, end: last.end };
}

export function hasToken(node: Concrete, type: string): boolean {
  return node.tokens.some((token) => token.type === type);
}
