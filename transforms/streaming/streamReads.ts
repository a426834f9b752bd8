import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Expression, Index, Member } from "../../src/languages/tree.js";
import { statementOf } from "../../src/languages/walk.js";
import { toSnake } from "../../src/analysis/casing.js";
import { placeAt } from "../rewrite.js";
import { styleAt } from "../code/positions.js";
import { refuseAll } from "../reading/reading.js";
import { streaming as rule } from "../registry.js";
import { handled } from "./streamHandlers.js";
import { streamReaders } from "./streamListeners.js";
import type { Rewrite } from "../rewrite.js";

/** Members of a stream that are the same on the current one. */
const SAME = new Set(["abort", "close", "controller", "done", "tee", "aclose"]);

/** Other rules look at what listens. */
const LISTENING = new Set(["on", "once"]);

/** What is called on a stream of events besides reading it in a loop. */
export function rewriteStreamRead(cx: Rewrite, access: Member | Index, values: readonly ResultValue[]): void {
  if (access.kind === "Index") return refuse(cx, access, values);
  const name = toSnake(access.property);
  const value = values[0]!;
  const how = {
    rule,
    flow: value.operation ? cx.flows.flowOf(value.operation).id : -1,
    reason: "The stream is read event by event.",
  };
  if (SAME.has(name) || LISTENING.has(name)) return;
  if (name === "to_readable_stream" && streamReaders(cx).length > 0) return;
  if (name === "final_run" && access.tree.language === "javascript")
    return cx.replaceSpan(access.tree, access.propertySpan, "finalResponse", how);
  const printer = cx.printer(access.tree);
  const style = styleAt(cx, access);
  const handler = value.operation?.args.get("event_handler")?.value;
  if (handler && handler.kind !== "NullLiteral") return handOver(cx, access, values, handler, name, how);
  if (name === "text_deltas") {
    const isText = printer.equals("event.type", printer.string("response.output_text.delta", style));
    return cx.replace(access, printer.each(carry(access.object), "event", "event.delta", isText, isAsync(access)), how);
  }
  const statement = statementOf(access);
  if (name === "until_done" && statement?.kind === "ExpressionStatement") {
    const { indentation } = placeAt(access.tree.text, statement);
    return cx.replace(statement, printer.drained(carry(access.object), isAsync(access), indentation, style), how);
  }
  refuse(cx, access, values);
}

/** `stream.until_done()` where the stream has a handler: the handler reads it. */
function handOver(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  handler: Expression,
  name: string,
  how: { rule: typeof rule; flow: number; reason: string },
): void {
  const call = access.parent?.kind === "Call" && access.parent.callee === access ? access.parent : undefined;
  if (name !== "until_done" || !call)
    return refuseAll(
      cx,
      values,
      "a stream is read although a handler gets its events",
      "Read the stream in one of both ways, then run again.",
    );
  cx.replace(call, handled(cx, carry(handler), carry(access.object), false, access.tree), how);
}

function isAsync(access: Member): boolean {
  for (let up = access.parent; up && up.kind !== "Function"; up = up.parent) {
    if (up.kind === "Await") return true;
    if ((up.kind === "Loop" || up.kind === "Clause") && up.async) return true;
    if (up.kind === "With" && up.async) return true;
  }
  return false;
}

function refuse(cx: Rewrite, access: Member | Index, values: readonly ResultValue[]): void {
  const name = access.kind === "Member" ? access.property : "an element";
  refuseAll(
    cx,
    values,
    `\`${name}\` of a stream has no translation yet`,
    "Read the stream in a loop over its events, then run again.",
  );
}
