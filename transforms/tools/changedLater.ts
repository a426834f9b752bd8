import type { Expression, Node } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { methodCall } from "../messages/listItems.js";
import type { Rewrite } from "../rewrite.js";

const CHANGING = /^(add|discard|remove|pop|clear|append|extend|insert|(\w+_)?update)$/;

/** Whether a collection in a variable may be changed after `made` took what was in it: by a statement further down, or in another function. */
export function isChangedLater(cx: Rewrite, collection: Expression, made: Node): boolean {
  const own = collection.kind === "Name" ? cx.program.bindingOf(collection) : undefined;
  const binding = own && (cx.program.importOrigin(own) ?? own);
  if (!binding) return false;
  const changes: readonly Node[] = [
    ...binding.writes.slice(1).map(({ target }) => target),
    ...cx.program.references(binding).filter((read) => {
      const call = methodCall(read);
      return call?.callee.kind === "Member" && CHANGING.test(call.callee.property);
    }),
  ];
  const home = enclosing(made, "Function");
  return changes.some(
    (change) => change.tree !== made.tree || change.start > made.start || enclosing(change, "Function") !== home,
  );
}
