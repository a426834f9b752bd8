import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression } from "../../src/languages/tree.js";
import { awaited, printCall } from "../code/emit.js";
import { plainLoops } from "../code/plainLoops.js";
import { finishedRun } from "../runs/finishedRun.js";
import { tellOfEarlier } from "../runs/ofRun.js";
import { messages as rule } from "../registry.js";
import { translateRequest } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { Untranslatable } from "../leftovers/untranslatable.js";

/** Whether messages are listed of one run: they are in the output of its response. */
export function isOfRun(operation: Operation | undefined): boolean {
  const run = operation?.id === "messages.list" ? operation.args.get("run_id")?.value : undefined;
  return run !== undefined && run.kind !== "NullLiteral";
}

/**
 * `messages.list(run_id=…)` → the output of the run's response, in the order that was asked for. What reads the list keeps the messages.
 * @throws Untranslatable where more than the messages is read of the page, or their order is not written at the call
 */
export function listMessagesOfRun(cx: Rewrite, operation: Operation): void {
  const { call } = operation;
  const { tree } = call;
  const outer = awaited(call);
  refuseReads(cx, operation);
  const printer = cx.printer(tree);
  const response = finishedHere(cx, operation) ?? retrieved(cx, operation);
  const output = printer.member(response, "output");
  tellOfEarlier(cx, call, rule);
  cx.replaceCall(operation, rule, isAscending(operation) ? output : printer.reversed(output), {
    text: "the output of the response",
    instead: outer,
    reason: "A response has the messages that it made in its output.",
    safety: "review",
  });
  plainLoops(cx, operation, rule);
}

/** The variable of the run, where it has certainly finished. */
function finishedHere(cx: Rewrite, operation: Operation): Code | undefined {
  const id = operation.args.get("run_id")!.value;
  const finished =
    id.kind === "Member" && id.object.kind === "Name" && finishedRun(cx, operation, cx.improvements.waits);
  if (!finished) return undefined;
  const known: readonly (Operation | undefined)[] = [finished.run, ...finished.questions];
  const values = cx.values.of(id);
  return values.every((v) => v.kind === "result" && known.includes(v.operation)) ? carry(id.object) : undefined;
}

function retrieved(cx: Rewrite, operation: Operation): Code {
  const printer = cx.printer(operation.call.tree);
  const request = translateRequest(cx, operation, ["thread_id", "run_id", "order", "limit"]);
  const fields = { response_id: request.holes.carried(operation.args.get("run_id")!.value) };
  const code = printCall(cx, operation, "responses.retrieve", { ...request, fields });
  return awaited(operation.call).kind === "Await" ? printer.parenthesise(printer.await(code)) : code;
}

function isAscending(operation: Operation): boolean {
  const order = operation.args.get("order")?.value;
  if (!order || order.kind === "NullLiteral") return false;
  const word =
    order.kind === "Member" ? order.property.toLowerCase() : order.kind === "StringLiteral" ? order.value : "";
  if (/^(asc|ascending)$/.test(word)) return true;
  if (/^(desc|descending)$/.test(word)) return false;
  throw new Untranslatable(
    "the messages of a run are listed in an order that is not written at the call",
    "Write the order, then run again.",
  );
}

function refuseReads(cx: Rewrite, operation: Operation): void {
  const { call } = operation;
  const outer = awaited(call);
  const isPage = (e: Expression) =>
    cx.values.results(e).some((v) => v.operation === operation && v.type === "Page(Message)");
  const isMore = cx.flows
    .usesOf(operation)
    .some(
      ({ parent }) =>
        parent?.kind === "Member" && isPage(parent.object) && wireName(parent.property, operation.dialect) !== "data",
    );
  const isMixed = cx.flows
    .usesOf(operation)
    .some((use) => isPage(use) && cx.values.of(use).some((v) => v.kind !== "result" || v.operation !== operation));
  const isAsync = operation.clients.some(({ type }) => type.async);
  const isTyped = call.tree.typed && call.tree.language === "javascript";
  const isTaken = outer.parent?.kind === "Declarator" && outer.parent.target.kind !== "Name";
  if (
    isMore ||
    isMixed ||
    cx.given.needs(operation) ||
    isTaken ||
    isTyped ||
    (isAsync && outer.kind !== "Await") ||
    operation.args.has("after")
  )
    throw new Untranslatable(
      "the messages of one run are listed, and items of a conversation do not say which response made them",
      "Read the `output` of the run's response, or compare the ids of items with those in it; then run again.",
    );
}
