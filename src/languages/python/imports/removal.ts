import type { TextEdit } from "../../language.js";
import type { Import, Node, SourceTree, Span } from "../../tree.js";
import { isAlone, linesOf } from "./lines.js";
import type { Site } from "./sites.js";

/**
 * Removes whole import statements: each with its line, and with one of the two empty lines that would meet. A block that loses all its
 * statements gets a `pass`.
 */
export function removeSites(tree: SourceTree, sites: readonly Site[]): TextEdit[] {
  const gone = new Set<Node>(sites.flatMap((site) => site.nodes));
  const emptied = new Set<Node>();
  const edits: TextEdit[] = [];
  const lines: Span[] = [];
  for (const site of sites) {
    const block = site.nodes[0]!.parent!;
    const isEmptied = block !== tree.root && siblingsOf(site.nodes[0]!).every((each) => gone.has(each));
    if (isEmptied && !emptied.has(block)) edits.push({ start: site.start, end: site.end, text: "pass" });
    else if (isAlone(tree.text, site)) lines.push(linesOf(tree.text, site));
    else edits.push(removeFromLine(tree.text, site));
    if (isEmptied) emptied.add(block);
  }
  return [...edits, ...joined(lines).map((each) => removeLines(tree.text, each))];
}

function siblingsOf({ parent }: Import): readonly Node[] {
  if (parent?.kind === "Block") return parent.statements;
  return parent?.kind === "Class" ? parent.members : [];
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
function removeLines(text: string, { start, end }: Span): TextEdit {
  const before = text.slice(0, start).replace("\ufeff", "");
  const blank = before === "" ? /^(?:[ \t]*\r?\n)+/ : /\n[ \t]*\r?\n$/.test(before) ? /^[ \t]*\r?\n/ : undefined;
  return { start, end: end + (blank?.exec(text.slice(end))?.[0].length ?? 0), text: "" };
}

/** `import a; import b`: goes with the semicolon behind it, or the one before it. */
function removeFromLine(text: string, { start, end }: Site): TextEdit {
  const behind = /^\s*;[ \t]*/.exec(text.slice(end))?.[0];
  if (behind !== undefined) return { start, end: end + behind.length, text: "" };
  const before = /[ \t]*;\s*$/.exec(text.slice(0, start))?.[0] ?? "";
  return { start: start - before.length, end, text: "" };
}
