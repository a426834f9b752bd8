import type { Expression, Member, ObjectLiteral } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Whether a field that is assigned belongs to objects that the program writes out itself, and is found wherever it is read: the literal
 * names it and has nothing there yet (`{ agent: null }`), or the object is only ever read by the names of its fields (`model = {}`).
 */
export function isOwnField(cx: Rewrite, { object, property }: Member): boolean {
  const objects = cx.values.of(object);
  return (
    objects.length > 0 &&
    objects.every((v) => v.kind === "null" || (v.kind === "object" && hasField(cx, v.node, property)))
  );
}

function hasField(cx: Rewrite, literal: ObjectLiteral, name: string): boolean {
  const entry = literal.entries.find(({ key }) => key === name);
  if (entry) return entry.value.kind === "NullLiteral";
  return readsOf(cx, literal)?.every((read) => read.parent?.kind === "Member" && read.parent.object === read) ?? false;
}

/** Where the variable or field is read that holds an object literal; undefined where something else does. */
function readsOf(cx: Rewrite, literal: ObjectLiteral): readonly Expression[] | undefined {
  const { parent } = literal;
  if ((parent?.kind !== "Declarator" && parent?.kind !== "Assign") || parent.value !== literal) return undefined;
  const { target } = parent;
  if (target.kind === "Name") {
    const binding = cx.program.bindingOf(target);
    return binding && cx.program.references(binding);
  }
  if (target.kind !== "Member") return undefined;
  return cx.program
    .members(target.property)
    .filter((one) => one !== target && cx.values.of(one).some((v) => v.kind === "object" && v.node === literal));
}
