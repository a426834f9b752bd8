import { keyedRead } from "../../src/analysis/keyedRead.js";
import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Member } from "../../src/languages/tree.js";
import { enclosing, textOf, walk } from "../../src/languages/walk.js";
import type { Json, JsonObject } from "../../src/protocol/types.js";
import { FILE_INPUTS } from "../../src/protocol/threadFiles.js";
import { agentName } from "../../src/protocol/reshape/agentName.js";
import { createFromElsewhere } from "./agentsElsewhere.js";
import { holdsAgent } from "./agentReads.js";
import { dropUnneeded } from "../code/dropUnneeded.js";
import { resultsOf } from "../rest/refuseRequests.js";
import { awaited, isUnused, printCall } from "../code/emit.js";
import { allSlots, declaredFiles } from "../files/fileSlots.js";
import { isHole, type Holes } from "../code/json.js";
import { agents as rule } from "../registry.js";
import { translateRequest, type Request } from "../code/request.js";
import { tellOfModel } from "./modelNames.js";
import { Untranslatable } from "../leftovers/untranslatable.js";
import type { Rewrite } from "../rewrite.js";
import { settledByRuns } from "./settledSettings.js";
import { declaredSlot } from "../files/structuredInputs.js";

/** `assistants.create` → a version of a named agent with a prompt definition. */
export function createAgent(cx: Rewrite, operation: Operation): void {
  if (createFromElsewhere(cx, operation)) return;
  const request = translateRequest(cx, operation, ["name"]);
  const { definition, ...options } = request.fields as { definition?: Readonly<Record<string, Json>> } & Record<
    string,
    Json
  >;
  const { name, label } = nameOf(cx, operation, request.holes);
  const fields: Record<string, Json> = {
    agent_name: name,
    definition: {
      kind: "prompt",
      ...definition,
      ...settledByRuns(cx, operation, request.holes),
      ...slotOf(cx, operation, request.holes),
    },
    ...options,
  };
  if (label !== undefined) fields.metadata = withLabel(cx, operation, request, label);
  const resources = operation.args.get("tool_resources");
  dropUnneeded(cx, resources ? [resources.value] : [], { rule, flow: cx.flows.flowOf(operation).id });
  warnOfTemplates(cx, operation);
  warnOfEmptySearch(cx, operation, definition);
  tellOfModel(cx, operation);
  cx.replaceCall(operation, rule, printCall(cx, operation, "agents.createVersion", { ...request, fields }), {
    text: "agents.createVersion",
    reason: "Creates a version of the named agent; an agent of that name that exists gets a new version.",
  });
}

