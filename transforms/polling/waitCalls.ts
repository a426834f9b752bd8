import type { Call, Node, Statement } from "../../src/languages/tree.js";
import { ancestors, walkOwn } from "../../src/languages/walk.js";
import { isHarmless } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";

/** A call in a statement that asks for a run, or calls code that does, and runs before anything else in the statement that matters. */
export function waitingCall(cx: Rewrite, statement: Statement): Call | undefined {
  for (const node of walkOwn(statement)) {
    if (node.kind !== "Call" || !(isQuestion(cx, node) || asks(cx, node, 0))) continue;
    return runsFirst(cx, node, statement) ? node : undefined;
  }
  return undefined;
}

/** Whether a call asks for a run. */
export function isQuestion(cx: Rewrite, call: Call): boolean {
  return cx.values.operationAt(call)?.id === "runs.retrieve";
}

function asks(cx: Rewrite, call: Call, depth: number): boolean {
  if (depth > 3) return false;
  return cx.values.of(call.callee).some((v) => {
    if (v.kind !== "function" || !v.fn.body) return false;
    for (const node of walkOwn(v.fn.body))
      if (node.kind === "Call" && (isQuestion(cx, node) || asks(cx, node, depth + 1))) return true;
    return false;
  });
}

function runsFirst(cx: Rewrite, call: Call, statement: Statement): boolean {
  let at: Node = call;
  for (const up of ancestors(call)) {
    const fine =
      up.kind === "Await" ||
      up.kind === "Wrap" ||
      up.kind === "Unary" ||
      up.kind === "Return" ||
      up.kind === "Declarator" ||
      up.kind === "ExpressionStatement" ||
      up.kind === "Declaration" ||
      up.kind === "Assign" ||
      (up.kind === "Member" && up.object === at) ||
      (up.kind === "Binary" && up.left === at) ||
      (up.kind === "If" && up.test === at) ||
      (up.kind === "Switch" && up.subject === at) ||
      (up.kind === "Argument" && up.parent?.kind === "Call" && isHarmless(cx, up.parent)) ||
      (up.kind === "Call" && isHarmless(cx, up));
    if (!fine) return false;
    if (up === statement) return true;
    at = up;
  }
  return false;
}
