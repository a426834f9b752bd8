import type { Operation } from "../../src/analysis/operation.js";
import { wireName } from "../../src/analysis/casing.js";
import type { Call, Expression, Index, Member } from "../../src/languages/tree.js";
import { textOf } from "../../src/languages/walk.js";
import { literalLimit } from "./messages.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Whether the program goes from page to page by itself: it asks whether there are more. Then a page stays as large as it was, because what
 * is cut off would be on no page, and `has_more` would not tell of it.
 */
export function isPaged(cx: Rewrite, operation: Operation): boolean {
  const known = paged.get(operation) ?? asksForMore(cx, operation);
  paged.set(operation, known);
  return known;
}

/** Asked at every read of a page. */
const paged = new WeakMap<Operation, boolean>();

function asksForMore(cx: Rewrite, operation: Operation): boolean {
  return cx.flows.usesOf(operation).some((use) => {
    const { parent } = use;
    if (parent?.kind !== "Member" || parent.object !== use) return false;
    return cx.values
      .results(use)
      .some(
        (value) =>
          value.operation === operation &&
          value.type === "Page(Message)" &&
          /^(has_more|first_id|last_id)$/.test(wireName(parent.property, value.dialect)),
      );
  });
}

/** How many messages of a page are wanted, where that is written as a number and the page may be larger. */
export function wantedOf(cx: Rewrite, operation: Operation): number | undefined {
  return isPaged(cx, operation) ? undefined : literalLimit(operation);
}

/**
 * `page.data[page.data.length - 1].id`, `page.data.at(-1)?.id`: the id of the last thing on a page, where the next one goes on. That may be
 * an item of another kind than a message.
 */
export function cursorAt(data: Expression): Member | undefined {
  const id = elementAt(data)?.parent;
  return id?.kind === "Member" && id.property === "id" ? id : undefined;
}

function elementAt(data: Expression): Index | Call | undefined {
  const { parent } = data;
  if (parent?.kind === "Index" && parent.object === data) {
    const last = textOf(parent.index).replace(/\s/g, "");
    return last === "-1" || last === `${textOf(data)}.length-1` ? parent : undefined;
  }
  if (parent?.kind !== "Member" || parent.object !== data || parent.property !== "at") return undefined;
  const call = parent.parent;
  return call?.kind === "Call" && call.args.length === 1 && textOf(call.args[0]!) === "-1" ? call : undefined;
}
