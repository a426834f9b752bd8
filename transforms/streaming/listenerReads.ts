import type { Binding } from "../../src/analysis/scopes.js";
import type { Code } from "../../src/languages/code.js";
import type { Call, Expression, FunctionNode, Member, Name, Node } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { effectOf } from "../code/between.js";
import { isOperand, isTested } from "../code/positions.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

type How = { readonly rule: RuleMeta; readonly flow: number; readonly reason: string };

/** The text so far, which comes with each piece of it: `snapshot.value` is `event.snapshot`. */
export function rewriteSnapshot(cx: Rewrite, snapshot: Binding, how: How): void {
  for (const read of snapshot.reads) restate(cx, valueOf(read) ?? read, "event.snapshot", how);
}

/** A finished text: `content.value` is `text` of the event. Gives false where anything else of it is read. */
export function rewriteTextDone(cx: Rewrite, content: Binding, how: How): boolean {
  const places = content.reads.map((read) => valueOf(read) ?? (isLogged(cx, read) ? read : undefined));
  if (!places.every((place) => place !== undefined)) return false;
  for (const place of places) restate(cx, place, "event.text", how);
  return true;
}

/**
 * A listener for pieces of text that also reads their annotations: those come with the finished part, so that it listens to all events and
 * its tests ask which one it is. Undefined where it does not read any; false where it reads without a test.
 */
export function rewriteAnnotated(cx: Rewrite, delta: Binding, how: How): boolean | undefined {
  const members = delta.reads.flatMap(({ parent }) => (parent?.kind === "Member" ? [parent] : []));
  const reads = (name: string): readonly Member[] => members.filter(({ property }) => property === name);
  const annotations = reads("annotations");
  if (annotations.length === 0) return undefined;
  if (members.length !== delta.reads.length || members.length !== annotations.length + reads("value").length)
    return false;
  const { tree } = delta;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const isEvent = (type: string): Code => printer.equals("event.type", printer.string(type, style));
  const isText = printer.equals("event.part.type", printer.string("output_text", style));
  const tests = {
    value: isEvent("response.output_text.delta"),
    annotations: printer.and([isEvent("response.content_part.done"), isText]),
  };
  const codes = { value: "event.delta", annotations: `${cx.helper(tree, "annotationsOf", how)}(event.part)` };
  for (const [name, list] of [
    ["value", reads("value")],
    ["annotations", annotations],
  ] as const) {
    const asked = list.map((member) => testOf(member));
    for (const [index, member] of list.entries()) {
      const test = asked[index];
      if (test) {
        cx.replace(test, isOperand(test) ? printer.parenthesise(tests[name]) : tests[name], how);
        cx.restated.add(member);
        cx.restated.add(test);
      } else if (asked.some((other) => other && guards(other, member))) restate(cx, member, codes[name], how);
      else return false;
    }
  }
  return true;
}

/** A listener for one kind of event leaves for no other: `if (delta.type !== "code_interpreter") return;` says nothing any more. */
export function dropKnownTests(cx: Rewrite, fn: FunctionNode, delta: string, event: string, how: How): void {
  if (fn.body?.kind !== "Block") return;
  const kind = event.includes("code_interpreter") ? "code_interpreter" : "function";
  const { text } = fn.tree;
  for (const statement of fn.body.statements) {
    if (statement.kind !== "If" || statement.otherwise) continue;
    const [leave, ...more] = statement.then.statements;
    if (leave?.kind !== "Return" || leave.value || more.length > 0) continue;
    const test = text.slice(statement.test.start, statement.test.end).replace(/[\s?]|!(?=\.)/g, "");
    const isKnown = new RegExp(
      `^(${delta}\\.type!==?["']${kind}["']|!${delta}\\.${kind}(\\.(input|arguments))?)$`,
    ).test(test);
    if (!isKnown) continue;
    cx.removeStatement(statement, how);
    for (const node of walk(statement.test)) cx.restated.add(node);
  }
}

/** The test whether a piece has a part: the part itself, or its comparison with nothing. */
function testOf(member: Member): Expression | undefined {
  const { parent } = member;
  if (isTested(member)) return member;
  const isCompared = parent?.kind === "Binary" && parent.operator === "!=" && parent.left === member;
  return isCompared && parent.right.kind === "NullLiteral" ? parent : undefined;
}

function guards(test: Expression, read: Node): boolean {
  const branch = test.parent;
  return (
    branch?.kind === "If" && branch.test === test && branch.then.start <= read.start && read.end <= branch.then.end
  );
}

function valueOf({ parent }: Name): Expression | undefined {
  return parent?.kind === "Member" && parent.property === "value" ? parent : undefined;
}

function isLogged(cx: Rewrite, { parent }: Name): boolean {
  return parent?.kind === "Argument" && effectOf(cx, parent.parent as Call) === "log";
}

function restate(cx: Rewrite, place: Expression, code: string, how: How): void {
  cx.replace(place, code, how);
  cx.restated.add(place);
}
