import type { Value } from "../../src/analysis/value.js";
import type { Operation, OperationArgument } from "../../src/analysis/operation.js";
import { classicOperation } from "../../src/protocol/classic.js";
import type { Code } from "../../src/languages/code.js";
import type { PrintedArgument } from "../../src/languages/language.js";
import type { Expression } from "../../src/languages/tree.js";
import { operationMapping } from "../../src/protocol/mapping/index.js";
import { CannotReshape, type Json, type JsonObject, type Row } from "../../src/protocol/types.js";
import { grownTools } from "../tools/grownTools.js";
import { Holes, isHole } from "./json.js";
import { listItems } from "../messages/listItems.js";
import { toolMember } from "../types/models.js";
import type { Rewrite } from "../rewrite.js";
import { giveOwnFiles } from "../agents/assistantFiles.js";
import { addMcpSettings } from "../agents/mcpByRuns.js";
import { addSlots } from "../files/fileSlots.js";
import { toolsElsewhere } from "../tools/toolsElsewhere.js";
import { Untranslatable } from "../leftovers/untranslatable.js";
import { runs } from "../registry.js";

export { Untranslatable } from "../leftovers/untranslatable.js";

/** A current request as JSON with holes, by the rows of the mapping. */
export interface Request {
  readonly fields: Record<string, Json>;
  readonly holes: Holes;
  /** Request options of the SDK that are no protocol (timeouts, headers), by their own names. */
  readonly transport: readonly OperationArgument[];
  /** Laid out by its own width, whatever the lines of the classic call. */
  readonly compact?: boolean;
  /** Given behind its fields, as it stands. */
  readonly last?: PrintedArgument;
  /** Printed as a call of this function instead. */
  readonly through?: Through;
}

/** A function of the file that makes a request, with what it is given before the fields. */
export interface Through {
  readonly callee: string;
  readonly before: readonly Code[];
}

/**
 * Translates the arguments of an operation field by field. Fields in `except` are left to the caller; `kept` stands for resources that its
 * tools already have, where it names none.
 * @throws Untranslatable for an argument that has no counterpart.
 */
export function translateRequest(
  cx: Rewrite,
  operation: Operation,
  except: readonly string[] = [],
  kept?: Code,
): Request {
  if (operation.unclear !== undefined) {
    throw new Untranslatable(
      `${operation.id} is left alone: ${operation.unclear}`,
      "Write the arguments at the call, or declare the SDK's version in package.json.",
    );
  }
  const mapping = operationMapping(operation.id, cx.definitionsOf({ operation, dialect: operation.dialect }));
  if (!mapping) throw new Untranslatable(`${operation.id} has no translation yet`, "Migrate it by hand.");
  const holes = new Holes(cx, operation);
  const fields: Record<string, Json> = {};
  const transport: OperationArgument[] = [];
  const values = new Map<string, Json>();
  const origins = new Map<string, string>();
  for (const argument of operation.args.values()) {
    const behind = holes.listBehind(argument.value, argument.name);
    if (behind) origins.set(argument.name, behind.origin);
    values.set(argument.name, behind?.json ?? holes.read(argument.value, argument.name));
  }

  if (kept) values.set("tool_resources", holes.code(kept));
  if (cx.threadFiles.of(operation) && values.has("messages"))
    values.set("messages", withoutFiles(values.get("messages")!));
  giveOwnFiles(cx, operation, values, holes);
  addSlots(cx, operation, values);
  addMcpSettings(cx, operation, values, holes);
  const set = [...operation.args.values()].find((argument) => isToolSet(operation, argument));
  for (const argument of operation.args.values()) {
    if (except.includes(argument.name) || !values.has(argument.name)) continue;
    if (argument === set) {
      applyToolSet(cx, argument, operation, mapping.request, values, fields, holes);
      continue;
    }
    const row = mapping.request.find((r) => r.from === argument.name);
    if (row) applyRow(cx, row, operation, values, fields, origins.get(argument.name), holes);
    else if (!applyOption(operation, argument, transport)) {
      throw new Untranslatable(
        `${operation.id} is called with \`${argument.name}\`, which this tool does not know`,
        "Remove the argument or migrate the call by hand.",
      );
    }
  }
  return { fields, holes, transport };
}

