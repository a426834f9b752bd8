import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Name, Node } from "../../src/languages/tree.js";
import { ancestors, enclosing, statementOf, textOf, walk } from "../../src/languages/walk.js";
import { awaited, isUnused } from "../code/emit.js";
import { isVisible, variableOf } from "../code/locals.js";
import { toolLoops as rule } from "../registry.js";
import { Untranslatable } from "../code/request.js";
import { keepByCallers, stale } from "./runOfCallers.js";
import { homeOf, isDispatched, placeOf, placesOf, returnsOf, type Place } from "./runPlaces.js";
import { placeAt, type Rewrite } from "../rewrite.js";
import { isWrittenOut } from "../code/writtenOut.js";

/**
 * A run kept its id while its calls were answered; the answer is another response. Every place by which the flow asks for the run names
 * that response from here on.
 * @throws Untranslatable where code that asks for the run later cannot be told of the new response
 */
export function keepResponse(cx: Rewrite, submit: Operation): void {
  const id = submit.args.get("run_id")?.value;
  if (id && isFromElsewhere(cx, id)) return tellOfNewId(cx, submit, id);
  const askers = cx.flows.flowOf(submit).operations.filter((o) => asks(cx, o));
  const later = placesOf(cx, submit, askers).filter((place) => looksLater(cx, place, submit));
  const taken = variableOf(cx, submit.call);
  const field = taken ? undefined : fieldOf(submit);
  const isTaken = ({ binding, expression, isId }: Place) =>
    !isId && (binding ? binding === taken : field !== undefined && textOf(expression) === field);
  const missing = later.filter((place) => !isTaken(place));
  const [own, others] = [missing.filter(isInReach), missing.filter((place) => !isInReach(place))];
  function isInReach({ binding, expression }: Place): boolean {
    return binding ? canSet(cx, binding, submit) : isField(cx, expression, submit);
  }
  // What the function gives back names the run to its callers.
  const named = placeOf(cx, submit.args.get("run_id")!.value);
  const isNamed = others.length > 0 && isInReach(named) && isReturned(cx, named, submit);
  if (isNamed && !isTaken(named) && !own.some(({ binding }) => binding === named.binding)) own.push(named);
  const kept = new Set([taken, ...own.map(({ binding, isId }) => (isId ? undefined : binding))]);
  for (const place of others) keepByCallers(cx, place, submit, kept);
  if (own.length === 0) return;
  for (const place of own) makeAssignable(cx, place.binding, submit);
  write(cx, submit, own, taken);
}

/** The field that the new response is put into. */
function fieldOf(submit: Operation): string | undefined {
  const outer = awaited(submit.call);
  const { parent } = outer;
  const isPut = parent?.kind === "Assign" && parent.value === outer && parent.target.kind === "Member";
  return isPut ? textOf(parent.target) : undefined;
}

/** Whether the function that answers calls gives back the variable that it names the run by. */
function isReturned(cx: Rewrite, { binding, isId }: Place, submit: Operation): boolean {
  const fn = enclosing(submit.call, "Function");
  if (!binding || isId || !fn) return false;
  return returnsOf(fn).some((value) => value.kind === "Name" && cx.program.bindingOf(value) === binding);
}

/** Whether an operation asks for a run by its id, and will go on doing so. An id that is written out is that of another run. */
function asks(cx: Rewrite, operation: Operation): boolean {
  const id = operation.args.get("run_id")?.value;
  return (
    operation.id !== "runs.submitToolOutputs" &&
    id !== undefined &&
    !isWrittenOut(cx, id) &&
    cx.isActive(operation) &&
    !cx.improvements.isDropped(operation)
  );
}

function isFromElsewhere(cx: Rewrite, id: Expression): boolean {
  return !cx.values.results(id).some((v) => v.operation !== undefined);
}

/** An id that came in from out of sight: whoever keeps it has to take the new one. */
function tellOfNewId(cx: Rewrite, submit: Operation, id: Expression): void {
  const own = enclosing(submit.call, "Function");
  // What the program calls by way of a table may be called while it asks.
  if (own && isDispatched(cx, own) && cx.flows.operations.some((o) => asks(cx, o))) throw stale();
  const mayAsk = (e: Expression) => isFromElsewhere(cx, e) && !isWrittenOut(cx, e);
  const asker = isWrittenOut(cx, id)
    ? undefined
    : cx.flows.operations.find((o) => asks(cx, o) && mayAsk(o.args.get("run_id")!.value));
  if (asker)
    throw new Untranslatable(
      `the answer makes a response with a new id, and ${asker.id} asks for the run by an id from out of sight, which may be the old one`,
      "Hand the id of the new response on to whoever asks for it, then migrate both by hand; or keep them on the shim.",
    );
  cx.find(
    submit.call,
    rule,
    "warning",
    "The answer makes a response with a new id: the id of the run names the response that has been answered.",
    "Give the new id to whoever keeps the old one (a browser, a database).",
  );
}

