import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Call, Expression, FunctionNode, Member } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import type { RuleMeta } from "../meta.js";
import { wordOf } from "./newest.js";
import type { Rewrite } from "../rewrite.js";

type Order = "newest first" | "oldest first";

/** A list of messages that is put in the order of their times, or asked for the first in it. */
interface Sorting {
  readonly call: Call;
  readonly list: Expression;
  readonly order: Order;
  readonly gives: "list" | "first" | "nothing";
}

interface How {
  readonly rule: RuleMeta;
  readonly flow: number;
  readonly reason: string;
}

/**
 * `messages.data.sort((a, b) => a.created_at - b.created_at)`, `max(messages, key=lambda m: m.created_at)`: items have no time, but a page
 * of them has an order, which is that of their times. Gives false where a time is read for anything else, and where that order is not
 * known.
 */
export function rewriteSorting(cx: Rewrite, access: Member, how: How): boolean {
  const fn = enclosing(access, "Function");
  const call = fn?.parent?.kind === "Argument" ? fn.parent.parent : undefined;
  if (!fn || call?.kind !== "Call") return false;
  if (cx.restated.has(fn)) return true;
  const sorting = access.tree.language === "python" ? pythonSorting(cx, call, fn) : javascriptSorting(call, fn);
  const order = sorting && orderOf(cx, sorting);
  if (!order) return false;
  cx.restated.add(fn);
  replaceSorting(cx, sorting, order, { ...how, reason: "The page is in the order of the times already." });
  return true;
}

function replaceSorting(cx: Rewrite, { call, list, order, gives }: Sorting, is: Order, how: How): void {
  const { tree } = call;
  const isSame = order === is;
  const isPython = tree.language === "python";
  if (gives === "nothing" && isSame && call.parent?.kind === "ExpressionStatement")
    return cx.removeStatement(call.parent, how);
  if (call.callee.kind === "Member") {
    const reversing = call.callee.property === "toSorted" ? ".toReversed()" : ".reverse()";
    return cx.replaceSpan(tree, { start: list.end, end: call.end }, isSame ? "" : reversing, how);
  }
  const printer = cx.printer(tree);
  // A list in a variable is another one than the sorted list.
  const isCopied = gives === "list" && isSame && list.kind === "Name" && !isPage(cx, list);
  cx.replaceSpan(tree, { start: call.start, end: list.start }, isCopied ? "list(" : "", how);
  const first = printer.element("", isSame ? 0 : -1);
  const behind = gives === "first" ? first : isSame ? (isCopied ? ")" : "") : isPython ? "[::-1]" : "";
  cx.replaceSpan(tree, { start: list.end, end: call.end }, behind, how);
}

/** `list.sort((a, b) => b.created_at - a.created_at)`. */
function javascriptSorting(call: Call, fn: FunctionNode): Sorting | undefined {
  const { callee } = call;
  if (callee.kind !== "Member" || !/^(sort|toSorted)$/.test(callee.property) || call.args.length !== 1)
    return undefined;
  const body = resultOf(fn);
  const [first, second] = fn.params.map(({ target }) => (target.kind === "Name" ? target.name : undefined));
  if (body?.kind !== "Binary" || body.operator !== "-" || first === undefined || second === undefined) return undefined;
  const [left, right] = [timeOf(body.left), timeOf(body.right)];
  const isStatement = call.parent?.kind === "ExpressionStatement";
  if (isStatement && (callee.object.kind !== "Name" || callee.property !== "sort")) return undefined;
  const found = { call, list: callee.object, gives: isStatement ? "nothing" : "list" } as const;
  if (left === first && right === second) return { ...found, order: "oldest first" };
  return left === second && right === first ? { ...found, order: "newest first" } : undefined;
}

