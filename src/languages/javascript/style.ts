import type { Style } from "../code.js";
import type { Node, SourceTree, Span } from "../tree.js";
import { childrenOf, nodesOf } from "../walk.js";

/** The line lengths between which a file's own longest line decides, and the one for a file that shows none. */
const NARROW = 80;
const WIDE = 120;
const DEFAULT = 100;

/** How a JavaScript or TypeScript file is written, by what most of it does. A file that does not show it is printed as Prettier would. */
export function styleOf(tree: SourceTree): Style {
  const tally = new Tally();
  for (const node of tree.nodes) {
    countQuotes(tally, node);
    countSemicolons(tally, node);
    countBrackets(tally, node);
  }
  return {
    eol: /\r?\n/.exec(tree.text)?.[0] === "\r\n" ? "\r\n" : "\n",
    indent: tally.most("indent") ?? "  ",
    quote: tally.most("quote") === "'" ? "'" : '"',
    semicolons: tally.most("semicolon") !== "no",
    trailingCommas: tally.most("comma") !== "no",
    width: widthOf(tree),
  };
}

type Question = "indent" | "quote" | "semicolon" | "comma";

/** Counts how often a file answers a question in which way. */
class Tally {
  private readonly counts = new Map<Question, Map<string, number>>();

  add(question: Question, answer: string): void {
    let answers = this.counts.get(question);
    if (!answers) this.counts.set(question, (answers = new Map()));
    answers.set(answer, (answers.get(answer) ?? 0) + 1);
  }

  /** The commonest answer; of several the one given first. */
  most(question: Question): string | undefined {
    const answers = [...(this.counts.get(question) ?? [])];
    return answers.reduce<[string, number] | undefined>(
      (best, at) => (best && best[1] >= at[1] ? best : at),
      undefined,
    )?.[0];
  }
}

/** Quotes of strings that could have either; attributes of JSX have a style of their own. */
function countQuotes(tally: Tally, node: Node): void {
  const spans: Span[] = node.kind === "StringLiteral" && node.parent?.kind !== "Opaque" ? [node] : [];
  if (node.kind === "Import") spans.push(node.moduleSpan);
  for (const { start, end } of spans) {
    const quote = node.tree.text[start]!;
    if ((quote === '"' || quote === "'") && !/["']/.test(node.tree.text.slice(start + 1, end - 1)))
      tally.add("quote", quote);
  }
}

const ENDS_WITH_SEMICOLON: ReadonlySet<Node["kind"]> = new Set([
  "ExpressionStatement",
  "Declaration",
  "Return",
  "Throw",
  "Import",
]);

function countSemicolons(tally: Tally, node: Node): void {
  if (!ENDS_WITH_SEMICOLON.has(node.kind) || node.parent?.kind === "Loop") return;
  tally.add("semicolon", node.tree.text[node.end - 1] === ";" ? "yes" : "no");
}

/** What is broken over lines shows the indentation step and, where commas separate it, whether one follows the last item. */
function countBrackets(tally: Tally, node: Node): void {
  const items = bracketed(node);
  const first = items[0];
  if (!first || node.parent === undefined) return;
  const { text } = node.tree;
  const inner = indentationAt(text, first.start);
  if (inner === undefined) return;
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf("\n", node.start - 1) + 1))![0];
  if (inner === outer || !inner.startsWith(outer)) return;
  tally.add("indent", inner.slice(outer.length));
  if (node.kind !== "ObjectLiteral" && node.kind !== "ArrayLiteral") return;
  tally.add("comma", /^\s*,/.test(text.slice(items.at(-1)!.end, node.end)) ? "yes" : "no");
}

function bracketed(node: Node): readonly Node[] {
  switch (node.kind) {
    case "Block":
      return node.tree.text[node.start] === "{" ? node.statements : [];
    case "Class":
      return node.members;
    case "ObjectLiteral":
    case "ArrayLiteral":
      return childrenOf(node);
    default:
      return [];
  }
}

/**
 * The indentation before `position`, or undefined when something else stands before it on its line. Looks back no further than that: a line
 * may be as long as the file.
 */
function indentationAt(text: string, position: number): string | undefined {
  let start = position;
  while (text[start - 1] === " " || text[start - 1] === "\t") start--;
  return start === 0 || text[start - 1] === "\n" ? text.slice(start, position) : undefined;
}

/** The longest line of code. Lines that end in a comment or hold long texts show nothing: nobody wraps those. */
function widthOf(tree: SourceTree): number {
  const unwrapped = [...tree.comments, ...longTexts(tree)].sort((a, b) => a.start - b.start);
  let longest = 0;
  let at = 0;
  for (let start = 0; start < tree.text.length;) {
    const next = tree.text.indexOf("\n", start);
    const end = next < 0 ? tree.text.length : next;
    while (unwrapped[at] && unwrapped[at]!.end < start) at++;
    const skipped = unwrapped[at] !== undefined && unwrapped[at]!.start < end;
    if (!skipped) longest = Math.max(longest, tree.text.slice(start, end).trimEnd().length);
    start = end + 1;
  }
  return longest === 0 ? DEFAULT : Math.max(NARROW, Math.min(WIDE, longest));
}

/** Texts that no formatter breaks and that are long enough to carry their line over the limit. */
function longTexts(tree: SourceTree): readonly Span[] {
  const texts = [...nodesOf(tree, "StringLiteral"), ...nodesOf(tree, "TemplateString")];
  return [
    ...texts.filter(({ start, end }) => end - start > 20),
    ...nodesOf(tree, "Opaque").filter(({ what }) => /^(Jsx|RegularExpression)/.test(what)),
    ...nodesOf(tree, "Import"),
  ];
}