/** What the assistant was called, in the metadata: beside what is there, where that is written at the call. */
function withLabel(cx: Rewrite, operation: Operation, { fields, holes }: Request, label: Json): Json {
  const given = fields.metadata;
  if (given === undefined) return { assistant_name: label };
  const literal = holes.expressionOf(given);
  if (literal?.kind !== "ObjectLiteral" || /#|\/[/*]/.test(textOf(literal))) return given;
  const entries = literal.entries.map(({ key, value, form }) => ({
    key,
    value: carry(value),
    isPlain: form === "pair",
  }));
  if (!entries.every(({ key, isPlain }) => isPlain && key !== undefined && key !== "assistant_name")) return given;
  const { tree } = operation.call;
  return holes.code(
    cx.printer(tree).object([...entries, { key: "assistant_name", value: holes.print(label) }], cx.style(tree)),
  );
}

/** What runs of the agent bring comes through structured inputs: instructions, and files of the conversation. */
function slotOf(cx: Rewrite, operation: Operation, holes: Holes): Readonly<Record<string, Json>> {
  const slot = declaredSlot(cx, operation);
  const inputs = { ...(slot?.structuredInputs as JsonObject | undefined), ...declaredFiles(cx, operation) };
  return {
    ...(slot ? { instructions: holes.code(slot.instructions) } : {}),
    ...(Object.keys(inputs).length > 0 ? { structured_inputs: printedInputs(cx, operation, inputs, holes) } : {}),
  };
}

/** Declared inputs; those for all files that a conversation can have come from a function. */
function printedInputs(cx: Rewrite, { call: { tree } }: Operation, inputs: JsonObject, holes: Holes): Json {
  const files = allSlots(cx, tree, inputs, "fileInputs");
  if (files === undefined) return inputs;
  const others = Object.fromEntries(Object.entries(inputs).filter(([name]) => !FILE_INPUTS.includes(name)));
  if (Object.keys(others).length === 0) return holes.code(files);
  const printer = cx.printer(tree);
  const entries = Object.entries(others).map(([key, value]) => ({ key, value: holes.print(value, "StructuredInput") }));
  return holes.code(printer.object([...entries, { key: undefined, value: files }], cx.style(tree)));
}

/** `assistants.retrieve` → the agent by name; its settings are those of its latest version. */
export function retrieveAgent(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation);
  nameFromElsewhere(cx, operation);
  cx.replaceCall(operation, rule, printCall(cx, operation, "agents.get", request), {
    text: "agents.get",
    reason: "Reads the agent by its name.",
  });
  const isVersion = readsSettings(cx, operation) || isSaidToBeOne(operation);
  if (!isUnused(operation.call) && isVersion && !holdsAgent(cx, operation))
    appendMembers(cx, operation, ["versions", "latest"]);
}

/** `assistants.delete` → the version that the same code created, or the agent with all its versions. */
export function deleteAgent(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation);
  const created = createdHere(cx, operation.args.get("assistant_id")?.value);
  if (created) {
    const fields: Record<string, Json> = {
      agent_name: request.holes.carried(operation.args.get("assistant_id")!.value),
      agent_version: request.holes.code(cx.printer(created.tree).member(carry(created.object), "version")),
    };
    cx.replaceCall(operation, rule, printCall(cx, operation, "agents.deleteVersion", { ...request, fields }), {
      text: "agents.deleteVersion",
      reason: "Deletes the version that this code created.",
    });
    return;
  }
  nameFromElsewhere(cx, operation);
  cx.find(
    operation.call,
    rule,
    "warning",
    "Deleting an agent removes all versions of that name, also those that other code made.",
    "Use deleteVersion(name, version) where only one version should go.",
  );
  cx.replaceCall(operation, rule, printCall(cx, operation, "agents.delete", request), {
    text: "agents.delete",
    reason: "Deletes the agent with all its versions.",
    safety: "review",
  });
}

/** The agent's name: a legal literal as it is, another one as its slug, an absent one from binding and file. */
function nameOf(cx: Rewrite, operation: Operation, holes: Holes): { name: string; label: string | undefined } {
  const argument = operation.args.get("name");
  const { call } = operation;
  const printed = (text: string): string => holes.code(cx.printer(call.tree).string(text, cx.style(call.tree)));
  if (!argument || argument.value.kind === "NullLiteral") {
    const name = absentName(operation);
    cx.find(
      call,
      rule,
      "warning",
      `Agents are called by name, and this one had none: it is called "${name}" now.`,
      "Choose a name that is unique in the project.",
    );
    return { name: printed(name), label: undefined };
  }
  const texts = cx.values.of(argument.value).map((v) => (v.kind === "text" ? v.value : undefined));
  const known = texts.filter((text) => text !== undefined);
  if (texts.length > 0 && known.length === texts.length && known.every((text) => agentName(text) === text)) {
    return { name: holes.carried(argument.value), label: undefined };
  }
  const illegal = known[0];
  if (illegal === undefined || argument.value.kind !== "StringLiteral")
    return runtimeName(cx, operation, argument.value, holes);
  const name = agentName(illegal);
  cx.find(
    argument.value,
    rule,
    "warning",
    `Agent names have letters, digits and inner hyphens only: "${illegal}" is called "${name}" now.`,
    "Check that no other agent of the project has this name: it would get a new version.",
  );
  return { name: printed(name), label: holes.carried(argument.value) };
}

