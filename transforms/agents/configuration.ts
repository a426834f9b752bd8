import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue, Value } from "../../src/analysis/value.js";
import { broken, carry, type Code } from "../../src/languages/code.js";
import type { Expression, Node, SourceTree, Statement } from "../../src/languages/tree.js";
import { statementOf } from "../../src/languages/walk.js";
import type { Json } from "../../src/protocol/types.js";
import { awaited, isUnused, SPREAD } from "../code/emit.js";
import { withoutSlots } from "../files/fileSlots.js";
import type { Holes } from "../code/json.js";
import { statementAlone } from "../code/followUp.js";
import { effectOf } from "../code/between.js";
import { printedBy } from "../code/printed.js";
import { spellType } from "../types/typeNames.js";
import { agents as rule, overrides } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";

// Assistants where the service keeps none: each is configuration in the code, an object that is spread into the requests of its responses.
// Where more is done with one than that allows, its flow is tried again with assistants that the program keeps (keptAssistants.ts).

/** Whether what an operation works on is configuration in the code once it is migrated. */
export function isInCode(cx: Rewrite, operation: Operation): boolean {
  return cx.target(operation.call.tree).definitions === "code";
}

/** `assistants.create` → the definition, written where the assistant was created; kept where others are to find it by its id. */
export function createConfiguration(cx: Rewrite, operation: Operation): void {
  if (operation.isOpen || !isRun(cx, operation)) return cx.keep(operation);
  const request = translateRequest(cx, operation);
  const fields: Record<string, Json> = { ...request.fields };
  const tools = withoutSlots(fields.tools);
  if (tools !== undefined) fields.tools = tools;
  fields.truncation = request.holes.code(cx.printer(operation.call.tree).string("auto", cx.style(operation.call.tree)));
  instead(cx, operation, broken(request.holes.print(fields)), "configuration");
  annotate(cx, operation);
}

/** Whether the program itself runs what an operation gives: an assistant that it only makes is there for other programs. */
function isRun(cx: Rewrite, operation: Operation, seen: ReadonlySet<Operation> = new Set()): boolean {
  return cx.flows.operations.some((other) => {
    const id = other.args.get("assistant_id")?.value;
    if (!id || seen.has(other) || !cx.values.results(id).some((v) => v.operation === operation)) return false;
    return !other.id.startsWith("assistants.") || isRun(cx, other, new Set([...seen, other]));
  });
}

/** `assistants.retrieve` → the configuration itself, or the one that the code has for an id from elsewhere. */
export function retrieveConfiguration(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("assistant_id")?.value;
  if (!id) throw new Untranslatable("the assistant is not named", "Name it at the call, then run again.");
  if (cx.keepsAssistants && provenance(cx, id) === "elsewhere") return cx.keep(operation);
  instead(cx, operation, configurationAt(cx, operation, id), "configuration by its old id");
}

/** `assistants.update`: configuration in the code does not change, so the program has to keep what does. */
export function updateConfiguration(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("assistant_id")?.value;
  if (id) keepCreated(cx, id);
  cx.keep(operation);
}

/** `assistants.list`: only what the program keeps can be listed. */
export function listConfigurations(cx: Rewrite, operation: Operation): void {
  cx.keep(operation);
}

/**
 * `assistants.delete` → nothing: there is nothing to delete, unless the program keeps it. Where the answer is only shown, it is written
 * out.
 */
export function deleteConfiguration(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("assistant_id")?.value;
  const statement = statementAlone(operation.call);
  const isInCode = id !== undefined && provenance(cx, id) === "code";
  if (isInCode && isOnlyShown(cx, operation)) {
    const { holes } = translateRequest(cx, operation);
    const answer = holes.print({ object: "assistant.deleted", deleted: true });
    return instead(cx, operation, answer, "answer that it gave");
  }
  if (!isUnused(operation.call) || statement?.kind !== "ExpressionStatement" || (cx.keepsAssistants && !isInCode)) {
    if (id) keepCreated(cx, id);
    return cx.keep(operation);
  }
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "The service keeps no assistants." };
  cx.became.set(operation, { rule: rule.id, text: "removed" });
  const block = statement.parent!.kind === "Block" ? statement.parent!.statements : [];
  const goes = (s: Statement) => cx.flows.operations.some((o) => isDeleted(cx, o) && statementOf(o.call) === s);
  if (statement.tree.language === "python" && block[0] === statement && block.every(goes))
    cx.replace(statement, "pass", how);
  else cx.removeStatement(statement, how);
}

