import { wireName } from "../../src/analysis/casing.js";
import { elementType, isObjectType, type ResultValue } from "../../src/analysis/value.js";
import type { Call, Expression, Index, Member, Node } from "../../src/languages/tree.js";
import type { Code } from "../../src/languages/code.js";
import { ancestors, textOf } from "../../src/languages/walk.js";
import { shapeRow } from "../../src/protocol/mapping/index.js";
import { classicShape } from "../../src/protocol/classic.js";
import { parseType, typeAt } from "../../src/protocol/typeRef.js";
import { effectOf } from "../code/between.js";
import type { Row } from "../../src/protocol/types.js";
import { isListMember, listMethod } from "../../src/analysis/lists.js";
import { rewriteAgentRead, rewriteToolRead } from "../agents/agentReads.js";
import { loseLabel, rewriteConfigurationRead } from "../agents/configurationReads.js";
import { rewriteAnnotations } from "../messages/annotations.js";
import { isMarked, markPart } from "../messages/markers.js";
import { meansCurrentName } from "./currentNames.js";
import { rewriteDeletedRead } from "./deletedReads.js";
import { rewriteDestructuring } from "./destructuring.js";
import {
  dropCast,
  EVENT_SHAPES,
  rewriteEventClasses,
  rewriteEventRead,
  rewritePieces,
} from "../streaming/eventReads.js";
import { rewriteFileName } from "../files/fileNames.js";
import { joinIds } from "../files/generatedIds.js";
import { rewriteStreamRead } from "../streaming/streamReads.js";
import { keepsSubscripts } from "./subscripts.js";
import { rewriteHeldPart } from "./heldParts.js";
import { rewriteKeyedRead, rewritePartTest, rewriteTestedProperty } from "./keyedReads.js";
import type { RuleMeta } from "../meta.js";
import { isStepType } from "../steps/stepKinds.js";
import { textOfCode } from "../code/emit.js";
import { isTested, styleAt } from "../code/positions.js";
import { rewriteAgentOfRun } from "../runs/agentOfRun.js";
import { rewriteOfRun } from "../runs/ofRun.js";
import { rewriteSerialiser } from "../leaving/serialised.js";
import { rewriteTurn } from "../messages/turns.js";
import { rewriteMember } from "./members.js";
import { rewriteClause, rewriteData, rewriteLoop, rewriteWhole } from "../messages/messageLists.js";
import { reading as rule } from "../registry.js";
import { REQUIRED } from "../toolLoops/pendingCalls.js";
import { rewriteCalls, rewriteRequired } from "../toolLoops/requiredAction.js";
import { isOptionalNow, isWanted } from "./optionalReads.js";
import { rewriteToolResources } from "../tools/toolResourceReads.js";
import { rewriteToldStep } from "../steps/toldSteps.js";
import { rewriteNewer } from "../messages/newerThan.js";
import { rewriteSorting } from "../messages/sortedByTime.js";
import { isAskedFor, isNowhere } from "./guardedReads.js";
import { movesTypes } from "../types/types.js";
import type { Rewrite } from "../rewrite.js";

const HELP = "See docs/mapping.md for what there is instead.";

/** Reads of classic results: each access becomes the access of the same thing in the current result. */
export function rewriteReads(cx: Rewrite): void {
  for (const use of cx.flows.uses) {
    if (isGone(cx, use)) continue;
    cx.lookedAt = use;
    const values = activeResults(cx, use);
    if (values.length === 0 || values.some((v) => v.type === "Page(Assistant)")) continue;
    if (values.some((v) => isStepType(v.type))) {
      if (!values.some((v) => v.operation?.id.startsWith("steps."))) rewriteToldStep(cx, use, values);
      continue;
    }
    const { parent } = use;
    const whole = wrapped(use);
    const access = whole.parent;
    if (rewriteRequired(cx, use, values)) continue;
    if (rewriteEventClasses(cx, use, values)) continue;
    rewritePieces(cx, use, values);
    dropCast(cx, use, values);
    if (rewriteKeyedRead(cx, use, values) || rewriteTestedProperty(cx, use, values)) continue;
    if ((access?.kind === "Member" || access?.kind === "Index") && access.object === whole)
      rewriteAccess(cx, access, whole, values);
    if (access?.kind === "Slice" && access.object === whole) refuseByPosition(cx, values);
    if (parent?.kind === "Argument") rewriteWhole(cx, use, values);
    if (parent?.kind === "Clause" && parent.iterable === use) rewriteClause(cx, parent, values);
    if (parent?.kind === "Loop" && parent.iterable && covers(parent.iterable, use)) rewriteLoop(cx, parent, values);
  }
  cx.lookedAt = undefined;
  rewriteDestructuring(cx);
}