/** Messages without what their conversation is given in another way. */
function withoutFiles(messages: Json): Json {
  if (!Array.isArray(messages)) return messages;
  return (messages as readonly Json[]).map((message) =>
    typeof message !== "object" || message === null || Array.isArray(message)
      ? message
      : Object.fromEntries(Object.entries(message).filter(([name]) => name !== "attachments" && name !== "file_ids")),
  );
}

function isToolSet({ dialect, id }: Operation, { name }: OperationArgument): boolean {
  return id === "assistants.create" && dialect.requestOptions[name] === "toolset";
}

/** `toolset=` stands for the definitions and the resources of its tools. */
function applyToolSet(
  cx: Rewrite,
  { value }: OperationArgument,
  operation: Operation,
  rows: readonly Row[],
  values: Map<string, Json>,
  fields: Record<string, Json>,
  holes: Holes,
): void {
  const tools = toolMember(cx, value, "definitions", holes);
  const resources = toolMember(cx, value, "resources", holes);
  if (tools === undefined || resources === undefined || operation.args.has("tools")) {
    const row = rows.find(({ from }) => from === "tools");
    const grown = row?.kind === "reshape" ? grownTools(cx, row, operation, holes) : undefined;
    if (row?.kind === "reshape" && grown !== undefined) return put(fields, row.to, grown);
    throw new Untranslatable(
      "the tools of its `toolset` cannot be told from the code",
      "Add each tool in a line of its own below the one that makes the set, or list them with `tools=` and `tool_resources=`.",
    );
  }
  values.set("tools", tools);
  if (Object.keys(resources as object).length > 0) values.set("tool_resources", resources);
  addSlots(cx, operation, values);
  addMcpSettings(cx, operation, values, holes);
  applyRow(
    cx,
    rows.find(({ from }) => from === "tools")!,
    operation,
    values,
    fields,
    undefined,
    holes,
  );
}

function applyRow(
  cx: Rewrite,
  row: Row,
  operation: Operation,
  values: ReadonlyMap<string, Json>,
  fields: Record<string, Json>,
  origin: string | undefined,
  holes: Holes,
): void {
  const value = values.get(row.from)!;
  switch (row.kind) {
    case "same":
      return put(fields, row.from, value);
    case "rename":
      return value === null ? undefined : put(fields, row.to, value);
    case "client":
      return;
    case "none":
      if (
        value === null ||
        classicOperation(operation.id)?.path.includes(row.from) ||
        isCertainlyEmpty(cx, operation, row.from)
      )
        return;
      if (row.without !== undefined) return sayForgone(cx, operation, row.from, row.without);
      throw new Untranslatable(
        `\`${row.from}\` of ${operation.id} has no counterpart: ${row.because}`,
        "See docs/mapping.md; take the argument away if you can do without it.",
      );
    case "reshape": {
      if (value === null) return;
      const rest: Record<string, Json> = {};
      for (const need of row.via.needs ?? []) if (values.get(need) !== undefined) rest[need] = values.get(need)!;
      if (isHole(value) && row.via.name === "messageContent")
        requireText(cx, row.from, operation.args.get(row.from)?.value);
      if (MESSAGES.has(row.from)) requireTexts(cx, value, holes);
      if (/^(definition\.)?tools$/.test(row.to) && isGiven(values.get("tools"))) {
        // What the resources add is said where the tools are.
        if (row.from === "tool_resources") return;
        const grown = isHole(values.get("tools")) ? grownTools(cx, row, operation, holes) : undefined;
        if (grown !== undefined) return put(fields, row.to, grown);
        const elsewhere = toolsElsewhere(cx, row, operation, values, holes);
        if (elsewhere !== undefined) return put(fields, row.to, elsewhere);
      }
      const result = reshaped(row, value, rest);
      put(fields, row.to, origin !== undefined && Array.isArray(result) ? { $origin: origin, $list: result } : result);
      return;
    }
  }
}

/** An argument that a call goes without. */
function sayForgone(cx: Rewrite, operation: Operation, field: string, without: string): void {
  cx.find(
    operation.args.get(field)!.value,
    runs,
    "warning",
    `\`${field}\` is not sent any more: ${without}`,
    "Keep the conversation short, or begin a new one, where its cost has to be bounded.",
  );
}

function isGiven(value: Json | undefined): boolean {
  return value !== undefined && value !== null;
}

