import { EVENT_DATA } from "../../src/analysis/streamEvents.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Call, Expression } from "../../src/languages/tree.js";
import { refuseAll } from "../reading/reading.js";
import type { Rewrite } from "../rewrite.js";
import { isStepType } from "../steps/stepKinds.js";
import { TEXT_DELTA } from "../streaming/eventReads.js";
import { REQUIRED } from "../toolLoops/pendingCalls.js";
import { how, wordOf } from "./status.js";
import { annotationKindOf, callKindOf, callTypes, ENUMS, partKindOf, partTypes, type Words } from "./words.js";

/** The kinds that classes of an SDK and words tell apart, of one classic type. */
interface Kinds {
  readonly ofClass: (name: string) => string | undefined;
  readonly words: Words;
}

const KINDS: Readonly<Record<string, Kinds>> = {
  ContentPart: { ofClass: partKindOf, words: partTypes },
  ToolCall: { ofClass: callKindOf, words: callTypes },
  ApprovalCall: { ofClass: callKindOf, words: callTypes },
  Annotation: { ofClass: annotationKindOf, words: ENUMS["enum(AnnotationType)"]! },
  // The event says already that its piece is text.
  DeltaPart: { ofClass: partKindOf, words: (word) => (word === "text" ? [TEXT_DELTA] : undefined) },
  // Among the items of a conversation.
  Message: { ofClass: (name) => (/Message$/.test(name) ? "message" : undefined), words: (word) => [word] },
};

/** `isOutputOfType<T>(part, "text")` of the azure package, and `isinstance(part, MessageTextContent)`: tests of the part's type. */
export function isTypeGuard(cx: Rewrite, call: Call): boolean {
  const callee = guardName(cx, call);
  if (callee === "isOutputOfType") return true;
  const tested = call.args[0] && cx.values.results(call.args[0].value);
  return callee === "isinstance" && tested !== undefined && kindsOf(tested) !== undefined;
}

/** The function of the SDK or the language that tests the type of its first argument. */
export function guardName(cx: Rewrite, call: Call): string | undefined {
  const value = cx.values.of(call.callee).find((v) => v.kind === "external");
  return value?.kind === "external" ? value.path.at(-1) : undefined;
}

function kindsOf(values: readonly ResultValue[]): Kinds | undefined {
  const kinds = values[0] && KINDS[values[0].type];
  return kinds && values.every(({ type }) => KINDS[type]?.words === kinds.words) ? kinds : undefined;
}

/** A test by a class or a function of the classic SDK asks for the type of what there is now; where that cannot be told, the flow stays. */
export function rewriteGuard(cx: Rewrite, use: Expression, values: readonly ResultValue[]): void {
  const call = use.parent?.kind === "Argument" ? use.parent.parent : undefined;
  if (values.length === 0 || call?.kind !== "Call" || call.args[0]?.value !== use) return;
  const name = guardName(cx, call);
  if (name !== "isOutputOfType" && name !== "isinstance") return;
  const isClass = name === "isinstance";
  const wanted = call.args[1]?.value;
  const kinds = kindsOf(values);
  if (!kinds && (values.some(isFollowedElsewhere) || (isClass && !(wanted && namesClass(cx, wanted))))) return;
  const word = wanted && kinds && (isClass ? classKind(cx, wanted, kinds) : wordOf(cx, wanted, values));
  const current = word === undefined ? undefined : kinds!.words(word);
  if (!current?.length) {
    const what = values[0]!.type === "ContentPart" ? "a part" : `the ${values[0]!.type}`;
    return refuseAll(cx, values, `${what} is tested for a type this tool does not know`, "Check the test.");
  }
  const printer = cx.printer(call.tree);
  const test = printer.oneOf(printer.member(carry(use), "type"), current, cx.style(call.tree));
  // What is not there is of no class, and has no type.
  const isNullable = cx.values.of(use).some(({ kind }) => kind === "null");
  const isSeveral = current.length > 1;
  const whole = isNullable ? printer.and([carry(use), isSeveral ? printer.parenthesise(test) : test]) : test;
  const alone = call.parent?.kind === "If" || call.parent?.kind === "Clause";
  cx.replace(call, (isSeveral || isNullable) && !alone ? printer.parenthesise(whole) : whole, how(cx, values));
}

/** Steps, events and what is required of the caller are tested in rules of their own. */
function isFollowedElsewhere({ type }: ResultValue): boolean {
  return isStepType(type) || type === "StreamEvent" || type === EVENT_DATA || REQUIRED.has(type);
}

/** Whether an expression is a class of a package, or lists some. */
function namesClass(cx: Rewrite, e: Expression): boolean {
  if (e.kind === "ArrayLiteral") return e.items.some((item) => namesClass(cx, item));
  return cx.values.of(e).some((v) => v.kind === "external" && /^[A-Z]/.test(v.path.at(-1) ?? ""));
}

/** The kind that a class stands for. */
function classKind(cx: Rewrite, e: Expression, { ofClass }: Kinds): string | undefined {
  const value = cx.values.of(e).find((v) => v.kind === "external");
  return value?.kind === "external" ? ofClass(value.path.at(-1) ?? "") : undefined;
}
