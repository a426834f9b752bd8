import type { Span } from "../../tree.js";

/** The lines that a span stands on, with the line end of the last one. */
export function linesOf(text: string, { start, end }: Span): Span {
  const newline = text.indexOf("\n", end);
  return { start: lineStart(text, start), end: newline < 0 ? text.length : newline + 1 };
}

/** Where the line of an offset begins; behind a byte order mark. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return start === 0 && text.startsWith("\ufeff") ? 1 : start;
}

/** The end of the line of an offset, before its line end. */
export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf("\n", offset);
  if (newline < 0) return text.length;
  return text[newline - 1] === "\r" && newline > offset ? newline - 1 : newline;
}

export function indentationAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset), offset))![0];
}

/** Whether nothing but a comment shares the lines of a span. */
export function isAlone(text: string, span: Span): boolean {
  const before = text.slice(lineStart(text, span.start), span.start);
  const behind = text.slice(span.end, lineEnd(text, span.end));
  return before.trim() === "" && /^\s*(?:#.*)?$/.test(behind);
}
