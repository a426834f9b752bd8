import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import type { Expression, Loop, Node, Statement } from "../src/languages/tree.js";
import { walk } from "../src/languages/walk.js";
import { isHarmless } from "./between.js";
import type { Rewrite } from "./rewrite.js";

/**
 * A loop that only waits for a run: it goes round while the run's status says so, sleeps, asks again, and at most prints. Undefined for
 * any loop that does more, or that can leave with something else done (throw, return): that stays a loop.
 */
export function isWaitLoop(
  cx: Rewrite,
  statement: Statement,
  run: Binding,
  created: Operation,
): { readonly loop: Loop; readonly retrieves: readonly Operation[] } | undefined {
  if (statement.kind !== "Loop" || statement.flavor === "each" || statement.otherwise) return undefined;
  if (statement.init || statement.update) return undefined;
  const retrieves: Operation[] = [];
  const isOwn = (node: Statement): boolean => {
    switch (node.kind) {
      case "Block":
        return node.statements.every(isOwn);
      case "ExpressionStatement":
        return isStep(cx, node.expression, run, created, retrieves);
      case "If":
        return (
          isStatusTest(cx, node.test, run) &&
          node.then.statements.every(isExitOrLog) &&
          (!node.otherwise || isOwn(node.otherwise))
        );
      case "Jump":
        return true;
      default:
        return false;
    }
  };
  const isExitOrLog = (node: Statement): boolean =>
    node.kind === "Jump" ||
    (node.kind === "ExpressionStatement" && node.expression.kind === "Call" && isHarmless(cx, node.expression));
  const tested =
    statement.test === undefined || isConstantTrue(statement.test) || isStatusTest(cx, statement.test, run);
  if (!tested || !isOwn(statement.body) || retrieves.length === 0) return undefined;
  return { loop: statement, retrieves };
}

/** One step of waiting: a sleep, a log, or the run asked for again. */
function isStep(cx: Rewrite, e: Expression, run: Binding, created: Operation, retrieves: Operation[]): boolean {
  const inner = plain(e);
  if (inner.kind === "Assign") {
    if (inner.target.kind !== "Name" || cx.program.bindingOf(inner.target) !== run || !inner.value) return false;
    const value = plain(inner.value);
    const operation = value.kind === "Call" ? cx.values.operationAt(value) : undefined;
    if (operation?.id !== "runs.retrieve") return false;
    const of = operation.args.get("run_id");
    if (!of || !cx.values.results(of.value).some((v) => v.operation === created)) return false;
    retrieves.push(operation);
    return true;
  }
  return inner.kind === "Call" && isHarmless(cx, inner) && !hasOperation(cx, inner);
}

function hasOperation(cx: Rewrite, node: Node): boolean {
  for (const inner of walk(node)) if (inner.kind === "Call" && cx.values.operationAt(inner)) return true;
  return false;
}

/** A test on nothing but the status of the run and literals. */
function isStatusTest(cx: Rewrite, test: Expression, run: Binding): boolean {
  let status = false;
  for (const node of walk(test)) {
    if (node.kind === "Name") {
      if (cx.program.bindingOf(node) === run) continue;
      return isConstantName(cx, node);
    }
    if (
      node.kind === "Member" &&
      node.property === "status" &&
      node.object.kind === "Name" &&
      cx.program.bindingOf(node.object) === run
    )
      status = true;
    if (node.kind === "Call" && !(node.callee.kind === "Member" && node.callee.property === "includes")) return false;
    if (node.kind === "Assign" || node.kind === "Await" || node.kind === "Function") return false;
  }
  return status;
}

/** Enum members and constant lists of statuses: `RunStatus.QUEUED`, `const WAITING = [...]`. */
function isConstantName(cx: Rewrite, name: Extract<Node, { kind: "Name" }>): boolean {
  const binding = cx.program.bindingOf(name);
  return (
    binding !== undefined &&
    (binding.imported !== undefined ||
      (binding.writes.length === 1 && binding.writes[0]!.value?.kind === "ArrayLiteral"))
  );
}

function isConstantTrue(e: Expression): boolean {
  return (e.kind === "BooleanLiteral" && e.value) || (e.kind === "NumberLiteral" && e.value === 1);
}

function plain(e: Expression): Expression {
  let at = e;
  while (at.kind === "Await" || at.kind === "Wrap") at = at.value;
  return at;
}
