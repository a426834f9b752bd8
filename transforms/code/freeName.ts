import type { Operation } from "../../src/analysis/operation.js";
import { enclosing } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";

/** A name for a new variable that nothing in the file has or gets; operations of one kind in one function are numbered. */
export function freeName(cx: Rewrite, operation: Operation, candidates: readonly (readonly string[])[]): string {
  const { call } = operation;
  const { bindings } = cx.program.fileOf(call);
  const taken = (name: string) =>
    bindings.bindings.some((b) => b.name === name || cx.renames.get(b) === name) ||
    bindings.unresolved.some((n) => n.name === name);
  const names = candidates.map((words) => cx.printer(call.tree).localName(words));
  const name = names.find((candidate) => !taken(candidate)) ?? `${names.at(-1)!}2`;
  const siblings = cx.flows.operations.filter(
    (o) =>
      o.id === operation.id &&
      o.call.tree === call.tree &&
      enclosing(o.call, "Function") === enclosing(call, "Function"),
  );
  const position = siblings.indexOf(operation);
  return position === 0 ? name : `${name}${position + 1}`;
}
