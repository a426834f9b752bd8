import { testedProperty } from "../../src/analysis/keyedRead.js";
import { isCast, isWaiting, partsIn } from "../../src/analysis/calls.js";
import { isFillable } from "../../src/analysis/contents.js";
import { fromOutside } from "../../src/analysis/parameters.js";
import {
  elementType,
  isDictionary,
  isObjectType,
  notThere,
  type ResultValue,
  type UnknownValue,
  type Value,
} from "../../src/analysis/value.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Expression, Member, Node } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { injected } from "../../src/analysis/injected.js";
import { isHandlerClass } from "../../src/analysis/streamHandlers.js";
import { listMethod } from "../../src/analysis/lists.js";
import { targetsOf } from "../../src/analysis/targets.js";
import { workOf } from "../../src/analysis/workers.js";
import { effectOf, isHarmless } from "../code/between.js";
import { executed } from "../tools/functionCalls.js";
import { intoDefinitions } from "../agents/intoDefinitions.js";
import { onlyLeavesAs } from "./leavesAs.js";
import { isOwnField } from "./ownFields.js";
import { givesParts, isMapping, isSeenThrough } from "./seenThrough.js";
import { isGone } from "../reading/reading.js";
import { reading as rule } from "../registry.js";
import { isTypeGuard } from "../runs/typeGuards.js";
import { currentName, fieldsThatStay, isMuchTheSame, staysAsItIs, staysReadable } from "./whatStays.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Objects of the classic API must not reach code that this tool does not see: it would read fields that are gone. Text, numbers and
 * identifiers may go anywhere.
 */
export function refuseEscapes(cx: Rewrite): void {
  const objects = new Map<readonly ResultValue[], readonly ResultValue[]>();
  for (const use of cx.flows.uses) {
    const results = cx.values.results(use);
    const values = objects.get(results) ?? results.filter((v) => isObjectType(v.type) && isMoving(cx, v));
    objects.set(results, values);
    if (values.length === 0 || isGone(cx, use)) continue;
    const reason = escape(cx, use, use.parent);
    if (reason === undefined || values.every((v) => staysAsItIs(cx, v))) continue;
    if (becomesTools(cx, use, values)) continue;
    const isRequest = values.some(({ operation }) => operation!.request);
    if (!isRequest && (cx.given.take(use) || cx.given.keeps(use))) continue;
    leaves(cx, use, values, reason);
  }
  const moving = new Map<readonly ResultValue[], readonly ResultValue[]>();
  for (const use of cx.flows.containers) {
    const contents = cx.flows.contentsOf(use);
    const inside = moving.get(contents) ?? contents.filter((v) => isMoving(cx, v) && !staysAsItIs(cx, v));
    moving.set(contents, inside);
    if (inside.length === 0 || isGone(cx, use) || cx.given.fills(use)) continue;
    const reason = escape(cx, use, use.parent);
    if (reason === undefined || becomesTools(cx, use, inside)) continue;
    leaves(cx, use, inside, reason);
  }
}

function isMoving(cx: Rewrite, { operation }: ResultValue): boolean {
  return operation !== undefined && cx.isActive(operation);
}

/** Tools of an agent may become those of another version: they are in their new form already. */
function becomesTools(cx: Rewrite, use: Expression, values: readonly ResultValue[]): boolean {
  return values.every((v) => /^Tool(\[\])?$/.test(v.type)) && intoDefinitions(cx, use) !== undefined;
}

/** An object that gets out of sight: said where most of what can be read of it stays, else its flow is left alone. */
export function leaves(cx: Rewrite, use: Expression, values: readonly ResultValue[], reason: string): void {
  if (values.every((v) => isMuchTheSame(v) || (staysReadable(v) && HARMLESS_WAYS.test(reason)))) {
    const [value] = values;
    const isList = elementType(value!.type) !== undefined;
    const now = `${isList ? "each of them" : "it"} is a ${currentName(value!)} now, and only ${fieldsThatStay(value!)} are where they were`;
    cx.find(use, rule, "warning", `The ${nameOf(value!)} ${reason}: ${now}.`, "Check what reads it there.");
    return;
  }
  if (reason === passedWhole("runs.submitToolOutputs") && values.every(({ type }) => type === "ToolCall")) {
    cx.find(
      use,
      rule,
      "warning",
      "A call can be among the answers itself, as its own answer: the service refused that, and refuses it still.",
      "Answer each call that no branch answers with a text that says so.",
    );
    return;
  }
  for (const value of values) {
    if (!value.operation || !cx.isActive(value.operation)) continue;
    cx.refuse(
      value.operation,
      rule,
      `the ${nameOf(value)} ${reason}`,
      "Hand on the fields that are needed instead of the object, or migrate the flow by hand.",
    );
  }
}

