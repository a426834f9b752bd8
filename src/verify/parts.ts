import type { Program } from "../analysis/program.js";
import type { Binding, Step } from "../analysis/scopes.js";
import type { Values } from "../analysis/values.js";
import type { Expression } from "../languages/tree.js";

/** The expressions that calls pass for a parameter. */
export function passedFor(values: Values, { parameter, name }: Binding): readonly Expression[] {
  if (!parameter) return [];
  const { fn, index } = parameter;
  // A Python method's receiver is not among the arguments.
  const shift = fn.flavor === "method" && fn.tree.language === "python" && !fn.isStatic ? 1 : 0;
  return values.callers(fn).calls.flatMap(({ args }) => {
    const named = args.find((argument) => argument.form === "named" && argument.name === name);
    const argument = named ?? args[index - shift];
    return argument && (named || argument.form === "positional") ? [argument.value] : [];
  });
}

/** What an expression is put together from: entries, elements, what is pushed, and the same of what stands in a variable. */
export function partsOf(program: Program, values: Values, e: Expression): readonly Expression[] {
  switch (e.kind) {
    case "ObjectLiteral":
      return e.entries.map(({ value }) => value);
    case "ArrayLiteral":
      return e.items;
    case "Await":
    case "Wrap":
    case "Spread":
      return [e.value];
    case "Conditional":
      return [e.then, e.otherwise];
    case "Comprehension":
      return [e.element];
    case "Member":
      return memberOf(values, e.object, e.property);
    case "Name": {
      const binding = program.bindingOf(e);
      if (!binding) return [];
      const written = binding.writes.flatMap(({ value, path }) => (value ? partAt(values, value, path) : []));
      const taken = binding.writes.find(({ site }) => site === binding.parameter?.node)?.path ?? [];
      const passed = passedFor(values, binding).flatMap((argument) => partAt(values, argument, taken));
      return [...written, ...passed, ...pushedTo(binding)];
    }
    default:
      return [];
  }
}

/** What stands at a path of an expression: the expression itself, or an entry of the object literal that it is. */
function partAt(values: Values, e: Expression, [step, ...rest]: readonly Step[]): readonly Expression[] {
  if (!step) return [e];
  return step.kind === "member" && rest.length === 0 ? memberOf(values, e, step.name) : [];
}

/** The entry of an object literal that a member reads. */
function memberOf(values: Values, object: Expression, property: string): readonly Expression[] {
  return values
    .of(object)
    .flatMap((value) => (value.kind === "object" ? value.node.entries : []))
    .flatMap(({ key, value }) => (key === property ? [value] : []));
}

function pushedTo({ reads }: Binding): readonly Expression[] {
  return reads.flatMap(({ parent }) => {
    if (parent?.kind !== "Member" || !/^(push|append|unshift|add|extend)$/.test(parent.property)) return [];
    const call = parent.parent;
    return call?.kind === "Call" && call.callee === parent ? call.args.map(({ value }) => value) : [];
  });
}
