import { EVENT_DATA } from "../../src/analysis/streamEvents.js";
import { wireName } from "../../src/analysis/casing.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { listMethod } from "../../src/analysis/lists.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Binary, Expression, Index, Member } from "../../src/languages/tree.js";
import { EVENTS } from "../../src/protocol/mapping/events.js";
import { shapeRow } from "../../src/protocol/mapping/index.js";
import { rewriteEventClass } from "./eventTests.js";
import { isTested, styleAt } from "../code/positions.js";
import { refuseAll } from "../reading/reading.js";
import { streaming as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

export const HELP = "See docs/mapping.md for the events of a streamed response.";

/** Lists of pieces, of which an event carries one now. */
const PIECES = new Set(["DeltaPart[]", "ToolCallDelta[]"]);

/** Where in the current event that stands which a classic one carried; undefined where events differ. */
export function placeOf(values: readonly ResultValue[]): string | undefined {
  const places = new Set(
    values.map(({ type }) => (type === EVENT_DATA ? "" : EVENTS.find((event) => event.data === type)?.at)),
  );
  const [place] = places;
  return places.size === 1 ? place : undefined;
}

/** Reads of events and of the pieces they carry. Gives false for what is read like any other field. */
export function rewriteEventRead(
  cx: Rewrite,
  access: Member | Index,
  use: Expression,
  values: readonly ResultValue[],
): boolean {
  const value = values[0]!;
  const { tree } = access;
  const how = {
    rule,
    flow: value.operation ? cx.flows.flowOf(value.operation).id : -1,
    reason: "An event is flat and carries one piece.",
  };
  if (access.kind === "Index") {
    if (!PIECES.has(value.type)) return false;
    if (access.index.kind !== "NumberLiteral" || access.index.value !== 0) {
      refuseAll(cx, values, "a piece of an event is read by a position other than the first", HELP);
      return true;
    }
    cx.replaceSpan(tree, { start: use.end, end: withAssertion(access) }, "", how);
    return true;
  }
  const wire = wireName(access.property, value.dialect);
  if (PIECES.has(value.type) && wire === "length") {
    refuseAll(cx, values, "the pieces of an event are counted", HELP);
    return true;
  }
  if (value.type === "StreamEvent" && wire === "data") {
    const place = placeOf(cx.values.results(access));
    if (place === undefined)
      refuseAll(cx, values, "what an event carries is read where this tool cannot tell which event it is", HELP);
    else cx.replaceSpan(tree, { start: use.end, end: withAssertion(access) }, place === "" ? "" : `.${place}`, how);
    return true;
  }
  if (value.type === "MessageDeltaEvent" && wire === "text" && value.dialect.members[value.type]?.text) {
    cx.replaceSpan(tree, access.propertySpan, "delta", how);
    return true;
  }
  if (value.type === "ToolCallDelta" || value.type === "CodeInterpreterDelta") {
    if (rewriteProgress(cx, access, values, wire, how)) return true;
  }
  if (value.type === "DeltaPart" && wire === "type") {
    rewritePieceType(cx, access, values, how);
    return true;
  }
  if (isEmptied(value, wire) && isBesideTest(access)) {
    cx.removeSpan(tree, { start: access.parent.left.end, end: access.end }, how);
    return true;
  }
  if (PIECES.has(value.type) && isEach(access)) {
    cx.insert(tree, use.start, "[", how);
    cx.insert(tree, use.end, "]", how);
    return true;
  }
  return false;
}

/**
 * The progress of a call: what it puts in comes piece by piece, what it puts out with the whole item, so that tests for either ask which
 * event it is.
 */
function rewriteProgress(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  wire: string,
  how: { rule: typeof rule; flow: number; reason: string },
): boolean {
  const printer = cx.printer(access.tree);
  const style = styleAt(cx, access);
  const event = carry(progressRoot(access));
  const is = (types: readonly string[]): Code => printer.oneOf(printer.member(event, "type"), types, style);
  const put = (node: Expression, code: Code): true => {
    const parent = node.parent;
    const binds = parent?.kind === "Binary" || parent?.kind === "Unary";
    cx.replace(node, binds ? printer.parenthesise(code) : code, how);
    return true;
  };
  if (wire === "type") {
    const test = access.parent;
    if (test?.kind === "TemplateString") return true;
    const compared = test?.kind === "Binary" && /^[!=]=$/.test(test.operator) ? test : undefined;
    const other = compared && (compared.left === access ? compared.right : compared.left);
    if (!compared || other?.kind !== "StringLiteral" || !PROGRESS[other.value]) {
      refuseAll(cx, values, "the progress of a call is asked for its type in a way this tool does not follow", HELP);
      return true;
    }
    const asked = is(PROGRESS[other.value]!);
    return put(compared, compared.operator === "==" ? asked : printer.not(asked));
  }
  if (wire === "input" && isTested(access)) return put(access, is([CODE_DELTA]));
  if (wire === "outputs") {
    const item = printer.member(event, "item");
    const outputs = printer.member(item, "outputs");
    const isCall = printer.equals(printer.member(item, "type"), printer.string("code_interpreter_call", style));
    return put(access, isTested(access) ? printer.and([is([ITEM_DONE]), isCall, outputs]) : outputs);
  }
  return false;
}

/** The event that brings a piece of text. */
export const TEXT_DELTA = "response.output_text.delta";

/** The event that brings a piece of what the code interpreter is given. */
export const CODE_DELTA = "response.code_interpreter_call_code.delta";
const ITEM_DONE = "response.output_item.done";

/** The events that tell the progress of a call, by its classic type. */
const PROGRESS: Readonly<Record<string, readonly string[] | undefined>> = {
  code_interpreter: [CODE_DELTA, ITEM_DONE],
  function: ["response.function_call_arguments.delta"],
};

/** The event behind `delta.code_interpreter.outputs`. */
function progressRoot(access: Member): Expression {
  let at: Expression = access.object;
  while (at.kind === "Wrap" || (at.kind === "Member" && /^code_?interpreter$/i.test(at.property)))
    at = at.kind === "Wrap" ? at.value : at.object;
  return at;
}

/** A list of pieces that is looped over or taken apart: its only piece is the event itself. */
export function rewritePieces(cx: Rewrite, use: Expression, values: readonly ResultValue[]): void {
  const value = values[0]!;
  if (!PIECES.has(value.type)) return;
  const { parent } = use;
  const fallback =
    parent?.kind === "Binary" && /^(\?\?|or)$/.test(parent.operator) && parent.left === use ? parent : undefined;
  const list = fallback ?? use;
  const isLooped = (list.parent?.kind === "Loop" || list.parent?.kind === "Clause") && list.parent.iterable === list;
  if (!isLooped && !isTakenApart(list)) return;
  const how = {
    rule,
    flow: value.operation ? cx.flows.flowOf(value.operation).id : -1,
    reason: "An event carries one piece.",
  };
  cx.insert(list.tree, use.start, "[", how);
  cx.replaceSpan(list.tree, { start: use.end, end: list.end }, "]", how);
}

/** `const [part] = event.data.delta.content` */
function isTakenApart({ parent }: Expression): boolean {
  return (parent?.kind === "Declarator" || parent?.kind === "Assign") && parent.target.kind === "ArrayPattern";
}

/** Whether a field on the way to a piece is the event itself now. */
function isEmptied(value: ResultValue, wire: string): boolean {
  const row = shapeRow(value.type, wire);
  return /^(MessageDeltaEvent|MessageDelta|DeltaPart)$/.test(value.type) && row?.kind === "rename" && row.to === "";
}

/** `event.event === "…" && event.data.delta.content`: an event always is there. */
function isBesideTest(access: Member): access is Member & { readonly parent: Binary } {
  const { parent } = access;
  return parent?.kind === "Binary" && parent.operator === "and" && parent.right === access && isTested(access);
}

/** Whether an expression is the type of a piece of an event. */
export function isPieceType(cx: Rewrite, use: Expression): boolean {
  return use.kind === "Member" && cx.values.results(use.object).some((v) => v.type === "DeltaPart");
}

function isEach({ parent, property }: Member): boolean {
  return parent?.kind === "Call" && (listMethod(property) !== undefined || property === "forEach");
}

/** `part.type === "text"`: the event's own type says it. */
function rewritePieceType(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  how: { rule: typeof rule; flow: number; reason: string },
): void {
  const test = access.parent;
  const other =
    test?.kind === "Binary" && test.operator === "==" ? (test.left === access ? test.right : test.left) : undefined;
  if (other?.kind !== "StringLiteral" || other.value !== "text")
    return refuseAll(cx, values, "a piece of an event is asked for its type in a way this tool does not follow", HELP);
  cx.replace(other, cx.printer(other.tree).string(TEXT_DELTA, styleAt(cx, other)), how);
}

function withAssertion(access: Member | Index): number {
  return access.parent?.kind === "Wrap" && access.parent.flavor === "nonNull" ? access.parent.end : access.end;
}

/** `event.data as MessageDeltaChunk`: the test of the event's type says what it is. */
export function dropCast(cx: Rewrite, use: Expression, values: readonly ResultValue[]): void {
  const { parent } = use;
  const value = values[0]!;
  const isCarried = EVENT_SHAPES.has(value.type) || (use.kind === "Member" && isData(cx, use));
  if (parent?.kind !== "Wrap" || parent.flavor !== "as" || parent.value !== use || !isCarried) return;
  const how = {
    rule,
    flow: value.operation ? cx.flows.flowOf(value.operation).id : -1,
    reason: "The event's type says what it is.",
  };
  const around = parent.parent?.kind === "Wrap" && parent.parent.flavor === "parentheses" ? parent.parent : undefined;
  if (around) cx.removeSpan(use.tree, { start: around.start, end: use.start }, how);
  cx.removeSpan(use.tree, { start: use.end, end: (around ?? parent).end }, how);
}

function isData(cx: Rewrite, use: Member): boolean {
  return cx.values.results(use.object).some((v) => v.type === "StreamEvent");
}

/** What only events carry. */
export const EVENT_SHAPES: ReadonlySet<string> = new Set([
  EVENT_DATA,
  "MessageDeltaEvent",
  "MessageDelta",
  "DeltaPart",
  "DeltaText",
  "RunStepDeltaEvent",
  "RunStepDelta",
  "StepDetailsDelta",
  "ToolCallDelta",
  "FunctionDelta",
  "CodeInterpreterDelta",
]);

/** Tests of classes of events and of what they carry. */
export function rewriteEventClasses(cx: Rewrite, use: Expression, values: readonly ResultValue[]): boolean {
  const value = values.find((v) => v.type === "StreamEvent" || v.type === EVENT_DATA);
  return value !== undefined && rewriteEventClass(cx, use, value);
}
