import type { Call, Expression, Node } from "../../src/languages/tree.js";
import { isTested } from "../code/positions.js";
import type { Rewrite } from "../rewrite.js";

/**
 * `getContent(id).asNodeStream()` as `call` makes it, where nothing but its `body` is read, chunk by chunk (`for await`), or tested: the
 * body of a fetch response gives its chunks in the same way.
 */
export function nodeStreamOf(cx: Rewrite, call: Call): Call | undefined {
  const member = call.parent;
  const stream = member?.parent;
  if (member?.kind !== "Member" || member.property !== "asNodeStream" || stream?.kind !== "Call") return undefined;
  if (stream.callee !== member || stream.args.length > 0) return undefined;
  const awaitedStream = around(stream);
  const body = awaitedStream.parent;
  if (awaitedStream === stream || body?.kind !== "Member" || body.property !== "body") return undefined;
  const value = around(body);
  return isReadByChunks(cx, value) ? stream : undefined;
}

/** An expression with what waits for it and the parentheses around it. */
function around(e: Expression): Expression {
  let at = e;
  while (at.parent?.kind === "Await" || (at.parent?.kind === "Wrap" && at.parent.value === at)) at = at.parent;
  return at;
}

function isReadByChunks(cx: Rewrite, value: Expression): boolean {
  const { parent } = value;
  if (isIterated(value)) return true;
  if (parent?.kind !== "Declarator" || parent.value !== value || parent.target.kind !== "Name") return false;
  const binding = cx.program.bindingOf(parent.target);
  if (binding?.writes.length !== 1 || parent.annotation) return false;
  return cx.program
    .references(binding)
    .filter((read) => read !== parent.target)
    .every((read) => isTested(around(read)) || isIterated(around(read)));
}

function isIterated(node: Node): boolean {
  const { parent } = node;
  return parent?.kind === "Loop" && parent.async && parent.iterable === node;
}
