import type { FunctionNode } from "../languages/tree.js";
import { UNKNOWN_CALLERS, type Callers } from "./directCallers.js";
import { injected } from "./injected.js";
import type { Values } from "./values.js";

/** Direct calls of a function of the program, and whether others may call it. */
export function callersOf(facts: Values, fn: FunctionNode): Callers {
  const name = fn.name?.name ?? "";
  const callers = facts.program.callers(fn, {
    // What is of a class by its type may be of one that inherits from it, and has a method of its own.
    isInstanceOf: (object, cls) =>
      facts
        .of(object)
        .some(
          (v) =>
            (v.kind === "instance" || v.kind === "class") &&
            (facts.declaringClass(v.node, name) === cls || facts.families.descendants(v.node).includes(cls)),
        ),
    isInjected: ({ parent, value }) => parent?.kind === "Call" && injected(facts, parent) === value,
    isFunction: (e, other) => facts.of(e).some((v) => v.kind === "function" && v.fn === other),
  });
  if (fn.flavor !== "method" || fn.parent?.kind !== "Class") return callers;
  const cls = fn.parent;
  if (name !== "constructor" && name !== "__init__") return callers;
  const binding = cls.name && facts.program.bindingOf(cls.name);
  if (!binding) return UNKNOWN_CALLERS;
  const calls = facts.program.references(binding).flatMap((reference) => {
    const { parent } = reference;
    return parent?.kind === "Call" && parent.callee === reference ? [parent] : [];
  });
  const open = calls.length === 0;
  return { calls, callbacks: [], others: open, open, handed: open };
}