/** An expression with the parentheses, assertions and casts around it: `run.usage!`, `(await list())`. */
export function wrapped(e: Expression): Expression {
  let at = e;
  while (at.parent?.kind === "Wrap" && at.parent.value === at) at = at.parent;
  return at;
}

/**
 * The classic results an expression can be, when at least one comes from an operation that is migrated. What only an annotation describes
 * belongs to the file whose types move.
 */
export function activeResults(cx: Rewrite, use: Expression): readonly ResultValue[] {
  const values = cx.values.results(use).filter((v) => v.operation === undefined || cx.isActive(v.operation));
  if (values.some((v) => v.operation !== undefined)) return values;
  const owner = values.length > 0 ? movesTypes(cx, use.tree) : undefined;
  return owner ? values.map((v) => ({ ...v, operation: owner })) : [];
}

/** Whether a use lies in something that is removed or replaced as a whole. */
export function isGone(cx: Rewrite, use: Node): boolean {
  return (
    cx.improvements.isGone(use) || (use.parent !== undefined && cx.restated.has(use.parent)) || cx.restated.has(use)
  );
}

function refuseByPosition(cx: Rewrite, values: readonly ResultValue[]): void {
  if (values.some((v) => v.type === "Page(Message)"))
    refuseAll(cx, values, "a list of messages is read by position without its `data`", HELP);
}

function rewriteAccess(cx: Rewrite, access: Member | Index, use: Expression, values: readonly ResultValue[]): void {
  if (values[0]!.type === "Stream") return rewriteStreamRead(cx, access, values);
  if (rewriteEventRead(cx, access, use, values)) return;
  if (access.kind === "Index") {
    if (access.index.kind === "StringLiteral" && values.some((v) => parseType(v.type).kind === "shape")) {
      refuseAll(
        cx,
        values,
        `${values[0]!.type} is read like a dictionary`,
        "Read its fields as attributes, then run again.",
      );
    }
    return refuseByPosition(cx, values);
  }
  if (values.some((v) => parseType(v.type).kind === "list")) {
    if (!isListMember(access.property) && values.some((v) => isObjectType(elementType(v.type) ?? "")))
      refuseAll(cx, values, `\`${access.property}\` of a list is not followed`, HELP);
    return;
  }
  const others = cx.values.of(use).filter((v) => v.kind !== "result" && v.kind !== "null");
  const member = values[0]!.dialect.members?.[values[0]!.type]?.[access.property];
  if (member) return rewriteMember(cx, access, values, member);
  if (rewriteSerialiser(cx, access, values)) return;
  if (
    access.property === "getPaginatedItems" &&
    values[0]!.type === "Page(Message)" &&
    access.parent?.kind === "Call"
  ) {
    const flow = values[0]!.operation ? cx.flows.flowOf(values[0]!.operation).id : -1;
    return rewriteData(cx, access.parent, values[0]!, { rule, flow, reason: "" });
  }
  if (access.parent?.kind === "Call" && access.parent.callee === access && listMethod(access.property) === "then")
    return;
  if (values.some((v) => v.path === "" && v.operation?.spec.streamsBy === access.property)) return;
  if (access.property === "next" && rewriteTurn(cx, access, values)) return;
  const known = values.filter((v) => rowOf(cx, v, access.property) !== undefined);
  if (known.length === 0) {
    if (values.every((v) => isNowhere(v, access.property)) && isAskedFor(cx, access)) return;
    if (others.length === 0 && meansCurrentName(cx, access, values)) return;
    if (values.some((v) => isObjectType(v.type)))
      refuseAll(
        cx,
        values,
        `${values[0]!.type} has no field or method \`${access.property}\` that this tool can translate`,
        HELP,
      );
    return;
  }
  if (others.length > 0) {
    // What is called the same in both is read the same from both.
    if (known.every((v) => rowOf(cx, v, access.property)!.kind === "same" && !isTime(v, access.property))) return;
    refuseAll(
      cx,
      values,
      `\`${access.property}\` is read from something that is a ${values[0]!.type} only sometimes`,
      "Keep classic objects in variables of their own, then run again.",
    );
    return;
  }
  applyAccess(cx, access, use, known);
}

/** How a field of a classic result is read now, by its name in the source. */
export function rowOf(cx: Rewrite, value: ResultValue, property: string): Row | undefined {
  const parsed = parseType(value.type);
  const shape = parsed.kind === "page" ? "Page" : value.type;
  return shapeRow(shape, wireName(property, value.dialect), cx.definitionsOf(value));
}

