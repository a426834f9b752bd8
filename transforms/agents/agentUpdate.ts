import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { PrintedEntry } from "../../src/languages/language.js";
import type { Expression } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { tools as toolsReshape } from "../../src/protocol/reshape/foldToolResources.js";
import { CannotReshape, type Json, type JsonObject } from "../../src/protocol/types.js";
import { nameFromElsewhere } from "./agents.js";
import { changesFromElsewhere } from "./agentsElsewhere.js";
import { ownFiles } from "./assistantFiles.js";
import { isInCode } from "./configuration.js";
import { runsWithStatement } from "../code/between.js";
import { awaited, printCall } from "../code/emit.js";
import { precede, statementAlone } from "../code/followUp.js";
import { freeName } from "../code/freeName.js";
import { withSlots } from "../files/fileSlots.js";
import { isHole } from "../code/json.js";
import { keptFiles, withKeptFiles, withOtherFiles } from "../tools/keptFiles.js";
import { agents as rule } from "../registry.js";
import { translateRequest, Untranslatable, type Request } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

/**
 * `assistants.update` → a new version with the whole definition: that of the latest version with the given fields changed. The latest
 * version is read by a statement of its own.
 */
export function updateAgent(cx: Rewrite, operation: Operation): void {
  const { call } = operation;
  const { tree } = call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const statement = statementAlone(call);
  if (!statement || !runsWithStatement(call, statement)) throw new Untranslatable(...NO_STATEMENT);
  const id = operation.args.get("assistant_id")?.value;
  if (!id || !isStable(id)) throw new Untranslatable(...NO_NAME);

  const latest = freeName(cx, operation, [["latest"], ["latest", "version"], ["latest", "agent", "version"]]);
  const definition = (): Code => printer.member(latest, "definition");
  const asPrompt = (): Code => printer.cast(definition(), promptType(cx, operation), isTyped(operation));
  const latestTools = (): Code =>
    isTyped(operation)
      ? printer.member(asPrompt(), "tools")
      : printer.memberOrNothing(definition(), "tools", style, false);
  const elsewhere = changesFromElsewhere(cx, operation, latest);
  const request = elsewhere ?? updateRequest(cx, operation, ["name"], latestTools);
  const { agent_name: name, definition: changes, description, metadata } = request.fields as Changed;
  const entries: PrintedEntry[] = [
    { key: undefined, value: tree.language === "python" ? definition() : asPrompt() },
    ...Object.entries(changes ?? {}).map(([key, value]) => ({
      key,
      value: request.holes.entry(key, request.holes.print(value)),
    })),
  ];
  const fields: Record<string, Json> = elsewhere?.fields ?? {
    agent_name: name!,
    definition: request.holes.code(
      entries.length === 1 ? definition() : definitionCode(cx, operation, printer.object(entries, style)),
    ),
    description: description ?? request.holes.code(printer.member(latest, "description")),
    metadata: metadataOf(cx, operation, request, latest, metadata),
  };
  nameFromElsewhere(cx, operation);
  const isAwaited = operation.clients.some((client) => client.type.async);
  const fn = enclosing(call, "Function");
  if (isAwaited && (fn ? !fn.async : awaited(call).kind !== "Await")) throw new Untranslatable(...NO_STATEMENT);
  const { holes } = request;
  const read = printCall(cx, operation, "agents.get", { fields: { agent_name: name! }, holes, transport: [] });
  const agent = isAwaited ? printer.parenthesise(printer.await(read)) : read;
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "A version has the whole definition of an agent." };
  const version = printer.member(printer.member(agent, "versions"), "latest");
  precede(cx, statement, printer.declare(latest, version, style), how);
  cx.replaceCall(operation, rule, printCall(cx, operation, "agents.createVersion", { ...request, fields }), {
    text: "agents.createVersion",
    reason: "Creates a version from the latest one, with the given fields changed.",
    safety: "review",
  });
  cx.find(
    call,
    rule,
    "note",
    "The update is a new version of the agent, made from its latest one: two updates at the same time can undo each other.",
    "Change agents in one place only.",
  );
}

type Changed = { agent_name?: Json; definition?: JsonObject; description?: Json; metadata?: Json };

const NO_STATEMENT = [
  "an update needs the agent's latest version, and there is no place for a statement that reads it",
  "Put the update into a statement of its own in an async function, then run again.",
] as const;

const NO_NAME = [
  "the agent is named by an expression that this tool would have to write twice",
  "Put the agent's id into a variable, then run again.",
] as const;

export function isStable(e: Expression): boolean {
  return e.kind === "Name" || e.kind === "StringLiteral" || (e.kind === "Member" && isStable(e.object));
}

function isTyped({ call: { tree } }: Operation): boolean {
  return tree.typed && tree.language === "javascript";
}

/** The definition of a prompt agent as a type, imported where the file has types. */
function promptType(cx: Rewrite, operation: Operation): string {
  const { tree } = operation.call;
  const name = "PromptAgentDefinition";
  return isTyped(operation) ? cx.want(tree, cx.target(tree).modelModule, name, name, true) : "";
}

