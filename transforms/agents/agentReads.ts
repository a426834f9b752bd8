import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Member } from "../../src/languages/tree.js";
import type { RuleMeta } from "../meta.js";
import { compareName } from "./agentNames.js";
import { styleAt } from "../code/positions.js";
import { refuseAll } from "../reading/reading.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Whether the value of an operation stands for the agent itself, not for a version of it: agents that are listed, and those that are
 * read by name into a variable which also holds listed ones.
 */
export function holdsAgent(cx: Rewrite, operation: Operation): boolean {
  if (operation.id === "assistants.list") return true;
  if (operation.id !== "assistants.retrieve") return false;
  return cx.flows.usesOf(operation).some((use) => {
    const values = cx.values.results(use).filter((v) => v.type === "Assistant");
    return values.some((v) => v.operation === operation) && values.some((v) => v.operation?.id === "assistants.list");
  });
}

/**
 * Reads a field of an agent at `to`, a path in a version of it. Agents that were listed have their latest version; settings stand in its
 * definition, which typed code must say is one of a prompt agent. Gives false where a plain rename does.
 */
export function rewriteAgentRead(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  to: string,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): boolean {
  if (values[0]?.type !== "Assistant") return false;
  if (to === "name") {
    if (access.property === "name") compareName(cx, access, how.flow);
    return false;
  }
  const listed = values.filter((v) => v.operation && holdsAgent(cx, v.operation));
  if (listed.length > 0 && listed.length < values.length) {
    refuseAll(
      cx,
      values,
      `\`${access.property}\` is read from an agent that is listed in one case and made in another, and stands in another place then`,
      "Keep listed agents in variables of their own, then run again.",
    );
    return true;
  }
  const { tree } = access;
  const isTyped = tree.typed && tree.language === "javascript";
  const steps = [...(listed.length > 0 ? ["versions", "latest"] : []), ...to.split(".")];
  const definition = steps.indexOf("definition");
  const isList = to === "definition.tools";
  // By its type a definition is one of any agent; in Python it can be asked for its fields like a dictionary.
  const isWritten = access.parent?.kind === "Assign" && access.parent.target === access;
  const field = !isList && !isWritten && tree.language === "python" ? /^definition\.(\w+)$/.exec(to)?.[1] : undefined;
  if (listed.length === 0 && (definition < 0 || !isTyped) && !isList && field === undefined) return false;
  const printer = cx.printer(tree);
  const path = (definition < 0 ? steps : steps.slice(0, definition + 1)).join(".");
  const place = [carry(access.object), access.optional ? "?." : ".", path];
  if (definition < 0) {
    cx.replace(access, place, how);
    return true;
  }
  if (field !== undefined) {
    const key = printer.string(field, styleAt(cx, access));
    cx.replace(access, [place, field === "model" ? ["[", key, "]"] : [".get(", key, ")"]], how);
    return true;
  }
  const type = isTyped
    ? cx.want(tree, cx.target(tree).modelModule, "PromptAgentDefinition", "PromptAgentDefinition", true)
    : "";
  const cast =
    isList && tree.language === "python"
      ? ofPrompt(cx, access, place)
      : printer.cast(place, access.optional ? `${type} | undefined` : type, isTyped);
  const rest = steps.slice(definition + 1).join(isTyped ? "?." : ".");
  const read = [cast, access.optional && isTyped ? "?." : ".", rest];
  // An agent without tools had an empty list of them.
  const code = isList ? printer.orElse(read, "[]") : read;
  cx.replace(access, isList && !standsAlone(access) ? printer.parenthesise(code) : code, how);
  return true;
}

/** A definition said to be one of a prompt agent: only those have tools. */
function ofPrompt(cx: Rewrite, { tree }: Member, definition: Code): Code {
  const cast = cx.want(tree, "typing", "cast", "cast");
  const { modelModule } = cx.target(tree);
  const args = [cx.want(tree, modelModule, "PromptAgentDefinition", "PromptAgentDefinition"), definition];
  return cx.printer(tree).call(
    cast,
    args.map((value) => ({ name: undefined, value })),
    cx.style(tree),
  );
}

/**
 * `tool.function` of an agent's tool is the tool itself now. Its `type` does not tell the compiler which tool it is, because the union of
 * the project SDK has a general one. Gives false where it does.
 */
export function rewriteToolRead(
  cx: Rewrite,
  access: Member,
  { type, dialect }: ResultValue,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): boolean {
  const { tree } = access;
  const { modelModule, definitions } = cx.target(tree);
  const isTyped = tree.typed && tree.language === "javascript";
  if (!isTyped || definitions === "code" || type !== "Tool" || access.object.kind === "Wrap") return false;
  if (wireName(access.property, dialect) !== "function") return false;
  const local = cx.want(tree, modelModule, "FunctionTool", "FunctionTool", true);
  cx.replace(access, cx.printer(tree).cast(carry(access.object), local, true), how);
  return true;
}

/** Whether an expression stands where an operator in it needs no parentheses. */
function standsAlone(access: Member): boolean {
  const { parent } = access;
  return (
    (parent?.kind === "Loop" && parent.iterable === access) ||
    parent?.kind === "Argument" ||
    parent?.kind === "Entry" ||
    parent?.kind === "Declarator" ||
    parent?.kind === "Assign" ||
    parent?.kind === "Return"
  );
}
