import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import { type Code } from "../src/languages/code.js";
import type { Expression, Name, Node } from "../src/languages/tree.js";
import { ancestors, enclosing, statementOf } from "../src/languages/walk.js";
import { awaited, isUnused } from "./emit.js";
import { variableOf } from "./locals.js";
import { toolLoops as rule } from "./registry.js";
import { Untranslatable } from "./request.js";
import type { Rewrite } from "./rewrite.js";

/**
 * A run kept its id while its calls were answered; the answer is another response. Whatever named the run names that response from here on.
 * @throws Untranslatable where code that looks at the run later cannot be told of the new response
 */
export function keepResponse(cx: Rewrite, submit: Operation): void {
  const id = submit.args.get("run_id")?.value;
  const named = id && namedBy(id);
  if (!named || !looksLater(cx, named.name, submit)) return;
  const { name, isId } = named;
  const binding = cx.program.bindingOf(name)!;
  const taken = variableOf(cx, submit.call);
  if (taken === binding && !isId) return;
  makeAssignable(cx, binding, submit);
  const printer = cx.printer(name.tree);
  const how = {
    rule,
    flow: cx.flows.flowOf(submit).id,
    reason: "Each answer makes a response with an id of its own, and that one is looked at from here on.",
  };
  const target = cx.renames.get(binding) ?? name.name;
  const outer = awaited(submit.call);
  if (isUnused(submit.call)) {
    cx.insert(name.tree, outer.start, printer.assign(target, isId && outer.kind === "Await" ? "(" : ""), how);
    if (isId) cx.insert(name.tree, outer.end, [outer.kind === "Await" ? ")" : "", printer.member("", "id")], how);
    return;
  }
  const statement = statementOf(submit.call);
  if (!taken || !statement || statement.kind === "Return") {
    if (statement?.kind === "Return") return;
    throw new Untranslatable(
      "the answer to the calls goes where this tool cannot follow it, and its id is a new one",
      "Put the result of the submission into the variable of the run, then run again.",
    );
  }
  const own = cx.renames.get(taken) ?? taken.name;
  const value: Code = isId ? printer.member(own, "id") : own;
  const style = cx.style(name.tree);
  const lineStart = name.tree.text.lastIndexOf("\n", statement.start - 1) + 1;
  const indentation = /^[ \t]*/.exec(name.tree.text.slice(lineStart, statement.start))![0];
  cx.insert(
    name.tree,
    statement.end,
    ["\n", indentation, printer.statement(printer.assign(target, value), style)],
    how,
  );
}

/** `run.id` names the run by its variable, `runId` by its id. */
function namedBy(id: Expression): { readonly name: Name; readonly isId: boolean } | undefined {
  let at = id;
  while (at.kind === "Wrap") at = at.value;
  if (at.kind === "Name") return { name: at, isId: true };
  return at.kind === "Member" && at.property === "id" && at.object.kind === "Name"
    ? { name: at.object, isId: false }
    : undefined;
}

/** Whether the run may be looked at after its calls were answered: further down, or in the next round of a loop around both. */
function looksLater(cx: Rewrite, name: Name, submit: Operation): boolean {
  const binding = cx.program.bindingOf(name);
  if (!binding) return false;
  const loops = [...ancestors(submit.call)].filter((up) => up.kind === "Loop");
  const again = (read: Node): boolean => loops.some((loop) => loop.start <= read.start && read.end <= loop.end);
  const inside = (read: Node): boolean => submit.call.start <= read.start && read.end <= submit.call.end;
  const own = enclosing(submit.call, "Function");
  return binding.reads.some(
    (read) =>
      !inside(read) &&
      !cx.improvements.isGone(read) &&
      (again(read) || read.start > submit.call.end || enclosing(read, "Function") !== own),
  );
}

function makeAssignable(cx: Rewrite, binding: Binding, submit: Operation): void {
  const { tree } = submit.call;
  const own = enclosing(submit.call, "Function");
  const home = binding.scope.node.kind === "Function" ? binding.scope.node : enclosing(binding.scope.node, "Function");
  const isPython = cx.program.fileOf(submit.call).language.scoping === "function";
  if (binding.tree !== tree || binding.imported || (isPython && home !== own && !isDeclaredIn(binding, own)))
    throw new Untranslatable(
      "code elsewhere looks at the run by the id it had, and the answer to its calls has a new one",
      "Keep the run's id in one place, then run again.",
    );
  const declaration = binding.writes[0]?.site.parent;
  if (declaration?.kind !== "Declaration" || declaration.keyword !== "const") return;
  if (declaration.declarators.length !== 1 || declaration.declarators[0]!.target.kind !== "Name")
    throw new Untranslatable(
      "the run stands in a constant that is declared with others",
      "Declare the run by itself, then run again.",
    );
  const span = { start: declaration.start, end: declaration.start + "const".length };
  if (cx.edits.some((edit) => edit.file === tree.path && edit.start === span.start && edit.end === span.end)) return;
  cx.replaceSpan(tree, span, "let", {
    rule,
    flow: cx.flows.flowOf(submit).id,
    reason: "It is set anew with every answer.",
  });
}

/** A function that writes the variable already can do so again. */
function isDeclaredIn(binding: Binding, fn: Node | undefined): boolean {
  return binding.writes.some((write) => enclosing(write.target, "Function") === fn);
}
