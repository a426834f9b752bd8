import { structuredPatch } from "diff";

/** Beyond this many changed lines the search for the smallest diff gets slow; such a file is shown as replaced as a whole. */
const MAX_EDIT_LENGTH = 4000;
const NO_NEWLINE = "\\ No newline at end of file";

/** How lines of a diff are painted; the identity where there is no colour. */
export interface DiffPaint {
  readonly header: (line: string) => string;
  readonly hunk: (line: string) => string;
  readonly added: (line: string) => string;
  readonly removed: (line: string) => string;
}

/**
 * The change of a file as a unified diff that `git apply` accepts.
 * @param file relative to the repository's root, `/`-separated
 */
export function unifiedDiff(file: string, before: string, after: string, paint?: DiffPaint): string {
  const hunks = hunksOf(before, after);
  if (hunks.length === 0) return "";
  const [old, now] = [quoted(`a/${file}`), quoted(`b/${file}`)];
  const lines = [`diff --git ${old} ${now}`, `--- ${tabbed(old)}`, `+++ ${tabbed(now)}`].map((line) =>
    paint ? paint.header(line) : line,
  );
  for (const hunk of hunks) {
    const header = `@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`;
    lines.push(paint ? paint.hunk(header) : header);
    for (const line of hunk.lines) lines.push(paint ? painted(line, paint) : line);
  }
  return `${lines.join("\n")}\n`;
}

/** A part of a unified diff. */
export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly string[];
}

/**
 * The changes of a text, with some unchanged lines around them. A range of no lines starts at the line before it, counted from 1, as `diff` of the
 * package of that name has it.
 */
export function hunksOf(before: string, after: string, context = 3): readonly Hunk[] {
  if (before === after) return [];
  const patch = structuredPatch("", "", before, after, undefined, undefined, {
    context,
    maxEditLength: MAX_EDIT_LENGTH,
  });
  return patch?.hunks ?? [wholeFile(before, after)];
}

function wholeFile(before: string, after: string): Hunk {
  const [old, now] = [linesOf(before, "-"), linesOf(after, "+")];
  const count = (lines: string[]): number => lines.filter((line) => line !== NO_NEWLINE).length;
  return { oldStart: 1, oldLines: count(old), newStart: 1, newLines: count(now), lines: [...old, ...now] };
}

function linesOf(text: string, mark: string): string[] {
  if (text === "") return [];
  const lines = text.split("\n").map((line) => mark + line);
  if (text.endsWith("\n")) return lines.slice(0, -1);
  return [...lines, NO_NEWLINE];
}

/** An empty side starts before its first line. */
function range(start: number, count: number): string {
  if (count === 1) return String(start);
  return `${count === 0 ? start - 1 : start},${count}`;
}

/** What git quotes in names (core.quotePath off): control characters of ASCII, quotes and backslashes. */
const QUOTED = /(?=[\p{ASCII}])\p{Cc}|["\\]/gu;

function quoted(name: string): string {
  const escaped = name.replace(QUOTED, (char) =>
    char === '"' || char === "\\" ? `\\${char}` : `\\${char.charCodeAt(0).toString(8).padStart(3, "0")}`,
  );
  return escaped === name ? name : `"${escaped}"`;
}

/** A name with spaces ends with a tab, so that readers know where it ends. */
function tabbed(name: string): string {
  return name.includes(" ") && !name.startsWith('"') ? `${name}\t` : name;
}

function painted(line: string, paint: DiffPaint): string {
  if (line.startsWith("+")) return paint.added(line);
  if (line.startsWith("-")) return paint.removed(line);
  return line;
}
