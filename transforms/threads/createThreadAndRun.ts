import type { Operation } from "../../src/analysis/operation.js";
import { wireName } from "../../src/analysis/casing.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Code } from "../../src/languages/code.js";
import type { Statement } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { messageItems } from "../../src/protocol/reshape/messageItems.js";
import { CannotReshape, type Json, type JsonObject } from "../../src/protocol/types.js";
import { nameFromElsewhere } from "../agents/agents.js";
import { runsWithStatement } from "../code/between.js";
import { carryFiles } from "../files/carryFiles.js";
import { repeatsToolSet, throughFunctions } from "../tools/autoCalls.js";
import { configurationFields, isInCode } from "../agents/configuration.js";
import { awaited, printCall } from "../code/emit.js";
import { precede, statementAlone } from "../code/followUp.js";
import { dropUnneeded } from "../code/dropUnneeded.js";
import { freeName } from "../code/freeName.js";
import { inlineFields, isInline } from "../agents/inlineDefinition.js";
import { isHole, type Holes } from "../code/json.js";
import { runs as rule } from "../registry.js";
import { requireTexts, translateRequest, Untranslatable, type Request } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { isEverUpdated, onlyMaker, settingsLeftOut } from "../agents/settledSettings.js";
import { covers } from "../code/spans.js";
import { replaceByStream, streamingOf } from "../streaming/streaming.js";
import { agentReference, besideAgent, warnOfBackground } from "../runs/runs.js";

/** `threads.createAndRun` → a conversation, and a response in it whose input are the messages of the thread. */
export function createThreadAndRun(cx: Rewrite, operation: Operation): void {
  const streams = streamingOf(cx, operation);
  const inline = isInline(cx, operation);
  const request = translateRequest(cx, operation, [
    "thread",
    ...(repeatsToolSet(cx, operation) ? ["toolset"] : []),
    ...settingsLeftOut(cx, operation, inline),
  ]);
  const { agent_reference: reference, ...settings } = request.fields as Record<string, Json>;
  const inCode = isInCode(cx, operation);
  const rest = inCode || inline ? settings : besideAgent(cx, operation, settings);
  delete rest.stream;
  const given = operation.args.get("thread");
  const { messages, metadata } = threadOf(cx, operation, request.holes);
  const waits =
    operation.spec.mode === "wait" || operation.spec.mode === "process" || cx.improvements.isCollapsed(operation);
  const fields: Record<string, Json> = {
    ...(inCode ? configurationFields(cx, operation, request.holes) : {}),
    conversation: request.holes.code(conversationId(cx, operation, request, metadata)),
    input: inputOf(messages),
    ...(inline ? inlineFields(cx, operation, rest, request.holes) : rest),
    ...(waits || streams ? {} : { background: true }),
    ...(inCode || inline ? {} : { agent_reference: agentReference(cx, operation, request.holes, reference) }),
  };
  dropUnneeded(cx, given ? [given.value] : [], { rule, flow: cx.flows.flowOf(operation).id });
  carryFiles(cx, operation, fields, request.holes);
  if (!inCode) nameFromElsewhere(cx, operation);
  const through = throughFunctions(cx, operation);
  if (streams) return replaceByStream(cx, operation, { ...request, fields }, streams);
  if (!waits) warnOfBackground(cx, operation);
  cx.replaceCall(operation, rule, printCall(cx, operation, "responses.create", { ...request, fields, through }), {
    text: waits ? "conversations.create, responses.create" : "conversations.create, responses.create (background)",
    reason: "The conversation is created first; if the response fails, it exists all the same.",
    safety: "review",
  });
}

/** The conversation's id: of a variable by a statement of its own, or of a call in place where there is no room for one. */
function conversationId(cx: Rewrite, operation: Operation, request: Request, metadata: Json | undefined): Code {
  const { call } = operation;
  const printer = cx.printer(call.tree);
  const style = cx.style(call.tree);
  const isAwaited = operation.clients.some((client) => client.type.async);
  const fn = enclosing(call, "Function");
  if (isAwaited && (fn ? !fn.async : awaited(call).kind !== "Await")) {
    throw new Untranslatable(
      "a thread and its run are two calls now, and there is no place to wait for the first",
      "Make the function async, then run again.",
    );
  }
  const created = printCall(cx, operation, "conversations.create", {
    ...request,
    fields: metadata === undefined ? {} : { metadata },
    transport: [],
    compact: true,
  });
  const conversation = isAwaited ? printer.await(created) : created;
  const statement = statementAlone(call);
  if (!statement || !runsWithStatement(call, statement))
    return printer.member(isAwaited ? printer.parenthesise(conversation) : conversation, "id");
  const name = freeName(cx, operation, [["conversation"], ["new", "conversation"]]);
  precede(cx, statement, printer.declare(name, conversation, style), {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "The thread is a conversation of its own, created first.",
  });
  restateThread(cx, operation, statement, printer.member(name, "id"));
  return printer.member(name, "id");
}

