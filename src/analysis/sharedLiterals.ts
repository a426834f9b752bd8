import type { Call, Expression, Name, Node, ObjectLiteral } from "../languages/tree.js";
import { ancestors, textOf } from "../languages/walk.js";
import type { Program } from "./program.js";
import type { Values } from "./values.js";

/** The object literal an expression certainly is: written in place, or the only value of a constant that is read only here. */
export function literalOf(program: Program, expression: Expression): ObjectLiteral | undefined {
  let at = expression;
  while (at.kind === "Wrap") at = at.value;
  if (at.kind === "ObjectLiteral") return at;
  if (at.kind !== "Name") return undefined;
  const binding = program.bindingOf(at);
  if (!binding || binding.writes.length !== 1 || program.references(binding).length !== 1) return undefined;
  const write = binding.writes[0]!;
  return write.value && write.path.length === 0 && write.value.kind === "ObjectLiteral" ? write.value : undefined;
}

/**
 * The object literal that a constant holds which a call is given, and which other code reads, too: its fields are what the literal says,
 * because nothing writes into it and nobody else gets hold of it. Every field is text, a number or the like, or a constant that is in
 * sight of the call.
 */
export function sharedLiteral(facts: Values, e: Expression, call: Call): ObjectLiteral | undefined {
  const binding = e.kind === "Name" ? facts.program.bindingOf(e) : undefined;
  const write = binding?.writes.length === 1 ? binding.writes[0]! : undefined;
  let literal = write?.path.length === 0 ? write.value : undefined;
  while (literal?.kind === "Wrap") literal = literal.value;
  if (!binding || literal?.kind !== "ObjectLiteral" || literal.tree !== e.tree) return undefined;
  if (facts.program.isPublic(binding)) return undefined;
  if (!facts.program.references(binding).every((read) => onlyLooks(facts, read, call))) return undefined;
  return literal.entries.every(({ form, key, value }) => {
    if (key === undefined || form === "method") return false;
    return PLAIN.has(value.kind) || (value.kind === "Name" && isConstantAt(facts, value, call));
  })
    ? literal
    : undefined;
}

const PLAIN = new Set<Expression["kind"]>(["StringLiteral", "NumberLiteral", "BooleanLiteral", "NullLiteral"]);

/** Where something stands that is written, or deleted. */
const WRITES = new Set<Node["kind"]>([
  "Unary",
  "Opaque",
  "Loop",
  "Clause",
  "ArrayPattern",
  "ObjectPattern",
  "PatternEntry",
]);

/** Whether a read of an object leaves it as it is: a field is read, it is printed, or a call like the one asked about is given it. */
export function onlyLooks(facts: Values, read: Name, call: Call): boolean {
  const { parent } = read;
  if (parent?.kind === "Member" && parent.object === read) {
    const user = parent.parent;
    if (user?.kind === "Call") return user.callee !== parent;
    if (user?.kind === "Assign" || user?.kind === "Declarator") return user.value === parent;
    return user !== undefined && !WRITES.has(user.kind);
  }
  if (parent?.kind !== "Argument" || parent.parent?.kind !== "Call") return false;
  if (parent.parent === call || facts.program.fileOf(read).language.effects.effectOf(parent.parent) === "log")
    return true;
  return textOf(parent.parent.callee) === textOf(call.callee);
}

/** Whether a name says the same wherever a call may stand: it is written once, and known there. */
function isConstantAt(facts: Values, name: Name, call: Call): boolean {
  const binding = facts.program.bindingOf(name);
  const place = binding?.scope.node;
  if (!binding || !place || binding.writes.length !== 1) return false;
  return place === call.tree.root || [...ancestors(call)].includes(place);
}
