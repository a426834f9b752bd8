import type { Call, Expression, Node, StringLiteral } from "../languages/tree.js";

/** A field read by its name as a string, as Python code reads SDK models: `x.get("key", fallback)`, `getattr(x, "key", fallback)`. */
export interface KeyedRead {
  readonly node: Call;
  readonly object: Expression;
  readonly key: StringLiteral;
  /** What it gives where the field is missing. Without one `get` gives None, and `getattr` fails. */
  readonly fallback: Expression | undefined;
  readonly form: "get" | "getattr";
}

/** The keyed read that a node is, by its syntax alone; undefined where the key is not written out. */
export function keyedRead(node: Node | undefined): KeyedRead | undefined {
  if (node?.kind !== "Call" || node.tree.language !== "python") return undefined;
  if (node.args.some((argument) => argument.form !== "positional")) return undefined;
  const [first, second, third, ...more] = node.args.map((argument) => argument.value);
  const { callee } = node;
  if (callee.kind === "Member" && callee.property === "get" && first?.kind === "StringLiteral" && !third)
    return { node, object: callee.object, key: first, fallback: second, form: "get" };
  if (callee.kind === "Name" && callee.name === "getattr" && first && second?.kind === "StringLiteral")
    return more.length === 0 ? { node, object: first, key: second, fallback: third, form: "getattr" } : undefined;
  return undefined;
}

/** The name of the field that a test runner asks an object for, where that is written out: `expect(object).toHaveProperty("key", value)`. */
export function testedProperty(object: Expression): StringLiteral | undefined {
  const call = object.parent?.kind === "Argument" ? object.parent.parent : undefined;
  if (call?.kind !== "Call" || call.callee.kind !== "Name" || call.callee.name !== "expect") return undefined;
  const outer = call.parent?.kind === "Member" && call.parent.property === "not" ? call.parent.parent : call.parent;
  if (outer?.kind !== "Member" || outer.property !== "toHaveProperty" || outer.parent?.kind !== "Call")
    return undefined;
  const [key] = outer.parent.args;
  return key?.value.kind === "StringLiteral" ? key.value : undefined;
}

/** Whether a fallback says no more than that there is nothing: None, `{}`, `[]`, `""`. */
export function isNothing(fallback: Expression): boolean {
  switch (fallback.kind) {
    case "NullLiteral":
      return true;
    case "ObjectLiteral":
      return fallback.entries.length === 0;
    case "ArrayLiteral":
      return fallback.items.length === 0;
    case "StringLiteral":
      return fallback.value === "";
    default:
      return false;
  }
}