function applyAccess(cx: Rewrite, access: Member, use: Expression, values: readonly ResultValue[]): void {
  const value = values[0]!;
  const row = rowOf(cx, value, access.property)!;
  const wire = wireName(access.property, value.dialect);
  const flow = value.operation ? cx.flows.flowOf(value.operation).id : -1;
  const how = { rule, flow, reason: `\`${wire}\` of ${value.type} is read in its new place.` };
  if (value.type === "Message" && rewriteOfRun(cx, access, wire, how)) return;
  if (rewriteDeletedRead(cx, access, values, how)) return;
  if (
    value.type === "Message" &&
    wire === "created_at" &&
    (rewriteSorting(cx, access, how) || rewriteNewer(cx, access, how))
  )
    return;
  if (wire === "text" && rewriteFileName(cx, access, values, how)) return;
  if (wire === "file_id" && joinIds(cx, access, values, how)) return;
  if (value.type === "Annotation" && isTold(value) && wire === "text") return refuseUnlessFile(cx, access, values);
  if (value.type === "Annotation" && wire === "text" && isMarked(cx, values)) return;
  if (value.type === "Assistant" && wire === "tool_resources" && rewriteToolResources(cx, access, values, how)) return;
  if (value.type === "Run" && wire === "assistant_id" && !cx.target(access.tree).isWire)
    return rewriteAgentOfRun(cx, access, values, how);
  if (row.kind === "none") return loseRead(cx, access, access.property, values, row.because ?? "", how);
  convertTime(cx, access, value, how);
  if (value.type === "ContentPart" && wire === "image_file") warnOfImages(cx, access);
  if (value.type === "Page(Message)" && wire === "data") return rewriteData(cx, access, value, how);
  if (row.kind === "rename" && row.where && REQUIRED.has(value.type)) return rewriteCalls(cx, access, value, row.where);
  if (row.kind === "rename" && row.where)
    return refuseAll(cx, values, `\`${access.property}\` of ${value.type} is read`, HELP);
  if (value.type === "ClassicText" && wire === "annotations")
    return isMarked(cx, values) ? undefined : rewriteAnnotations(cx, access, how);
  const to = row.kind === "rename" ? row.to : wire;
  if (to === "" && rewritePartTest(cx, access, use, values, wire)) return;
  if (to === "" && value.type === "ContentPart" && rewriteHeldPart(cx, access, use, values, wire, how)) return;
  if (value.type === "ContentPart" && wire === "text" && isMarked(cx, values)) return markPart(cx, access, values, how);
  if (rewriteConfigurationRead(cx, access, values, to, how)) return;
  if (rewriteAgentRead(cx, access, values, to, how)) return;
  if (access.computed && to !== "" && !keepsSubscripts(cx, access, value)) {
    cx.replaceSpan(access.tree, { start: use.end, end: access.end }, `.${to}`, how);
    return;
  }
  if (isOptionalNow(value, wire) && isWanted(cx, access))
    cx.insert(access.tree, access.end, cx.printer(access.tree).assured("", access.tree.typed), how);
  if (to === access.property) return;
  const { tree } = access;
  if (to === "" && rewriteToolRead(cx, access, value, how)) return;
  if (to === "") {
    // An assertion that it is there goes with it.
    const end = access.parent?.kind === "Wrap" && access.parent.flavor === "nonNull" ? access.parent.end : access.end;
    const next = access.parent;
    // An event is always there.
    const isAsked = next?.kind === "Member" && next.optional && next.object === access && use.kind === "Name";
    if (isAsked && EVENT_SHAPES.has(value.type))
      cx.replaceSpan(tree, { start: use.end, end: next.propertySpan.start }, ".", how);
    // Whether the object is there is asked at the next field now.
    else if (access.optional && !EVENT_SHAPES.has(value.type) && next?.kind === "Member" && next.object === access)
      cx.replaceSpan(tree, { start: use.end, end: next.propertySpan.start }, "?.", how);
    else cx.replaceSpan(tree, { start: use.end, end }, "", how);
    return;
  }
  const steps = to.split(".");
  if (steps.length === 1) {
    cx.replaceSpan(
      tree,
      access.propertySpan,
      access.computed ? cx.printer(tree).string(to, styleAt(cx, access)) : to,
      how,
    );
    return;
  }
  if (access.computed) {
    const code = steps.reduce<Code>((object, step) => cx.printer(tree).field(object, step, styleAt(cx, access)), "");
    return cx.replaceSpan(tree, { start: use.end, end: access.end }, code, how);
  }
  cx.replaceSpan(tree, access.propertySpan, steps.join(nullable(cx, access) ? "?." : "."), how);
}

