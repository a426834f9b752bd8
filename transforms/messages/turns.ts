import type { Binding } from "../../src/analysis/scopes.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Call, Expression, Member, Name, Node } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { reading as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * `const first = await messages.next()` on a pager → the newest message itself: `first.value` is `first`, `first.done` is that there is
 * none. Answers whether the idiom is there: a pager that is asked once, its answer in a variable of which only these two are read.
 */
export function rewriteTurn(cx: Rewrite, next: Member, values: readonly ResultValue[]): boolean {
  const call = next.parent;
  const value = values.find((v) => v.iterable && v.type === "Page(Message)");
  if (!value?.operation || call?.kind !== "Call" || call.callee !== next || call.args.length > 0) return false;
  const awaited = call.parent?.kind === "Await" ? call.parent : undefined;
  const answer = awaited && holderOf(cx, awaited);
  if (!answer || !isAskedOnce(cx, next, call)) return false;
  const reads = answer.reads.map((name) => name.parent);
  if (!reads.every((read): read is Member => isTurnRead(read, answer.reads))) return false;

  const { tree } = next;
  const printer = cx.printer(tree);
  const how = {
    rule,
    flow: cx.flows.flowOf(value.operation).id,
    reason: "The first message is taken from the list itself.",
  };
  const page = printer.parenthesise(printer.await(carry(next.object)));
  const test = printer.equals(printer.member("item", "type"), printer.string("message", cx.style(tree)));
  cx.replace(awaited, printer.element(printer.filtered(printer.member(page, "data"), "item", test), 0), how);
  const name = cx.renames.get(answer) ?? answer.name;
  for (const read of reads) rewriteTurnRead(cx, read, name, how);
  return true;
}

type How = Parameters<Rewrite["replace"]>[2];

function rewriteTurnRead(cx: Rewrite, read: Member, name: string, how: How): void {
  const { tree } = read;
  if (read.property === "value") {
    // `!first.done && first.value` asks the same twice now.
    const whole = read.parent;
    if (whole?.kind === "Binary" && whole.operator === "and" && whole.right === read && isNotDone(whole.left)) return;
    cx.replaceSpan(tree, { start: read.object.end, end: read.end }, "", how);
    return;
  }
  const negated = read.parent?.kind === "Unary" && isNotDone(read.parent) ? read.parent : undefined;
  const both = negated?.parent;
  if (
    both?.kind === "Binary" &&
    both.operator === "and" &&
    both.left === negated &&
    both.right.kind === "Member" &&
    isSameTurn(both.right, read)
  ) {
    cx.replace(both, name, how);
  } else if (negated) {
    cx.replace(negated, name, how);
  } else {
    cx.replace(read, cx.printer(tree).not(name), how);
  }
}

function isSameTurn(value: Member, done: Member): boolean {
  return (
    value.property === "value" &&
    value.object.kind === "Name" &&
    done.object.kind === "Name" &&
    value.object.name === done.object.name
  );
}

function isNotDone(e: Expression): boolean {
  return e.kind === "Unary" && e.operator === "not" && e.value.kind === "Member" && e.value.property === "done";
}

function isTurnRead(read: Node | undefined, names: readonly Name[]): read is Member {
  return (
    read?.kind === "Member" &&
    names.includes(read.object as Name) &&
    (read.property === "value" || read.property === "done") &&
    read.parent?.kind !== "Assign"
  );
}

/** The variable without a type of its own that holds an answer, and nothing else. */
function holderOf(cx: Rewrite, answer: Expression): Binding | undefined {
  const holder = answer.parent;
  if (holder?.kind !== "Declarator" || holder.value !== answer || holder.target.kind !== "Name" || holder.annotation)
    return undefined;
  const binding = cx.program.bindingOf(holder.target);
  return binding?.writes.length === 1 && !cx.program.isPublic(binding) ? binding : undefined;
}

/** A second `next()` would want the second message. */
function isAskedOnce(cx: Rewrite, next: Member, call: Call): boolean {
  if (next.object.kind !== "Name") return false;
  const binding = cx.program.bindingOf(next.object);
  const declared = binding?.writes[0]?.target;
  return (
    binding !== undefined &&
    declared !== undefined &&
    binding.writes.length === 1 &&
    cx.program.references(binding).length === 1 &&
    enclosing(call, "Loop", "Function") === enclosing(declared, "Loop", "Function")
  );
}