/** Ways on which other programs get an object, which look at its fields but do not work with it. */
const HARMLESS_WAYS =
  /^(is returned|is passed to `\S*(json|JSON|send)\S*`|is put into another object|is turned into data)/;

function nameOf(value: ResultValue): string {
  return value.type.replace(/^Page\((.*)\)$/, "list of $1");
}

/** How a value gets out of sight from where it stands; undefined when everything that happens to it is followed. */
export function escape(cx: Rewrite, e: Expression, parent: Node | undefined): string | undefined {
  switch (parent?.kind) {
    case "Member":
      return isUnseenOfMap(cx, e, parent) ? "is read out of a map in a way that this tool does not follow" : undefined;
    case "Index":
    case "Slice":
      return undefined;
    case "Await":
    case "Wrap":
    case "Spread":
      if (parent.kind === "Spread" && parent.parent?.kind !== "ArrayLiteral" && !isJoin(parent.parent?.parent as Call))
        return "is spread into another list";
      return escape(cx, parent, parent.parent);
    case "Declarator":
    case "Assign":
      if (parent.target === e || parent.value !== e) return undefined;
      if (parent.kind === "Assign" && /^[+|]=$/.test(parent.operator) && holdsObjects(cx, e))
        return "is added to others";
      return storedOutOfSight(cx, parent);
    case "Loop":
    case "Clause":
    case "WithItem":
      return storedOutOfSight(cx, parent);
    case "Field":
    case "ExpressionStatement":
    case "If":
    case "Unary":
    case "TemplateString":
    case "Parameter":
    case "ArrayPattern":
    case "ObjectPattern":
    case "PatternEntry":
    case "TypeApply":
    case "TypeUnion":
      return undefined;
    case "Binary":
      return ["and", "or", "??"].includes(parent.operator) || holdsObjects(cx, parent)
        ? escape(cx, parent, parent.parent)
        : undefined;
    case "Conditional":
      return parent.test === e ? undefined : escape(cx, parent, parent.parent);
    case "Argument":
      return throughCall(cx, parent.parent as Call, e);
    case "Return":
      return throughFunction(cx, parent);
    case "Function":
      return parent.body === e ? throughFunction(cx, parent) : undefined;
    case "ArrayLiteral":
      return throughContainer(cx, parent, "is put into a list");
    case "Entry":
      return throughContainer(cx, parent.parent as Expression, "is put into another object");
    case "Throw":
      return undefined;
    case "Comprehension":
      return parent.element === e ? throughContainer(cx, parent, "is put into another list") : undefined;
    default:
      return parent?.kind === "Call" ? undefined : "is used in a way this tool does not follow";
  }
}

/** What is put into a list or object goes where that goes; in a variable its uses are looked at. */
function throughContainer(cx: Rewrite, literal: Expression, otherwise: string): string | undefined {
  const { parent } = literal;
  if (parent?.kind === "Declarator" || parent?.kind === "Assign") {
    if (parent.value !== literal) return otherwise;
    const binding = parent.target.kind === "Name" ? cx.program.bindingOf(parent.target) : undefined;
    if (binding && (cx.program.isPublic(binding) || onlyLeavesAs(cx, binding))) return otherwise;
  }
  const reason = escape(cx, literal, parent);
  const isHandedOn = parent?.kind === "Argument" || parent?.kind === "Return";
  return reason === undefined || isHandedOn ? reason : otherwise;
}

/** Whether an expression is a list or dictionary of classic objects. */
function holdsObjects(cx: Rewrite, e: Expression): boolean {
  const elements = cx.values.of(e).filter((v) => cx.values.hasElements(v));
  const some = cx.values.step(elements, { kind: "iterate" });
  return cx.flows.contentsOf(e).length > 0 || some.some((one) => one.kind === "result" && isObjectType(one.type));
}

/** Methods of a map that values are followed through, or that give none. */
const SEEN_OF_MAP = /^(get|set|has|delete|clear|size|keys|values|entries)$/;

/** Methods of a dictionary that give what it holds in a way that is not followed. */
const UNSEEN_OF_DICTIONARY = /^(copy|popitem|update)$/;

