import { firstIndex } from "../../src/languages/firstIndex.js";
import { lineEnd, lineStart } from "../../src/languages/lineBounds.js";
import type { Node, Span } from "../../src/languages/tree.js";

/** Comments that tools read: they are not about the statement below them. */
const MARKERS =
  /eslint|prettier|ts-ignore|ts-expect-error|noqa|type:\s*ignore|pragma|#region|#endregion|pylint|biome|istanbul|c8 /;

/**
 * The lines a statement takes with it when it goes: its own, the comment lines directly above it (not lint or region markers), the rest
 * of its last line when that is a comment, and as many blank lines behind it as stand before it.
 */
export function linesOf(statement: Node): Span {
  const { text, comments } = statement.tree;
  let start = lineStart(text, statement.start);
  if (!isBlank(text, start, statement.start)) return { start: statement.start, end: statement.end };
  for (let i = firstFrom(comments, start) - 1; i >= 0; i--) {
    const comment = comments[i]!;
    const own = lineStart(text, comment.start);
    const alone = text.slice(own, comment.start).trim() === "";
    if (!alone || !/^[ \t]*\r?\n$/.test(text.slice(comment.end, start)) || MARKERS.test(comment.text)) break;
    start = own;
  }
  let end = Math.min(text.length, lineEnd(text, statement.end) + 1);
  const rest = text.slice(statement.end, end);
  const next = comments[firstFrom(comments, statement.end)];
  const comment = next && next.end <= end ? next : undefined;
  const onlyComment =
    comment !== undefined &&
    rest
      .slice(0, comment.start - statement.end)
      .replace(";", "")
      .trim() === "";
  if (rest.replace(";", "").trim() !== "" && !onlyComment) return { start: statement.start, end: statement.end };
  const before = /(?:\n[ \t]*\r?)*\n$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? "";
  const opensBlock = start === 0 || /[{:]\s*\r?\n$/.test(text.slice(Math.max(0, start - 40), start));
  const blanksBefore = opensBlock ? Infinity : before.split("\n").length - 2;
  const blanks = /^(?:[ \t]*\r?\n)*/.exec(text.slice(end))![0].split("\n").slice(0, -1);
  for (const blank of blanks.slice(0, blanksBefore)) end += blank.length + 1;
  if (end === text.length) start -= /(?:[ \t]*\r?\n)*$/.exec(text.slice(0, start).replace(/\r?\n$/, ""))![0].length;
  return { start, end };
}

/** Whether there is nothing but space between two offsets; looked at from the end, since a line can be long. */
function isBlank(text: string, start: number, end: number): boolean {
  for (let at = end - 1; at >= start; at--) if (text[at]!.trim() !== "") return false;
  return true;
}

/** The index of the first comment that starts at an offset or behind it. */
function firstFrom(comments: readonly Span[], offset: number): number {
  return firstIndex(comments.length, (i) => comments[i]!.start >= offset);
}
