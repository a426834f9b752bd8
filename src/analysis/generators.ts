import type { Expression, FunctionNode } from "../languages/tree.js";
import { walkOwn } from "../languages/walk.js";
import { join, type Value } from "./value.js";
import type { Values } from "./values.js";

/** What a generator gives, one by one. */
export function yielded(facts: Values, fn: FunctionNode): readonly Value[] {
  const sets: (readonly Value[])[] = [];
  for (const node of walkOwn(fn.body!)) {
    const value = node.kind === "Opaque" && node.what === "yield" ? node.children[0] : undefined;
    if (value) sets.push(facts.of(value as Expression));
  }
  return join(...sets);
}
