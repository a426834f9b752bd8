import type { Operation } from "../../src/analysis/operation.js";
import type { Expression, Member } from "../../src/languages/tree.js";
import { bare, enclosing, textOf, walk } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Which thread an expression names: the operation that made it, through variables that are written once, or a stable variable or member
 * chain. Never the spelling alone: two names are the same thread only when the same thing stands behind them. Undefined when it cannot be told.
 */
export function threadKey(cx: Rewrite, e: Expression | undefined): unknown {
  if (!e) return undefined;
  const at = bare(e);
  if (at.kind === "Call") {
    const operation = cx.values.operationAt(at);
    return operation?.id.startsWith("threads.") ? operation : undefined;
  }
  if (at.kind === "Name") {
    const binding = cx.program.bindingOf(at);
    const write = binding?.writes.length === 1 && !binding.parameter ? binding.writes[0]! : undefined;
    const isWhole = write?.path.every((step) => step.kind === "member" && step.name === "id") ?? false;
    const behind = isWhole && write?.value ? threadKey(cx, write.value) : undefined;
    return behind ?? binding;
  }
  if (at.kind !== "Member") return undefined;
  if (at.property === "id") {
    const object = threadKey(cx, at.object);
    if (isThread(object)) return object;
  }
  if (at.property === "thread_id" || at.property === "threadId") {
    const thread = threadOfRun(cx, at.object);
    if (thread !== undefined) return thread;
  }
  const root = [...walk(at)].find((n) => n.kind === "Name");
  const binding = root?.kind === "Name" ? (cx.program.bindingOf(root) ?? cx.program.classOfThis(root)) : undefined;
  return binding && keyed(binding, textOf(at).replace(/\.id$/, ""));
}

/** `run.thread_id`: what the run was created with, where that is one thing for good. */
function threadOfRun(cx: Rewrite, run: Expression): unknown {
  const [value, ...more] = cx.values.of(run);
  if (value?.kind !== "result" || more.length > 0 || value.type !== "Run" || value.path !== "") return undefined;
  const thread = value.operation?.id === "runs.create" ? value.operation.args.get("thread_id")?.value : undefined;
  if (!thread || enclosing(thread, "Function") !== enclosing(run, "Function")) return undefined;
  const key = threadKey(cx, thread);
  const isSettled = isThread(key) || (thread.kind === "Name" && cx.program.bindingOf(thread)?.writes.length === 1);
  return isSettled ? key : undefined;
}

/** Whether a key is the operation that made the thread. */
function isThread(key: unknown): key is Operation {
  return typeof key === "object" && key !== null && "spec" in key;
}

/**
 * Whether code that this tool does not see may make an expression name another thread: it reads a field that is set outside of
 * constructors. Variables are not in question here: what writes them is seen.
 */
export function isUnstable(cx: Rewrite, e: Expression | undefined): boolean {
  const at = e && bare(e);
  if (at?.kind !== "Member" || isThread(threadKey(cx, at))) return false;
  return chain(at).some((member) => member.property !== "id" && isSetLater(cx, member));
}

function chain(e: Expression): readonly Member[] {
  return e.kind === "Member" ? [e, ...chain(e.object)] : [];
}

function isSetLater(cx: Rewrite, { property, tree }: Member): boolean {
  return cx.program.members(property).some(({ parent, ...member }) => {
    if (member.tree.language !== tree.language || parent?.kind !== "Assign") return false;
    if (parent.target.start !== member.start) return false;
    const fn = enclosing(parent, "Function");
    return fn?.name?.name !== "constructor" && fn?.name?.name !== "__init__";
  });
}

const keys = new WeakMap<object, Map<string, object>>();
function keyed(binding: object, text: string): object {
  const byText = keys.get(binding) ?? new Map<string, object>();
  keys.set(binding, byText);
  const key = byText.get(text) ?? {};
  byText.set(text, key);
  return key;
}

/** Whether two operations certainly work on the same thread. */
export function sameThread(cx: Rewrite, a: Operation, b: Operation): boolean {
  const key = threadKey(cx, a.args.get("thread_id")?.value);
  return key !== undefined && key === threadKey(cx, b.args.get("thread_id")?.value);
}
