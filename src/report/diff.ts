import { lineDiff } from "../pipeline/lineDiff.js";

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
 * The changes of a text, with some unchanged lines around them. A range of no lines starts at the line behind it, counted from 1.
 */
export function hunksOf(before: string, after: string, context = 3): readonly Hunk[] {
  if (before === after) return [];
  const hunks: Hunk[] = [];
  let open: { oldStart: number; newStart: number; lines: string[] } | undefined;
  let [oldLine, newLine] = [1, 1];
  const close = (): void => {
    if (!open) return;
    const { oldStart, newStart, lines } = open;
    hunks.push({ oldStart, oldLines: oldLine - oldStart, newStart, newLines: newLine - newStart, lines });
    open = undefined;
  };
  const parts = lineDiff(before, after);
  for (const [index, { added, removed, lines }] of parts.entries()) {
    if (added || removed) {
      if (!open) {
        const above = index > 0 && context > 0 ? parts[index - 1]!.lines.slice(-context) : [];
        open = { oldStart: oldLine - above.length, newStart: newLine - above.length, lines: marked(above, " ") };
      }
      for (const line of marked(lines, added ? "+" : "-")) open.lines.push(line);
      if (added) newLine += lines.length;
      else oldLine += lines.length;
      continue;
    }
    const isBetween = lines.length <= context * 2 && index < parts.length - 1;
    const below = isBetween ? lines : lines.slice(0, context);
    if (open) for (const line of marked(below, " ")) open.lines.push(line);
    [oldLine, newLine] = [oldLine + below.length, newLine + below.length];
    if (!isBetween) close();
    [oldLine, newLine] = [oldLine + lines.length - below.length, newLine + lines.length - below.length];
  }
  close();
  return hunks;
}

/** Lines as they stand in a diff; only the last one of a text can be without an end. */
function marked(lines: readonly string[], mark: string): string[] {
  return lines.flatMap((line) => (line.endsWith("\n") ? [mark + line.slice(0, -1)] : [mark + line, NO_NEWLINE]));
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