/** Whether what an operation gives is shown as a whole, and nothing else is done with it. */
function isOnlyShown(cx: Rewrite, { call }: Operation): boolean {
  const outer = awaited(call);
  const isShown = (e: Expression): boolean =>
    (e.parent?.kind === "Argument" || e.parent?.kind === "TemplateString") && printedBy(cx, e) !== undefined;
  const { parent } = outer;
  if (parent?.kind === "Argument") return parent.parent?.kind === "Call" && effectOf(cx, parent.parent) === "log";
  if (parent?.kind !== "Declarator" && parent?.kind !== "Assign") return false;
  const holder =
    parent.value === outer && parent.target.kind === "Name" ? cx.program.bindingOf(parent.target) : undefined;
  if (!holder || holder.writes.length !== 1 || cx.program.isPublic(holder)) return false;
  return holder.reads.every((read) => read.parent?.kind === "ExpressionStatement" || isShown(read));
}

/** Has the assistants that an expression can name, and that the code has, kept by id. */
function keepCreated(cx: Rewrite, e: Expression): void {
  for (const value of cx.values.results(e)) if (value.operation && isConfiguration(cx, value)) cx.keep(value.operation);
}

function isDeleted(cx: Rewrite, operation: Operation): boolean {
  return (
    operation.id === "assistants.delete" &&
    cx.isActive(operation) &&
    isUnused(operation.call) &&
    cx.definitionsOf({ operation, dialect: operation.dialect }) === "code"
  );
}

/** Replaces a call together with its `await`: nothing is asked of the service. */
export function instead(cx: Rewrite, operation: Operation, code: Code, text: string): void {
  const outer = awaited(operation.call);
  const { parent } = outer;
  if (outer === operation.call && parent?.kind === "Member" && parent.object === outer && isPromise(operation))
    throw new Untranslatable(
      "the assistant is handed on by a callback, and there is nothing to wait for any more",
      "Await the call, then run again.",
    );
  cx.replaceCall(operation, rule, code, {
    text,
    instead: outer,
    reason: "The service keeps no assistants: the program has the definition and sends it with every response.",
    safety: "review",
  });
}

function isPromise(operation: Operation): boolean {
  return operation.clients.some(({ type }) => type.async);
}

/** Says what the configuration is, where a type checker would infer less. */
function annotate(cx: Rewrite, { call }: Operation): void {
  const { tree } = call;
  const outer = awaited(call);
  const { parent } = outer;
  if (!tree.typed) return;
  const how = { rule, flow: -1, reason: "Says what the configuration is for." };
  const isDeclared = parent?.kind === "Declarator" || (tree.language === "python" && parent?.kind === "Assign");
  if (isDeclared && parent.value === outer && (parent.target.kind === "Name" || tree.language === "python")) {
    if (!parent.annotation && !isWrittenBefore(cx, parent.target))
      cx.insert(tree, parent.target.end, `: ${spellType(cx, tree, "Assistant")}`, how);
  } else if (tree.language === "javascript" && parent?.kind !== "ExpressionStatement") {
    cx.insert(tree, outer.end, ` satisfies ${spellType(cx, tree, "Assistant")}`, how);
  }
}

/** Only the first assignment of a variable may say its type. */
function isWrittenBefore(cx: Rewrite, target: Node): boolean {
  if (target.kind !== "Name") return true;
  const binding = cx.program.bindingOf(target);
  return binding === undefined || binding.annotation !== undefined || binding.writes.length > 1;
}

/** What a response is given in the place of the agent that a run named: its configuration, with what the run added to it. */
export function configurationFields(cx: Rewrite, operation: Operation, holes: Holes): Readonly<Record<string, Json>> {
  const id = operation.args.get("assistant_id")?.value;
  if (!id) throw new Untranslatable("the run names no assistant", "Pass the assistant's id to the run.");
  const config = configurationAt(cx, operation, id);
  const more = operation.args.get("additional_instructions")?.value;
  const fields = { [SPREAD]: holes.code(more ? withInstructions(cx, operation, config, more) : config) };
  refuseUncertain(cx, operation);
  return fields;
}

/** A configuration with more instructions, for one response. */
export function withInstructions(cx: Rewrite, operation: Operation, config: Code, more: Expression): Code {
  const { tree } = operation.call;
  const flow = cx.flows.flowOf(operation).id;
  const how = { rule: overrides, flow, reason: "Adds the instructions of one run to those of the configuration." };
  const helper = cx.helper(tree, "withInstructions", how);
  const args = [config, carry(more)].map((value) => ({ name: undefined, value }));
  return cx.printer(tree).call(helper, args, cx.style(tree));
}

