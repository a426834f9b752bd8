import type { ResultValue, Value } from "../../src/analysis/value.js";
import type { Entry, FunctionNode, Member, Name } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { effectOf } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";

function isAdded({ type, operation }: ResultValue): boolean {
  return type === "Message" && operation?.id === "messages.create";
}

/** Whether a field that was always there may be missing by its type: statuses, what a message that was just added is called, images. */
export function isOptionalNow(value: ResultValue, wire: string): boolean {
  if (value.type === "ImageFile") return wire === "file_id";
  if (value.type === "ImageUrl") return wire === "url";
  return (value.type === "Run" && wire === "status") || (wire === "id" && isAdded(value));
}

/** Whether a value that is optional now goes where typed code wants one. What is tested or printed may be missing. */
export function isWanted(cx: Rewrite, node: Member | Name): boolean {
  const { tree, parent } = node;
  if (!tree.typed || cx.target(tree).isWire || (node.kind === "Member" && node.optional)) return false;
  if (parent?.kind === "Declarator" && parent.value === node && parent.target.kind === "Name") {
    const binding = cx.program.fileOf(node).bindings.bindingOf.get(parent.target);
    return (
      binding?.constant === true &&
      (parent.annotation !== undefined || binding.reads.some((read) => isWanted(cx, read)))
    );
  }
  if (parent?.kind === "Argument" && parent.parent?.kind === "Call") {
    const { callee } = parent.parent;
    if (cx.values.operationAt(parent.parent)) return true;
    const looksUp = callee.kind === "Member" && /^(includes|indexOf)$/.test(callee.property);
    return !looksUp && effectOf(cx, parent.parent) === undefined;
  }
  if (parent?.kind === "Entry" && parent.value === node) return isField(cx, parent);
  return (
    (parent?.kind === "Index" && parent.index === node) ||
    parent?.kind === "Assign" ||
    (parent?.kind === "Function" && parent.body === node && (parent.returns !== undefined || isAfter(parent))) ||
    (parent?.kind === "Return" && enclosing(parent, "Function")?.returns !== undefined)
  );
}

/** Whether a field of an object goes where a type of the program says what it has to be: a parameter, or what a function gives. */
function isField(cx: Rewrite, { parent: object }: Entry): boolean {
  const { parent } = object!;
  if (parent?.kind === "Return") return enclosing(parent, "Function")?.returns !== undefined;
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  if (call?.kind !== "Call") return false;
  const index = call.args.findIndex(({ value }) => value === object);
  const isSaid = (v: Value) => v.kind === "function" && v.fn.params[index]?.annotation !== undefined;
  return cx.values.of(call.callee).some(isSaid);
}

/** `promise.then((x) => …)`: what the function gives is what the promise becomes. */
function isAfter({ parent }: FunctionNode): boolean {
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  return call?.kind === "Call" && call.callee.kind === "Member" && call.callee.property === "then";
}
