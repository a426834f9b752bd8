import type { Flows } from "../../src/analysis/flows.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Expression } from "../../src/languages/tree.js";
import { operationMapping } from "../../src/protocol/mapping/index.js";
import { printCall } from "../code/emit.js";
import { faceAt } from "../clients/faceAt.js";
import { REQUIRED } from "../toolLoops/pendingCalls.js";
import { runs as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { asksWhetherWanted } from "../toolLoops/unansweredCalls.js";

/**
 * `runs.list` → the responses of the conversation, asked for by a small printed function: the service lists them, and no SDK has a method
 * for it.
 * @throws Untranslatable where the target lists none, and where it matters which of them belong to one run
 */
export function listRuns(cx: Rewrite, operation: Operation): void {
  const { tree } = operation.call;
  if (operationMapping(operation.id, cx.target(tree).definitions)?.class === "none")
    throw new Untranslatable(
      "plain OpenAI does not list the responses of a conversation",
      "Keep the ids of your responses with the conversation's, then ask for each; or keep this call on the shim, which keeps them.",
    );
  const request = translateRequest(cx, operation);
  if (request.transport.length > 0)
    throw new Untranslatable("the list of runs is asked for with options of the request", "Set them on the client.");
  const answered = givesAnswers(cx);
  if (answered) refuseLinks(cx, operation);
  const isAsync = operation.clients.some(({ type }) => type.async);
  const how = { rule, flow: cx.flows.flowOf(operation).id, isAsync };
  const callee = cx.helper(tree, "responsesOf", { ...how, reason: "Asks for the responses of a conversation." });
  const through = { callee, before: [faceAt(cx, operation, "openai")] };
  warn(cx, operation, answered);
  cx.replaceCall(operation, rule, printCall(cx, operation, "responses.list", { ...request, through }), {
    text: "responses.list",
    reason: "The runs of a thread are the responses of its conversation.",
    safety: "review",
  });
}

/** Whether the program answers calls, on the classic API or, where it was migrated before, on the current one. */
export function givesAnswers(cx: Rewrite): boolean {
  const known =
    answering.get(cx.flows) ??
    (cx.flows.ofId("runs.submitToolOutputs").length > 0 ||
      cx.program.files.some(({ tree }) => tree.text.includes("function_call_output")));
  answering.set(cx.flows, known);
  return known;
}

const answering = new WeakMap<Flows, boolean>();

/** Whether a value is of a run out of a list which may have been answered since: all but the first, the newest. */
export function isOlder({ operation, path }: ResultValue): boolean {
  if (operation?.id !== "runs.list") return false;
  const order = operation.args.get("order")?.value;
  const isNewestFirst = order === undefined || (order.kind === "StringLiteral" && order.value === "desc");
  return !isNewestFirst || !/^data\.0(\.|$)/.test(path);
}

/** Each answer to calls is a response of its own: of a list, only the newest can want answers, and each of the others looks as if it did. */
function refuseLinks(cx: Rewrite, operation: Operation): void {
  const own = (e: Expression) => cx.values.results(e).filter((v) => v.operation === operation && isOlder(v));
  for (const use of cx.flows.usesOf(operation)) {
    const values = own(use);
    const wants =
      values.some(({ type }) => REQUIRED.has(type)) ||
      (values.some(({ type }) => type === "enum(RunStatus)") &&
        (asksWhetherWanted(cx, use, values) || cx.values.results(use).some((v) => v.operation !== operation)));
    if (wants)
      throw new Untranslatable(
        "it is asked which of the listed runs want answers, and each answer is a response of its own now",
        "Ask the newest response alone (`limit: 1`), then run again.",
      );
  }
}

function warn(cx: Rewrite, operation: Operation, answered: boolean): void {
  cx.find(
    operation.call,
    rule,
    "warning",
    `The responses of the conversation are listed, which could not be tried on the live service.${answered ? " A run whose calls were answered is several of them, and each counts as completed." : ""}`,
    "Test this call against your project.",
  );
}
