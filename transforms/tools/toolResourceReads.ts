import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { wireName } from "../../src/analysis/casing.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { ClassicDialect } from "../../src/dialects/types.js";
import type { Expression, Member } from "../../src/languages/tree.js";
import { holdsAgent } from "../agents/agentReads.js";
import { assignedBy, follow, type Assigned } from "../code/followUp.js";
import { freeName } from "../code/freeName.js";
import type { RuleMeta } from "../meta.js";
import { styleAt } from "../code/positions.js";
import { refuseAll } from "../reading/reading.js";
import type { Rewrite } from "../rewrite.js";

interface How {
  readonly rule: RuleMeta;
  readonly flow: number;
  readonly reason: string;
}

/**
 * `assistant.tool_resources.file_search.vector_store_ids`: the vector stores stand in the tool of the definition now. What is read more
 * than once gets a variable for the tool: a test of it also tells the compiler that it is there. Gives false for other reads of resources.
 */
export function rewriteToolResources(cx: Rewrite, access: Member, values: readonly ResultValue[], how: How): boolean {
  const { dialect } = values[0]!;
  const read = storesReadAt(access.object, dialect);
  if (!read) return false;
  const { tool, ids } = read;
  const { tree } = access;
  const printer = cx.printer(tree);
  const isTyped = tree.typed && tree.language === "javascript";
  // Where the program has the definition, tools are a field of it.
  const isInProgram = cx.definitionsOf(values[0]!) !== "service";
  if (isInProgram && tree.language === "python") {
    const help = "Read the vector stores of its file_search tool, then run again.";
    refuseAll(cx, values, "`tool_resources` of an assistant is read", help);
    return true;
  }
  const model = (name: string): string => cx.want(tree, cx.target(tree).modelModule, name, name, true);
  const found = (property?: string): Code => {
    const isListed = values.some((v) => v.operation && holdsAgent(cx, v.operation));
    const version: Code = [carry(access.object), isListed ? ".versions.latest" : ""];
    const type = isTyped && !isInProgram ? model("PromptAgentDefinition") : "";
    const definition = isInProgram
      ? carry(access.object)
      : printer.cast(printer.member(version, "definition"), type, isTyped);
    const tools = printer.member(definition, "tools");
    const test = printer.equals("tool.type", printer.string("file_search", styleAt(cx, access)));
    return printer.firstOf(tools, "tool", test, { property, type: isTyped ? model("FileSearchTool") : undefined });
  };
  const isOptional = tool.optional === true || ids.optional === true;
  const shared = sharedAt(cx, access, values);
  if (shared) {
    const name = freeName(cx, shared.operation, [
      ["file", "search"],
      ["file", "search", "tool"],
    ]);
    // Every read gets here, and the variable is declared once.
    if (!cx.restated.has(shared.statement)) {
      cx.restated.add(shared.statement);
      follow(cx, shared, printer.declare(name, found(), cx.style(tree)), how);
    }
    const isAsserted = ids.object.kind === "Wrap" && ids.object.flavor === "nonNull";
    cx.replace(ids, [name, isOptional ? "?." : isAsserted ? "!." : ".", "vector_store_ids"], how);
  } else cx.replace(ids, found("vector_store_ids"), how);
  for (const node of [access, tool, ids]) cx.restated.add(node);
  return true;
}

interface StoresRead {
  readonly tool: Member;
  readonly ids: Member;
}

/** The read of the vector stores of an assistant, when an expression for it is read so. */
function storesReadAt(assistant: Expression, dialect: ClassicDialect): StoresRead | undefined {
  const resources = memberOf(assistant);
  const tool = resources && memberOf(resources);
  const ids = tool && memberOf(tool);
  const names = [resources, tool, ids].map((member) => member && wireName(member.property, dialect));
  return ids && names.join(".") === "tool_resources.file_search.vector_store_ids" ? { tool, ids } : undefined;
}

/** The statement that reads the agent into a variable, when its stores are read more than once and a variable for them can follow. */
function sharedAt(
  cx: Rewrite,
  { object }: Member,
  values: readonly ResultValue[],
): (Assigned & { readonly operation: Operation }) | undefined {
  const { operation, dialect } = values[0]!;
  const binding = object.kind === "Name" ? cx.program.fileOf(object).bindings.bindingOf.get(object) : undefined;
  if (!operation || !binding || binding.writes.length !== 1) return undefined;
  const assigned = assignedBy(operation);
  const reads = binding.reads.filter((name) => storesReadAt(name, dialect));
  if (assigned?.target !== binding.writes[0]!.target || reads.length < 2) return undefined;
  return { ...assigned, operation };
}

/** The field that is read of what an expression gives, through parentheses and assertions. */
function memberOf(e: Expression): Member | undefined {
  let at: Expression = e;
  while (at.parent?.kind === "Wrap" && at.parent.value === at) at = at.parent;
  return at.parent?.kind === "Member" && at.parent.object === at ? at.parent : undefined;
}