/** An object is a definition as it stands, unless the SDK has a class for it. */
function definitionCode(cx: Rewrite, operation: Operation, object: Code): Code {
  const { tree } = operation.call;
  const target = cx.target(tree);
  const model = target.models.PromptAgentDefinition;
  if (!model) return object;
  const callee = cx.want(tree, target.modelModule, model.name, model.name);
  return cx.printer(tree).construct(callee, [{ name: undefined, value: object }], cx.style(tree));
}

/**
 * The fields that an update changes. `latest` gives the tools that there are: those that take their place keep their files, and those whose
 * resources change are among the changed ones.
 */
export function updateRequest(
  cx: Rewrite,
  operation: Operation,
  except: readonly string[],
  latest: () => Code,
): Request {
  const kept = keptFiles(cx, operation, latest);
  const apart = operation.args.has("tools") ? [] : ["tool_resources", "file_ids"];
  const request = translateRequest(cx, operation, [...except, ...apart], kept?.isWritten ? undefined : kept?.resources);
  const { fields, holes } = request;
  const at = isInCode(cx, operation) ? fields : ((fields.definition ?? {}) as Record<string, Json>);
  if (kept?.isWritten) at.tools = withKeptFiles(cx, operation, at.tools, kept, holes);
  const changed = operation.args.has("tools") ? undefined : changedTools(cx, operation, request, latest);
  if (changed !== undefined) at.tools = holes.code(changed);
  return at === fields || Object.keys(at).length === 0
    ? request
    : { ...request, fields: { ...fields, definition: at } };
}

/** Tools whose resources change take the place of those of their type; all others stay. */
function changedTools(cx: Rewrite, operation: Operation, request: Request, latest: () => Code): Code | undefined {
  const resources = operation.args.get("tool_resources");
  const isBare = cx.threadFiles.slotsOf(operation).size === 0;
  const files = operation.args.get("file_ids")?.value;
  if (files && files.kind !== "NullLiteral") return withFiles(cx, operation, files, isBare, latest);
  if (!resources) return undefined;
  const json = request.holes.read(resources.value, "tool_resources");
  if (isHole(json) && operation.dialect.casing === "snake" && isBare) return withOtherFiles(cx, operation, latest());
  if (!isObject(json))
    throw new Untranslatable(
      "`tool_resources` of an update is built elsewhere",
      "Write the tools with their files and vector stores (docs/mapping.md has the new shape), then run again.",
    );
  const types = Object.keys(json).filter((type) => json[type] !== null);
  const tools = folded(types, withSlots(cx, operation, json));
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  return printer.replacedItems(
    latest(),
    "tool",
    types.map((type) => printer.string(type, style)),
    tools.map((tool) => request.holes.print(tool)),
    style,
  );
}

/** Files of the assistant itself are those of its tools. */
function withFiles(cx: Rewrite, operation: Operation, files: Expression, isBare: boolean, latest: () => Code): Code {
  if (!ownFiles(operation) || !isBare || operation.args.has("tool_resources"))
    throw new Untranslatable(
      "the files of the assistant are replaced by none, or by some beside those that threads bring",
      "Name the files in tool_resources, together with the tools: they stand inside the tools now.",
    );
  cx.find(
    files,
    rule,
    "note",
    "The files of the assistant go into its tools; where the list is empty when the program runs, the tools keep the files that they have.",
    "Take the tools' files away where that is wanted.",
  );
  return withOtherFiles(cx, operation, latest());
}

function folded(types: readonly string[], resources: JsonObject): readonly Json[] {
  try {
    return (toolsReshape.apply(
      types.map((type) => ({ type })),
      { tool_resources: resources },
    ) ?? []) as readonly Json[];
  } catch (error) {
    if (!(error instanceof CannotReshape)) throw error;
    throw new Untranslatable(error.message, "See docs/mapping.md for what there is instead.");
  }
}

/** The metadata that was given, else that of the latest version; a new label stands beside it, since an agent keeps its name. */
function metadataOf(
  cx: Rewrite,
  operation: Operation,
  { holes }: Request,
  latest: string,
  given: Json | undefined,
): Json {
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const old = printer.member(latest, "metadata");
  const label = operation.args.get("name");
  if (!label || label.value.kind === "NullLiteral") return given ?? holes.code(old);
  cx.find(
    label.value,
    rule,
    "warning",
    "An agent cannot be renamed: its name is its identity. The label is kept in its metadata.",
    "Create another agent where it needs another name.",
  );
  const base =
    given === undefined
      ? printer.parenthesise(printer.orElse(old, printer.object([], cx.style(tree))))
      : holes.print(given);
  const spread = isTyped(operation) || tree.language === "javascript" ? (given === undefined ? old : base) : base;
  return holes.code(
    printer.object(
      [
        { key: undefined, value: spread },
        { key: "assistant_name", value: carry(label.value) },
      ],
      cx.style(tree),
    ),
  );
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function isObject(json: Json | undefined): json is JsonObject {
  return typeof json === "object" && json !== null && !isList(json) && !isHole(json);
}
