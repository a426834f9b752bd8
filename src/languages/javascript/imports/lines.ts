import type { SourceTree, Span } from "../../tree.js";

/** Where the line of an offset begins; behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

/** The end of the line of an offset, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline < 0) return text.length;
  return newline > offset && text[newline - 1] === "\r" ? newline - 1 : newline;
}

/**
 * A statement with the indentation before it and the comment that ends its line, or undefined when other code shares its lines.
 * The line end is not part of it.
 */
export function wholeLines(tree: SourceTree, { start, end }: Span): Span | undefined {
  const { text } = tree;
  const first = lineStart(text, start);
  const last = lineEnd(text, end);
  const comment = tree.comments.find((each) => each.start >= end && each.end <= last);
  const rest =
    text.slice(first, start) + text.slice(end, comment?.start ?? last) + text.slice(comment?.end ?? last, last);
  return rest.trim() === "" ? { start: first, end: last } : undefined;
}