/** A name that is only known at run time goes through a small function that makes it a legal one. */
function runtimeName(
  cx: Rewrite,
  operation: Operation,
  value: Expression,
  holes: Holes,
): { name: string; label: undefined } {
  const { tree } = operation.call;
  const how = {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "Makes a legal agent name of a name that is known at run time only.",
  };
  const helper = cx.helper(tree, "agentName", how);
  cx.find(
    value,
    rule,
    "warning",
    `Agent names have letters, digits and inner hyphens only: the name goes through ${helper}().`,
    "Two labels that differ in other characters only would name the same agent; give agents names that are legal as they are.",
  );
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const mayBeMissing = cx.values.of(value).some(({ kind }) => kind === "null");
  const given = mayBeMissing
    ? printer.orElse(carry(value), printer.string(absentName(operation), style))
    : carry(value);
  const called = printer.call(helper, [{ name: undefined, value: given }], style);
  return { name: holes.code(called), label: undefined };
}

/** What an agent without a name is called: by the variable that holds it, and the file. */
function absentName(operation: Operation): string {
  const stem = fileStem(operation.call.tree.path);
  return agentName(`${bindingName(operation) ?? "agent"}-${stem}`.toLowerCase().replaceAll("_", "-"));
}

function bindingName(operation: Operation): string | undefined {
  const declarator = enclosing(operation.call, "Declarator", "Assign");
  return declarator?.target.kind === "Name" ? declarator.target.name : undefined;
}

function fileStem(path: string): string {
  return path
    .split("/")
    .at(-1)!
    .replace(/\.\w+$/, "");
}

/** Instructions are templates now. */
function warnOfTemplates(cx: Rewrite, operation: Operation): void {
  const instructions = operation.args.get("instructions")?.value;
  if (!instructions) return;
  for (const node of walk(instructions)) {
    const text = node.kind === "StringLiteral" ? node.value : node.kind === "TemplateString" ? node.texts.join("") : "";
    if (!text.includes("{{")) continue;
    cx.find(
      node,
      rule,
      "warning",
      "Instructions are templates now: `{{…}}` in them is filled from structured inputs.",
      "Take the double braces out, or declare structured inputs of these names.",
    );
    return;
  }
}

/** File search without any vector store cannot be created any more; it is left out, and somebody should know. */
function warnOfEmptySearch(
  cx: Rewrite,
  operation: Operation,
  definition: Readonly<Record<string, Json>> | undefined,
): void {
  const tools = operation.args.get("tools")?.value;
  if (!tools || isHole(definition?.tools)) return;
  if (definition !== undefined && JSON.stringify(definition.tools ?? null).includes('"file_search"')) return;
  for (const node of walk(tools)) {
    if (node.kind !== "StringLiteral" || !/^(file_search|retrieval)$/.test(node.value)) continue;
    cx.find(
      node,
      rule,
      "warning",
      "The file search is left out of the definition: it has no vector store here, and the current API refuses it without one.",
      "Create the vector store first and name it in the tool, or add the tool in a new version once the store exists.",
    );
  }
}

/** An agent id that is not read from an agent of this program must become a name. */
export function nameFromElsewhere(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("assistant_id")?.value;
  if (!id || cx.values.results(id).some((v) => v.operation !== undefined)) return;
  cx.find(
    id,
    rule,
    "warning",
    "Agents are called by name: this value must be an agent name, not an `asst_…` id.",
    "Change it where it is stored (environment, configuration, database) to the name of the agent.",
  );
}

