import { toSnake, wireName } from "../../src/analysis/casing.js";
import { classicShape } from "../../src/protocol/classic.js";
import { isNothing, keyedRead, testedProperty, type KeyedRead } from "../../src/analysis/keyedRead.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Member, StringLiteral } from "../../src/languages/tree.js";
import { currentShape } from "../../src/protocol/current.js";
import { shapeMapping, shapeRow } from "../../src/protocol/mapping/index.js";
import { textOf } from "../../src/languages/walk.js";
import { parseType, typeAt } from "../../src/protocol/typeRef.js";
import { holdsAgent } from "../agents/agentReads.js";
import { TEXT_DELTA } from "../streaming/eventReads.js";
import { isOperand, isTested, styleAt } from "../code/positions.js";
import { loseRead, refuseAll } from "./reading.js";
import { reading as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { ENUMS, partTypes } from "../runs/words.js";

const HELP = "Read the field as an attribute, then run again.";

/** Whether a part is there at all: `hasattr(part, "text")`, `"text" in part`. */
interface Asked {
  readonly node: Expression;
  readonly key: StringLiteral;
  /** By an operator, which objects of the current SDK do not have in Python: `"text" in part`, `"text" not in part`. */
  readonly operator?: "in" | "not in";
}

/**
 * Reads and tests of a field by its name: `getattr(run, "last_error", None)`, `message.get("content")`, `hasattr(part, "image_file")`,
 * `"text" in part`. Gives false where `use` is not the object of one.
 */
export function rewriteKeyedRead(cx: Rewrite, use: Expression, values: readonly ResultValue[]): boolean {
  const read = keyedReadOf(use);
  const asked = read ? undefined : askedOf(use);
  const key = (read ?? asked)?.key;
  if (key && values.some((v) => v.operation?.request && parseType(v.type).kind === "page"))
    return refuse(cx, values, `\`${key.value}\` of a list is read by its name as a string`);
  if (!key || !values.every((v) => parseType(v.type).kind === "shape")) return false;
  const value = values[0]!;
  const wire = wireName(key.value, value.dialect);
  const row = shapeRow(value.type, wire, cx.definitionsOf(value));
  if (cx.values.of(use).some((v) => v.kind !== "result" && v.kind !== "null"))
    return refuse(cx, values, `\`${key.value}\` is read from something that is a ${value.type} only sometimes`);
  if (!row && asked) {
    if (!value.dialect.members?.[value.type]?.[key.value]) askAttribute(cx, asked, use, [key.value], values);
    else if (asked.operator === "not in") return refuse(cx, values, `a test asks whether \`${key.value}\` is missing`);
    else dropTest(cx, asked.node, values);
    return true;
  }
  if (!row) return refuse(cx, values, `${value.type} has no field \`${key.value}\` that this tool can translate`);
  if (row.kind === "none") {
    loseRead(cx, read?.node ?? asked!.node, key.value, values, row.because ?? "", how(cx, values));
    return true;
  }
  if (row.kind === "rename" && row.where)
    return refuse(cx, values, `\`${key.value}\` of ${value.type} is read by its name as a string`);
  const place = (row.kind === "rename" ? row.to : wire).split(".").filter(Boolean);
  const isWhole = value.type === "Assistant" && value.operation && holdsAgent(cx, value.operation);
  const steps = isWhole && place[0] !== "name" ? ["versions", "latest", ...place] : place;
  if (asked?.operator === "not in" && steps.length === 0)
    return refuse(cx, values, `a test asks whether \`${key.value}\` is missing`);
  if (asked && steps.length > 0 && askAttribute(cx, asked, use, steps, values)) return true;
  if (steps.length === 0) rewritePart(cx, use, values, wire, read?.node ?? asked!.node, asked !== undefined);
  else if (asked || read!.form === "getattr" || (value.operation?.request && steps.length === 1))
    renameKey(cx, use, values, key, steps);
  else replaceGet(cx, read!, values, steps);
  return true;
}

/**
 * The name of a field in `expect(run).toHaveProperty("id")`. Gives false where `use` is not what is tested. Fields that are of another kind
 * now, or in another place, are refused.
 */
export function rewriteTestedProperty(cx: Rewrite, use: Expression, values: readonly ResultValue[]): boolean {
  const key = testedProperty(use);
  const value = values[0]!;
  if (!key || parseType(value.type).kind !== "shape") return false;
  const wire = wireName(key.value, value.dialect);
  const row = shapeRow(value.type, wire, cx.definitionsOf(value));
  const to = row?.kind === "same" ? wire : row?.kind === "rename" && !row.where ? row.to : "";
  const type = typeAt(classicShape, value.type, [wire]) ?? "";
  const isOfVersion = value.type === "Assistant" && value.operation && to !== "name" && holdsAgent(cx, value.operation);
  if (!/^\w+$/.test(to) || !/^(string|id\()/.test(type) || isOfVersion)
    return refuse(cx, values, `a test asks for \`${key.value}\` of ${value.type} by its name`);
  if (to !== key.value) cx.replace(key, cx.printer(use.tree).string(to, styleAt(cx, key)), how(cx, values));
  return true;
}

/** What every object of the classic SDK has, and is put together from its parts now, is there whenever it is asked for. */
function dropTest(cx: Rewrite, test: Expression, values: readonly ResultValue[]): void {
  const { parent, tree } = test;
  if (parent?.kind === "Binary" && parent.operator === "and" && parent.left === test)
    cx.replaceSpan(tree, { start: test.start, end: parent.right.start }, "", how(cx, values));
  else cx.replace(test, cx.printer(tree).literal(true, styleAt(cx, test)), how(cx, values));
}

/** A part that is the object itself now: asked for by its type, or taken as it is. */
function rewritePart(
  cx: Rewrite,
  use: Expression,
  values: readonly ResultValue[],
  wire: string,
  node: Expression,
  isAsked: boolean,
): void {
  const printer = cx.printer(use.tree);
  const test = partTest(cx, use, values[0]!, wire, node);
  const readOn = keyedReadOf(node) ?? askedOf(node) ?? (node.parent?.kind === "Member" ? node.parent : undefined);
  if (!test) return void refuse(cx, values, `\`${wire}\` of ${values[0]!.type} is read by its name as a string`);
  if (isAsked || isTested(node)) return replaceTest(cx, isAsked ? withItsRead(use, node, wire) : node, test, values);
  const part: Code = carry(use);
  const code = readOn ? part : printer.conditional(test.code, part, printer.literal(undefined, styleAt(cx, node)));
  cx.replace(node, !readOn && isOperand(node) ? printer.parenthesise(code) : code, how(cx, values));
}

/** `hasattr(part, "text") and part.text` asks once what it asks twice. */
function withItsRead(use: Expression, node: Expression, wire: string): Expression {
  const { parent } = node;
  if (parent?.kind !== "Binary" || parent.operator !== "and" || parent.left !== node || !isTested(parent)) return node;
  const { right } = parent;
  const same = right.kind === "Member" && textOf(right.object) === textOf(use) && toSnake(right.property) === wire;
  return same ? parent : node;
}

/** `part.text` where only its being there is asked: a test of the part's type. Gives false for other reads. */
export function rewritePartTest(
  cx: Rewrite,
  access: Member,
  use: Expression,
  values: readonly ResultValue[],
  wire: string,
): boolean {
  const left = access.parent?.kind === "Binary" && access.parent.operator === "and" && access.parent.left === access;
  if (!isTested(access) && !left) return false;
  const test = partTest(cx, use, values[0]!, wire, access);
  if (test) replaceTest(cx, access, test, values);
  return test !== undefined;
}

interface PartTest {
  readonly code: Code;
  readonly alternatives: number;
}

/** Tests the type of what a part belongs to. */
export function partTest(
  cx: Rewrite,
  use: Expression,
  value: ResultValue,
  wire: string,
  at: Expression,
): PartTest | undefined {
  const words =
    value.type === "Annotation"
      ? ENUMS["enum(AnnotationType)"]
      : value.type === "ContentPart"
        ? partTypes
        : value.type === "DeltaPart"
          ? pieceTypes
          : undefined;
  const types = words?.(wire);
  if (!types || types.length === 0) return undefined;
  const printer = cx.printer(use.tree);
  const code = printer.oneOf(printer.member(carry(use), "type"), types, styleAt(cx, at));
  return { code, alternatives: types.length };
}

/** Pieces are events by themselves: those of text say so by their type. */
function pieceTypes(wire: string): readonly string[] {
  return wire === "text" ? [TEXT_DELTA] : [];
}

function replaceTest(cx: Rewrite, node: Expression, test: PartTest, values: readonly ResultValue[]): void {
  const { parent } = node;
  const beside = parent?.kind === "Unary" || (parent?.kind === "Binary" && test.alternatives > 1);
  cx.replace(node, beside ? cx.printer(node.tree).parenthesise(test.code) : test.code, how(cx, values));
}

/**
 * `"content" in message` in Python: objects of the current SDK are no mappings, they have attributes. Gives false where the operator holds
 * as it is: in JavaScript, of answers to requests, and of agents.
 */
function askAttribute(
  cx: Rewrite,
  { node, operator }: Asked,
  use: Expression,
  steps: readonly string[],
  values: readonly ResultValue[],
): boolean {
  const [{ type, operation }] = values as readonly [ResultValue];
  if (!operator || use.tree.language !== "python" || operation?.request || type === "Assistant") return false;
  const printer = cx.printer(use.tree);
  const style = styleAt(cx, node);
  const owner = steps.slice(0, -1).reduce<Code>((code, step) => printer.member(code, step), carry(use));
  const args = [owner, printer.string(steps.at(-1)!, style)].map((given) => ({ name: undefined, value: given }));
  const code = printer.call("hasattr", args, style);
  cx.replace(node, operator === "in" ? code : ["not ", code], how(cx, values));
  return true;
}

/** The field under its new name; longer paths are read up to their last step. */
function renameKey(
  cx: Rewrite,
  use: Expression,
  values: readonly ResultValue[],
  key: StringLiteral,
  steps: readonly string[],
): void {
  const last = steps.at(-1)!;
  if (steps.length > 1) cx.insert(use.tree, use.end, `.${steps.slice(0, -1).join(".")}`, how(cx, values));
  if (last !== key.value) cx.replace(key, cx.printer(use.tree).string(last, styleAt(cx, key)), how(cx, values));
}

/** `x.get("field", fallback)`: objects of the current SDK have attributes only. */
function replaceGet(cx: Rewrite, read: KeyedRead, values: readonly ResultValue[], steps: readonly string[]): void {
  const { node, object, fallback } = read;
  const printer = cx.printer(node.tree);
  const last = steps.at(-1)!;
  const owner = steps.slice(0, -1).reduce<Code>((code, step) => printer.member(code, step), carry(object));
  const { type } = values[0]!;
  const isPart = (/Part$|^Annotation$|^ClassicText$/.test(type) && last !== "type") || isOfItself(cx, object);
  const isNeeded = fallback && !(isNothing(fallback) && !isPart) && !isAlwaysThere(type, read.key.value, last);
  const given = isNeeded ? carry(fallback) : undefined;
  if (isPart) {
    const code = printer.memberOrNothing(owner, last, styleAt(cx, node), false, given);
    return cx.replace(node, code, how(cx, values));
  }
  const member = printer.member(owner, last);
  const code = given ? printer.orElse(member, given) : member;
  cx.replace(node, given && isOperand(node) ? printer.parenthesise(code) : code, how(cx, values));
}

/** Whether a field is never missing, and never null: in the classic object, and in its place now. */
function isAlwaysThere(type: string, field: string, place: string): boolean {
  if (!classicShape(type)?.fields[field]?.required) return false;
  // Of the kinds of items there are, those that are read as messages have what messages have.
  return type === "Message" || currentShape(shapeMapping(type)?.current ?? "")?.fields[place]?.required === true;
}

/**
 * Whether an object is a part that may be missing, and is what it belonged to now (`annotation.get("url_citation", {})`): that need not
 * have the fields of this kind.
 */
function isOfItself(cx: Rewrite, object: Expression): boolean {
  const part = keyedRead(object);
  const value = part?.fallback && cx.values.of(part.object).find((v) => v.kind === "result");
  const row = value && shapeRow(value.type, wireName(part.key.value, value.dialect), cx.definitionsOf(value));
  return row?.kind === "rename" && row.to === "";
}

/** The keyed read of a field of `object`, where that stands as the object of one. */
function keyedReadOf(object: Expression): KeyedRead | undefined {
  const { parent } = object;
  const node = parent?.kind === "Member" || parent?.kind === "Argument" ? parent.parent : undefined;
  const read = keyedRead(node);
  return read?.object === object ? read : undefined;
}

function askedOf(object: Expression): Asked | undefined {
  const { parent } = object;
  if (
    parent?.kind === "Binary" &&
    (parent.operator === "in" || parent.operator === "not in") &&
    parent.right === object
  )
    return parent.left.kind === "StringLiteral"
      ? { node: parent, key: parent.left, operator: parent.operator }
      : undefined;
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  if (call?.kind !== "Call" || call.callee.kind !== "Name" || call.callee.name !== "hasattr") return undefined;
  const [of, key] = call.args.map((argument) => argument.value);
  return of === object && key?.kind === "StringLiteral" ? { node: call, key } : undefined;
}

function how(cx: Rewrite, values: readonly ResultValue[]) {
  const operation = values.find((v) => v.operation)?.operation;
  return {
    rule,
    flow: operation ? cx.flows.flowOf(operation).id : -1,
    reason: "The field is read in its new place.",
  };
}

function refuse(cx: Rewrite, values: readonly ResultValue[], reason: string): true {
  refuseAll(cx, values, reason, HELP);
  return true;
}
