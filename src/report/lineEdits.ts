import type { Hunk } from "./diff.js";

/** Whole lines of a text that others take the place of. Positions are counted from 1; the end is the first one behind it. */
export interface LineEdit {
  readonly startLine: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
}

/** The changes of hunks without the lines around them, each as one replacement that starts at the beginning of a line. */
export function lineEdits(hunks: readonly Hunk[]): LineEdit[] {
  return hunks.flatMap(({ oldStart, lines }) => {
    const edits: LineEdit[] = [];
    let line = oldStart;
    for (let i = 0; i < lines.length;) {
      const mark = lines[i]!.charAt(0);
      if (mark !== "-" && mark !== "+") {
        if (mark === " ") line++;
        i++;
        continue;
      }
      const from = i;
      while (i < lines.length && !lines[i]!.startsWith(" ")) i++;
      const old = side(lines.slice(from, i), "-");
      const now = side(lines.slice(from, i), "+");
      const isCut = old.lines.length > 0 && !old.ends;
      edits.push({
        startLine: line,
        endLine: isCut ? line + old.lines.length - 1 : line + old.lines.length,
        endColumn: isCut ? old.lines.at(-1)!.length + 1 : 1,
        text: now.lines.join("\n") + (now.lines.length > 0 && now.ends ? "\n" : ""),
      });
      line += old.lines.length;
    }
    return edits;
  });
}

/** The lines of one side, and whether the last of them ends with a line break. */
function side(run: readonly string[], mark: "-" | "+"): { lines: string[]; ends: boolean } {
  const at = run.flatMap((line, i) => (line.startsWith(mark) ? [i] : []));
  const last = at.at(-1);
  return {
    lines: at.map((i) => run[i]!.slice(1)),
    ends: last === undefined || !run[last + 1]?.startsWith("\\"),
  };
}