/** Whether an argument can only be an empty list or nothing. */
function isCertainlyEmpty(cx: Rewrite, operation: Operation, field: string): boolean {
  const argument = operation.args.get(field);
  const items = argument && listItems(cx, argument.value);
  return items !== undefined && items.length === 0;
}

/**
 * A content that is not written here must be text: parts have another shape now.
 * @throws Untranslatable where it may be a list of parts.
 */
export function requireText(cx: Rewrite, field: string, content: Expression | undefined): void {
  if (!content) return;
  const values = cx.values.of(content);
  const isText = (v: Value): boolean =>
    v.kind === "text" || (v.kind === "result" && (v.type === "string" || v.type.startsWith("id(")));
  const parts = values.find(
    (v) => v.kind === "array" || v.kind === "object" || v.kind === "list" || (v.kind === "result" && !isText(v)),
  );
  if (parts) {
    throw new Untranslatable(
      `\`${field}\` is a list of parts that is built elsewhere, and parts have another shape now`,
      "Write the parts at the call, or convert them by hand: text → input_text, image_url → input_image.",
    );
  }
}

const MESSAGES = new Set(["messages", "additional_messages"]);

/** The same for the contents of messages that are written at the call. @throws Untranslatable */
export function requireTexts(cx: Rewrite, messages: Json | undefined, holes: Holes): void {
  if (!Array.isArray(messages)) return;
  for (const message of messages as readonly Json[]) {
    const content = (message as JsonObject | null)?.content;
    if (isHole(content)) requireText(cx, "content", holes.expressionOf(content!));
  }
}

/** A value in its new form. @throws Untranslatable where it cannot be seen, or has none. */
export function reshaped(row: Extract<Row, { kind: "reshape" }>, value: Json, rest: JsonObject): Json | undefined {
  // A text stays a text; for every other reshape the value must be seen.
  const opaque = isHole(value) && !["messageContent", "agentName", "additionalInstructions"].includes(row.via.name);
  const takesText = ["messageContent", "additionalMessages"].includes(row.via.name);
  if (opaque || (!takesText && Object.values(rest).some(isHole))) {
    throw new Untranslatable(
      `\`${row.from}\` is built elsewhere, and its shape changes`,
      `Write \`${row.from}\` as a literal at the call, or convert it by hand (docs/mapping.md has the new shape).`,
    );
  }
  try {
    const result = row.via.apply(value, rest);
    if (hasHiddenFunction(result))
      throw new CannotReshape("A function tool is built elsewhere, and its shape changes.");
    return result;
  } catch (error) {
    if (!(error instanceof CannotReshape)) throw error;
    throw new Untranslatable(withoutMarks(error.message), "See docs/mapping.md for what there is instead.");
  }
}

/** A nested function definition that could not be seen, and so was not flattened. */
export function hasHiddenFunction(result: Json | undefined): boolean {
  return (
    Array.isArray(result) &&
    result.some((tool: Json) => typeof tool === "object" && tool !== null && isHole((tool as JsonObject).function))
  );
}

function withoutMarks(message: string): string {
  return message.replace(/"?(\\u0000|\0)\d+(\\u0000|\0)"?/g, "…");
}

/** Puts a value at a dotted place; numbers make lists. */
function put(fields: Record<string, Json>, to: string, value: Json | undefined): void {
  if (value === undefined) return;
  const steps = to.split(".");
  let at: Record<string, unknown> = fields;
  steps.forEach((step, i) => {
    if (i === steps.length - 1) at[step] = value;
    else at = (at[step] ??= /^\d+$/.test(steps[i + 1]!) ? [] : {}) as Record<string, unknown>;
  });
}

/** Request options: what paces a poll goes, what concerns transport stays. Gives false for an argument that is neither. */
function applyOption(operation: Operation, argument: OperationArgument, transport: OperationArgument[]): boolean {
  const name = argument.name.replace(/^@options\./, "");
  const meaning =
    operation.dialect.requestOptions[
      argument.holder.kind === "Argument" ? (argument.holder.name ?? name) : (argument.holder.key ?? name)
    ];
  if (meaning === "pollInterval" || meaning === "pollTimeout") return true;
  if (meaning !== "transport" && !argument.name.startsWith("@options.")) return false;
  if (meaning !== undefined && meaning !== "transport") return false;
  transport.push(argument);
  return true;
}