/** Whether the run may be asked for after its calls were answered: further down, in the next round of a loop, or from another function. */
function looksLater(cx: Rewrite, { binding }: Place, submit: Operation): boolean {
  if (!binding) return true;
  const loops = [...ancestors(submit.call)].filter((up) => up.kind === "Loop");
  const isIn = (read: Node, outer: Node): boolean =>
    read.tree === outer.tree && outer.start <= read.start && read.end <= outer.end;
  const own = enclosing(submit.call, "Function");
  // What outlives the function may be asked for when it is called again.
  if (homeOf(binding) !== own) return true;
  return binding.reads.some(
    (read) =>
      !isIn(read, submit.call) &&
      !cx.improvements.isGone(read) &&
      (loops.some((loop) => isIn(read, loop)) || read.start > submit.call.end || enclosing(read, "Function") !== own),
  );
}

/** A constant becomes a variable. @throws Untranslatable where it cannot */
export function makeAssignable(cx: Rewrite, binding: Binding | undefined, submit: Operation): void {
  const { tree } = submit.call;
  const declaration = binding?.writes[0]?.site.parent;
  if (declaration?.kind !== "Declaration" || declaration.keyword !== "const") return;
  if (declaration.declarators.length !== 1 || declaration.declarators[0]!.target.kind !== "Name")
    throw new Untranslatable(
      "the run stands in a constant that is declared with others",
      "Declare the run by itself, then run again.",
    );
  const span = { start: declaration.start, end: declaration.start + "const".length };
  if (cx.editAt(tree, span)) return;
  cx.replaceSpan(tree, span, "let", {
    rule,
    flow: cx.flows.flowOf(submit).id,
    reason: "It is set anew with every answer.",
  });
}

/** Whether a function can set a variable: it sees it, and in languages with function scope it is its own or declared as somebody else's. */
function canSet(cx: Rewrite, binding: Binding, submit: Operation): boolean {
  if (binding.tree !== submit.call.tree || binding.imported || !isVisible(binding, submit.call)) return false;
  const own = enclosing(submit.call, "Function");
  const isOneFunction = cx.program.fileOf(submit.call).language.scoping === "function";
  return (
    !isOneFunction || homeOf(binding) === own || binding.writes.some((w) => enclosing(w.target, "Function") === own)
  );
}

/** A field of the object that the answers are given in, too: written there it is the same field. */
function isField(cx: Rewrite, e: Expression, submit: Operation): boolean {
  if (e.kind !== "Member" || e.object.kind !== "Name" || !cx.program.isThis(e.object)) return false;
  for (const node of walk(e)) if (node.kind === "Call") return false;
  return e.tree === submit.call.tree && cx.program.classOfThis(e) === cx.program.classOfThis(submit.call);
}

/** Sets every place: the first by the call itself where nothing takes its result, the others in lines of their own behind it. */
function write(cx: Rewrite, submit: Operation, places: readonly Place[], taken: Binding | undefined): void {
  const { tree } = submit.call;
  const printer = cx.printer(tree);
  const how = {
    rule,
    flow: cx.flows.flowOf(submit).id,
    reason: "Each answer makes a response with an id of its own, and that one is asked for from here on.",
  };
  const targetOf = ({ expression, binding }: Place): Code =>
    (binding && cx.renames.get(binding)) ?? (binding ? (expression as Name).name : carry(expression));
  const sorted = [...places].sort((a, b) => Number(a.isId) - Number(b.isId));
  const statement = statementOf(submit.call);
  const isFree = isUnused(submit.call);
  if (!statement || (!isFree && !taken))
    throw new Untranslatable(
      "the answer to the calls goes where this tool cannot follow it, and its id is a new one",
      "Put the result of the submission into the variable of the run, then run again.",
    );
  const [first] = sorted;
  if (isFree) {
    const outer = awaited(submit.call);
    const isWrapped = first!.isId && outer.kind === "Await";
    cx.insert(tree, outer.start, printer.assign(targetOf(first!), isWrapped ? "(" : ""), how);
    if (first!.isId) cx.insert(tree, outer.end, [isWrapped ? ")" : "", printer.member("", "id")], how);
  }
  const source: Code = isFree ? targetOf(first!) : (cx.renames.get(taken!) ?? taken!.name);
  const isSourceId = isFree && first!.isId;
  const { indentation } = placeAt(tree.text, statement);
  for (const place of isFree ? sorted.slice(1) : sorted) {
    const value = place.isId && !isSourceId ? printer.member(source, "id") : source;
    const line = printer.statement(printer.assign(targetOf(place), value), cx.style(tree));
    cx.insert(tree, statement.end, ["\n", indentation, line], how);
  }
}