/** The member `x.id` of an agent that was created in this program and is not changed there, when `x` can be named again. */
export function createdHere(cx: Rewrite, id: Expression | undefined): Member | undefined {
  if (id?.kind !== "Member" || !isStable(cx, id.object)) return undefined;
  const results = cx.values.results(id);
  if (results.length === 0 || results.length !== cx.values.of(id).filter((v) => v.kind !== "null").length)
    return undefined;
  const created = results.every(
    (v) => v.type === "id(assistant)" && v.operation?.id === "assistants.create" && !mayBeUpdated(cx, v.operation),
  );
  // A field that holds the id, `self.assistant_id`, is of an object that knows no version.
  const agents = cx.values.results(id.object);
  return created && agents.length > 0 && agents.every((v) => v.type === "Assistant") ? id : undefined;
}

/** A variable, or a field of `this`: it gives the same thing when it is written twice. */
function isStable(cx: Rewrite, e: Expression): boolean {
  if (e.kind === "Name") return true;
  return e.kind === "Member" && e.object.kind === "Name" && cx.program.isThis(e.object);
}

/** Whether an update of the program may be one of the agent that an operation creates. */
export function mayBeUpdated(cx: Rewrite, created: Operation): boolean {
  return cx.flows.ofId("assistants.update").some((operation) => {
    const id = operation.args.get("assistant_id")?.value;
    const values = id ? cx.values.of(id) : [];
    return (
      values.length === 0 ||
      values.some((v) => v.kind === "unknown" || (v.kind === "result" && v.operation === created))
    );
  });
}

/** Whether what holds an agent says its type, which is that of a version. */
function isSaidToBeOne({ call }: Operation): boolean {
  const outer = awaited(call);
  const { parent } = outer;
  if (parent?.kind === "Declarator" || parent?.kind === "Assign") return parent.annotation !== undefined;
  return parent?.kind === "Return" && call.tree.typed && enclosing(parent, "Function")?.returns !== undefined;
}

/** Whether more than the name is read of an agent. */
function readsSettings(cx: Rewrite, operation: Operation): boolean {
  if (cx.given.needs(operation)) return true;
  return cx.flows.usesOf(operation).some((use) => {
    const keyed = keyedRead(use);
    const object = use.kind === "Member" ? use.object : keyed?.object;
    const field = use.kind === "Member" ? use.property : keyed?.key.value;
    return (
      object !== undefined &&
      cx.values.results(object).some((v) => v.operation === operation && v.type === "Assistant") &&
      !["id", "name"].includes(field!)
    );
  });
}

/** Appends members to the awaited result of a call: `(await x()).a.b`. */
export function appendMembers(cx: Rewrite, operation: Operation, members: readonly (string | number)[]): void {
  const places = operation.request ? resultsOf(cx, operation) : [operation.call];
  for (const place of places) appendAt(cx, operation, place.kind === "Call" ? awaited(place) : place, members);
}

function appendAt(cx: Rewrite, operation: Operation, outer: Expression, members: readonly (string | number)[]): void {
  const { tree } = outer;
  const printer = cx.printer(tree);
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "The result stands one level deeper now." };
  const below = (start: Code) =>
    members.reduce<Code>(
      (code, m) => (typeof m === "number" ? printer.element(code, m) : printer.member(code, m)),
      start,
    );
  if (outer.kind === "Await" && outer.parent?.kind === "Wrap" && outer.parent.flavor === "parentheses")
    return cx.insert(tree, outer.parent.end, below(""), how);
  if (outer.kind === "Await") {
    cx.insert(tree, outer.start, "(", how);
    return cx.insert(tree, outer.end, [")", below("")], how);
  }
  if (outer.kind === "Member") return cx.insert(tree, outer.end, below(""), how);
  const isPromise = tree.language === "javascript" || operation.clients.some(({ type }) => type.async);
  const tail = isPromise ? printer.later("result", below("result")) : below("");
  if (tail === undefined)
    throw new Untranslatable(
      "its result stands one level deeper now, and is not awaited where it is asked for",
      "Await the call where it stands, then run again.",
    );
  cx.insert(tree, outer.end, tail, how);
}