/** `sorted(list, key=lambda m: m.created_at, reverse=True)`, `list.sort(key=…)`, `max(list, key=…)`. */
function pythonSorting(cx: Rewrite, call: Call, fn: FunctionNode): Sorting | undefined {
  const { callee, args } = call;
  const param = fn.params.length === 1 ? fn.params[0]!.target : undefined;
  const body = resultOf(fn);
  if (param?.kind !== "Name" || !body || timeOf(body) !== param.name) return undefined;
  const positional = args.filter(({ form }) => form === "positional");
  const named = args.filter((argument) => argument.form === "named");
  if (positional.length + named.length !== args.length) return undefined;
  if (
    !named.every(
      ({ name, value }) => (name === "key" && value === fn) || (name === "reverse" && value.kind === "BooleanLiteral"),
    )
  )
    return undefined;
  const reverse = named.find(({ name }) => name === "reverse")?.value;
  const isReversed = reverse?.kind === "BooleanLiteral" && reverse.value;
  const order = isReversed ? "newest first" : "oldest first";
  if (callee.kind === "Member") {
    const isStatement = callee.property === "sort" && call.parent?.kind === "ExpressionStatement";
    if (!isStatement || positional.length > 0 || callee.object.kind !== "Name") return undefined;
    return { call, list: callee.object, order, gives: "nothing" };
  }
  const [list] = positional;
  if (callee.kind !== "Name" || !list || positional.length > 1 || cx.program.bindingOf(callee)) return undefined;
  if (callee.name === "sorted") return { call, list: list.value, order, gives: "list" };
  if (!/^(max|min)$/.test(callee.name) || reverse) return undefined;
  return { call, list: list.value, order: callee.name === "max" ? "newest first" : "oldest first", gives: "first" };
}

/** What a function of one expression gives. */
function resultOf({ body }: FunctionNode): Expression | undefined {
  if (body?.kind !== "Block") return body;
  const [only, ...more] = body.statements;
  return only?.kind === "Return" && more.length === 0 ? only.value : undefined;
}

/** The name whose time an expression is: `a.created_at`, `a.createdAt.getTime()`. */
function timeOf(e: Expression): string | undefined {
  if (e.kind === "Wrap") return timeOf(e.value);
  if (e.kind === "Call" && e.callee.kind === "Member" && /^(getTime|valueOf|timestamp)$/.test(e.callee.property))
    return timeOf(e.callee.object);
  return e.kind === "Member" && /^(created_at|createdAt)$/.test(e.property) && e.object.kind === "Name"
    ? e.object.name
    : undefined;
}

/** Steps from a page to a list in the same order. */
const KEEPING_ORDER = /^(data|list|tuple|filter|slice)$/;

/** The order in which a list of messages stands; undefined where it is not known. */
function orderOf(cx: Rewrite, { call, list }: Sorting): Order | undefined {
  const values = inList(cx, list);
  const operation = values?.[0]?.operation;
  if (!values || !operation || operation.id !== "messages.list") return undefined;
  const isKept = values.every((v) => v.operation === operation && v.path.split(".").filter(Boolean).every(keepsOrder));
  if (!isKept || isReordered(cx, operation, call)) return undefined;
  const order = operation.args.get("order")?.value;
  const word = order && wordOf(cx, operation, order);
  if (order && word !== "asc" && word !== "desc") return undefined;
  return word === "asc" ? "oldest first" : "newest first";
}

function keepsOrder(step: string): boolean {
  return KEEPING_ORDER.test(step);
}

/** The lists that an expression can be, when it can be nothing else. */
function inList(cx: Rewrite, list: Expression): readonly ResultValue[] | undefined {
  const built = builtBy(cx, list);
  if (built?.kind === "Comprehension") {
    const [clause, ...more] = built.clauses;
    const isPlain = clause && more.length === 0 && clause.target.kind === "Name" && built.element.kind === "Name";
    return isPlain && built.element.name === clause.target.name ? inList(cx, clause.iterable) : undefined;
  }
  const all = cx.values.of(list);
  const results = cx.values.results(list).filter(({ type }) => type === "Message[]" || type === "Page(Message)");
  return results.length > 0 && results.length === all.length ? results : undefined;
}

/** What a variable that is written once holds. */
function builtBy(cx: Rewrite, e: Expression): Expression | undefined {
  if (e.kind !== "Name") return e;
  const writes = cx.program.bindingOf(e)?.writes ?? [];
  return writes.length === 1 && writes[0]!.path.length === 0 ? writes[0]!.value : undefined;
}

function isPage(cx: Rewrite, e: Expression): boolean {
  return cx.values.results(e).some(({ type }) => type === "Page(Message)");
}

/** Whether the messages of an operation are put in another order elsewhere, in place. */
function isReordered(cx: Rewrite, operation: Operation, except: Call): boolean {
  return cx.flows.usesOf(operation).some((use) => {
    let list: Expression = use;
    while (list.parent?.kind === "Wrap") list = list.parent;
    const callee = list.parent;
    if (callee?.kind !== "Member" || callee.object !== list) return false;
    if (callee.parent?.kind !== "Call" || callee.parent.callee !== callee || callee.parent === except) return false;
    return (
      /^(reverse|sort|splice|unshift|push|append|insert|extend)$/.test(callee.property) &&
      cx.values.results(use).some((v) => v.operation === operation && v.type === "Message[]")
    );
  });
}
