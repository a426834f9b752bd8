import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import { isObjectType } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, ObjectLiteral } from "../../src/languages/tree.js";
import { shapeRow } from "../../src/protocol/mapping/index.js";
import type { Json } from "../../src/protocol/types.js";
import { isInDefinition } from "../agents/mcpByRuns.js";
import { agentOf, givenAgain } from "../runs/answeringAgent.js";
import { keepResponse } from "../runs/answeredRun.js";
import { carryFiles } from "../files/carryFiles.js";
import { printCall } from "../code/emit.js";
import { isPolled } from "./pendingCalls.js";
import { styleAt } from "../code/positions.js";
import { toolLoops as rule } from "../registry.js";
import { translateRequest, Untranslatable, type Request } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { handlerOf, readsOutputs } from "../streaming/streamHandlers.js";
import { replaceByStream, streamingOf } from "../streaming/streaming.js";
import { ANSWERED, isTraced } from "../steps/answerLinks.js";
import { answersIn, type Answer } from "./toolOutputs.js";

/** What a list of answers is called in a request, its shape, and the type of the items that it becomes. */
const ANSWERS = [
  { field: "tool_outputs", shape: "ToolOutput", type: "function_call_output" },
  { field: "tool_approvals", shape: "ToolApproval", type: "mcp_approval_response" },
] as const;

type Kind = (typeof ANSWERS)[number];

/** `runs.submitToolOutputs` → the answers are the input of a new response, which has an id of its own. */
export function submitToolOutputs(cx: Rewrite, operation: Operation): void {
  const request = translateRequest(cx, operation, ["tool_outputs", "tool_approvals", "event_handler"]);
  const handler = handlerOf(cx, operation);
  const streams = streamingOf(cx, operation);
  const rest = { ...request.fields };
  delete rest.stream;
  const flow = cx.flows.flowOf(operation);
  const isBackground = !streams && operation.spec.mode === "start" && isPolled(cx, flow);
  const fields: Record<string, Json> = {
    ...rest,
    input: inputOf(cx, operation, request),
    ...givenAgain(cx, operation),
    ...linkOf(cx, operation, request),
    ...(readsOutputs(cx, operation, handler) ? { include: ["code_interpreter_call.outputs"] } : {}),
    ...(isBackground ? { background: true } : {}),
    ...agentOf(cx, operation, request.holes),
  };
  carryFiles(cx, operation, fields, request.holes);
  if (streams) return replaceByStream(cx, operation, { ...request, fields }, streams);
  cx.replaceCall(operation, rule, printCall(cx, operation, "responses.create", { ...request, fields }), {
    text: "responses.create",
    reason: "The answers to calls are the input of a new response.",
    safety: "review",
  });
  keepResponse(cx, operation);
}

/** The response that is answered, where the steps of both are asked for. */
function linkOf(cx: Rewrite, operation: Operation, { holes }: Request): Record<string, Json> {
  const id = operation.args.get("run_id")?.value;
  return id && isTraced(cx, operation) ? { metadata: { [ANSWERED]: holes.carried(id) } } : {};
}

function inputOf(cx: Rewrite, operation: Operation, { holes }: Request): Json {
  const given = ANSWERS.flatMap((kind) => {
    const argument = operation.args.get(kind.field);
    return argument && argument.value.kind !== "NullLiteral" ? [{ kind, list: argument.value }] : [];
  });
  if (given.length !== 1)
    throw new Untranslatable(
      "the answers to calls are not given in one list",
      "Pass tool_outputs alone, then run again.",
    );
  const { kind, list } = given[0]!;
  const answers = answersIn(cx, operation, list);
  if (answers?.every((answer) => canRewrite(answer))) {
    for (const answer of answers) rewriteAnswer(cx, operation, answer, kind);
    annotate(cx, operation, list, kind);
    return holes.carried(list);
  }
  return holes.code(mapped(cx, operation, list, kind));
}

/** A list that is filled where it is declared is said to be one of input items, in languages whose checkers would infer less. */
function annotate(cx: Rewrite, operation: Operation, list: Expression, kind: Kind): void {
  const type = cx.target(list.tree).types[`${kind.shape}[]`];
  const binding = list.kind === "Name" ? cx.program.bindingOf(list) : undefined;
  const write = binding?.writes.length === 1 ? binding.writes[0] : undefined;
  const isFilled =
    write?.value?.kind === "Comprehension" || (write?.value?.kind === "ArrayLiteral" && write.value.items.length > 0);
  if (!type || !write || !isFilled || write.site.kind !== "Assign" || write.site.annotation) return;
  const local = cx.want(list.tree, type.module, type.name, type.name, true);
  cx.insert(list.tree, write.target.end, `: ${local}`, {
    rule,
    flow: cx.flows.flowOf(operation).id,
    reason: "The list is the input of a response.",
  });
}

