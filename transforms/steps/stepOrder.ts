import type { Operation } from "../../src/analysis/operation.js";
import type { Expression, Node, Statement } from "../../src/languages/tree.js";
import { statementOf } from "../../src/languages/walk.js";
import { steps as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { isStepType } from "./stepKinds.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/**
 * Steps came newest first, items come oldest first: what turns the list around goes. Gives whether anything does.
 * @throws Untranslatable where the list is turned around in a way that cannot go
 */
export function turnBack(cx: Rewrite, operation: Operation): boolean {
  let inPlace = 0;
  let isTurned = false;
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "Items come in the order in which they were made." };
  for (const use of cx.flows.usesAs(operation, isList)) {
    const turning = turningOf(cx, use);
    if (!turning) continue;
    const { list, whole, statement } = turning;
    if (list === use && whole.kind === "Call") inPlace += 1;
    // Turned around twice, it would be what it was; what leaves has the classic order anyway.
    if (!turning.goes || inPlace > 1 || cx.given.needs(operation))
      throw new Untranslatable(TURNED, "Read the steps in the order in which they come, then run again.");
    isTurned = true;
    if (statement) cx.removeStatement(statement, how);
    else {
      if (whole.start < list.start) cx.removeSpan(use.tree, { start: whole.start, end: list.start }, how);
      cx.removeSpan(use.tree, { start: list.end, end: whole.end }, how);
    }
  }
  return isTurned;
}

const TURNED = "the list of steps is turned around, and the items of a response come oldest first";

function isList(type: string): boolean {
  return isStepType(type) && /^Page\(|\[\]$/.test(type);
}

interface Turning {
  readonly list: Expression;
  /** What turns the list around, with it. */
  readonly whole: Expression;
  /** Does so in place, and nothing else. */
  readonly statement: Statement | undefined;
  readonly goes: boolean;
}

function turningOf(cx: Rewrite, use: Expression): Turning | undefined {
  const list = copyOf(use) ?? use;
  const { parent } = list;
  if (parent?.kind === "Slice" && parent.object === list) {
    const isWhole = /^\[\s*:\s*:\s*-1\s*\]$/.test(list.tree.text.slice(list.end, parent.end));
    return isWhole ? { list, whole: parent, statement: undefined, goes: true } : undefined;
  }
  if (parent?.kind === "Member" && parent.object === list && /^(reverse|toReversed)$/.test(parent.property)) {
    const call = parent.parent;
    if (call?.kind !== "Call" || call.callee !== parent || call.args.length > 0) return undefined;
    const statement = call.parent?.kind === "ExpressionStatement" ? call.parent : undefined;
    return { list, whole: call, statement, goes: !statement || isTurnedFirst(cx, list, statement) };
  }
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  if (call?.kind !== "Call" || call.callee.kind !== "Name" || call.callee.name !== "reversed") return undefined;
  return { list, whole: call, statement: undefined, goes: isReadInOrder(call) };
}

/** `[...steps]` */
function copyOf({ parent }: Expression): Expression | undefined {
  const copy = parent?.kind === "Spread" ? parent.parent : undefined;
  return copy?.kind === "ArrayLiteral" && copy.items.length === 1 ? copy : undefined;
}

/** Whether a list is turned around where it was made, before anybody reads it. */
function isTurnedFirst(cx: Rewrite, list: Expression, statement: Statement): boolean {
  let root = list;
  while (root.kind === "Member" || root.kind === "Wrap") root = root.kind === "Wrap" ? root.value : root.object;
  const binding = root.kind === "Name" ? cx.program.bindingOf(root) : undefined;
  const [write, ...others] = binding?.writes ?? [];
  const made = write && statementOf(write.site);
  if (!binding || !made || others.length > 0 || made.parent !== statement.parent) return false;
  return !binding.reads.some((read) => made.end <= read.start && read.end <= statement.start);
}

/** Whether something that gives one item after the other stands where a list may stand, too. */
function isReadInOrder(call: Node): boolean {
  const { parent } = call;
  if (parent?.kind === "Loop" || parent?.kind === "Clause") return parent.iterable === call;
  const outer = parent?.kind === "Argument" ? parent.parent : undefined;
  return outer?.kind === "Call" && outer.callee.kind === "Name" && /^(list|tuple|enumerate)$/.test(outer.callee.name);
}
