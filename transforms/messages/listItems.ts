import { spreadEntry } from "../../src/analysis/parameters.js";
import type { Binding, Write } from "../../src/analysis/scopes.js";
import type { Call, Expression } from "../../src/languages/tree.js";

import { onlyResult } from "../types/models.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Everything that a list can have in it, where it is written: items of list literals and what is appended, followed through variables,
 * parameters, functions of the program, and `**params` of a dictionary literal. A list that is no literal stands for its own items.
 * Undefined where anything else can arrive.
 */
export function listItems(cx: Rewrite, e: Expression, depth = 0): readonly Expression[] | undefined {
  if (depth > 8) return undefined;
  const each = (parts: readonly (Expression | undefined)[]): readonly Expression[] | undefined => {
    const items = parts.map((part) => part && listItems(cx, part, depth + 1));
    return items.includes(undefined) ? undefined : items.flatMap((item) => item!);
  };
  switch (e.kind) {
    case "ArrayLiteral":
      return each(e.items.map((item) => (item.kind === "Spread" ? item.value : item)));
    case "NullLiteral":
      return [];
    case "Wrap":
      return e.flavor === "nonNull" ? undefined : listItems(cx, e.value, depth + 1);
    case "Binary":
      return ["+", "or", "??"].includes(e.operator) ? each([e.left, e.right]) : undefined;
    case "Conditional":
      return each([e.then, e.otherwise]);
    case "Member":
      // Tools of an agent are in their new form already.
      return isRead(cx, e) ? [] : [e];
    case "ObjectLiteral":
    case "Index":
      return [e];
    case "Call": {
      const [callee, ...others] = cx.values.of(e.callee);
      const result = callee?.kind === "function" && others.length === 0 ? onlyResult(callee.fn) : undefined;
      return result ? listItems(cx, result, depth + 1) : [e];
    }
    case "Name": {
      const binding = bindingBehind(cx, e);
      if (!binding) return undefined;
      if (binding.parameter) return each(given(cx, binding) ?? [undefined]);
      if (binding.writes.length === 0) return undefined;
      return each([...binding.writes.map(written), ...appended(cx, binding)]);
    }
    default:
      return undefined;
  }
}

function isRead(cx: Rewrite, e: Expression): boolean {
  const values = cx.values.of(e);
  return values.length > 0 && values.every((v) => v.kind === "result" && v.type === "Tool[]");
}

/** The variable a name stands for, also where it was imported. */
function bindingBehind(cx: Rewrite, e: Extract<Expression, { kind: "Name" }>): Binding | undefined {
  const binding = cx.program.bindingOf(e);
  return binding && (cx.program.importOrigin(binding) ?? binding);
}

function written({ value, path }: Write): Expression | undefined {
  return path.length === 0 ? value : undefined;
}

/** What the calls of a function pass for a parameter; undefined where they cannot be seen. */
function given(cx: Rewrite, binding: Binding): readonly (Expression | undefined)[] | undefined {
  const { fn, index, node } = binding.parameter!;
  const { calls, open } = cx.values.callers(fn);
  if (open || calls.length === 0 || node.rest !== "none") return undefined;
  const first = fn.params[0]?.target;
  const shift = fn.flavor === "method" && first?.kind === "Name" && cx.program.isThis(first) ? 1 : 0;
  return calls.map((call) => {
    const named = call.args.find((a) => a.form === "named" && a.name === binding.name);
    const spread = spreadEntry(cx.values, call, binding.name);
    const positional = call.args.every((a) => a.form === "positional" || a.form === "named")
      ? call.args[index - shift]
      : undefined;
    return named?.value ?? spread ?? (positional?.form === "positional" ? positional.value : node.fallback);
  });
}

/** `list.push(a, b)`, `list.append(a)`, `list.extend(more)`, `list += more`. */
function appended(cx: Rewrite, binding: Binding): readonly (Expression | undefined)[] {
  return cx.program.references(binding).flatMap((read) => {
    const call = methodCall(read);
    if (!call || call.callee.kind !== "Member") return [];
    if (/^(push|append|unshift)$/.test(call.callee.property))
      return call.args.map((a) => (a.form === "positional" ? a.value : a.form === "spread" ? a.value : undefined));
    return call.callee.property === "extend" ? call.args.map((a) => a.value) : [];
  });
}

/** The call of a method of what `object` stands for. */
export function methodCall(object: Expression): Call | undefined {
  const { parent } = object;
  if (parent?.kind !== "Member" || parent.object !== object) return undefined;
  return parent.parent?.kind === "Call" && parent.parent.callee === parent ? parent.parent : undefined;
}