/** A field that has no counterpart: its flow stays, unless it is only printed. */
export function loseRead(
  cx: Rewrite,
  node: Expression,
  field: string,
  values: readonly ResultValue[],
  because: string,
  how: { readonly rule: RuleMeta; readonly flow: number },
): void {
  if (loseLabel(cx, node, field, values, how)) return;
  const what = `\`${field}\` of ${values[0]!.type}`;
  cx.lost.add(node, what, because, how, () =>
    refuseAll(cx, values, `${what} has no counterpart: ${because}`, HELP, how.rule),
  );
}

/** Whether it is of a piece of text that a listener is told of: those have the text that they are about (`annotationsOf`). */
function isTold({ path }: ResultValue): boolean {
  return path.startsWith("@text_delta.");
}

/** Only annotations of files that the code interpreter made are about a text. */
function refuseUnlessFile(cx: Rewrite, access: Member, values: readonly ResultValue[]): void {
  const isOfFile = [...ancestors(access)].some(
    (up) =>
      up.kind === "If" &&
      up.test.kind === "Binary" &&
      up.test.operator === "==" &&
      /["']file_path["']/.test(textOf(up.test)),
  );
  if (!isOfFile)
    refuseAll(cx, values, "`text` of an annotation is read, and citations are not in the text any more", HELP);
}

function isTime({ type, dialect }: ResultValue, property: string): boolean {
  return typeAt(classicShape, type, [wireName(property, dialect)]) === "timestamp";
}

/** Times: agents have date objects where the OpenAI SDK has seconds. What is only printed or tested may change its look. */
function convertTime(cx: Rewrite, access: Member, value: ResultValue, how: { rule: RuleMeta; flow: number }): void {
  if (!isTime(value, access.property)) return;
  const becomesDate = value.type === "Assistant";
  if ((value.dialect.timestamps === "date") === becomesDate || access.parent?.kind === "TemplateString") return;
  if (isTested(access) || isComparedWithNothing(access)) return;
  if (access.parent?.kind === "Argument" && effectOf(cx, access.parent.parent as Call) === "log") return;
  if (access.optional)
    return refuseAll(cx, [value], `\`${access.property}\` is a time of another kind now, and may be missing`, HELP);
  const { tree } = access;
  const printer = cx.printer(tree);
  const available = (module: string, name: string) => cx.want(tree, module, name, name);
  const code = becomesDate
    ? printer.secondsOf(HERE)
    : printer.dateOf(isOptionalTime(value, access.property) ? printer.assured(HERE, tree.typed) : HERE, available);
  const [before, behind] = textOfCode(code).split(HERE);
  const reason = becomesDate
    ? "It was seconds, and is a date object now."
    : "It was a date object, and is seconds now.";
  cx.insert(tree, access.start, before!, { ...how, reason });
  cx.insert(tree, access.end, behind!, { ...how, reason });
}

/** Times that are not there before something has happened. */
function isOptionalTime({ type, dialect }: ResultValue, property: string): boolean {
  return type === "Run" && wireName(property, dialect) !== "created_at";
}

function isComparedWithNothing({ parent }: Member): boolean {
  return parent?.kind === "Binary" && (parent.left.kind === "NullLiteral" || parent.right.kind === "NullLiteral");
}

/** Stands for code that is there already. */
const HERE = "\u0000";

/** Images that the code interpreter makes are no parts of the answer any more. */
export function warnOfImages(cx: Rewrite, access: Member): void {
  cx.find(
    access,
    rule,
    "warning",
    "Images that the code interpreter makes do not arrive as parts of a message any more: this finds images that users sent only.",
    "Read `container_file_citation` annotations of the answer and download with containers.files.content.retrieve.",
  );
}

/** The parts of a longer path can be absent in typed code. */
function nullable(cx: Rewrite, access: Member): boolean {
  return access.tree.typed && !cx.target(access.tree).isWire && cx.program.fileOf(access).language.scoping === "block";
}

function covers(outer: Expression, inner: Expression): boolean {
  let at = outer;
  while (at.kind === "Wrap" || at.kind === "Await") at = at.value;
  return at === inner;
}

/** Refuses every operation that these values come from. */
export function refuseAll(
  cx: Rewrite,
  values: readonly ResultValue[],
  reason: string,
  help: string,
  by: RuleMeta = rule,
): void {
  for (const value of values)
    if (value.operation && cx.isActive(value.operation)) cx.refuse(value.operation, by, reason, help);
}
