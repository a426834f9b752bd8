import { isStreamed } from "../../src/analysis/calls.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Call } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import type { Json } from "../../src/protocol/types.js";
import { printCall } from "../code/emit.js";
import { streaming as rule } from "../registry.js";
import { Untranslatable, type Request } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

/**
 * How a run tells its events: as a stream that is read, or through the SDK's helper that has handlers. Undefined where it does not.
 * @throws Untranslatable where that is decided at run time
 */
export function streamingOf(cx: Rewrite, operation: Operation): "events" | "helper" | undefined {
  const { spec, args } = operation;
  if (streamCall(operation)) return "events";
  if (spec.mode === "stream" || spec.gives === "stream")
    return hasHelper(cx, operation) && !isHandedOn(cx, operation) ? "helper" : "events";
  const stream = args.get("stream")?.value;
  if (stream === undefined || isStreamed(operation)) return stream && "events";
  if (stream.kind === "BooleanLiteral" || stream.kind === "NullLiteral") return undefined;
  cx.ruleOf.set(operation, rule);
  throw new Untranslatable(
    "whether the run is streamed is decided at run time",
    "Write one call for each case, then run again.",
  );
}

/** Replaces the call of an operation by one whose response is streamed. */
export function replaceByStream(cx: Rewrite, operation: Operation, request: Request, how: "events" | "helper"): void {
  const { call } = operation;
  const printer = cx.printer(call.tree);
  const flow = cx.flows.flowOf(operation).id;
  const fields: Record<string, Json> = how === "events" ? { ...request.fields, stream: true } : request.fields;
  let code = printCall(
    cx,
    operation,
    "responses.create",
    { ...request, fields },
    how === "helper" ? "streams" : undefined,
  );
  if (how === "events" && needsAwait(operation)) {
    const fn = enclosing(call, "Function");
    if (fn && !fn.async)
      throw new Untranslatable(
        "the stream has to be awaited now, and the function around it is not async",
        "Make the function async, then run again.",
      );
    code = printer.await(code);
    if (call.parent?.kind === "Member") code = printer.parenthesise(code);
  }
  cx.replaceCall(operation, rule, code, {
    text: how === "helper" ? "responses.stream" : "responses.create (stream)",
    reason: "The response tells its events while it is made.",
    safety: "review",
  });
  const outer = streamCall(operation);
  if (outer)
    cx.removeSpan(call.tree, { start: call.end, end: outer.end }, { rule, flow, reason: "The call gives the stream." });
}

/** `create(…).stream()`. */
function streamCall({ call, spec }: Operation): Call | undefined {
  const member = call.parent;
  const outer = member?.parent;
  return member?.kind === "Member" &&
    member.property === spec.streamsBy &&
    outer?.kind === "Call" &&
    outer.callee === member
    ? outer
    : undefined;
}

function hasHelper(cx: Rewrite, operation: Operation): boolean {
  return cx.target(operation.call.tree).operations["responses.create"]?.streams !== undefined;
}

/** Whether the stream goes to a browser: only the plain stream can be turned into bytes. */
function isHandedOn(cx: Rewrite, operation: Operation): boolean {
  return cx.flows
    .usesOf(operation)
    .some(
      ({ parent }) =>
        parent?.kind === "Member" &&
        parent.property === "toReadableStream" &&
        cx.values.results(parent.object).some((v) => v.operation === operation && v.type === "Stream"),
    );
}

/** The classic call gave its stream at once, the current one has to be waited for. */
function needsAwait({ spec, clients }: Operation): boolean {
  const isAsync = clients.some(({ type }) => type.async);
  return isAsync && spec.sync === true;
}
