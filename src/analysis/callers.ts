import type { Call, FunctionNode } from "../languages/tree.js";
import { UNKNOWN_CALLERS, type Callers } from "./directCallers.js";
import { injected } from "./injected.js";
import { isSuper, superCalls } from "./supers.js";
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
            (facts.declaringClass(v.node, name) === cls ||
              (!isSuper(object) && facts.families.descendants(v.node).includes(cls))),
        ),
    isInjected: ({ parent, value }) => parent?.kind === "Call" && injected(facts, parent) === value,
    isFunction: (e, other) => facts.of(e).some((v) => v.kind === "function" && v.fn === other),
  });
  if (fn.flavor !== "method" || fn.parent?.kind !== "Class") return callers;
  const cls = fn.parent;
  if (name !== "constructor" && name !== "__init__") return callers;
  if (!cls.name || !facts.program.bindingOf(cls.name)) return UNKNOWN_CALLERS;
  // Classes without a constructor of their own are built by the one that they inherit.
  const heirs = facts.families.descendants(cls).filter((each) => facts.declaringClass(each, name) === cls);
  const references = [cls, ...heirs].flatMap((each) => {
    const binding = each.name && facts.program.bindingOf(each.name);
    return binding ? facts.program.references(binding) : [];
  });
  const built = references.flatMap((reference) => {
    const { parent } = reference;
    return parent?.kind === "Call" && parent.callee === reference ? [parent] : [];
  });
  const calls = [...built, ...superCalls(facts, cls, name)];
  // `Agent.__init__(self, client)`: its arguments stand at other places.
  const isWrittenOut = ({ callee }: Call): boolean => callee.kind === "Member" && !isSuper(callee.object);
  const open = calls.length === 0 || callers.calls.some(isWrittenOut);
  return { calls, callbacks: [], others: open, open, handed: open };
}
