import type { Expression, Opaque } from "../../tree.js";
import { readAnnotation } from "./annotations.js";
import { build } from "./build.js";
import type { Concrete } from "./concrete.js";
import { readExpression } from "./expressions.js";

/** The definition inside a `decorated_definition`. */
export function undecorated(node: Concrete): { definition: Concrete; decorators: readonly Concrete[] } {
  if (node.type !== "decorated_definition") return { definition: node, decorators: [] };
  return { definition: node.children.at(-1)!, decorators: node.children.slice(0, -1) };
}

/** A definition whose parts are all there. */
export function isWhole(node: Concrete): boolean {
  return !node.broken && !undecorated(node).definition.broken;
}

/** The expression behind `@`. */
export function readDecorator(node: Concrete): Expression {
  return readExpression(node.children[0]!);
}

/** `[T, U: Bound]`: one Opaque for each, with the declared name and its bound. */
export function readTypeParameters(definition: Concrete): Opaque[] {
  const list = definition.children.find((child) => child.type === "type_parameter");
  return (list?.children ?? []).map(({ start, end, children: [type] }) => {
    const parts = type!.type === "constrained_type" ? type!.children : [type!];
    return build<Opaque>({ kind: "Opaque", start, end, what: "type_parameter", children: parts.map(readAnnotation) });
  });
}