/** `run.thread_id` is the id of the variable where that is at hand: the response's own conversation may be null for a type checker. */
function restateThread(cx: Rewrite, operation: Operation, statement: Statement, id: Code): void {
  const block = statement.parent!;
  for (const use of cx.flows.usesOf(operation)) {
    const access = use.parent;
    if (access?.kind !== "Member" || access.object !== use || use.start < statement.end || !covers(block, use))
      continue;
    if (use.tree !== statement.tree || wireName(access.property, operation.dialect) !== "thread_id") continue;
    const values = cx.values.of(use);
    if (!values.every((v) => v.kind === "result" && isRunOf(cx, v, operation)) || cx.improvements.isGone(use)) continue;
    cx.restated.add(access);
    cx.replace(access, id, {
      rule,
      flow: cx.flows.flowOf(operation).id,
      reason: "The conversation is at hand by its own name.",
    });
  }
}

/** The run itself, or what was read again of it. */
function isRunOf(cx: Rewrite, value: ResultValue, operation: Operation): boolean {
  if (value.type !== "Run") return false;
  if (value.operation === operation) return true;
  const id = value.operation?.id === "runs.retrieve" ? value.operation.args.get("run_id")?.value : undefined;
  return id !== undefined && cx.values.results(id).every((v) => v.type === "id(run)" && v.operation === operation);
}

/** The thread to be made, as it is written at the call. */
function threadOf(cx: Rewrite, operation: Operation, holes: Holes): { messages?: Json; metadata?: Json } {
  const given = operation.args.get("thread")?.value;
  if (!given || given.kind === "NullLiteral") return {};
  const thread = holes.read(given, "thread");
  if (typeof thread !== "object" || thread === null || Array.isArray(thread)) {
    throw new Untranslatable(
      "`thread` is built elsewhere, and becomes a call of its own",
      "Write the thread at the call, then run again.",
    );
  }
  const { messages, metadata, tool_resources: resources } = thread as JsonObject;
  const isGiven = resources !== undefined && resources !== null && !isEmptyObject(resources);
  if (isGiven && !isAgentsOwn(cx, operation, resources, holes)) {
    throw new Untranslatable(
      "`tool_resources` of a thread have no counterpart: a conversation has no files or vector stores of its own",
      "Give them to the agent's tools, or pass them as structured inputs with each response.",
    );
  }
  requireTexts(cx, messages, holes);
  return {
    ...(messages === undefined || messages === null ? {} : { messages }),
    ...(metadata === undefined || metadata === null ? {} : { metadata }),
  };
}

/** Whether resources of a thread are those that its agent is made with, so that the tools of the agent have them anyway. */
function isAgentsOwn(cx: Rewrite, operation: Operation, resources: Json, holes: Holes): boolean {
  const maker = onlyMaker(cx, operation);
  const own = maker?.args.get("tool_resources")?.value;
  if (!own || own.tree !== operation.call.tree || isEverUpdated(cx, maker)) return false;
  return textOf(holes.read(own, "tool_resources")) === textOf(resources);
}

/** JSON with holes as text, wherever it is built. */
function textOf(json: Json): string {
  return JSON.stringify(json, (key, value: unknown) => (key === "$origin" ? undefined : value));
}

/** One message of the user is the input itself; more of them are items. */
function inputOf(messages: Json | undefined): Json {
  if (messages === undefined) return [];
  const [only, ...others] = Array.isArray(messages) ? (messages as readonly JsonObject[]) : [];
  const item = only && others.length === 0 ? translated(messages) : undefined;
  const first = item?.[0] as JsonObject | undefined;
  if (first?.role === "user" && typeof first.content === "string") return first.content;
  return item ?? translated(messages);
}

function translated(messages: Json): readonly Json[] {
  if (isHole(messages)) {
    throw new Untranslatable(
      "the messages of the thread are built elsewhere, and their shape changes",
      "Write the messages at the call, then run again.",
    );
  }
  try {
    return (messageItems.apply(messages) ?? []) as readonly Json[];
  } catch (error) {
    if (!(error instanceof CannotReshape)) throw error;
    throw new Untranslatable(error.message, "See docs/mapping.md for what there is instead.");
  }
}

function isEmptyObject(json: Json): boolean {
  return (
    typeof json === "object" &&
    json !== null &&
    Object.values(json).every((value) => value === null || isEmptyObject(value))
  );
}
