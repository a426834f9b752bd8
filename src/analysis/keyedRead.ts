import type { Call, Expression, Index, Node, StringLiteral } from "../languages/tree.js";

/** A field read by its name as a string, as Python code reads SDK models: `x["key"]`, `x.get("key", fallback)`, `getattr(x, "key", fallback)`. */
export interface KeyedRead {
  readonly node: Call | Index;
  readonly object: Expression;
  readonly key: StringLiteral;
  /** What it gives where the field is missing. `get` gives None where nothing is written. */
  readonly fallback: Expression | undefined;
  readonly form: "index" | "get" | "getattr";
}

/** The keyed read that a node is, by its syntax alone; undefined where the key is not written out. */
export function keyedRead(node: Node | undefined): KeyedRead | undefined {
  if (node?.tree.language !== "python") return undefined;
  if (node.kind === "Index") {
    return node.index.kind === "StringLiteral"
      ? { node, object: node.object, key: node.index, fallback: undefined, form: "index" }
      : undefined;
  }
  if (node.kind !== "Call" || node.args.some((argument) => argument.form !== "positional")) return undefined;
  const [first, second, third, ...more] = node.args.map((argument) => argument.value);
  const { callee } = node;
  if (callee.kind === "Member" && callee.property === "get" && first?.kind === "StringLiteral" && !third)
    return { node, object: callee.object, key: first, fallback: second, form: "get" };
  if (callee.kind === "Name" && callee.name === "getattr" && first && second?.kind === "StringLiteral")
    return more.length === 0 ? { node, object: first, key: second, fallback: third, form: "getattr" } : undefined;
  return undefined;
}

/** The keyed read of a field of `object`, where that stands as the object of one. */
export function keyedReadOf(object: Expression): KeyedRead | undefined {
  const { parent } = object;
  const node = parent?.kind === "Member" || parent?.kind === "Argument" ? parent.parent : parent;
  const read = keyedRead(node);
  return read?.object === object ? read : undefined;
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
