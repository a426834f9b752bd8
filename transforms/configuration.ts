import type { Operation } from "../src/analysis/operation.js";
import type { ResultValue, Value } from "../src/analysis/value.js";
import { broken, carry, type Code } from "../src/languages/code.js";
import type { Expression, Node, SourceTree, Statement } from "../src/languages/tree.js";
import { statementOf } from "../src/languages/walk.js";
import type { Json } from "../src/protocol/types.js";
import { awaited, isUnused, SPREAD } from "./emit.js";
import { withoutSlots } from "./fileSlots.js";
import type { Holes } from "./json.js";
import { statementAlone } from "./followUp.js";
import { spellType } from "./typeNames.js";
import { agents as rule, overrides } from "./registry.js";
import { translateRequest, Untranslatable } from "./request.js";
import type { Rewrite } from "./rewrite.js";

// Assistants where the service keeps none: each is configuration in the code, an object that is spread into the requests of its responses.

/** Whether what an operation works on is configuration in the code once it is migrated. */
export function isInCode(cx: Rewrite, operation: Operation): boolean {
  return cx.target(operation.call.tree).definitions === "code";
}

/** `assistants.create` → the definition, written where the assistant was created. */
export function createConfiguration(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation);
  const fields: Record<string, Json> = { ...request.fields };
  const tools = withoutSlots(fields.tools);
  if (tools !== undefined) fields.tools = tools;
  fields.truncation = request.holes.code(cx.printer(operation.call.tree).string("auto", cx.style(operation.call.tree)));
  instead(cx, operation, broken(request.holes.print(fields)), "configuration");
  annotate(cx, operation);
}

/** `assistants.retrieve` → the configuration itself, or the one that the code has for an id from elsewhere. */
export function retrieveConfiguration(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("assistant_id")?.value;
  if (!id) throw new Untranslatable("the assistant is not named", "Name it at the call, then run again.");
  instead(cx, operation, configurationAt(cx, operation, id), "configuration by its old id");
}

/** `assistants.update` → a change of the configuration, where this program has made it. */
export function updateConfiguration(cx: Rewrite, operation: Operation): void {
  const id = operation.args.get("assistant_id")?.value;
  if (!id || provenance(cx, id) !== "code")
    throw new Untranslatable(
      "the assistant is made elsewhere, and nothing keeps a change of it: assistants are configuration in the code now",
      "Change the definition in the code, or keep it in your own storage and send it with every response.",
    );
  throw new Untranslatable("a configuration is changed", "Change it by hand.");
}

/** `assistants.list` → nothing yet. */
export function listConfigurations(): void {
  throw new Untranslatable(
    "assistants are listed, and the service keeps none: they are configuration in the code now",
    "List the configurations that the code has, or keep them in your own storage.",
  );
}

/** `assistants.delete` → nothing: there is nothing to delete. */
export function deleteConfiguration(cx: Rewrite, operation: Operation): void {
  const statement = statementAlone(operation.call);
  if (!isUnused(operation.call) || statement?.kind !== "ExpressionStatement")
    throw new Untranslatable(
      "an assistant is deleted and the answer is read: there is nothing to delete any more",
      "Take the call out, or delete the definition where you keep it.",
    );
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "The service keeps no assistants." };
  cx.became.set(operation, { rule: rule.id, text: "removed" });
  const block = statement.parent!.kind === "Block" ? statement.parent!.statements : [];
  const goes = (s: Statement) => cx.flows.operations.some((o) => isDeleted(cx, o) && statementOf(o.call) === s);
  if (statement.tree.language === "python" && block[0] === statement && block.every(goes))
    cx.replace(statement, "pass", how);
  else cx.removeStatement(statement, how);
}

function isDeleted(cx: Rewrite, operation: Operation): boolean {
  return operation.id === "assistants.delete" && cx.isActive(operation) && isUnused(operation.call);
}

/** Replaces a call together with its `await`: nothing is asked of the service. */
function instead(cx: Rewrite, operation: Operation, code: Code, text: string): void {
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
    reason: "The service keeps no assistants: the definition stands in the code and is sent with every response.",
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
      throw new Untranslatable(
        "the assistant is made here in one case, and comes from elsewhere in another",
        "Take its definition from one place, then run again.",
      );
    default:
      return byOldId(cx, operation, operation.call.tree, carry(id), id);
  }
}

/** What the code has for the id of an assistant that it did not make. */
export function byOldId(cx: Rewrite, operation: Operation, tree: SourceTree, id: Code, at: Expression): Code {
  const flow = cx.flows.flowOf(operation).id;
  const helper = cx.helper(tree, "assistantConfig", {
    rule,
    flow,
    reason: "Gives what an assistant was by its old id.",
  });
  cx.find(
    at,
    rule,
    "warning",
    `The service keeps no assistants: ${helper}() has to know what this one was.`,
    `Export the assistant's model, instructions and tools, and put them into the table above ${helper}() under its id.`,
  );
  return cx.printer(tree).call(helper, [{ name: undefined, value: id }], cx.style(tree));
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
  if (!operation) return type === "Assistant" || path === "id";
  return operation.id.startsWith("assistants.") && cx.isActive(operation);
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
