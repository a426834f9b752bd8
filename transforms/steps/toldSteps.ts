import { wireName } from "../../src/analysis/casing.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Call, Expression, Member } from "../../src/languages/tree.js";
import { ancestors, textOf } from "../../src/languages/walk.js";
import { effectOf } from "../code/between.js";
import { isOperand, styleAt } from "../code/positions.js";
import { refuseAll } from "../reading/reading.js";
import { streaming as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { kindOfWord } from "./stepKinds.js";

/** What a step or tool call that a stream tells of has under its old name, as the item that takes its place. */
const SAME: Readonly<Record<string, readonly string[] | undefined>> = {
  RunStep: ["id"],
  StepToolCall: ["id"],
  StepFunctionCall: ["name", "arguments"],
  CodeInterpreterOutput: ["type", "logs"],
};

/** Reads of steps and tool calls that a stream tells of: they are items of the response. What differs is refused. */
export function rewriteToldStep(cx: Rewrite, use: Expression, values: readonly ResultValue[]): void {
  const { parent } = use;
  if (parent?.kind !== "Member" || parent.object !== use) return;
  const { type, dialect } = values[0]!;
  // What is done with a list, and how long it is, is the same for items.
  if (type.endsWith("[]")) return;
  const wire = wireName(parent.property, dialect);
  if (type === "StepToolCall" && wire === "function" && isOfFunction(parent)) {
    const operation = values.find((v) => v.operation)?.operation;
    const flow = operation ? cx.flows.flowOf(operation).id : -1;
    return cx.replaceSpan(parent.tree, { start: use.end, end: parent.end }, "", {
      rule,
      flow,
      reason: "The call of a function is an item with its name and arguments.",
    });
  }
  if (type === "RunStep" && wire === "status") return readStatus(cx, parent, values);
  if (SAME[type]?.includes(wire) || (wire === "type" && (isPrinted(cx, parent) || rewriteKind(cx, parent, values))))
    return;
  refuseAll(
    cx,
    values,
    `\`${parent.property}\` of a step that a stream tells of is read, which is an item of another form now`,
    "Read the item of the event, then run again.",
  );
}

/** Some kinds of items have no status: those that list the tools of a server, or ask for an approval. */
function readStatus(cx: Rewrite, access: Member, values: readonly ResultValue[]): void {
  const operation = values.find((v) => v.operation)?.operation;
  const { tree } = access;
  const isTyped = tree.typed && tree.language === "javascript";
  const read = cx.printer(tree).memberOrNothing(carry(access.object), "status", styleAt(cx, access), isTyped);
  cx.replace(access, isTyped && isOperand(access) ? cx.printer(tree).parenthesise(read) : read, {
    rule,
    flow: operation ? cx.flows.flowOf(operation).id : -1,
    reason: "Not all items have a status.",
  });
}

/** Whether a test around it says that a call is one of a function: other items have no name and arguments. */
function isOfFunction(access: Member): boolean {
  const isTest = ({ text }: { text: string }): boolean => /\.type\s*={2,3}\s*["']function["']/.test(text);
  return [...ancestors(access)].some(
    (up) =>
      up.kind === "If" &&
      up.then.start <= access.start &&
      access.end <= up.then.end &&
      isTest({ text: textOf(up.test) }),
  );
}

function isPrinted(cx: Rewrite, { parent }: Member): boolean {
  if (parent?.kind === "TemplateString") return true;
  return parent?.kind === "Argument" && effectOf(cx, parent.parent as Call) === "log";
}

/** `tool_call.type == "function"`: the word of the item. */
function rewriteKind(cx: Rewrite, access: Member, values: readonly ResultValue[]): boolean {
  const test = access.parent;
  if (values[0]!.type !== "StepToolCall" || test?.kind !== "Binary" || !/^[!=]=$/.test(test.operator)) return false;
  const other = test.left === access ? test.right : test.left;
  const kind = other.kind === "StringLiteral" ? kindOfWord(other.value) : undefined;
  if (!kind?.endsWith("_call")) return false;
  const operation = values.find((v) => v.operation)?.operation;
  cx.replace(other, cx.printer(other.tree).string(kind, styleAt(cx, other)), {
    rule,
    flow: operation ? cx.flows.flowOf(operation).id : -1,
    reason: "Tool calls are items, whose types have other names.",
  });
  return true;
}
