import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import type { Expression, Node, Statement } from "../src/languages/tree.js";
import { ancestors, enclosing, statementOf } from "../src/languages/walk.js";
import { placeInList, touchesThread } from "./between.js";
import { awaited } from "./emit.js";
import type { Rewrite } from "./rewrite.js";
import { threadKey } from "./threadIdentity.js";

export interface Reply {
  readonly run: Operation;
  /** Expressions that are the text of the newest message. */
  readonly reads: readonly Expression[];
  /** Statements that only led there. */
  readonly statements: readonly Statement[];
}

/** Ways from a list of messages to the text of the newest one of the assistant, by the list's order. */
const NEWEST: Readonly<Record<"desc" | "asc", RegExp>> = {
  desc: /^(data\.)?0\.content\.0\.text\.value$/,
  asc: /^(data\.)?-1\.content\.0\.text\.value$/,
};

/**
 * Whether a list of messages is only read for the newest one, right after a run on the same thread has finished: then that text is the
 * response's own.
 */
export function isReply(cx: Rewrite, list: Operation, waits: (run: Operation) => boolean): Reply | undefined {
  if (list.unclear !== undefined) return undefined;
  const order = orderOf(list);
  const run = order && finishedRun(cx, list, waits);
  if (!run || !variableOf(cx, run)) return undefined;
  const reads: Expression[] = [];
  const statements = new Set<Statement>();
  const own = ownStatement(list.call);
  if (own) statements.add(own);
  for (const use of cx.flows.uses) {
    const values = cx.values.results(use).filter((v) => v.operation === list);
    if (values.length === 0 || isPartOfUse(cx, use, list)) continue;
    if (values.length !== cx.values.of(use).length) return undefined;
    if (values.every((v) => NEWEST[order].test(v.path))) {
      // A name, or a call of a function that gives the text, follows once the access itself is replaced.
      if (use.kind !== "Member" && use.kind !== "Index") continue;
      if (enclosing(use, "Function") !== enclosing(list.call, "Function")) return undefined;
      reads.push(use);
      continue;
    }
    if (isTested(use)) {
      if (enclosing(use, "Function") !== enclosing(list.call, "Function")) return undefined;
      reads.push(use);
      continue;
    }
    const hop = ownStatement(use);
    if (hop && isHop(use)) statements.add(hop);
    else if (!isTarget(use)) return undefined;
  }
  const kept = reads.filter((read) => !statements.has(statementOf(read)!) || statementOf(read) !== own);
  if (kept.every(isTested)) return undefined;
  return {
    run,
    reads: kept,
    statements: [...statements].filter((s) => !kept.some((read) => s.start <= read.start && read.end <= s.end)),
  };
}

/** The variable that a call's result goes into, when it is a plain local name. */
export function variableOf(cx: Rewrite, operation: Operation): Binding | undefined {
  const outer = awaited(operation.call);
  const { parent } = outer;
  if (
    (parent?.kind !== "Declarator" && parent?.kind !== "Assign") ||
    parent.value !== outer ||
    parent.target.kind !== "Name"
  )
    return undefined;
  return cx.program.bindingOf(parent.target);
}

function orderOf(list: Operation): "asc" | "desc" | undefined {
  const order = list.args.get("order")?.value;
  const allowed = ["thread_id", "order", "limit", ...(list.spec.select ? ["role"] : [])];
  if ([...list.args.keys()].some((name) => !allowed.includes(name))) return undefined;
  if (!order) return "desc";
  if (order.kind === "StringLiteral")
    return order.value === "asc" ? "asc" : order.value === "desc" ? "desc" : undefined;
  return undefined;
}

/** The run on the same thread that has finished when the list is asked for, with nothing on the thread in between. */
function finishedRun(cx: Rewrite, list: Operation, waits: (run: Operation) => boolean): Operation | undefined {
  const thread = threadKey(cx, list.args.get("thread_id")?.value);
  if (thread === undefined) return undefined;
  let at: Node | undefined = list.call;
  while (at) {
    const place = placeInList(at);
    if (!place) return undefined;
    for (let i = place.index - 1; i >= 0; i--) {
      const statement = place.list.statements[i]!;
      const run = runIn(cx, statement, thread);
      if (run) return waits(run) ? run : undefined;
      if (touchesThread(cx, statement, thread) && !isWaiting(cx, statement)) return undefined;
    }
    const holder: Node | undefined = place.list.parent;
    if (!holder || holder.kind === "Function" || holder.kind === "Loop" || holder.kind === "Class") return undefined;
    at = holder;
  }
  return undefined;
}

/** A statement whose only touch of the thread is asking for the run's status. */
function isWaiting(cx: Rewrite, statement: Statement): boolean {
  return (
    statement.kind === "Loop" &&
    cx.flows.operations.every(
      (o) =>
        !(statement.start <= o.call.start && o.call.end <= statement.end && o.call.tree === statement.tree) ||
        o.id === "runs.retrieve",
    )
  );
}

function runIn(cx: Rewrite, statement: Statement, thread: unknown): Operation | undefined {
  return cx.flows.operations.find(
    (o) =>
      o.id === "runs.create" &&
      o.call.tree === statement.tree &&
      statement.start <= o.call.start &&
      o.call.end <= statement.end &&
      statementOf(o.call) === statement &&
      threadKey(cx, o.args.get("thread_id")?.value) === thread,
  );
}

/** A use that is only the beginning of a longer one. */
function isPartOfUse(cx: Rewrite, use: Expression, list: Operation): boolean {
  const { parent } = use;
  if (!parent) return false;
  if ((parent.kind === "Await" || parent.kind === "Wrap") && parent.value === use) return true;
  const longer = (parent.kind === "Member" || parent.kind === "Index") && parent.object === use;
  return longer && cx.values.results(parent).some((v) => v.operation === list);
}

function isHop(use: Expression): boolean {
  const { parent } = use;
  return (
    (parent?.kind === "Declarator" || parent?.kind === "Assign") &&
    parent.value === use &&
    parent.target.kind === "Name"
  );
}

/** A use that only asks whether there is an answer at all. */
function isTested(use: Expression): boolean {
  const { parent } = use;
  return (
    use.kind === "Name" &&
    (parent?.kind === "If" ||
      (parent?.kind === "Binary" && parent.operator === "and") ||
      (parent?.kind === "Unary" && parent.operator === "not"))
  );
}

function isTarget(use: Expression): boolean {
  const { parent } = use;
  return (parent?.kind === "Declarator" || parent?.kind === "Assign") && parent.target === use;
}

/** The statement that does nothing but bind this value to a name. */
function ownStatement(e: Expression): Statement | undefined {
  const outer = e.kind === "Call" ? awaited(e) : e;
  if (!isHop(outer)) return undefined;
  const statement = statementOf(outer);
  if (!statement || [...ancestors(outer)].indexOf(statement) > 2) return undefined;
  if (statement.kind === "Declaration") return statement.declarators.length === 1 ? statement : undefined;
  return statement.kind === "ExpressionStatement" ? statement : undefined;
}