function canRewrite(answer: Answer): boolean {
  return answer.kind === "ObjectLiteral" || answer.args.every(({ form }) => form === "named");
}

/** One answer where it is made: its type is said, and it names the call by another field. */
function rewriteAnswer(cx: Rewrite, operation: Operation, answer: Answer, kind: Kind): void {
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "An answer to a call is an item of the input." };
  const { tree } = answer;
  const printer = cx.printer(tree);
  const style = styleAt(cx, answer);
  const type = printer.string(kind.type, style);
  if (cx.editsIn(tree).some((edit) => edit.rule === rule.id && isAt(edit, answer))) return;
  if (answer.kind === "Call") {
    const entries = answer.args
      .filter(({ value }) => !isInDefinition(cx, value))
      .map(({ name, value }) => ({ key: current(kind, name!), value: carry(value) }));
    return cx.replace(answer, printer.object([{ key: "type", value: type }, ...entries], style), how);
  }
  const [first] = answer.entries;
  const said = keyed(cx, answer, "type", printer.word(kind.type, style, tree.typed));
  cx.insert(tree, first!.start, [said, ",", separator(answer)], how);
  for (const entry of answer.entries) {
    const wire = wireName(entry.key!, operation.dialect);
    const to = current(kind, wire);
    if (to === entry.key) continue;
    if (entry.form === "shorthand") cx.replace(entry, keyed(cx, answer, to, carry(entry.value)), how);
    else if (entry.keySpan) cx.replaceSpan(tree, entry.keySpan, keyText(cx, answer, to), how);
  }
}

function isAt(edit: { readonly start: number; readonly end: number }, answer: Answer): boolean {
  const at = answer.kind === "Call" ? answer.start : answer.entries[0]!.start;
  return edit.start === at;
}

function current(kind: Kind, wire: string): string {
  const row = shapeRow(kind.shape, wire);
  if (!row || row.kind === "none")
    throw new Untranslatable(
      `\`${wire}\` of an answer has no counterpart${row ? `: ${row.because}` : ""}`,
      "Take it out of the answer, then run again.",
    );
  return row.kind === "rename" ? row.to : wire;
}

/** `key: value` as the literal's language writes it. */
function keyed(cx: Rewrite, literal: ObjectLiteral, key: string, value: Code): Code {
  return [keyText(cx, literal, key), ": ", value];
}

function keyText(cx: Rewrite, literal: ObjectLiteral, key: string): Code {
  const quoted = literal.entries.some(
    ({ keySpan }) => keySpan && /["']/.test(literal.tree.text.slice(keySpan.start, keySpan.end)),
  );
  return quoted ? cx.printer(literal.tree).string(key, styleAt(cx, literal)) : key;
}

/** What stands between the entries of a literal: one line each, or all on one. */
function separator({ tree, start, entries }: ObjectLiteral): string {
  const gap = tree.text.slice(start + 1, entries[0]!.start);
  const line = gap.lastIndexOf("\n");
  return line < 0 ? " " : gap.slice(line).replace(/\r/g, "");
}

/** A list that is made out of sight has answers as the classic API wanted them: each is said again as an item. */
function mapped(cx: Rewrite, operation: Operation, list: Expression, kind: Kind): Code {
  const isTyped = cx.values.of(list).some((v) => v.kind === "result" && isObjectType(v.type));
  const isModels = operation.dialect.casing === "snake" && operation.dialect.service === "foundry";
  if (isTyped || isModels || kind.field === "tool_approvals")
    throw new Untranslatable(
      "the answers to calls are made where this tool cannot follow them",
      "Make the list of outputs where it is submitted, from object literals, then run again.",
    );
  const { tree } = list;
  const printer = cx.printer(tree);
  const style = styleAt(cx, list);
  const item = printer.localName(["tool", "output"]);
  const read = (name: string): Code =>
    tree.language === "python" ? [item, "[", printer.string(name, style), "]"] : printer.member(item, name);
  const object = printer.object(
    [
      { key: "type", value: printer.string(kind.type, style) },
      { key: "call_id", value: read("tool_call_id") },
      { key: "output", value: read("output") },
    ],
    style,
  );
  const needsParentheses = list.kind === "Binary" || list.kind === "Await" || list.kind === "Conditional";
  return printer.mapped(
    needsParentheses ? printer.parenthesise(carry(list)) : carry(list),
    item,
    object,
    tree.typed ? ["tool_call_id", "output"] : [],
  );
}
