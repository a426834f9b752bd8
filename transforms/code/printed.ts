import type { Call, Expression, TemplateString } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { effectOf } from "./between.js";
import type { Rewrite } from "../rewrite.js";

/** A value that a call prints: one of its arguments, or a hole in one. */
export interface Printed {
  readonly call: Call;
  readonly part: Expression;
  readonly template: TemplateString | undefined;
}

/** The part of a printing call that a value ends up in, when nothing else is done with it. */
export function printedBy(cx: Rewrite, value: Expression): Printed | undefined {
  let at = value;
  let inTemplate: { readonly part: Expression; readonly template: TemplateString } | undefined;
  for (;;) {
    const { parent } = at;
    if (parent?.kind === "Argument") {
      const call = parent.parent;
      if (call?.kind !== "Call") return undefined;
      const effect = effectOf(cx, call);
      if (effect === "log") return isPlain(cx, at) ? { call, part: at, template: undefined, ...inTemplate } : undefined;
      if (effect !== "pure") return undefined;
      at = call;
    } else if (parent?.kind === "TemplateString") {
      inTemplate ??= { part: at, template: parent };
      at = parent;
    } else if (
      parent?.kind === "Wrap" ||
      ((parent?.kind === "Member" || parent?.kind === "Index") && parent.object === at) ||
      (parent?.kind === "Call" && parent.callee === at) ||
      (parent?.kind === "Binary" && parent.operator !== "+") ||
      parent?.kind === "Conditional"
    ) {
      at = parent;
    } else return undefined;
  }
}

/** Whether nothing happens in an expression but reading and computing. */
function isPlain(cx: Rewrite, e: Expression): boolean {
  return [...walk(e)].every(
    (node) => node.kind !== "Await" && node.kind !== "Assign" && !(node.kind === "Call" && cx.values.operationAt(node)),
  );
}