function isUnseenOfMap(cx: Rewrite, e: Expression, member: Member): boolean {
  const isCall = member.parent?.kind === "Call" && member.parent.callee === member;
  return cx.values
    .of(e)
    .some((v) =>
      isMap(v)
        ? !SEEN_OF_MAP.test(member.property)
        : isDictionary(v) && isCall && UNSEEN_OF_DICTIONARY.test(member.property),
    );
}

function isMap(value: Value): boolean {
  return value.kind === "places" && value.isMap === true;
}

/** Whether some part of what a node writes is a classic object, and goes where it is not followed. */
function storedOutOfSight(cx: Rewrite, node: Node): string | undefined {
  const isSeen = targetsOf(node).every(({ target, value, path }) => {
    const values = path.reduce((all, step) => cx.values.step(all, step), cx.values.of(value));
    return (
      tracked(cx, target) || (path.length > 0 && values.every((v) => v.kind !== "result" || !isObjectType(v.type)))
    );
  });
  return isSeen ? undefined : "is stored where this tool does not follow it";
}

function tracked(cx: Rewrite, target: Node): boolean {
  if (target.kind === "Name") return true;
  if (target.kind === "Index")
    return cx.values.of(target.object).some((v) => !isMap(v) && (v.kind === "places" || isFillable(v)));
  if (target.kind !== "Member") return false;
  if (cx.values.of(target.object).some((v) => v.kind === "instance")) return true;
  const { parent } = target;
  if (parent?.kind !== "Assign" || parent.target !== target) return false;
  return isOwnField(cx, target) || cx.values.stores.isFollowed(parent);
}

function passedWhole(operation: string): string {
  return `is passed to ${operation} as a whole`;
}

function throughCall(cx: Rewrite, call: Call, e: Expression): string | undefined {
  if (isTypeGuard(cx, call) || call.parent?.kind === "Throw" || isOfHandlerBase(cx, call)) return undefined;
  if (cx.values.of(call.callee).some(givesParts) && partsIn(cx.values, cx.values.of(e))) return undefined;
  if (effectOf(cx, call) === "pure" && isSerialiser(call)) return afterSerialising(cx, call);
  const asked = askedByName(call);
  if (asked !== undefined) return asked ? undefined : "is asked for a field whose name is not written out";
  if (testedProperty(e)) return undefined;
  const callees = cx.values.of(call.callee);
  if (callees.some(isSeenThrough)) {
    if (call.args.some(({ form }) => form === "spread")) return "is spread into a call";
    return isMapping(call) ? "goes to a function by the way" : undefined;
  }
  if (effectOf(cx, call) === "shows") return undefined;
  if ((effectOf(cx, call) !== "keeps" && isHarmless(cx, call)) || executed(cx, call)) return undefined;
  if (isJoin(call)) return escape(cx, call, call.parent);
  if (callees.some((v) => v.kind === "external" && (isWaiting(v) || isCast(v)))) return escape(cx, call, call.parent);
  const work = workOf(cx.values, call);
  if (work && work !== e && cx.values.of(work).every(({ kind }) => kind === "function")) return undefined;
  // Where nobody hands in a function, none is called.
  if (callees.length > 0 && callees.every((v) => v.kind === "function" || v.kind === "class" || v.kind === "null"))
    return undefined;
  if (isOwnCallback(cx, call, callees)) return undefined;
  if (call.callee.kind === "Member" && cx.values.results(call.callee.object).length > 0) return undefined;
  if (
    call.callee.kind === "Member" &&
    /^(push|append|unshift|add)$/.test(call.callee.property) &&
    isOwnList(cx, call.callee.object)
  ) {
    const binding = call.callee.object.kind === "Name" ? cx.program.bindingOf(call.callee.object) : undefined;
    return binding && onlyLeavesAs(cx, binding) ? "is put into another list" : undefined;
  }
  if (call.callee.kind === "Member" && call.callee.property === "set" && cx.values.of(call.callee.object).some(isMap))
    return undefined;
  if (cx.values.stores.isFollowed(call)) return undefined;
  const operation = cx.values.operationAt(call);
  if (operation) return passedWhole(operation.id);
  const text = call.tree.text.slice(call.callee.start, call.callee.end).replace(/\s+/g, " ");
  return e.tree ? `is passed to \`${text.length > 40 ? `${text.slice(0, 40)}…` : text}\`` : undefined;
}

/**
 * Whether a call calls a function that others hand in (a component's `onCall`), and one of which the program has itself: what somebody
 * in it hands in, or what stands there where nobody does. Those are followed, and for the others a finding says what is handed to their
 * function now.
 */
