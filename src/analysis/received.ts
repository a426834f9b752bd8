import type { Argument, Call, FunctionNode } from "../languages/tree.js";
import type { Binding } from "./scopes.js";
import type { Values } from "./values.js";

/** How many parameters of a function are not among the arguments of its calls: a Python method's receiver. */
export function receivers(facts: Values, fn: FunctionNode): number {
  const first = fn.flavor === "method" ? fn.params[0]?.target : undefined;
  return first?.kind === "Name" && (facts.program.isThis(first) || facts.program.isOwnClass(first)) ? 1 : 0;
}

/** The parameters, by their bindings, that an argument of a call of functions of the program arrives in. */
export function receivedBy(facts: Values, call: Call, argument: Argument): readonly Binding[] {
  const found: Binding[] = [];
  for (const value of facts.of(call.callee)) {
    if (value.kind !== "function") continue;
    const index = call.args.indexOf(argument) + receivers(facts, value.fn);
    for (const [at, { target }] of value.fn.params.entries()) {
      if (target.kind !== "Name") continue;
      if (argument.form === "named" ? target.name !== argument.name : argument.form !== "positional" || at !== index)
        continue;
      const binding = facts.program.bindingOf(target);
      if (binding) found.push(binding);
    }
  }
  return found;
}
