import { wireName } from "../../src/analysis/casing.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Argument, Call, Expression, Member, Node } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import { shapeRow } from "../../src/protocol/mapping/index.js";
import { isConfiguration, provenance } from "./configuration.js";
import type { RuleMeta } from "../meta.js";
import { styleAt } from "../code/positions.js";
import { wrapped } from "../reading/reading.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Reads a field of an assistant that is configuration in the code: the configuration itself where its id was passed on, its settings at
 * `to`. Gives false where the target keeps definitions elsewhere.
 */
export function rewriteConfigurationRead(
  cx: Rewrite,
  access: Member,
  values: readonly ResultValue[],
  to: string,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): boolean {
  const definitions = cx.definitionsOf(values[0]!);
  if (values[0]!.type !== "Assistant" || definitions === "service") return false;
  const wire = wireName(access.property, values[0]!.dialect);
  if (wire === "id" && definitions === "code") {
    if (staysInCode(cx, access)) {
      const end = access.parent?.kind === "Wrap" && access.parent.flavor === "nonNull" ? access.parent.end : access.end;
      cx.replaceSpan(access.tree, { start: wrapped(access.object).end, end }, "", how);
    } else loseLabel(cx, access, access.property, values, how);
    return true;
  }
  const { tree } = access;
  const printer = cx.printer(tree);
  const steps = to.split(".");
  if (tree.language === "python") {
    // A dictionary, in which what was not given is missing.
    const [first, ...rest] = steps;
    const style = styleAt(cx, access);
    if (first === "id") {
      cx.replace(access, [carry(access.object), "[", printer.string("id", style), "]"], how);
      return true;
    }
    const get = (name: string) => printer.call("get", [{ name: undefined, value: printer.string(name, style) }], style);
    const inner = rest.length > 0 ? [".get(", printer.string(first!, style), ", {})"] : [".", get(first!)];
    cx.replace(access, [carry(access.object), inner, ...rest.map((step) => [".", get(step)])], how);
    return true;
  }
  const text = steps.join("?.");
  if (text !== access.property) cx.replaceSpan(tree, access.propertySpan, text, how);
  return true;
}

/**
 * A read of what configuration in the code does not have: its id, or a label. Where it is more than printed, the program keeps the
 * assistant. Gives false for what no target has.
 */
export function loseLabel(
  cx: Rewrite,
  node: Expression,
  field: string,
  values: readonly ResultValue[],
  how: { readonly rule: RuleMeta; readonly flow: number },
): boolean {
  if (!isLabel(cx, field, values)) return false;
  cx.lost.add(node, `\`${field}\` of Assistant`, NO_LABEL, how, () => void keepsLabel(cx, field, values));
  return true;
}

/** Has the program keep assistants whose id or label is read; false for other fields. */
export function keepsLabel(cx: Rewrite, field: string, values: readonly ResultValue[]): boolean {
  if (!isLabel(cx, field, values)) return false;
  for (const { operation } of values) if (operation && cx.isActive(operation)) cx.keep(operation);
  return true;
}

function isLabel(cx: Rewrite, field: string, [value]: readonly ResultValue[]): boolean {
  if (value!.type !== "Assistant" || cx.definitionsOf(value!) !== "code") return false;
  const row = shapeRow(value!.type, wireName(field, value!.dialect), "kept");
  return row?.kind === "same";
}

const NO_LABEL = "Assistants are configuration in the code now, without ids and labels.";

/**
 * Keeps assistants whose ids get to where configuration cannot follow: storage, answers to requests, other programs. Ids are texts
 * that may go anywhere on a service that keeps assistants; here each of them must end at a response.
 */
export function keepLostIds(cx: Rewrite): void {
  for (const use of cx.flows.uses) {
    if (cx.target(use.tree).definitions !== "code" || cx.improvements.isGone(use)) continue;
    const values = cx.values.results(use).filter((v) => v.type === "id(assistant)" && isConfiguration(cx, v));
    if (values.length === 0) continue;
    if (staysInCode(cx, use)) continue;
    // Of what is only printed, the print goes; `rewriteConfigurationRead` sees to it.
    if (use.kind === "Member" && cx.values.results(use.object).some((v) => v.type === "Assistant")) continue;
    for (const { operation } of values) if (operation && cx.isActive(operation)) cx.keep(operation);
  }
}

/** Whether the id of an assistant goes on to places alone that can hold its configuration instead. */
function staysInCode(cx: Rewrite, id: Expression): boolean {
  const e = wrapped(id);
  const { parent } = e;
  switch (parent?.kind) {
    case "Await":
      return staysInCode(cx, parent);
    case "Conditional":
      return parent.test === e || staysInCode(cx, parent);
    case "Binary":
      return ["and", "or", "??"].includes(parent.operator) && staysInCode(cx, parent);
    case "If":
    case "Unary":
    case "ExpressionStatement":
      return true;
    case "Declarator":
    case "Assign":
      return parent.target === e || holdsConfiguration(cx, parent.target);
    case "Entry":
    case "Argument":
      return isAgentOf(cx, parent) || (parent.kind === "Argument" && goesToParameter(cx, parent));
    case "Return":
      return isReturnedWithin(cx, enclosing(parent, "Function"));
    case "Function":
      return parent.body !== e || isReturnedWithin(cx, parent);
    default:
      return false;
  }
}

/** Whether a variable or field holds configuration in every case. */
function holdsConfiguration(cx: Rewrite, target: Node): boolean {
  if (target.kind !== "Name" && target.kind !== "Member") return false;
  const isKnown = target.kind === "Name" || cx.values.of(target.object).some((v) => v.kind === "instance");
  if (target.kind === "Name" && isExported(cx, target)) return false;
  return isKnown && provenance(cx, target) === "code";
}

function isExported(cx: Rewrite, target: Expression): boolean {
  const binding = target.kind === "Name" ? cx.program.bindingOf(target) : undefined;
  return binding === undefined || cx.program.isPublic(binding);
}

/** Whether an argument names the assistant of an operation that is migrated. */
function isAgentOf(cx: Rewrite, holder: Node): boolean {
  return cx.flows.operations.some(
    (operation) => cx.isActive(operation) && operation.args.get("assistant_id")?.holder === holder,
  );
}

function goesToParameter(cx: Rewrite, argument: Argument): boolean {
  const call = argument.parent as Call;
  const callees = cx.values.of(call.callee);
  return (
    callees.length > 0 &&
    callees.every((callee) => {
      if (callee.kind !== "function") return false;
      const { fn } = callee;
      const first = fn.params[0]?.target;
      const shift = fn.flavor === "method" && first?.kind === "Name" && cx.program.isThis(first) ? 1 : 0;
      const parameter =
        argument.form === "named"
          ? fn.params.find(({ target }) => target.kind === "Name" && target.name === argument.name)
          : argument.form === "positional"
            ? fn.params[call.args.indexOf(argument) + shift]
            : undefined;
      return parameter?.target.kind === "Name" && provenance(cx, parameter.target) === "code";
    })
  );
}

function isReturnedWithin(cx: Rewrite, fn: ReturnType<typeof enclosing<"Function">>): boolean {
  if (!fn) return false;
  const { calls, callbacks, open } = cx.values.callers(fn);
  return calls.length > 0 && callbacks.length === 0 && !open;
}
