import type { TextEdit } from "../../language.js";
import type { SourceTree, Span } from "../../tree.js";
import { lineEnd, wholeLines } from "./lines.js";
import type { Site } from "./sites.js";

/** The statements that lose everything when these sites go. */
export function vanishing(sites: readonly Site[]): Site["statement"][] {
  const statements = [...new Set(sites.map((site) => site.statement))];
  return statements.filter((statement) => {
    const lost = sites.filter((site) => site.statement === statement).length;
    return lost === (statement.kind === "Declaration" ? statement.declarators.length : 1);
  });
}

/** Takes import-like statements out, each with its line, and one of two empty lines that would meet. */
export function removeSites(tree: SourceTree, sites: readonly Site[]): TextEdit[] {
  const edits: TextEdit[] = [];
  const lines: Span[] = [];
  const whole = vanishing(sites);
  for (const statement of whole) {
    const own = wholeLines(tree, statement);
    if (own) lines.push({ start: withDirective(tree.text, own.start), end: nextLine(tree.text, own.end) });
    else edits.push(removeWithinLine(tree.text, statement));
  }
  const parts = sites.filter((site) => !whole.includes(site.statement));
  return [...edits, ...removeDeclarators(parts), ...removeLines(tree.text, joined(lines))];
}

/** `const a = require("a"), b = require("b")`: a declarator goes with the comma behind it, at the end with the one before. */
function removeDeclarators(sites: readonly Site[]): TextEdit[] {
  const gone = new Set(sites.map(({ node }) => node.start));
  return sites.map(({ node, statement }) => {
    const all: readonly Span[] = statement.kind === "Declaration" ? statement.declarators : [];
    const isFollowed = all.some(({ start }) => start > node.start && !gone.has(start));
    if (isFollowed) return { start: node.start, end: all.find(({ start }) => start > node.start)!.start, text: "" };
    const before = all.findLast(({ start }) => start < node.start)!;
    return { start: before.end, end: node.end, text: "" };
  });
}

/** A line start, or that of the line before where it is a comment about the next line alone: left behind, it would concern another one. */
function withDirective(text: string, start: number): number {
  const before = /(?:^|\n)([ \t]*\/\/[ \t]*(?:@ts-(?:expect-error|ignore)|eslint-disable-next-line)\b[^\n]*\n)$/.exec(
    text.slice(0, start),
  );
  return before ? start - before[1]!.length : start;
}

/** Neighbouring lines as one span. */
function joined(lines: readonly Span[]): Span[] {
  const spans: Span[] = [];
  for (const line of lines) {
    const last = spans.at(-1);
    if (last?.end === line.start) spans[spans.length - 1] = { start: last.start, end: line.end };
    else spans.push(line);
  }
  return spans;
}

/** At the start of a file all empty lines behind go. */
function removeLines(text: string, spans: readonly Span[]): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const { start, end } of spans) {
    const before = text.slice(0, start).replace("\ufeff", "");
    const blank = before === "" ? /^(?:[ \t]*\r?\n)+/ : /\n[ \t]*\r?\n$/.test(before) ? /^[ \t]*\r?\n/ : undefined;
    const last = end + (blank?.exec(text.slice(end))?.[0].length ?? 0);
    // The line ends before go rather than those behind, if they are alike: what is put directly behind the last import stays beside it.
    const ends = /[\r\n]*$/.exec(text.slice(start, last))![0];
    const isFree = text.slice(edits.at(-1)?.end ?? 0, start).endsWith(ends);
    const shift = isFree ? ends.length : 0;
    edits.push({ start: start - shift, end: last - shift, text: "" });
  }
  return edits;
}

/** Other code shares the line: it keeps its place. */
function removeWithinLine(text: string, { start, end }: Span): TextEdit {
  const space = /^[ \t]*/.exec(text.slice(end, lineEnd(text, end)))![0];
  return { start, end: end + space.length, text: "" };
}

function nextLine(text: string, end: number): number {
  return end + (/^\r?\n/.exec(text.slice(end))?.[0].length ?? 0);
}
