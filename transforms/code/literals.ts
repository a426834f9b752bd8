import type { ArrayLiteral, Call, Expression, Node, ObjectLiteral } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Whether everything that happens to an object or list that is written out is seen: it is only taken apart, in variables and parameters
 * of this program. Then a part of it is a place like any other; else it goes to code that reads it in ways of its own.
 */
export function isFollowed(cx: Rewrite, literal: ObjectLiteral | ArrayLiteral): boolean {
  return follows(cx, literal, literal.parent, new Set());
}

function follows(cx: Rewrite, e: Expression, parent: Node | undefined, seen: Set<Node>): boolean {
  switch (parent?.kind) {
    case "Member":
    case "Index":
      return parent.object === e;
    case "Wrap":
    case "Await":
    case "Conditional":
      return follows(cx, parent, parent.parent, seen);
    case "Binary":
      return ["or", "??"].includes(parent.operator) ? follows(cx, parent, parent.parent, seen) : true;
    case "ExpressionStatement":
    case "If":
    case "Unary":
      return true;
    case "Entry":
    case "ArrayLiteral": {
      const outer = parent.kind === "Entry" ? (parent.parent as ObjectLiteral) : parent;
      return follows(cx, outer, outer.parent, seen);
    }
    case "Declarator":
    case "Assign":
      return parent.target === e || followsTarget(cx, parent.target, seen);
    case "Field":
    case "Return":
      return true;
    case "Function":
      return parent.body === e;
    case "Argument":
      return followsArgument(cx, parent, seen);
    default:
      return false;
  }
}

function followsTarget(cx: Rewrite, target: Node, seen: Set<Node>): boolean {
  if (target.kind === "ObjectPattern" || target.kind === "ArrayPattern") return true;
  if (target.kind === "Member") return cx.values.of(target.object).some((v) => v.kind === "instance");
  if (target.kind !== "Name") return false;
  const binding = cx.program.bindingOf(target);
  if (!binding || seen.has(target)) return binding !== undefined;
  seen.add(target);
  return cx.program.references(binding).every((read) => follows(cx, read, read.parent, seen));
}

function followsArgument(cx: Rewrite, argument: Extract<Node, { kind: "Argument" }>, seen: Set<Node>): boolean {
  const call = argument.parent as Call;
  if (argument.form !== "positional" || call.args.some((a) => a.form === "spread")) return false;
  const callees = cx.values.of(call.callee);
  if (callees.length === 0) return false;
  return callees.every((value) => {
    if (value.kind !== "function" && value.kind !== "class") return false;
    const fn =
      value.kind === "function"
        ? value.fn
        : ["constructor", "__init__"].map((name) => cx.values.members(value.node).get(name)?.method).find((m) => m);
    const shift = fn?.params[0]?.target.kind === "Name" && cx.program.isThis(fn.params[0].target) ? 1 : 0;
    const target = fn?.params[call.args.indexOf(argument) + shift]?.target;
    return target !== undefined && followsTarget(cx, target, seen);
  });
}
