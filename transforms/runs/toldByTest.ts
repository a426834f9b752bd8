import type { ResultValue } from "../../src/analysis/value.js";
import type { Expression, Member, Name } from "../../src/languages/tree.js";
import { ancestors, bare, textOf } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";
import { wordOf } from "./status.js";

/**
 * Whether a status is read where a test has just said that it is one of some words, none of which may be that of a run that wants
 * answers: `if (run.status === "failed" || run.status === "cancelled") throw new Error(run.status)`.
 */
export function isToldOtherwise(cx: Rewrite, use: Member, values: readonly ResultValue[]): boolean {
  for (const up of ancestors(use)) {
    if (up.kind === "Function" || up.kind === "Loop") return false;
    if (up.kind !== "If" || use.start < up.then.start || use.end > up.then.end) continue;
    const said = wordsSaid(cx, up.test, textOf(use), values);
    if (said?.every((word) => word !== "completed" && word !== "requires_action"))
      return !isWritten(cx, use, up.then.start);
  }
  return false;
}

/** The words that a test allows: `==` with each of them, joined by `or`. Undefined for any other test. */
function wordsSaid(
  cx: Rewrite,
  test: Expression,
  status: string,
  values: readonly ResultValue[],
): readonly string[] | undefined {
  const at = bare(test);
  if (at.kind !== "Binary") return undefined;
  if (at.operator === "or") {
    const sides = [at.left, at.right].map((side) => wordsSaid(cx, side, status, values));
    return sides.every((side) => side !== undefined) ? sides.flat() : undefined;
  }
  if (at.operator !== "==") return undefined;
  const other = textOf(at.left) === status ? at.right : textOf(at.right) === status ? at.left : undefined;
  const word = other && wordOf(cx, other, values);
  return word === undefined ? undefined : [word];
}

/** Whether the variable is given something else between a place and its use. */
function isWritten(cx: Rewrite, use: Member, from: number): boolean {
  const root = bare(use.object);
  const binding = root.kind === "Name" ? cx.program.bindingOf(root as Name) : undefined;
  return !binding || binding.writes.some(({ target }) => target.start > from && target.start < use.start);
}
