import type { SourceTree, Span } from "../../src/languages/tree.js";
import type { Edit } from "../edit.js";

/** Lines of a file that move to another indentation: what they were indented by at least, and what takes its place. */
export interface Shift {
  readonly tree: SourceTree;
  readonly span: Span;
  readonly from: string;
  readonly to: string;
}

/** An edit whose own lines move together with the lines around it. */
export function shifted(edit: Edit, tree: SourceTree, shifts: readonly Shift[]): Edit {
  return shifts
    .filter(({ tree: own, span }) => own === tree && span.start <= edit.start && edit.end <= span.end)
    .sort((a, b) => a.span.end - a.span.start - (b.span.end - b.span.start))
    .reduce((moved, shift) => moveLines(moved, tree, shift), edit);
}

function moveLines(edit: Edit, tree: SourceTree, { from, to }: Shift): Edit {
  // What is put before a line brings its own indentation; what takes the place of a line's text does not.
  const isOwnLine = edit.start === edit.end && tree.text[edit.start - 1] === "\n";
  const parts = edit.parts.map((part, i) => {
    if (typeof part !== "string") return part;
    const lines = part.split("\n");
    return lines
      .map((line, n) =>
        (n > 0 || (i === 0 && isOwnLine)) && line.startsWith(from) ? to + line.slice(from.length) : line,
      )
      .join("\n");
  });
  return { ...edit, parts };
}
