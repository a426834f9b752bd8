import type { Program } from "../../src/analysis/program.js";
import type { Comment, Node, SourceTree, Span } from "../../src/languages/tree.js";
import { childrenOf } from "../../src/languages/walk.js";
import type { Finding } from "../finding.js";
import { LineNumbers } from "../code/lineNumbers.js";

/** What such a comment says: `migrate-agents-ignore` for all rules, or with their ids. Whatever follows is for people. */
const IGNORE =
  /(?:#|\/\/|\/\*+|\n\s*\*)\s*migrate-agents-ignore(?![\w-])[ \t:]*((?:MA\d{3}\b[ \t]*(?:,[ \t]*|[ \t]+(?=MA\d)|))+)?/gi;

interface Ignore {
  /** The line it stands in. */
  readonly line: number;
  /** The line of the statement it speaks of: its own, or where it stands alone, the one below it and the comments that follow it. */
  readonly about: number;
  /** Empty: all rules. */
  readonly rules: readonly string[];
}

interface IgnoresOfFile {
  readonly lines: LineNumbers;
  readonly all: readonly Ignore[];
}

/** The comments `migrate-agents-ignore` of a program: each speaks of the statement on its line, or below it. */
export class IgnoreComments {
  private readonly byPath = new Map<string, { readonly tree: SourceTree } & IgnoresOfFile>();

  constructor({ files }: Program) {
    for (const { tree } of files) {
      if (!tree.comments.some(({ text }) => text.search(IGNORE) >= 0)) continue;
      const lines = new LineNumbers(tree.text);
      const all = tree.comments.flatMap((comment) => ignoresIn(tree, lines, comment));
      this.byPath.set(tree.path, { tree, lines, all });
    }
  }

  /** The line of the comment that keeps a rule from the statement around a place, or undefined. */
  lineFor(path: string, place: Span, rule: string): number | undefined {
    const own = this.byPath.get(path);
    if (!own) return undefined;
    const { tree, lines, all } = own;
    const around = [statementAround(tree, place).start, place.start, place.end].map((offset) => lines.at(offset));
    return all.find(({ about, rules }) => around.includes(about) && (rules.length === 0 || rules.includes(rule)))?.line;
  }

  /** The findings that no comment silences. */
  unsilenced(findings: readonly Finding[]): readonly Finding[] {
    if (this.byPath.size === 0) return findings;
    return findings.filter(({ file, range, rule }) => this.lineFor(file, range, rule) === undefined);
  }
}

function ignoresIn(tree: SourceTree, lines: LineNumbers, comment: Comment): Ignore[] {
  return [...comment.text.matchAll(IGNORE)].map((match) => ({
    line: lines.at(comment.start + match.index + match[0].length),
    about: aboutLine(tree, lines, comment),
    rules: (match[1] ?? "").toUpperCase().match(/MA\d{3}/g) ?? [],
  }));
}

function aboutLine({ text, comments, cells }: SourceTree, lines: LineNumbers, comment: Comment): number {
  const own = lines.at(comment.start);
  if (text.slice(lineStart(text, comment.start), comment.start).trim() !== "") return own;
  let { end } = comment;
  for (const next of comments)
    if (next.start >= end && /^[ \t]*\r?\n[ \t]*$/.test(text.slice(end, next.start))) end = next.end;
  const rest = /^[ \t]*\r?\n/.exec(text.slice(end, end + 200));
  if (!rest) return lines.at(end);
  const below = end + rest[0].length;
  const endsCell = cells?.some(({ start }) => comment.end < start && start <= below);
  return endsCell ? own : lines.at(below);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** The innermost statement around a place. */
function statementAround({ root }: SourceTree, place: Span): Node {
  let statement: Node = root;
  for (let at: Node | undefined = root; at;) {
    const child: Node | undefined = childrenOf(at).find(({ start, end }) => start <= place.start && place.end <= end);
    if (child && (at.kind === "Block" || at.kind === "Class")) statement = child;
    at = child;
  }
  return statement;
}
