import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Expression, FunctionNode, Node } from "../../src/languages/tree.js";
import { ancestors, bare, enclosing } from "../../src/languages/walk.js";
import { variableOf } from "../code/locals.js";
import type { Rewrite } from "../rewrite.js";
import { alwaysGives, giveBack, isAbout, takeGiven } from "./takenAnswer.js";
import { homeOf, leadsIn, returnsOf, type Place } from "./runPlaces.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/**
 * A place out of reach of the code that answers calls: it belongs to a function that calls that code. It is fine where that function
 * takes the new response from what the call gives, or asks for the run no more; and where the call can be made to give it.
 * @param kept variables that hold the new response where the calls are answered
 * @throws Untranslatable where the place would go on naming the response that was answered
 */
export function keepByCallers(
  cx: Rewrite,
  place: Place,
  submit: Operation,
  kept: ReadonlySet<Binding | undefined>,
): void {
  const { binding } = place;
  const home = binding && homeOf(binding);
  if (!binding || !binding.reads.every((read) => read.tree === binding.tree && enclosing(read, "Function") === home))
    throw stale();
  const leads = leadsIn(cx, home, submit).filter(({ tree }) => tree === binding.tree);
  if (leads.length === 0) throw stale();
  for (const lead of leads) {
    if (isTakenBy(cx, lead, binding) && givesResponse(cx, lead, submit, kept)) continue;
    if (!isReadBehind(cx, binding, lead)) continue;
    if (!isAbout(cx, lead, binding)) throw stale();
    if (alwaysGives(cx, lead, submit, kept)) takeGiven(cx, place, lead, submit);
    else giveBack(cx, place, lead, submit);
  }
}

/** Why answers cannot be given where others go on asking for the run. */
export function stale(): Untranslatable {
  return new Untranslatable(
    "code elsewhere asks for the run by the id it had, and the answer to its calls has a new one",
    "Keep the run's id in one place, then run again.",
  );
}

/** `run = answer(run)` */
function isTakenBy(cx: Rewrite, lead: Call, binding: Binding): boolean {
  return variableOf(cx, lead) === binding;
}

/** Whether a variable is read behind a call, or may be when a loop around both goes on. */
function isReadBehind(cx: Rewrite, binding: Binding, lead: Call): boolean {
  const loops = [...ancestors(lead)].filter(({ kind }) => kind === "Loop");
  const isIn = (read: Node, outer: Node) => outer.start <= read.start && read.end <= outer.end;
  return binding.reads.some(
    (read) =>
      !isIn(read, lead) && !cx.improvements.isGone(read) && (read.start > lead.end || loops.some((l) => isIn(read, l))),
  );
}

/** Whether what a call gives is the new response, or its id, wherever it has answered calls. */
function givesResponse(
  cx: Rewrite,
  call: Call,
  submit: Operation,
  kept: ReadonlySet<Binding | undefined>,
  seen = new Set<FunctionNode>(),
): boolean {
  if (call === submit.call) return true;
  return functionsOf(cx, call).every((fn) => {
    if (seen.has(fn)) return true;
    seen.add(fn);
    const leads = leadsIn(cx, fn, submit);
    const isOwn = enclosing(submit.call, "Function") === fn;
    const holders = new Set<Binding | undefined>([...leads.map((l) => variableOf(cx, l)), ...(isOwn ? kept : [])]);
    holders.delete(undefined);
    const isHeld = (e: Expression) => e.kind === "Name" && holders.has(cx.program.bindingOf(e));
    const isNew = (e: Expression): boolean => {
      const at = bare(e);
      if (at.kind === "Member" && at.property === "id") return isHeld(bare(at.object));
      if (at.kind !== "Call") return isHeld(at);
      if (leads.includes(at)) return givesResponse(cx, at, submit, kept, seen);
      const runs = at.args.map(({ value }) => value).filter((value) => isRun(cx, value));
      return runs.length > 0 && runs.every(isNew);
    };
    return returnsOf(fn)
      .filter((value) => leads.some((lead) => isBehind(value, lead)))
      .every((value) => leads.includes(bare(value) as Call) || isNew(value));
  });
}

function isBehind(value: Expression, lead: Call): boolean {
  const loops = [...ancestors(lead)].filter(({ kind }) => kind === "Loop");
  return (
    value.start > lead.end || value.end >= lead.end || loops.some((l) => l.start <= value.start && value.end <= l.end)
  );
}

/** Whether an expression is a run, or the id of one. */
export function isRun(cx: Rewrite, e: Expression): boolean {
  return cx.values.results(e).some(({ type }) => type === "Run" || type === "id(run)");
}

/** The functions of the program that a call can call. */
export function functionsOf(cx: Rewrite, call: Call): readonly FunctionNode[] {
  return cx.values.of(call.callee).flatMap((value) => (value.kind === "function" ? [value.fn] : []));
}
