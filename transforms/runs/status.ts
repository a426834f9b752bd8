import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Binary, Call, Expression, Switch } from "../../src/languages/tree.js";
import { ancestors } from "../../src/languages/walk.js";
import { activeResults, isGone, refuseAll } from "../reading/reading.js";
import { status as rule } from "../registry.js";
import { placeAt, type Rewrite } from "../rewrite.js";
import { isPieceType } from "../streaming/eventReads.js";
import { rewriteEventTest } from "../streaming/eventTests.js";
import { answersCalls } from "../toolLoops/pendingCalls.js";
import { deadBranch } from "../code/deadBranch.js";
import { isOfCalls, tellOfCalls } from "../toolLoops/toldCalls.js";
import { rewriteStatus } from "./statusWithCalls.js";
import { rewriteGuard } from "./typeGuards.js";
import { refuseOtherUse } from "./wordUses.js";
import { ENUMS, type Words } from "./words.js";

/** Comparisons of statuses and part types, as wholes: words that do not exist any more would never match and do not type-check. */
export function rewriteComparisons(cx: Rewrite): void {
  for (const use of cx.flows.uses) {
    if (isGone(cx, use)) continue;
    const values = activeResults(cx, use);
    rewriteGuard(cx, use, values);
    const words = values.length > 0 ? ENUMS[values[0]!.type] : undefined;
    if (values[0]?.type === "enum(StreamEvent)") rewriteEventTest(cx, use, values);
    if (words === undefined || isPieceType(cx, use)) continue;
    if (values[0]!.type === "enum(RunStatus)" && answersCalls(cx, values, use)) {
      if (isTakenApart(cx, use)) {
        refuseAll(
          cx,
          values,
          "the status is taken out of a run, and whether calls want answers is asked of the whole response",
          "Put the run into a variable and read its status where it is needed, then run again.",
        );
        continue;
      }
      if (rewriteStatus(cx, use, values)) continue;
    }
    rewriteUse(cx, use, values, words);
  }
}

function rewriteUse(cx: Rewrite, use: Expression, values: readonly ResultValue[], words: Words): void {
  let at: Expression = use;
  while (at.parent?.kind === "Wrap" && at.parent.value === at) at = at.parent;
  const { parent } = at;
  if (parent?.kind === "Binary" && (parent.operator === "==" || parent.operator === "!=")) {
    return compare(cx, parent, at, values, words);
  }
  if (parent?.kind === "Binary" && (parent.operator === "in" || parent.operator === "not in") && parent.left === at) {
    return member(cx, parent.right, values, words, parent);
  }
  if (
    parent?.kind === "Argument" &&
    parent.parent?.kind === "Call" &&
    parent.parent.callee.kind === "Member" &&
    parent.parent.callee.property === "includes"
  ) {
    return member(cx, parent.parent.callee.object, values, words, { call: parent.parent, side: at });
  }
  if (parent?.kind === "Switch" && parent.subject === at) return rewriteCases(cx, parent, values, words);
  refuseOtherUse(cx, use, values, words);
}

/** Cases of a switch: words that do not exist any more take their label with them, and their body where no other case runs into it. */
function rewriteCases(cx: Rewrite, node: Switch, values: readonly ResultValue[], words: Words): void {
  node.cases.forEach((branch, i) => {
    for (const test of branch.tests) {
      const word = wordOf(cx, test, values);
      const current = word === undefined ? undefined : words(word);
      if (word !== undefined && isKept(cx, word, values, node.subject)) replaceWord(cx, test, word, word, values);
      else if (current?.length === 1) replaceWord(cx, test, word!, current[0]!, values);
      else if (current !== undefined && current.length > 1) {
        const printer = cx.printer(node.tree);
        const style = cx.style(node.tree);
        const indentation = placeAt(node.tree.text, branch).indentation;
        cx.replace(
          test,
          printer.caseTests(
            current.map((text) => printer.string(text, style)),
            indentation,
          ),
          how(cx, values),
        );
      } else if (current?.length === 0 && branch.tests.length === 1) dropCase(cx, node, i, values);
      else {
        const why = `a case of a switch on \`${values[0]!.type}\` has no single counterpart (${word ?? "not a literal"})`;
        return refuseAll(cx, values, why, "Write the switch as comparisons, or take the case out.");
      }
    }
  });
}