function isOwnCallback(cx: Rewrite, call: Call, callees: readonly Value[]): boolean {
  const { callee } = call;
  const binding = callee.kind === "Name" ? cx.program.bindingOf(callee) : undefined;
  if (!binding?.parameter) return false;
  const isMixed = callees.some((v) => v.kind === "function") && callees.some((v) => v.kind === "unknown");
  const key = keyOfParameter(binding);
  const isKnown = ({ reason }: UnknownValue): boolean =>
    reason === fromOutside(binding.name) || (key !== undefined && reason === notThere(key));
  const isFollowed = callees.every(
    (v) => v.kind === "function" || v.kind === "null" || (v.kind === "unknown" && isKnown(v)),
  );
  if (!isMixed || !isFollowed) return false;
  cx.find(
    callee,
    rule,
    "warning",
    `\`${binding.name}\` is handed an object of the current API. Where code outside the files given passes this function, it has to read that.`,
    "Check callers that are not among the files of this run.",
  );
  return true;
}

/** The field of its argument that a parameter is taken out of. */
function keyOfParameter(binding: Binding): string | undefined {
  const step = binding.writes.find(({ site }) => site.kind === "Parameter")?.path.at(-1);
  return step?.kind === "member" ? step.name : undefined;
}

/** `super().on_message_done(message)`: the base class of a handler does nothing with what it is told. */
function isOfHandlerBase(cx: Rewrite, { callee }: Call): boolean {
  const base = callee.kind === "Member" && callee.property.startsWith("on_") ? callee.object : undefined;
  if (base?.kind !== "Call" || base.callee.kind !== "Name" || base.callee.name !== "super") return false;
  const cls = enclosing(base, "Class");
  return cls !== undefined && isHandlerClass(cx.values, cls);
}

/** Calls that turn an object into another form of itself. */
function isSerialiser(call: Call): boolean {
  const { callee, tree } = call;
  return /(stringify|dumps|inspect|structuredClone|[eE]ntries|values|dict|vars)$/.test(
    tree.text.slice(callee.start, callee.end),
  );
}

/** An object as text may be printed; stored or sent, somebody may read its fields again. */
function afterSerialising(cx: Rewrite, call: Call): string | undefined {
  const { parent } = call;
  if (parent?.kind === "Declarator" || parent?.kind === "Assign") return "is turned into text that goes on";
  return escape(cx, call, parent);
}

/** Whether `hasattr(x, "name")` or `getattr(x, "name")` says which field it is about; undefined for other calls. */
function askedByName(call: Call): boolean | undefined {
  if (call.callee.kind !== "Name" || !/^(getattr|hasattr)$/.test(call.callee.name)) return undefined;
  return call.args[1]?.value.kind === "StringLiteral";
}

/** A list made in this program, in a variable or a field: what is added to it is followed. */
function isOwnList(cx: Rewrite, e: Expression): boolean {
  const values = cx.values.of(e);
  const isList = (v: Value) => v.kind === "array" || v.kind === "list" || v.kind === "null";
  return values.length > 0 && values.every(isList);
}

/** `Promise.all(…)`, `asyncio.gather(…)`: what they are given comes out again, in a list. */
function isJoin(call: Call | undefined): boolean {
  if (call?.kind !== "Call" || call.callee.kind !== "Member") return false;
  return call.callee.property === "all" || call.callee.property === "gather";
}

function throughFunction(cx: Rewrite, at: Node): string | undefined {
  const fn = at.kind === "Function" ? at : enclosing(at, "Function");
  if (!fn) return undefined;
  const argument = fn.parent;
  if (argument?.kind === "Argument") return throughCallback(cx, argument.parent as Call);
  const { calls, callbacks, others } = cx.values.callers(fn);
  for (const callback of callbacks) {
    const reason = throughCallback(cx, callback.parent as Call);
    if (reason !== undefined) return reason;
  }
  if (calls.length + callbacks.length === 0) return "is returned to callers outside the files given";
  return others ? "is returned by a function that others may call" : undefined;
}

/** Out of a function that a call is given. */
function throughCallback(cx: Rewrite, call: Call): string | undefined {
  const method = call.callee.kind === "Member" ? listMethod(call.callee.property) : undefined;
  // What `then` gives, a thread, or what a framework puts there, is a use of its own.
  if (
    method === "element" ||
    method === "same" ||
    method === "then" ||
    workOf(cx.values, call) ||
    injected(cx.values, call)
  )
    return undefined;
  return method
    ? throughContainer(cx, call, "is put into another list")
    : "is given back to a caller that this tool does not follow";
}
