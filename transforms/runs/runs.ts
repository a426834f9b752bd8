import type { Operation } from "../../src/analysis/operation.js";
import { refusedWithAgent } from "../../src/protocol/current.js";
import type { Json } from "../../src/protocol/types.js";
import type { Holes } from "../code/json.js";
import { createdHere, nameFromElsewhere } from "../agents/agents.js";
import { repeatsToolSet, throughFunctions } from "../tools/autoCalls.js";
import { attachToMessage, carryFiles } from "../files/carryFiles.js";
import { printCall } from "../code/emit.js";
import { configurationFields, isInCode } from "../agents/configuration.js";
import { inlineFields, isInline } from "../agents/inlineDefinition.js";
import { serversOf } from "../tools/runServers.js";
import { overrides, runs as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { settingsLeftOut } from "../agents/settledSettings.js";
import { replaceByStream, streamingOf } from "../streaming/streaming.js";
import { handlerOf, readsOutputs } from "../streaming/streamHandlers.js";
import { hasSlot, slotValues } from "../files/structuredInputs.js";

/** `runs.create` → a response of the agent in the conversation; it waits where the SDK waited, or where a wait loop was folded into it. */
export function createRun(cx: Rewrite, operation: Operation): void {
  const streams = streamingOf(cx, operation);
  const inCode = isInCode(cx, operation);
  const inline = isInline(cx, operation);
  const slot = !inCode && hasSlot(cx, operation);
  const more = inCode || inline ? operation.args.get("additional_instructions")?.value : undefined;
  if (!inCode && !inline && operation.args.has("additional_instructions")) requireInstructions(cx, operation, slot);
  const handler = handlerOf(cx, operation);
  const request = translateRequest(cx, operation, [
    ...(handler ? ["event_handler"] : []),
    ...(slot || more ? ["additional_instructions"] : []),
    ...(repeatsToolSet(cx, operation) ? ["toolset"] : []),
    ...settingsLeftOut(cx, operation, inline),
    ...(serversOf(cx, operation) ? ["tool_resources"] : []),
  ]);
  const { agent_reference: reference, conversation, input, ...settings } = request.fields as Record<string, Json>;
  const rest = inCode || inline ? settings : besideAgent(cx, operation, settings);
  delete rest.stream;
  const folded = cx.improvements.foldedInto(operation);
  if (folded) attachToMessage(cx, folded);
  const content = folded && cx.improvements.contentOf(folded, request.holes);
  const waits =
    operation.spec.mode === "wait" || operation.spec.mode === "process" || cx.improvements.isCollapsed(operation);
  const fields: Record<string, Json> = {
    ...(inCode ? configurationFields(cx, operation, request.holes) : {}),
    ...(conversation === undefined ? {} : { conversation }),
    input: content === undefined ? (input ?? []) : joined(input, content),
    ...(inline ? inlineFields(cx, operation, rest, request.holes) : rest),
    ...(waits || streams ? {} : { background: true }),
    ...(readsOutputs(cx, operation, handler) ? { include: ["code_interpreter_call.outputs"] } : {}),
    ...(inCode || inline ? {} : { agent_reference: agentReference(cx, operation, request.holes, reference) }),
    ...(slot ? { structured_inputs: slotValues(operation, (e) => request.holes.carried(e)) } : {}),
  };
  carryFiles(cx, operation, fields, request.holes);
  if (!inCode) nameFromElsewhere(cx, operation);
  const through = throughFunctions(cx, operation);
  if (streams) return replaceByStream(cx, operation, { ...request, fields }, streams);
  const text = waits ? "responses.create" : "responses.create (background)";
  if (!waits) warnOfBackground(cx, operation);
  cx.replaceCall(operation, rule, printCall(cx, operation, "responses.create", { ...request, fields, through }), {
    text,
    reason: waits
      ? "The call answers when the response is finished."
      : "The response is made in the background and polled like the run.",
    safety: "review",
  });
}

export function warnOfBackground(cx: Rewrite, operation: Operation): void {
  cx.find(
    operation.call,
    rule,
    "warning",
    "The response is created with `background: true` in a conversation, which could not be tried on the live service.",
    "Test this call against your project; if it is refused, wait for the response instead of polling it.",
  );
}

/** `runs.retrieve`, `runs.cancel` → the response by its id. */
export function translateRun(cx: Rewrite, operation: Operation): void {
  if (cx.improvements.isDropped(operation)) return;
  if (operation.spec.mode === "wait") {
    throw new Untranslatable(
      "this poll helper has no counterpart, and the run it waits for is created elsewhere",
      "Poll responses.retrieve(id) until the status is neither queued nor in_progress.",
    );
  }
  if (operation.id === "runs.cancel") warnOfListed(cx, operation);
  const current = operation.id === "runs.cancel" ? "responses.cancel" : "responses.retrieve";
  cx.replaceCall(operation, rule, printCall(cx, operation, current, translateRequest(cx, operation)), {
    text: current,
    reason: "A response is found by its id alone.",
  });
}

/** A run that is found in a list may be any. */
function warnOfListed(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("run_id")?.value;
  if (!id || !cx.values.results(id).some((v) => v.operation?.id === "runs.list")) return;
  cx.find(
    operation.call,
    rule,
    "warning",
    "Only responses that were created with `background: true` can be cancelled; for any other in the list this call fails.",
    "Create responses that have to be cancelled in the background, or end their request or stream.",
  );
}

/** `{ type: "agent_reference", name, version? }`: the version where the agent was created by this code. */
export function agentReference(cx: Rewrite, operation: Operation, holes: Holes, reference: Json | undefined): Json {
  const given = (reference as Record<string, Json> | undefined)?.name;
  if (given === undefined) throw new Untranslatable("the run names no agent", "Pass the agent's id to the run.");
  const created = createdHere(cx, operation.args.get("assistant_id")?.value);
  const version =
    created &&
    holes.code(
      cx
        .printer(created.tree)
        .member({ kind: "carried", start: created.object.start, end: created.object.end }, "version"),
    );
  return { type: "agent_reference", name: given, ...(version === undefined ? {} : { version }) };
}

/**
 * The fields that can be sent next to an agent. Nothing in the place of a setting leaves that of the agent.
 * @throws Untranslatable for what the service refuses there
 */
export function besideAgent(cx: Rewrite, operation: Operation, fields: Readonly<Record<string, Json>>) {
  const isRefused = (name: string) => refusedWithAgent.some((refused) => refused.field === name);
  const kept = Object.entries(fields).filter(
    ([name, value]) => name !== "truncation" && !(isRefused(name) && (value === null || value === "auto")),
  );
  const refused = kept.map(([name]) => name).find(isRefused);
  if (refused === undefined) return Object.fromEntries(kept);
  cx.ruleOf.set(operation, overrides);
  throw new Untranslatable(
    `\`${refused}\` of one run cannot be sent next to an agent: the service answers "Not allowed when agent is specified."`,
    "Move it into the agent's definition, or declare a structured input for it.",
  );
}

/** `additional_instructions` must be there: neither a developer message nor a structured input can be nothing. */
function requireInstructions(cx: Rewrite, operation: Operation, slot: boolean): void {
  const { value } = operation.args.get("additional_instructions")!;
  if (value.kind === "NullLiteral") return;
  const values = cx.values.of(value);
  if (values.some((v) => v.kind !== "text" && v.kind !== "unknown" && v.kind !== "result")) {
    cx.ruleOf.set(operation, overrides);
    throw new Untranslatable(
      "`additional_instructions` is not always a text here",
      "Pass a text, an empty one where there is nothing to add, then run again.",
    );
  }
  if (slot) return;
  cx.find(
    value,
    overrides,
    "warning",
    "`additional_instructions` become a developer message, which stays in the conversation.",
    "Declare a structured input in the agent's definition where that matters.",
  );
}

/** A message that was folded into a call that says more than it. */
function joined(input: Json | undefined, content: Json): Json {
  if (!Array.isArray(input)) return content;
  const items: readonly Json[] = input;
  return [
    ...items,
    ...(Array.isArray(content) ? (content as readonly Json[]) : [{ type: "message", role: "user", content }]),
  ];
}