/** Takes a case that is never reached out of a switch. */
export function dropCase(cx: Rewrite, node: Switch, index: number, values: readonly ResultValue[]): void {
  const branch = node.cases[index]!;
  tellOfCalls(cx, branch, rule);
  const before = node.cases[index - 1];
  const first = branch.body.statements[0];
  const { text } = node.tree;
  const lineStart = text.lastIndexOf("\n", branch.start - 1) + 1;
  const start = text.slice(lineStart, branch.start).trim() === "" ? lineStart : branch.start;
  // Shared by the case above, the body stays; a body of its own goes with the label.
  const shared = first !== undefined && before?.body.statements.length === 0;
  const last = shared ? text.lastIndexOf("\n", first.start - 1) + 1 : text.indexOf("\n", branch.end) + 1;
  const end = last > start ? last : branch.end;
  cx.removeSpan(
    node.tree,
    { start, end },
    { rule, flow: flowOf(cx, values), reason: "A status that does not exist any more is never reached." },
  );
}

/** Whether a name is a field of a pattern: `const { status } = run`. */
function isTakenApart(cx: Rewrite, use: Expression): boolean {
  const declared = use.kind === "Name" ? (cx.program.bindingOf(use)?.declarations ?? []) : [];
  return declared.some((name) => [...ancestors(name)].some(({ kind }) => kind === "ObjectPattern"));
}

/** In flows that answer calls a status that was put aside says `requires_action` still: it was made to where it was read. */
function isKept(cx: Rewrite, word: string, values: readonly ResultValue[], use: Expression): boolean {
  return word === "requires_action" && values[0]!.type === "enum(RunStatus)" && answersCalls(cx, values, use);
}

/** `x == "word"`. */
function compare(cx: Rewrite, node: Binary, side: Expression, values: readonly ResultValue[], words: Words): void {
  const other = node.left === side ? node.right : node.left;
  if (other.kind === "NullLiteral") return;
  const word = wordOf(cx, other, values);
  const current = word === undefined ? undefined : words(word);
  if (word !== undefined && isKept(cx, word, values, side)) return replaceWord(cx, other, word, word, values);
  if (word === undefined) {
    if (values[0]!.type === "enum(Role)") return;
    return refuseAll(
      cx,
      values,
      "a status is compared with something that is not a literal",
      "Compare it with literals, then run again.",
    );
  }
  if (current === undefined)
    return refuseAll(
      cx,
      values,
      `"${word}" is no word this tool knows for ${values[0]!.type}`,
      "Check the comparison.",
    );
  if (current.length === 0) return dropOperand(cx, node, node.operator === "==" ? "never" : "always", values);
  if (current.length === 1) return replaceWord(cx, other, word, current[0]!, values);
  const printer = cx.printer(node.tree);
  const style = cx.style(node.tree);
  const differs = (text: string) => printer.not(printer.equals(carry(side), printer.string(text, style)));
  const isNot = node.operator === "!=";
  const test = isNot ? printer.and(current.map(differs)) : printer.oneOf(carry(side), current, style);
  const inside = isNot ? node.parent?.kind === "Unary" : needsParentheses(node);
  cx.replace(node, inside ? printer.parenthesise(test) : test, how(cx, values));
}

function bareList(list: Expression): Expression {
  let at = list;
  while (at.kind === "Wrap") at = at.value;
  return at;
}

export function needsParentheses(node: Expression): boolean {
  const { parent } = node;
  return parent?.kind === "Unary" || (parent?.kind === "Binary" && parent.operator === "and");
}

/** `[...].includes(x)`, `x in (...)`. */
function member(
  cx: Rewrite,
  list: Expression,
  values: readonly ResultValue[],
  words: Words,
  asked: Binary | { readonly call: Call; readonly side: Expression },
): void {
  const includes = "call" in asked ? asked : undefined;
  const side = "call" in asked ? asked.side : asked.left;
  const literal = listLiteral(cx, list);
  if (!literal)
    return refuseAll(
      cx,
      values,
      "a status is looked up in a list that is not a literal",
      "Write the list of words where it is used, then run again.",
    );
  const kept: Code[] = [];
  // A status is optional now, and a typed `includes` does not take undefined.
  const compares =
    includes !== undefined && list.tree.typed && values[0]!.type === "enum(RunStatus)" && literal === bareList(list);
  let changed = compares;
  const seen = new Set<string>();
  for (const item of literal.items) {
    const word = wordOf(cx, item, values);
    const current = word === undefined ? undefined : isKept(cx, word, values, side) ? [word] : words(word);
    if (current === undefined)
      return refuseAll(
        cx,
        values,
        "a list of statuses has something that is not a known word",
        "Write the list of words as literals, then run again.",
      );
    const plain = item.kind === "StringLiteral" && current.length === 1 && current[0] === word;
    if (!plain) changed = true;
    for (const text of current) {
      if (seen.has(text)) continue;
      seen.add(text);
      kept.push(plain ? carry(item) : cx.printer(list.tree).string(text, cx.style(list.tree)));
    }
  }
  if (!changed) return;
  if (kept.length === 0)
    return refuseAll(
      cx,
      values,
      "none of the statuses in a list exists any more",
      "Take the test out, then run again.",
    );
  if (compares) {
    const test = cx.printer(list.tree).oneOf(carry(includes.side), [...seen], cx.style(list.tree));
    const code = needsParentheses(includes.call) ? cx.printer(list.tree).parenthesise(test) : test;
    return cx.replace(includes.call, code, how(cx, values));
  }
  if (kept.length === 1 && !includes && literal === bareList(list)) {
    const { left, operator } = asked as Binary;
    const printer = cx.printer(list.tree);
    const test = printer.equals(carry(left), kept[0]!);
    return cx.replace(asked as Binary, operator === "in" ? test : printer.not(test), how(cx, values));
  }
  const { tree } = literal;
  const open = tree.text[literal.start]!;
  const close = tree.text[literal.end - 1]!;
  const single = literal.flavor === "tuple" && kept.length === 1 ? "," : "";
  const separated = kept.flatMap((code, i) => (i === 0 ? [code] : [", ", code]));
  cx.replace(literal, [open, ...separated, single, close], how(cx, values));
}

