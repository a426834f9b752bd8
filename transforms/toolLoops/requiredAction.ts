import { staysBefore } from "../../src/analysis/manifest.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Expression, Member, Node } from "../../src/languages/tree.js";
import { toSnake } from "../../src/analysis/casing.js";
import type { Where } from "../../src/protocol/types.js";
import { coversCalls, REQUIRED, responseBehind, wantsAnswers } from "./pendingCalls.js";
import { textOf } from "../../src/languages/walk.js";
import { isOperand, isTested, styleAt } from "../code/positions.js";
import { guardName } from "../runs/typeGuards.js";
import { toolLoops as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * What a run required of its caller: calls are items of the response now, so a test for it asks whether there are any, and
 * `required_action.submit_tool_outputs` on the way to them goes. Gives false for reads that are like those of any other field.
 */
export function rewriteRequired(cx: Rewrite, use: Expression, values: readonly ResultValue[]): boolean {
  const value = values.find((v) => v.operation && REQUIRED.has(v.type));
  if (!value || !values.every((v) => REQUIRED.has(v.type))) return false;
  const test = testOf(cx, use);
  if (!test) return false;
  const how = {
    rule,
    flow: cx.flows.flowOf(value.operation!).id,
    reason: "A response that wants answers has calls among its items.",
  };
  const beside = besideStatus(cx, test);
  if (beside) {
    cx.removeSpan(test.tree, beside, how);
    return true;
  }
  const { code, isOptional } = responseBehind(use);
  const asked = wantsAnswers(cx, value.operation!, code, test, isOptional);
  cx.replace(
    test,
    isOperand(test) && test.parent?.kind !== "Binary" ? cx.printer(test.tree).parenthesise(asked) : asked,
    how,
  );
  return true;
}

/** The calls among the items of a response: `run.required_action.submit_tool_outputs.tool_calls`. */
export function rewriteCalls(cx: Rewrite, access: Member, value: ResultValue, where: Where): void {
  const { code, isOptional } = responseBehind(access.object);
  const printer = cx.printer(access.tree);
  const types = Object.values(where).flat();
  const output = printer.member(code, "output", isOptional);
  const test = printer.oneOf(printer.member("item", "type"), types, styleAt(cx, access));
  cx.replace(access, printer.filtered(output, "item", test, types.length === 1 ? typeOfCalls(cx, access) : undefined), {
    rule,
    flow: value.operation ? cx.flows.flowOf(value.operation).id : -1,
    reason: "Calls are items of the response.",
  });
}

/** The type of calls, where the TypeScript of the package does not see it in a test of their `type` (before 5.5). */
function typeOfCalls(cx: Rewrite, { tree }: Member): string | undefined {
  const target = cx.target(tree);
  const type = target.types.ToolCall;
  const isOld = tree.typed && staysBefore(cx.program.manifests, tree.path, "typescript", [5, 5]);
  if (!isOld || !type?.member) return undefined;
  return `${cx.want(tree, type.module, type.name, target.faces.openai.local, true)}.${type.member}`;
}

/** The whole test that asks for what is required: itself, a comparison of its type, or a test of its class. */
function testOf(cx: Rewrite, use: Expression): Expression | undefined {
  if (isTested(use)) return use;
  const { parent } = use;
  if (parent?.kind === "Member" && parent.object === use && toSnake(parent.property) === "type") {
    const compared = parent.parent;
    return compared?.kind === "Binary" && compared.operator === "==" ? compared : undefined;
  }
  if (parent?.kind === "Binary" && (parent.operator === "!=" || parent.operator === "==")) return undefined;
  if (parent?.kind !== "Argument" || parent.parent?.kind !== "Call") return undefined;
  const call = parent.parent;
  const isGuard = /^(isinstance|isOutputOfType)$/.test(guardName(cx, call) ?? "");
  return isGuard && call.args[0] === parent && isTested(call) ? call : undefined;
}

/** `status === "requires_action" && run.required_action`, or step by step: asked twice; the second goes, with its operator. */
function besideStatus(cx: Rewrite, test: Expression): { start: number; end: number } | undefined {
  let at: Node = test;
  while (at.parent?.kind === "Wrap" && at.parent.flavor === "parentheses") at = at.parent;
  const chain = at.parent;
  if (chain?.kind !== "Binary" || chain.operator !== "and" || chain.right !== at) return undefined;
  const isAsked = (asksStatus(chain.left) && coversCalls(cx, chain.left)) || isOnTheWay(chain.left, test);
  return isAsked ? { start: chain.left.end, end: at.end } : undefined;
}

/** `run.required_action and run.required_action.submit_tool_outputs`: what is asked for last is the way to what is asked for now. */
function isOnTheWay(before: Expression, test: Expression): boolean {
  const last = before.kind === "Binary" && before.operator === "and" ? before.right : before;
  return last.kind === "Member" && test.kind === "Member" && textOf(test.object) === textOf(last);
}

/** Whether the status itself is asked for in an `and` chain. */
function asksStatus(e: Expression): boolean {
  if (e.kind === "Wrap") return asksStatus(e.value);
  if (e.kind !== "Binary") return false;
  if (e.operator === "and") return asksStatus(e.left) || asksStatus(e.right);
  return [e.left, e.right].some((side) => side.kind === "Member" && side.property === "status");
}
