import type { Operation } from "../../src/analysis/operation.js";
import type { Rewrite } from "../rewrite.js";

/** A name for a new variable that nothing in the file has or gets; operations of one kind in one function are numbered. */
export function freeName(cx: Rewrite, operation: Operation, candidates: readonly (readonly string[])[]): string {
  const { tree } = operation.call;
  const { names } = cx.program.fileOf(operation.call).bindings;
  const isFree = (name: string): boolean =>
    names.named(name).length === 0 && !names.isGlobal(name) && cx.renames.givenIn(tree, name).inside(tree.root) === 0;
  const spelled = candidates.map((words) => cx.printer(tree).localName(words));
  const name = spelled.find(isFree) ?? `${spelled.at(-1)!}2`;
  const position = cx.flows.placeAmongAlike(operation);
  return position === 0 ? name : `${name}${position + 1}`;
}
