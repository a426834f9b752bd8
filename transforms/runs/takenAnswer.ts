import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Block, Call, Expression, FunctionNode, Member, Name, Statement } from "../../src/languages/tree.js";
import { ancestors, bare, enclosing, textOf, walk } from "../../src/languages/walk.js";
import { makeAssignable } from "./answeredRun.js";
import { awaited, isUnused } from "../code/emit.js";
import { follow, statementAlone } from "../code/followUp.js";
import { targetOf, variableOf } from "../code/locals.js";
import { toolLoops as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { functionsOf, isRun, stale } from "./runOfCallers.js";
import { leadsIn, returnsOf, type Place } from "./runPlaces.js";

// A call that leads to code which answers calls: the variable of its caller that names the run takes the new response from what it gives.

const REASON = "The answer is a response with an id of its own, and that one is asked for from here on.";

/** Whether the run that a call answers is the one in a variable: it is given no other, nor was the object it is called on. */
export function isAbout(cx: Rewrite, lead: Call, binding: Binding): boolean {
  const given = runsIn(cx, lead);
  if (given.length > 0) return given.every((name) => cx.program.bindingOf(name) === binding);
  const { callee } = lead;
  const object = callee.kind === "Member" && callee.object.kind === "Name" ? callee.object : undefined;
  const made = object && cx.program.bindingOf(object);
  const by = made?.writes.length === 1 ? made.writes[0]!.value : undefined;
  if (by?.kind !== "Call") return false;
  const names = runsIn(cx, by);
  // Between the construction and the call the variable may name another run.
  const isSame = !binding.writes.some(({ target }) => by.end <= target.start && target.end <= lead.start);
  return isSame && names.length > 0 && names.every((name) => cx.program.bindingOf(name) === binding);
}

/** The names in the arguments of a call by which it is handed runs, or ids of runs. */
function runsIn(cx: Rewrite, call: Call): readonly Name[] {
  const names = call.args.flatMap((argument) => [...walk(argument)].filter((node) => node.kind === "Name"));
  return names.filter((name) => {
    const { parent } = name;
    const isRead = parent?.kind === "Member" && parent.object === name && parent.property !== "id";
    return !isRead && cx.program.bindingOf(name) !== undefined && isRun(cx, name);
  });
}

/** Whether a call gives, on every way through what it calls, the run that it was given or the response that answered it. */
export function alwaysGives(
  cx: Rewrite,
  lead: Call,
  submit: Operation,
  kept: ReadonlySet<Binding | undefined>,
  seen = new Set<FunctionNode>(),
): boolean {
  if (lead === submit.call) return true;
  const values = cx.values.of(lead.callee);
  const functions = functionsOf(cx, lead);
  if (functions.length === 0 || functions.length < values.length) return false;
  return functions.every((fn) => {
    if (seen.has(fn) || fn.generator || !fn.body) return false;
    seen.add(fn);
    if (fn.body.kind === "Block" && !returnsAlways(fn.body)) return false;
    const leads = leadsIn(cx, fn, submit);
    const held = new Set([
      ...leads.map((l) => variableOf(cx, l)),
      ...(enclosing(submit.call, "Function") === fn ? kept : []),
    ]);
    const fields = new Set(leads.flatMap((l) => fieldOf(l) ?? []));
    const isGiven = (value: Expression): boolean => {
      const at = bare(value);
      if (at.kind === "Call") return leads.includes(at) && alwaysGives(cx, at, submit, kept, seen);
      if (at.kind === "Member") return fields.has(textOf(at)) && isRunOnly(cx, at);
      const binding = at.kind === "Name" ? cx.program.bindingOf(at) : undefined;
      return binding !== undefined && held.has(binding) && isAlwaysRun(binding, leads);
    };
    return returnsOf(fn).every(isGiven);
  });
}

/** The field of the same object that what a call gives is put into. */
function fieldOf(lead: Call): string | undefined {
  const outer = awaited(lead);
  const { parent } = outer;
  const isPut = parent?.kind === "Assign" && parent.value === outer && parent.target.kind === "Member";
  return isPut ? textOf(parent.target) : undefined;
}

/** Whether nothing but runs is ever in a field. */
function isRunOnly(cx: Rewrite, field: Member): boolean {
  const isOwn = field.object.kind === "Name" && cx.program.isThis(field.object);
  return isOwn && cx.values.of(field).every((v) => v.kind === "result" && v.type === "Run");
}

/** Whether a variable holds a run from its first value on. */
function isAlwaysRun({ writes }: Binding, leads: readonly Call[]): boolean {
  return writes.every(
    ({ site, value }) => site.kind === "Parameter" || (value !== undefined && leads.includes(bare(value) as Call)),
  );
}

/** Whether a block or statement is only left by giving something back, or by an error. */
function returnsAlways(at: Block | Statement | undefined): boolean {
  switch (at?.kind) {
    case "Block":
      return returnsAlways(at.statements.at(-1));
    case "Return":
      return at.value !== undefined;
    case "Throw":
      return true;
    case "If":
      return returnsAlways(at.then) && returnsAlways(at.otherwise);
    case "With":
      return returnsAlways(at.body);
    case "Try":
      return returnsAlways(at.body) && at.handlers.every(({ body }) => returnsAlways(body));
    default:
      return false;
  }
}

/** `answer(run)` → `run = answer(run)`; behind `const answered = answer(run)` a line of its own. */
export function takeGiven(cx: Rewrite, { binding, isId }: Place, lead: Call, submit: Operation): void {
  const how = { rule, flow: cx.flows.flowOf(submit).id, reason: REASON };
  makeAssignable(cx, binding, submit);
  if (isUnused(lead)) return assign(cx, lead, nameOf(cx, binding!), isId, how);
  const outer = awaited(lead);
  const target = targetOf(outer);
  const statement = statementAlone(outer);
  const taken = target && cx.program.bindingOf(target);
  if (!taken || !statement) throw stale();
  const printer = cx.printer(lead.tree);
  const value = isId ? printer.member(nameOf(cx, taken), "id") : nameOf(cx, taken);
  const code = printer.statement(printer.assign(nameOf(cx, binding!), value), cx.style(lead.tree));
  follow(cx, { statement, target }, code, how);
}

/**
 * `answer(run)` → `run = answer(run)`, of a function whose last statement answers the calls, and returns the new response then. Where it
 * does not always come to that, the variable keeps what it has.
 * @throws Untranslatable where that cannot be said
 */
export function giveBack(cx: Rewrite, { binding, isId }: Place, lead: Call, submit: Operation): void {
  const [fn, ...others] = functionsOf(cx, lead);
  const statement = statementAlone(submit.call);
  const own = enclosing(submit.call, "Function");
  if (!fn || others.length > 0 || fn !== own || !isUnused(lead) || !isUnused(submit.call)) throw stale();
  if (fn.body?.kind !== "Block" || !statement || fn.returns || fn.generator || returnsOf(fn).length > 0) throw stale();
  const always = fn.body.statements.at(-1) === statement && !returnsEarly(fn);
  if (!always && (isId || !isLast(statement, fn.body))) throw stale();
  makeAssignable(cx, binding, submit);
  const how = { rule, flow: cx.flows.flowOf(submit).id, reason: REASON };
  const returned = awaited(submit.call);
  const span = { start: returned.start, end: returned.start };
  if (!cx.editAt(submit.call.tree, span)) cx.insert(submit.call.tree, returned.start, "return ", how);
  const name = nameOf(cx, binding!);
  assign(cx, lead, name, isId, how, always ? undefined : name);
}

function nameOf(cx: Rewrite, binding: Binding): string {
  return cx.renames.get(binding) ?? binding.name;
}

function assign(
  cx: Rewrite,
  lead: Call,
  name: string,
  isId: boolean,
  how: Parameters<Rewrite["insert"]>[3],
  otherwise?: string,
): void {
  const { tree } = lead;
  const printer = cx.printer(tree);
  const outer = awaited(lead);
  const isWrapped = outer.kind === "Await" && (isId || otherwise !== undefined);
  cx.insert(tree, outer.start, printer.assign(name, isWrapped ? "(" : ""), how);
  if (isId) cx.insert(tree, outer.end, [isWrapped ? ")" : "", printer.member("", "id")], how);
  if (otherwise !== undefined) cx.insert(tree, outer.end, [isWrapped ? ")" : "", printer.orElse("", otherwise)], how);
}

function returnsEarly(fn: FunctionNode): boolean {
  return [...walk(fn.body!)].some((node) => node.kind === "Return" && enclosing(node, "Function") === fn);
}

/** Whether nothing of a function runs behind a statement: it is the last one of its branch, and that of the one around it. */
function isLast(statement: Statement, body: Block): boolean {
  let at: Statement = statement;
  for (const up of ancestors(statement)) {
    if (up.kind === "Block") {
      if (up.statements.at(-1) !== at) return false;
      if (up === body) return true;
    } else if (up.kind === "If" || up.kind === "With" || (up.kind === "Try" && !up.finalizer && !up.otherwise)) at = up;
    else if (up.kind !== "Handler") return false;
  }
  return false;
}
