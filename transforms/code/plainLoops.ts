import type { Operation } from "../../src/analysis/operation.js";
import type { Clause, Expression, Loop } from "../../src/languages/tree.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";
import { wrapped } from "../clients/occurrences.js";

/** `for await` and `async for` over what an operation gave as a page and is a plain list now. */
export function plainLoops(cx: Rewrite, operation: Operation, rule: RuleMeta): void {
  for (const use of cx.flows.usesAs(operation, (type) => type.startsWith("Page("))) plainLoop(cx, use, operation, rule);
}

function plainLoop(cx: Rewrite, use: Expression, operation: Operation, rule: RuleMeta): void {
  const at = wrapped(use);
  const loop = at.parent;
  if ((loop?.kind !== "Loop" && loop?.kind !== "Clause") || loop.iterable !== at || !loop.async) return;
  const head = asyncWord(loop);
  if (!head) return;
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "The items of a response are a plain list." };
  cx.replaceSpan(loop.tree, head, "", how);
}

/** Where the word stands that makes a loop asynchronous: `for await (`, `async for`. */
function asyncWord(loop: Loop | Clause): { start: number; end: number } | undefined {
  const text = loop.tree.text.slice(loop.start, loop.iterable!.start);
  const found = /^async\s+(?=for\b)|(?<=^for)\s+await\b/.exec(text);
  return found ? { start: loop.start + found.index, end: loop.start + found.index + found[0].length } : undefined;
}
