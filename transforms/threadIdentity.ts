import type { Operation } from "../src/analysis/operation.js";
import type { Expression } from "../src/languages/tree.js";
import { textOf, walk } from "../src/languages/walk.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Which thread an expression names: the operation that made it, through bindings, or a stable name or member chain. Never the spelling
 * alone: two names are the same thread only when the same binding stands behind them. Undefined when it cannot be told.
 */
export function threadKey(cx: Rewrite, e: Expression | undefined): unknown {
  if (!e) return undefined;
  const origins = cx.values.results(e).flatMap((v) => (v.operation ? [v.operation] : []));
  if (origins.length === 1 && origins[0]!.id.startsWith("threads.")) return origins[0];
  if (e.kind === "Name") return cx.program.bindingOf(e);
  if (e.kind === "Member") {
    const root = [...walk(e)].find((n) => n.kind === "Name");
    const binding = root?.kind === "Name" ? (cx.program.bindingOf(root) ?? cx.program.classOfThis(root)) : undefined;
    return binding && keyed(binding, textOf(e));
  }
  if (e.kind === "Wrap" || e.kind === "Await") return threadKey(cx, e.value);
  return undefined;
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
