import { carry, type Code } from "../../src/languages/code.js";
import type { If, Node } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { linesOf } from "../code/lines.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";
import { keptSpan } from "../polling/waitReading.js";

interface How {
  readonly rule: RuleMeta;
  readonly flow: number;
  readonly reason: string;
  /** A statement behind them. */
  readonly after?: Code;
}

/**
 * Puts the parts of a statement that stay where the statement was, as deep as it stood: statements, and of an `If` its test and first
 * branch. Branches of one `if … else if` stay together.
 */
export function keepParts(cx: Rewrite, statement: Node, parts: readonly Node[], how: How): void {
  const { tree } = statement;
  const indentation = indentationOf(tree.text, statement.start);
  const code: Code[] = [];
  parts.forEach((part, i) => {
    const before = parts[i - 1];
    const link = before?.kind === "If" && before.otherwise === part ? linkOf(before, indentation) : undefined;
    if (before) code.push(link ?? "\n" + indentation);
    code.push(part.kind === "If" ? branch(cx, part, link !== undefined, how) : carry(part));
  });
  if (how.after !== undefined) code.push("\n" + indentation, how.after);
  cx.removed.push({ tree, span: statement, keeps: parts });
  cx.replace(statement, code, how);
  for (const part of parts) dedent(cx, part, indentation, how);
}

/** What stands between a branch and the `else if` behind it. */
function linkOf({ tree, then, otherwise }: If, indentation: string): string | undefined {
  const text = tree.text.slice(then.end, otherwise!.start);
  if (!["", "else"].includes(text.trim())) return undefined;
  return text.includes("\n") ? `\n${indentation}${text.trim() === "" ? "" : "else "}` : text;
}

/** `if (test) { … }` of an `If` or an `elif`, without a jump at its end. */
function branch(cx: Rewrite, node: If, isLinked: boolean, how: How): Code {
  const { text } = node.tree;
  const head = text.slice(node.start, node.test.start);
  const last = node.then.statements.at(-1)!;
  const before = last.kind === "Jump" ? node.then.statements.at(-2) : undefined;
  let { end } = node.then;
  // Where nothing closes the block it ends with the statement before the jump.
  if (before && end === last.end) end = before.end;
  else if (before) cx.removeSpan(node.tree, linesOf(last), { ...how, reason: "There is no loop to leave any more." });
  return [isLinked ? head : head.replace(/^el(?=if)/, ""), carry({ start: node.test.start, end })];
}

function dedent(cx: Rewrite, node: Node, indentation: string, how: How): void {
  const { tree } = node;
  const span = keptSpan(node);
  const own = indentationOf(tree.text, node.start);
  if (!own.startsWith(indentation) || own === indentation) return;
  cx.shifts.push({ tree, span, from: own, to: indentation });
  const texts = [...walk(node)].filter((n) => n.kind === "StringLiteral" || n.kind === "TemplateString");
  for (let at = tree.text.indexOf("\n", span.start); at >= 0 && at < span.end; at = tree.text.indexOf("\n", at + 1)) {
    const start = at + 1;
    if (!tree.text.startsWith(own, start) || texts.some((t) => t.start < start && start < t.end)) continue;
    cx.replaceSpan(tree, { start: start + indentation.length, end: start + own.length }, "", how);
  }
}

function indentationOf(text: string, offset: number): string {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart, offset))![0];
}
