import type { Operation } from "../../src/analysis/operation.js";
import type { Expression, If, Node, Statement } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { placeInList, runsWithStatement, touchesThread } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";
import { holds } from "../code/spans.js";
import { sameThread } from "../threads/threadIdentity.js";
import type { Waits } from "../polling/waits.js";

/** A run that has certainly finished at some place. */
export interface Finished {
  readonly run: Operation;
  /** Operations that asked for it on the way. */
  readonly questions: readonly Operation[];
}

/**
 * The run on the same thread that has finished when an operation is called, with nothing written to the thread in between: found by
 * going back through the statements before it, and through those around it that run in order.
 */
export function finishedRun(cx: Rewrite, operation: Operation, waits: Waits): Finished | undefined {
  const thread = operation.args.get("thread_id")?.value;
  if (!thread) return undefined;
  const found = (run: Operation): Finished | undefined => {
    const { mode } = run.spec;
    const wait = waits.get(run.call);
    if (mode !== "wait" && mode !== "process" && !wait) return undefined;
    const isBehind =
      !wait || wait.statement.end <= operation.call.start || wait.kept.some((k) => holds(k, operation.call));
    return isBehind ? { run, questions: wait?.questions ?? [] } : undefined;
  };
  for (let at: Node | undefined = operation.call; at; at = outOf(cx, at, thread, waits)) {
    const place = placeInList(at);
    if (!place || enclosing(at, "Function") !== enclosing(operation.call, "Function")) return undefined;
    for (let i = place.index - 1; i >= 0; i--) {
      const statement = place.list.statements[i]!;
      const run = runIn(cx, statement, operation);
      if (run) return found(run);
      if (!waits.at(statement) && touchesThread(cx, statement, thread, "writes")) return undefined;
    }
  }
  return undefined;
}

/** The statement around the list of a node, when the list runs right behind what comes before that statement. */
function outOf(cx: Rewrite, node: Node, thread: Expression, waits: Waits): Statement | undefined {
  const list = placeInList(node)?.list;
  const holder = list?.parent;
  switch (holder?.kind) {
    case "If":
      return testsOf(holder).some((test) => touchesThread(cx, test, thread, "writes")) ? undefined : holder;
    case "Try":
      return holder.body === list ? holder : undefined;
    case "With":
      return holder.items.some((item) => touchesThread(cx, item, thread, "writes")) ? undefined : holder;
    case "Loop":
      return waits.at(holder) ? holder : undefined;
    case "Block":
      return holder;
    default:
      return undefined;
  }
}

/** The tests that were made on the way to a branch: `else if` hangs below the `If` before it. */
function testsOf(node: If): readonly Expression[] {
  return node.parent?.kind === "If" ? [...testsOf(node.parent), node.test] : [node.test];
}

function runIn(cx: Rewrite, statement: Statement, list: Operation): Operation | undefined {
  return cx.flows
    .inStatement(statement)
    .find(
      (o) =>
        o.id === "runs.create" && cx.isActive(o) && runsWithStatement(o.call, statement) && sameThread(cx, o, list),
    );
}
