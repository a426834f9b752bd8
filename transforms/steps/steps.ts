import type { Uses } from "../../src/analysis/flows.js";
import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, FunctionNode } from "../../src/languages/tree.js";
import { enclosing, walk } from "../../src/languages/walk.js";
import { faceAt } from "../clients/faceAt.js";
import { awaited, printCall } from "../code/emit.js";
import { Holes } from "../code/json.js";
import { plainLoops } from "../code/plainLoops.js";
import { isGone } from "../reading/reading.js";
import { steps as rule } from "../registry.js";
import { translateRequest, Untranslatable, type Request } from "../code/request.js";
import { ANSWERED, areSpread } from "./answerLinks.js";
import { turnBack } from "./stepOrder.js";
import type { Rewrite } from "../rewrite.js";

/** Steps on the largest page: all that most runs had. */
const LARGEST_PAGE = 100;

/** What a response leaves out unless it is asked for, by the shape that reads it. */
const INCLUDED: Readonly<Record<string, string>> = {
  "CodeInterpreterOutput[]": "code_interpreter_call.outputs",
  "FileSearchResult[]": "file_search_call.results",
};

/** What the steps of a run had without being asked for. */
const ALWAYS_THERE = "code_interpreter_call.outputs";

/**
 * `steps.list` → the items of the response: `response.output` where the response stands in a variable and has finished, else the
 * response is read again.
 */
export function listSteps(cx: Rewrite, operation: Operation): void {
  const order = orderOf(cx, operation);
  const isTurned = order !== "asc" && turnBack(cx, operation);
  refusePages(operation, isTurned ? undefined : order);
  cx.replace(wholeOf(operation), outputOf(cx, operation), how(cx, operation));
  if (order === undefined && !isTurned && !cx.given.orders(operation)) warnOfOrder(cx, operation);
  plainLoops(cx, operation, rule);
}

/** `steps.retrieve` → the item of the response with that id. */
export function retrieveStep(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("step_id")?.value;
  if (!id) throw new Untranslatable("the step is not named by its id", "Name the arguments of the call.");
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const names = new Set([...walk(id)].map((node) => (node.kind === "Name" ? node.name : "")));
  const item = names.has("item") ? "candidate" : "item";
  const test = printer.equals(printer.member(item, "id"), carry(id));
  const found = printer.found(outputOf(cx, operation), item, test, tree.typed);
  cx.replace(wholeOf(operation), found, how(cx, operation));
}

/** The items of the response, with what is read of them asked for. */
function outputOf(cx: Rewrite, operation: Operation): Code {
  const printer = cx.printer(operation.call.tree);
  const read = cx.flows.groupsOf(operation).flatMap((group) => includedBy(group, operation));
  const include = [...new Set(cx.given.needs(operation) ? [...read, ALWAYS_THERE] : read)];
  const isSpread = areSpread(cx, operation);
  const response = include.length === 0 && !isSpread ? finishedResponse(cx, operation) : undefined;
  cx.became.set(operation, { rule: rule.id, text: response ? "response.output" : "responses.retrieve" });
  if (response) return printer.member(carry(response), "output");
  const request = translateRequest(cx, operation, ["limit", "order", "step_id"]);
  const given = request.fields.include ?? [];
  if (!Array.isArray(given))
    throw new Untranslatable("`include` is built elsewhere, and its words are others now", "Write it at the call.");
  if (include.length > 0) request.fields.include = [...new Set([...(given as string[]), ...include])];
  if (isSpread) return settled(cx, operation, gathered(cx, operation, request), true);
  const call = printCall(cx, operation, "responses.retrieve", request);
  return printer.member(settled(cx, operation, call), "output");
}

/** The items of all responses of a run whose calls were answered. */
function gathered(cx: Rewrite, operation: Operation, request: Request): Code {
  if (request.transport.length > 0)
    throw new Untranslatable(
      "the steps of a run whose calls are answered are those of several responses, and options of the request are given",
      "Take the options away, then run again.",
    );
  const helper = cx.helper(operation.call.tree, "outputOf", {
    ...how(cx, operation),
    isAsync: isAsync(operation),
  });
  cx.find(
    operation.call,
    rule,
    "note",
    `Each answer to calls is a response of its own: ${helper}() gathers the items of all of them, by the id that each has in its metadata (\`${ANSWERED}\`).`,
    "Give such metadata to responses that you answer elsewhere, too.",
  );
  const before = [faceAt(cx, operation, "openai")];
  return printCall(cx, operation, "responses.retrieve", { ...request, through: { callee: helper, before } });
}

