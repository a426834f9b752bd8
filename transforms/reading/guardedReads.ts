import type { ResultValue } from "../../src/analysis/value.js";
import type { Expression, Member, Node } from "../../src/languages/tree.js";
import { ancestors } from "../../src/languages/walk.js";
import { currentShape } from "../../src/protocol/current.js";
import { shapeMapping } from "../../src/protocol/mapping/index.js";
import { typeAt } from "../../src/protocol/typeRef.js";
import type { Rewrite } from "../rewrite.js";

/** Whether a field that the classic object never had is not one of its current counterpart either. */
export function isNowhere({ type, dialect }: ResultValue, property: string): boolean {
  const current = shapeMapping(type)?.current;
  return (
    current !== undefined &&
    currentShape(current) !== undefined &&
    typeAt(currentShape, current, [property]) === undefined &&
    dialect.members?.[type]?.[property] === undefined
  );
}

/**
 * Whether a field is only read where the object was asked for it before: `hasattr(part, "file") and part.file`. Where there is no such
 * field, that is never read.
 */
export function isAskedFor(cx: Rewrite, access: Member): boolean {
  let below: Node = access;
  for (const up of ancestors(access)) {
    if (up.kind === "Function") return false;
    if (up.kind === "Binary" && up.operator === "and" && up.right === below && asks(cx, up.left, access)) return true;
    if (up.kind === "If" && up.then === below && asks(cx, up.test, access)) return true;
    if (up.kind === "Conditional" && up.then === below && asks(cx, up.test, access)) return true;
    below = up;
  }
  return false;
}

/** Whether a test can only hold where the object has the field. */
function asks(cx: Rewrite, test: Expression, access: Member): boolean {
  if (test.kind === "Wrap") return asks(cx, test.value, access);
  if (test.kind === "Binary")
    return test.operator === "and" && (asks(cx, test.left, access) || asks(cx, test.right, access));
  if (test.kind !== "Call" || test.callee.kind !== "Name" || test.callee.name !== "hasattr") return false;
  const [object, key] = test.args.map(({ value }) => value);
  const { object: own } = access;
  return (
    key?.kind === "StringLiteral" && key.value === access.property && object !== undefined && isSame(cx, object, own)
  );
}

/** Whether two expressions name the same field of the same variable, or the variable itself. */
function isSame(cx: Rewrite, a: Expression, b: Expression): boolean {
  if (a.kind === "Member" && b.kind === "Member") return a.property === b.property && isSame(cx, a.object, b.object);
  return a.kind === "Name" && b.kind === "Name" && cx.program.bindingOf(a) === cx.program.bindingOf(b);
}
