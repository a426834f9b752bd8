import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { agentName } from "../../src/protocol/reshape/agentName.js";
import { agents as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * `agent.name == "Study Buddy"` → `agent.name == "study-buddy"`: what the names of agents are compared with is made legal as it is where
 * agents are created, or none would ever be found. `name` is one of those names.
 */
export function compareName(cx: Rewrite, name: Expression, flow: number): void {
  let at = name;
  // `agent.name.lower() == other.lower()`: the name of a text in lower case is the same as its name in lower case.
  for (;;) {
    const { parent } = at;
    if (parent?.kind === "Wrap" && parent.value === at) at = parent;
    else if (parent?.kind === "Member" && parent.object === at && CASES.test(parent.property)) at = parent;
    else if (parent?.kind === "Call" && parent.callee === at && at.kind === "Member") at = parent;
    else break;
  }
  const { parent } = at;
  if (parent?.kind !== "Binary" || !/^[=!]==?$/.test(parent.operator)) return;
  legalise(cx, parent.left === at ? parent.right : parent.left, flow);
}

const CASES = /^(lower|toLowerCase|casefold|strip|trim|value)$/;

/** The same for lists of the names of agents: `"Study Buddy" in names`, `names.includes(wanted)`. */
export function lookUpNames(cx: Rewrite, list: Operation): void {
  const flow = cx.flows.flowOf(list).id;
  for (const node of walk(list.call.tree.root)) {
    if (node.kind === "Binary" && /^(not )?in$/.test(node.operator) && isNames(cx, node.right, list))
      legalise(cx, node.left, flow);
    if (node.kind !== "Call" || node.callee.kind !== "Member" || node.args.length !== 1) continue;
    const { property, object } = node.callee;
    if (/^(includes|indexOf|index)$/.test(property) && isNames(cx, object, list))
      legalise(cx, node.args[0]!.value, flow);
  }
}

function isNames(cx: Rewrite, e: Expression, list: Operation): boolean {
  const elements = cx.values.of(e).flatMap((v) => (v.kind === "list" ? v.elements : []));
  return elements.length > 0 && elements.every((v) => v.kind === "result" && v.operation === list && isName(v));
}

function isName({ type, path }: ResultValue): boolean {
  return type === "string" && /(^|\.)name$/.test(path) && !path.includes("tools");
}

function legalise(cx: Rewrite, e: Expression, flow: number): void {
  const { tree } = e;
  const values = cx.values.of(e);
  if (values.some((v) => v.kind === "null" || (v.kind === "result" && isName(v))) || isLegal(cx, e)) return;
  const how = { rule, flow, reason: "Agents are found by the legal form of their names." };
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  if (e.kind === "StringLiteral") return cx.replaceOnce(e, printer.string(agentName(e.value), style), how);
  if (!makesLegal(cx) || cx.target(tree).helpers.agentName === undefined) return;
  const helper = cx.helper(tree, "agentName", how);
  cx.replaceOnce(e, printer.call(helper, [{ name: undefined, value: carry(e) }], style), how);
}

/** Whether a text can only be the legal name of an agent. */
function isLegal(cx: Rewrite, e: Expression): boolean {
  const values = cx.values.of(e);
  return (
    values.length > 0 &&
    values.every((v) => v.kind === "text" && v.value !== undefined && agentName(v.value) === v.value)
  );
}

/** Whether the program creates agents whose names are made legal. */
function makesLegal(cx: Rewrite): boolean {
  return cx.flows.ofId("assistants.create").some((operation) => {
    if (!cx.isActive(operation)) return false;
    const name = operation.args.get("name")?.value;
    return name === undefined ? operation.isOpen : !isLegal(cx, name);
  });
}
