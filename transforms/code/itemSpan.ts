import type { Node, Span } from "../../src/languages/tree.js";

/**
 * What goes with an item of a list (an argument, an entry of an object): its comma and the space to the next one, and a comment behind it
 * in lines of its own. Other comments stay.
 */
export function itemSpan(item: Node, siblings: readonly Node[]): Span {
  const { text, comments } = item.tree;
  const at = siblings.indexOf(item);
  const [before, next] = [siblings[at - 1], siblings[at + 1]];
  const comma = item.end + (/^\s*,/.exec(text.slice(item.end))?.[0].length ?? 0);
  const lines = linesOf(item, comma);
  const isCommented = (span: Span): boolean => comments.some((one) => span.start <= one.start && one.end <= span.end);
  const ways: readonly (Span | undefined)[] = [
    next && { start: item.start, end: next.start },
    before && !next && comma === item.end ? { start: before.end, end: item.end } : undefined,
  ];
  return ways.find((way) => way !== undefined && !isCommented(way)) ?? lines ?? { start: item.start, end: comma };
}

/** The lines of an item that has them for itself. */
function linesOf(item: Node, comma: number): Span | undefined {
  const { text, comments } = item.tree;
  const start = text.lastIndexOf("\n", item.start - 1) + 1;
  const newline = text.indexOf("\n", comma);
  if (newline < 0) return undefined;
  const behind = comments.find((one) => one.start >= comma && one.start < newline);
  const isAlone = [text.slice(start, item.start), text.slice(comma, behind?.start ?? newline)].every(
    (one) => !one.trim(),
  );
  return isAlone && (behind === undefined || behind.end <= newline) ? { start, end: newline + 1 } : undefined;
}
