import type { Binding } from "../../src/analysis/scopes.js";
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

/**
 * Whether nothing but printing is done with a value as a whole: it may be computed with on the way, and stand in variables that hold
 * nothing else. What is read of it by name is none of that.
 */
export function onlyPrinted(cx: Rewrite, value: Expression, seen = new Set<Binding>()): boolean {
  const { parent } = value;
  switch (parent?.kind) {
    case "Wrap":
    case "TemplateString":
      return onlyPrinted(cx, parent, seen);
    case "Argument": {
      const call = parent.parent;
      if (call?.kind !== "Call") return false;
      const effect = effectOf(cx, call);
      return effect === "log" || (effect === "pure" && onlyPrinted(cx, call, seen));
    }
    case "Declarator":
    case "Assign": {
      const binding =
        parent.target.kind === "Name" && parent.value === value ? cx.program.bindingOf(parent.target) : undefined;
      if (!binding || binding.writes.length !== 1 || cx.program.isPublic(binding)) return false;
      if (seen.has(binding)) return true;
      seen.add(binding);
      return binding.reads.every((read) => onlyPrinted(cx, read, seen));
    }
    default:
      return false;
  }
}
