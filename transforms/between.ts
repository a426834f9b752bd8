import type { Block, Call, Expression, FunctionNode, Node, Statement } from "../src/languages/tree.js";
import { statementOf, walk, walkOwn } from "../src/languages/walk.js";
import type { Operation } from "../src/analysis/operation.js";
import { threadKey } from "./threadIdentity.js";
import type { Rewrite } from "./rewrite.js";

/** The statement of a node together with the list that holds it. */
export function placeInList(
  node: Node,
): { readonly list: Block; readonly index: number; readonly statement: Statement } | undefined {
  const statement = statementOf(node);
  const list = statement?.parent;
  if (!statement || list?.kind !== "Block") return undefined;
  return { list, index: list.statements.indexOf(statement), statement };
}

/** Whether a node runs exactly once whenever its statement runs: no branch, loop or function between them. */
export function runsWithStatement(node: Node, statement: Statement): boolean {
  for (let at: Node | undefined = node; at && at !== statement; at = at.parent) {
    if (
      at.kind === "Function" ||
      at.kind === "Conditional" ||
      at.kind === "Comprehension" ||
      at.kind === "Loop" ||
      at.kind === "Class"
    )
      return false;
    if (at.kind === "If" || at.kind === "Try" || at.kind === "Switch" || at.kind === "Block") return false;
    if (at.kind === "Binary" && (at.operator === "and" || at.operator === "or" || at.operator === "??")) return false;
  }
  return (
    statement.kind !== "Loop" &&
    statement.kind !== "If" &&
    statement.kind !== "Try" &&
    statement.kind !== "Switch" &&
    statement.kind !== "With"
  );
}

/**
 * Whether a statement can touch a thread: it has an operation on it, or hands it (or everything) to code that may.
 * `thread` is a key of `threadKey`.
 */
export function touchesThread(cx: Rewrite, statement: Node, thread: unknown): boolean {
  for (const node of walk(statement)) {
    if (node.kind !== "Call") continue;
    const operation = cx.values.operationAt(node);
    if (operation) {
      const key = operation.args.has("thread_id") ? threadKey(cx, operation.args.get("thread_id")!.value) : undefined;
      if (operation.args.has("thread_id") && (key === undefined || key === thread)) return true;
      continue;
    }
    if (isHarmless(cx, node)) continue;
    for (const value of cx.values.of(node.callee)) {
      if (value.kind === "function" && hasOperations(cx, value.fn, new Set())) return true;
    }
    for (const argument of node.args) if (names(cx, argument.value, thread)) return true;
  }
  return false;
}

/** Calls that only print, wait, read the clock or compute, and calls of helpers that do nothing else. */
export function isHarmless(cx: Rewrite, call: Call, depth = 0): boolean {
  if (effectOf(cx, call) !== undefined) return true;
  const callees = cx.values.of(call.callee);
  return (
    depth < 3 && callees.length === 1 && callees[0]!.kind === "function" && onlyHarmless(cx, callees[0]!.fn, depth + 1)
  );
}

/** What a call does outside the agent APIs: by its spelling, or by what it was imported as. */
export function effectOf(cx: Rewrite, call: Call): "sleep" | "log" | "clock" | "pure" | undefined {
  const { effects } = cx.program.fileOf(call).language;
  const known = effects.effectOf(call);
  if (known !== undefined) return known;
  const [callee, ...more] = cx.values.of(call.callee);
  if (callee?.kind !== "external" || callee.instance || more.length > 0) return undefined;
  return effects.ofExports[`${callee.module} ${callee.path.join(".")}`];
}

function onlyHarmless(cx: Rewrite, fn: FunctionNode, depth: number): boolean {
  if (!fn.body) return false;
  let calls = 0;
  for (const node of walkOwn(fn.body)) {
    if (node.kind === "Assign" || node.kind === "Throw" || node.kind === "Loop" || node.kind === "Opaque") return false;
    if (node.kind !== "Call") continue;
    if (!isHarmless(cx, node, depth)) return false;
    calls++;
  }
  return calls > 0;
}

function hasOperations(cx: Rewrite, fn: FunctionNode, seen: Set<FunctionNode>): boolean {
  if (seen.has(fn) || !fn.body) return false;
  seen.add(fn);
  for (const node of walkOwn(fn.body)) {
    if (node.kind !== "Call") continue;
    if (cx.values.operationAt(node)) return true;
    for (const value of cx.values.of(node.callee))
      if (value.kind === "function" && hasOperations(cx, value.fn, seen)) return true;
  }
  return false;
}

function names(cx: Rewrite, e: Expression, thread: unknown): boolean {
  for (const node of walk(e)) {
    if (node.kind !== "Name" && node.kind !== "Member") continue;
    if (threadKey(cx, node) === thread) return true;
    const origins = cx.values.results(node).map((v) => v.operation);
    if (origins.includes(thread as Operation)) return true;
  }
  return false;
}

/** Whether a statement writes a variable that an expression reads. */
export function writesWhatIsRead(cx: Rewrite, statement: Node, e: Expression): boolean {
  const read = new Set<unknown>();
  for (const node of walk(e)) if (node.kind === "Name") read.add(cx.program.bindingOf(node));
  for (const node of walk(statement)) {
    if (node.kind === "Assign" && node.target.kind === "Name" && read.has(cx.program.bindingOf(node.target)))
      return true;
  }
  return false;
}