/** Settings of one run that take the place of those of its assistant. */
const OVERRIDES: readonly string[] = [
  ...["model", "instructions", "tools", "tool_resources", "temperature", "top_p", "response_format"],
  ...["reasoning_effort", "truncation_strategy"],
];

/** A setting of the run that may be nothing: then that of the configuration counted, and must not be overwritten. */
function refuseUncertain(cx: Rewrite, operation: Operation): void {
  for (const name of OVERRIDES) {
    const value = operation.args.get(name)?.value;
    if (!value) continue;
    const values = cx.values.of(value);
    const isThere = (v: Value) => v.kind !== "null" && v.kind !== "unknown" && v.kind !== "external";
    if (LITERALS.has(value.kind) || (values.length > 0 && values.every(isThere))) continue;
    cx.ruleOf.set(operation, overrides);
    throw new Untranslatable(
      `\`${name}\` of the run may be nothing, and would then take the place of what its configuration has`,
      "Give it in all cases, or in none; then run again.",
    );
  }
}

const LITERALS = new Set(["StringLiteral", "TemplateString", "NumberLiteral", "ObjectLiteral", "ArrayLiteral"]);

/** The configuration that the agent of an operation has, to be spread into a request. */
export function configurationAt(cx: Rewrite, operation: Operation, id: Expression): Code {
  switch (provenance(cx, id)) {
    case "code":
      return carry(id);
    case "both":
      keepCreated(cx, id);
      return carry(id);
    default:
      return byOldId(cx, operation, operation.call.tree, carry(id), id);
  }
}

/** What the code has for the id of an assistant that it did not make. */
export function byOldId(cx: Rewrite, operation: Operation, tree: SourceTree, id: Code, at: Expression): Code {
  const flow = cx.flows.flowOf(operation).id;
  const helper = cx.helper(tree, cx.keepsAssistants ? "keptConfig" : "assistantConfig", {
    rule,
    flow,
    reason: "Gives what an assistant is by its id.",
  });
  if (cx.keepsAssistants) {
    if (!isMadeHere(cx, at)) tellOfKept(cx, at);
  } else
    cx.find(
      at,
      rule,
      "warning",
      `The service keeps no assistants: ${helper}() has to know what this one was.`,
      `Export the assistant's model, instructions and tools, and put them into the table above ${helper}() under its id.`,
    );
  return cx.printer(tree).call(helper, [{ name: undefined, value: id }], cx.style(tree));
}

/** Whether an id certainly is of an assistant that the program makes and keeps. */
function isMadeHere(cx: Rewrite, id: Expression): boolean {
  const values = cx.values.of(id).filter((v) => v.kind !== "null" && !isSaidByAnnotation(cx, id, v));
  return values.length > 0 && values.every((v) => v.kind === "result" && v.operation?.id === "assistants.create");
}

/** Says where assistants are that the program keeps. */
export function tellOfKept(cx: Rewrite, at: Expression): void {
  cx.find(
    at,
    rule,
    "warning",
    "The service keeps no assistants: the program keeps them in assistants.json, by their ids.",
    "Put those from before there; keep them in your database instead where several instances of the program share them.",
  );
}

/** Whether an expression stands for an assistant that the code defines, one that is known by its id alone, or either. */
export function provenance(cx: Rewrite, e: Expression): "code" | "elsewhere" | "both" {
  const values = cx.values.of(e).filter((v) => v.kind !== "null" && !isSaidByAnnotation(cx, e, v));
  const inCode = values.filter((v) => v.kind === "result" && isConfiguration(cx, v));
  if (inCode.length === 0) return "elsewhere";
  return inCode.length === values.length ? "code" : "both";
}

/** A result that is an assistant, or the id of one, which the migrated code has as configuration. */
export function isConfiguration(cx: Rewrite, { type, operation, path }: ResultValue): boolean {
  if (type !== "Assistant" && type !== "id(assistant)") return false;
  // What only an annotation describes is an assistant, or its own id; a run's `assistant_id` is none.
  if (!operation) return !cx.keepsAssistants && (type === "Assistant" || path === "id");
  return (
    operation.id.startsWith("assistants.") &&
    cx.isActive(operation) &&
    cx.definitionsOf({ operation, dialect: operation.dialect }) === "code"
  );
}

/** A parameter whose calls are all known holds what they pass; that it is a text says only what an id was. */
export function isSaidByAnnotation(
  cx: Rewrite,
  e: Expression,
  value: { readonly kind: string; readonly value?: unknown },
): boolean {
  if (value.kind !== "text" || value.value !== undefined || e.kind !== "Name") return false;
  const parameter = cx.program.bindingOf(e)?.parameter;
  return parameter?.node.annotation !== undefined && !cx.values.callers(parameter.fn).open;
}
