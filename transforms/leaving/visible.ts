import type { Expression, Node } from "../../src/languages/tree.js";
import { ancestors, enclosing, walk } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";
import { holds } from "../code/spans.js";

/**
 * Whether an expression means the same where other code stands: every name in it is one that is known there, and has its value by then.
 * Calls are not evaluated anywhere else than where they are.
 */
export function isVisibleAt(cx: Rewrite, e: Expression, place: Node): boolean {
  if (e.tree !== place.tree) return false;
  if (place.start <= e.start && e.end <= place.end) return true;
  return [...walk(e)].every((node) => {
    if (node.kind === "Call" || node.kind === "Await" || node.kind === "Function") return false;
    return node.kind !== "Name" || isNameVisible(cx, node, place);
  });
}

/** Whether every name in an expression is known where other code stands. */
export function isKnownAt(cx: Rewrite, e: Expression, place: Node): boolean {
  if (e.tree !== place.tree) return false;
  return [...walk(e)].every((node) => node.kind !== "Name" || isInScope(cx, node, place, e));
}

function isInScope(cx: Rewrite, name: Extract<Expression, { kind: "Name" }>, place: Node, within: Node): boolean {
  const node = cx.program.bindingOf(name)?.scope.node;
  if (!node || node === place) return true;
  return [...ancestors(place)].includes(node) || (within.start <= node.start && node.end <= within.end);
}

function isNameVisible(cx: Rewrite, name: Extract<Expression, { kind: "Name" }>, place: Node): boolean {
  const binding = cx.program.bindingOf(name);
  if (!binding) return true;
  if (!isInScope(cx, name, place, name)) return false;
  return binding.writes.every(
    ({ site }) =>
      site.kind === "Parameter" ||
      site.end <= place.start ||
      (site.kind === "Loop" && holds(site.body, place)) ||
      enclosing(site, "Function") !== enclosing(place, "Function"),
  );
}
