import type { Style } from "../code.js";
import type { Node, SourceTree, Span } from "../tree.js";
import { textOf, walk } from "../walk.js";

/** Line length of PEP 8, and the one that formatters are commonly raised to. */
const NARROW = 79;
const WIDE = 100;

/** How a Python file is written. A file that does not show it gets four spaces and double quotes. */
export function styleOf(tree: SourceTree): Style {
  return {
    eol: eolOf(tree.text),
    indent: indentOf(tree),
    quote: quoteOf(tree),
    semicolons: false,
    trailingCommas: true,
    width: Math.max(NARROW, Math.min(WIDE, longestLine(tree))),
  };
}

function eolOf(text: string): string {
  const first = text.indexOf("\n");
  return first > 0 && text[first - 1] === "\r" ? "\r\n" : "\n";
}

/** The indentation of the first block that has lines of its own. Cases are indented twice, so they do not show it. */
function indentOf(tree: SourceTree): string {
  for (const node of walk(tree.root)) {
    if (node === tree.root || node.parent?.kind === "Case") continue;
    const body = node.kind === "Block" ? node.statements : node.kind === "Class" ? node.members : [];
    const start = body[0]?.start ?? 0;
    const indentation = tree.text.slice(tree.text.lastIndexOf("\n", start - 1) + 1, start);
    if (/^[ \t]+$/.test(indentation)) return indentation;
  }
  return "    ";
}

function quoteOf(tree: SourceTree): Style["quote"] {
  let balance = 0;
  for (const node of walk(tree.root)) {
    if (!isText(node)) continue;
    const quotes = /^[a-z]{0,2}("""|'''|["'])/i.exec(textOf(node))?.[1];
    if (quotes === '"') balance++;
    if (quotes === "'") balance--;
  }
  return balance < 0 ? "'" : '"';
}

/** Length of the longest line, comments and texts of several lines left out: nobody wraps those to the line length. */
function longestLine(tree: SourceTree): number {
  const ignored: Span[] = [...tree.comments];
  for (const node of walk(tree.root)) if (isText(node) && textOf(node).includes("\n")) ignored.push(node);
  ignored.sort((a, b) => a.start - b.start);
  let longest = 0;
  let from = 0;
  for (const { start, end } of [...ignored, { start: tree.text.length, end: 0 }]) {
    for (const line of tree.text.slice(from, start).split("\n")) longest = Math.max(longest, line.trimEnd().length);
    from = end;
  }
  return longest;
}

function isText(node: Node): boolean {
  return node.kind === "StringLiteral" || node.kind === "TemplateString";
}
