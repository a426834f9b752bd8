import type { Binding } from "../../src/analysis/scopes.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Code } from "../../src/languages/code.js";
import type { Expression, Member, Node, Statement } from "../../src/languages/tree.js";
import { ancestors, enclosing } from "../../src/languages/walk.js";
import { assignedBy, follow } from "../code/followUp.js";
import { freeName } from "../code/freeName.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

const bound = new WeakMap<Rewrite, Map<Binding, string>>();

/**
 * The name of a variable that holds the messages of a list which is read several times: filtered once, behind the statement that gets the
 * list, so that what a test says of a message still holds where the message is read. `isRead` tells which reads of `data` need them
 * filtered. Undefined where one place reads them, or where the list is not at hand there.
 */
export function boundOnce(
  cx: Rewrite,
  access: Member,
  value: ResultValue,
  messages: Code,
  isRead: (access: Member) => boolean,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): string | undefined {
  const { operation } = value;
  const assigned = operation && assignedBy(operation);
  const binding = access.object.kind === "Name" ? cx.program.bindingOf(access.object) : undefined;
  if (!operation || !assigned || !binding || binding.writes.length !== 1 || binding.writes[0]!.path.length > 0)
    return undefined;
  if (assigned.target.kind !== "Name" || cx.program.bindingOf(assigned.target) !== binding) return undefined;
  const scope = enclosing(assigned.statement, "Function");
  const reads = cx.program.references(binding).map(dataOf);
  const shared = reads.filter((read) => read !== undefined && isRead(read));
  if (shared.length < 2 || mayBeMissing(operation.call.callee)) return undefined;
  if (shared.some((read) => enclosing(read!, "Function") !== scope || !isBehind(read!, assigned.statement)))
    return undefined;
  const known = bound.get(cx) ?? new Map<Binding, string>();
  bound.set(cx, known);
  const name =
    known.get(binding) ?? freeName(cx, operation, [["messages"], ["message", "items"], ["listed", "messages"]]);
  if (!known.has(binding))
    follow(cx, assigned, cx.printer(access.tree).declare(name, messages, cx.style(access.tree)), how);
  known.set(binding, name);
  return name;
}

/** Whether a place is behind a statement in the same block, where what is declared there is known. */
function isBehind(node: Node, { parent, end }: Statement): boolean {
  return node.start >= end && [...ancestors(node)].some((outer) => outer === parent);
}

/** Whether a call is not made where something is missing: there is no list then. */
function mayBeMissing(callee: Expression): boolean {
  return callee.kind === "Member" && (callee.optional || mayBeMissing(callee.object));
}

function dataOf(read: Expression): Member | undefined {
  const { parent } = read;
  return parent?.kind === "Member" && parent.object === read && parent.property === "data" ? parent : undefined;
}