export function listLiteral(cx: Rewrite, list: Expression) {
  let at = list;
  while (at.kind === "Wrap") at = at.value;
  if (at.kind === "ArrayLiteral") return at;
  if (at.kind !== "Name") return undefined;
  const binding = cx.program.bindingOf(at);
  const write = binding?.writes.length === 1 ? binding.writes[0] : undefined;
  if (!binding || !write?.value || write.path.length > 0 || cx.program.references(binding).length !== 1)
    return undefined;
  return write.value.kind === "ArrayLiteral" ? write.value : undefined;
}

/** A comparison that can never (or always) hold leaves an `or` (or an `and`); alone it cannot go silently. */
function dropOperand(cx: Rewrite, node: Binary, holds: "never" | "always", values: readonly ResultValue[]): void {
  let at: Expression = node;
  while (at.parent?.kind === "Wrap" && at.parent.flavor === "parentheses") at = at.parent;
  const chain = at.parent;
  const neutral = holds === "never" ? "or" : "and";
  if (chain?.kind !== "Binary" || chain.operator !== neutral) {
    const { parent } = at;
    const dead = parent?.kind === "If" && parent.test === at && holds === "never" ? deadBranch(cx, parent) : undefined;
    if (parent && dead !== undefined && (dead === "statement" || !isOfCalls(parent))) {
      const reason = "A status that does not exist any more is never reached.";
      const gone = { rule, flow: flowOf(cx, values), reason };
      tellOfCalls(cx, parent, rule);
      return dead === "statement" ? cx.removeStatement(parent, gone) : cx.removeSpan(parent.tree, dead, gone);
    }
    return refuseAll(
      cx,
      values,
      "a status that does not exist any more decides a branch of its own",
      "Take the branch out, then run again.",
    );
  }
  const kept = chain.left === at ? chain.right : chain.left;
  const span = chain.left === at ? { start: at.start, end: kept.start } : { start: kept.end, end: at.end };
  cx.removeSpan(node.tree, span, { rule, flow: flowOf(cx, values), reason: "This status does not exist any more." });
}

/** The word an expression is: a literal, an enum member, or a constant. */
export function wordOf(cx: Rewrite, e: Expression, values: readonly ResultValue[]): string | undefined {
  if (e.kind === "StringLiteral") return e.value;
  const found = cx.values.of(e).map((v) => {
    if (v.kind === "text") return v.value;
    return v.kind === "external" ? values[0]!.dialect.constants[v.path.slice(-2).join(".")] : undefined;
  });
  return found.length === 1 ? found[0] : undefined;
}

function replaceWord(cx: Rewrite, e: Expression, word: string, current: string, values: readonly ResultValue[]): void {
  if (e.kind === "StringLiteral" && word === current) return;
  if (e.kind === "Name") return;
  cx.replace(e, cx.printer(e.tree).string(current, cx.style(e.tree)), how(cx, values));
}

/** How comparisons of words are told of. */
export function how(cx: Rewrite, values: readonly ResultValue[]) {
  return { rule, flow: flowOf(cx, values), reason: "Compares with the words of the current API." };
}

function flowOf(cx: Rewrite, values: readonly ResultValue[]): number {
  const operation = values.find((v) => v.operation)?.operation;
  return operation ? cx.flows.flowOf(operation).id : -1;
}
