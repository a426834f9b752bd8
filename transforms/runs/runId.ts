import type { Operation } from "../../src/analysis/operation.js";
import type { Expression, Node } from "../../src/languages/tree.js";
import { isHarmless } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Whether the id of a run leaves the code around it while the run may be going on, so that something else may ask for it: it is
 * returned, stored, handed to code that is not seen, or the run is cancelled. Printing it is fine, and so are other questions.
 */
export function isIdNeeded(cx: Rewrite, run: readonly Operation[], isGone: (node: Node) => boolean): boolean {
  return cx.flows.groupsOf(...run).some(({ results, uses }) => {
    const isId = results.some((v) => v.type === "id(run)" && v.operation && run.includes(v.operation));
    return isId && uses.some(([, use]) => !isGone(use) && leaves(cx, use, use.parent));
  });
}

function leaves(cx: Rewrite, use: Expression, parent: Node | undefined): boolean {
  switch (parent?.kind) {
    case "TemplateString":
    case "Wrap":
    case "Conditional":
    case "Await":
      return leaves(cx, parent, parent.parent);
    case "Binary":
      return parent.operator === "+" ||
        parent.operator === "or" ||
        parent.operator === "??" ||
        parent.operator === "and"
        ? leaves(cx, parent, parent.parent)
        : false;
    case "Declarator":
    case "Assign":
      return parent.value === use && parent.target.kind !== "Name";
    case "If":
    case "ExpressionStatement":
    case "Throw":
    case "Unary":
    case "PatternEntry":
      return false;
    case "Parameter":
      return false;
    case "Argument":
    case "Entry": {
      const call = parent.kind === "Argument" ? parent.parent : parent.parent?.parent?.parent;
      if (call?.kind !== "Call") return true;
      const operation = cx.values.operationAt(call);
      if (operation) return operation.id === "runs.cancel" || operation.id === "runs.submitToolOutputs";
      if (isHarmless(cx, call) || call.parent?.kind === "Throw") return false;
      // What a function of the program does with it is a use of its own.
      const callees = cx.values.of(call.callee);
      return parent.kind === "Entry" || callees.length === 0 || !callees.every((v) => v.kind === "function");
    }
    default:
      return true;
  }
}