function wholeOf(operation: Operation): Expression {
  return isAwaitedNow(operation) ? awaited(operation.call) : operation.call;
}

function how(cx: Rewrite, operation: Operation) {
  return { rule, flow: cx.flows.flowOf(operation).id, reason: "What a run did are the items of its response." };
}

/** The order that was asked for; undefined where none was. */
function orderOf(cx: Rewrite, operation: Operation): string | undefined {
  const order = operation.args.get("order")?.value;
  if (!order || order.kind === "NullLiteral") return undefined;
  return order.kind === "StringLiteral" ? order.value : (new Holes(cx, operation).constant(order) ?? "unknown");
}

function refusePages(operation: Operation, order: string | undefined): void {
  const limit = operation.args.get("limit")?.value;
  const whole = limit === undefined || (limit.kind === "NumberLiteral" && limit.value >= LARGEST_PAGE);
  if (!whole || operation.args.has("after") || operation.args.has("before")) {
    throw new Untranslatable(
      "only a part of the steps is asked for, and a response gives all its items at once",
      "Take `limit`, `after` and `before` away, or pick the items you need.",
    );
  }
  if (order !== undefined && order !== "asc") {
    throw new Untranslatable(
      "the newest steps are asked for first, and the items of a response come oldest first",
      "Take `order` away and reverse the items where it matters.",
    );
  }
}

function warnOfOrder(cx: Rewrite, operation: Operation): void {
  cx.find(
    operation.call,
    rule,
    "note",
    "The items of a response come oldest first; the steps of a run came newest first.",
    "Reverse them where the order matters.",
  );
}

function includedBy({ results }: Uses, operation: Operation): readonly string[] {
  const found = results.find((v) => v.operation === operation && INCLUDED[v.type] !== undefined);
  return found ? [INCLUDED[found.type]!] : [];
}

/** The variable with the finished response that a `run.id` argument is read from. */
function finishedResponse(cx: Rewrite, operation: Operation): Expression | undefined {
  const id = operation.args.get("run_id")?.value;
  if (
    cx.options.keepShape ||
    id?.kind !== "Member" ||
    id.object.kind !== "Name" ||
    id.object.tree !== operation.call.tree
  )
    return undefined;
  if (enclosing(id, "Function") !== enclosing(operation.call, "Function")) return undefined;
  const values = cx.values.of(id.object);
  const finished = values.every(
    (v) =>
      v.kind === "result" &&
      v.type === "Run" &&
      v.path === "" &&
      v.operation !== undefined &&
      (v.operation.spec.mode === "wait" ||
        v.operation.spec.mode === "process" ||
        cx.improvements.isCollapsed(v.operation) ||
        cx.improvements.isDropped(v.operation)),
  );
  return finished && values.length > 0 && !isGone(cx, id) ? id.object : undefined;
}

function isAsync(operation: Operation): boolean {
  return operation.clients.some((client) => client.type.async);
}

function isAwaitedNow(operation: Operation): boolean {
  return awaited(operation.call).kind === "Await";
}

/** The call with its `await`, also where the classic pager needed none. `isWhole`: nothing is read of it here. */
function settled(cx: Rewrite, operation: Operation, call: Code, isWhole = false): Code {
  const printer = cx.printer(operation.call.tree);
  if (!isAsync(operation)) return call;
  const fn = enclosing(operation.call, "Function");
  if (!isAwaitedNow(operation) && (isThen(operation) || (fn && !canAwait(fn)))) {
    throw new Untranslatable(
      "the list is asked for where nothing can be awaited",
      "Await the steps in an async function, then run again.",
    );
  }
  const value = printer.await(call);
  return isAwaitedNow(operation) && isWhole ? value : printer.parenthesise(value);
}

function isThen(operation: Operation): boolean {
  const { parent } = operation.call;
  return !operation.spec.sync || (parent?.kind === "Member" && parent.property === "then");
}

function canAwait(fn: FunctionNode): boolean {
  return fn.async;
}
