import type { Part } from "../../src/languages/code.js";
import type { SourceTree } from "../../src/languages/tree.js";
import type { Edit } from "../edit.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Blank lines around what is inserted at the top of a file without imports: one below the new imports, and above the code that follows
 * no more than are there already.
 */
export function spacedAtTop(cx: Rewrite, imports: readonly Edit[], edits: readonly Edit[]): readonly Edit[] {
  const changed = new Map<Edit, Edit>();
  for (const { tree } of cx.program.files) {
    const { offset, isBelowImport } = cx.imports(tree).behindTop(tree);
    if (isBelowImport) continue;
    const isThere = ({ file, start, end }: Edit) => file === tree.path && start === offset && end === offset;
    const inserted = edits.filter(isThere);
    const [first] = inserted;
    if (!first) continue;
    if (imports.some((edit) => isThere(edit) && endsLine(edit.parts.at(-1))))
      changed.set(first, { ...first, parts: [cx.style(tree).eol, ...first.parts] });
    const last = changed.get(inserted.at(-1)!) ?? inserted.at(-1)!;
    changed.set(inserted.at(-1)!, { ...last, parts: withoutDoubled(last.parts, tree, offset, cx.style(tree).eol) });
  }
  return edits.map((edit) => changed.get(edit) ?? edit);
}

/** A text that ends a line and leaves none empty. */
function endsLine(part: Part | undefined): boolean {
  return typeof part === "string" && /[^\n]\r?\n$/.test(part);
}

function withoutDoubled(parts: readonly Part[], tree: SourceTree, offset: number, eol: string): readonly Part[] {
  const last = parts.at(-1);
  if (typeof last !== "string") return parts;
  const gap = emptyLines.exec(last)![0];
  const there = linesIn(/^(\r?\n)*/.exec(tree.text.slice(offset))![0]);
  if (linesIn(gap) < 2 || there === 0) return parts;
  const kept = eol.repeat(Math.max(1, linesIn(gap) - there));
  return [...parts.slice(0, -1), last.slice(0, last.length - gap.length) + kept];
}

const emptyLines = /(\r?\n)*$/;

function linesIn(text: string): number {
  return text.split("\n").length - 1;
}
