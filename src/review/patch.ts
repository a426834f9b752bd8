import type { Hunk } from "../report/diff.js";
import type { EditedHunk } from "./edited.js";
import type { ShownQuestion } from "./questions.js";

const HELP = `# Change what is written here; it is checked when you close the editor.
# ---
# To keep a line that goes ("-"), make its "-" a space.
# To leave out a line that comes ("+"), delete it.
# To write other lines, change those with "+", or add some.
# Lines that begin with # are left out. With nothing left the change stays as it was.`;

/** Thrown for a patch that cannot be used, with what is wrong as its message. */
export class BadPatch extends Error {
  override readonly name = "BadPatch";
}

/** The hunks of a question as a text to be edited. `show` gives the names of files. */
export function editableText({ shown }: ShownQuestion, show: (file: string) => string): string {
  const files = shown.map(({ change, hunks }) => {
    const parts = hunks.map((hunk) => [headerOf(hunk), ...hunk.lines.filter(isCode)].join("\n"));
    return [`+++ ${show(change.source.path)}`, ...parts].join("\n");
  });
  return `${files.join("\n")}\n${HELP}\n`;
}

/**
 * Reads the edited text.
 * @returns the hunks, or undefined where nothing is left
 * @throws BadPatch
 */
export function readEdited(text: string, { shown }: ShownQuestion): EditedHunk[] | undefined {
  const wanted = shown.flatMap(({ change, hunks }) => hunks.map((hunk) => ({ file: change.source.path, hunk })));
  const parts: string[][] = [];
  const lines = text.replace(/\n$/, "").split("\n");
  for (const line of lines) {
    if (line.startsWith("#") || line.startsWith("+++ ")) continue;
    if (line.startsWith("@@")) parts.push([]);
    else if (parts.length > 0) parts.at(-1)!.push(line);
    else if (line.trim() !== "") throw new BadPatch(`"${line}" stands above the first line with @@`);
  }
  if (parts.every((part) => part.every((line) => line.trim() === ""))) return undefined;
  if (parts.length !== wanted.length)
    throw new BadPatch(`${wanted.length} lines with @@ are expected, and ${parts.length} are there`);
  return wanted.map(({ file, hunk }, i) => {
    const own = parts[i]!;
    const { oldStart, oldLines } = hunk;
    const old = hunk.lines.filter((line) => line.startsWith(" ") || line.startsWith("-")).map((line) => line.slice(1));
    // Editors take spaces at the end of a line away: an empty line is an empty line of the file.
    const marked = own.map((line) => (line === "" || line === "\r" ? ` ${line}` : line));
    const kept = marked.filter((line) => !line.startsWith("+"));
    const bad = marked.find((line) => !/^[ +-]/.test(line));
    if (bad !== undefined) throw new BadPatch(`"${bad}" begins with none of "+", "-" and a space`);
    const at = old.findIndex((line, index) => kept[index]?.slice(1) !== line);
    if (at >= 0 || kept.length !== old.length)
      throw new BadPatch(
        `the lines with "-" or a space are not those of the file any more, from line ${oldStart + (at >= 0 ? at : old.length)} on`,
      );
    return {
      file,
      extent: { oldStart, oldLines },
      lines: marked.filter((line) => !line.startsWith("-")).map((line) => line.slice(1)),
    };
  });
}

function headerOf({ oldStart, oldLines, newStart, newLines }: Hunk): string {
  return `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
}

function isCode(line: string): boolean {
  return !line.startsWith("\\");
}
