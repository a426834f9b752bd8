import { wireName } from "../../src/analysis/casing.js";
import { keyedRead } from "../../src/analysis/keyedRead.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Name, Node, Statement } from "../../src/languages/tree.js";
import { statementOf } from "../../src/languages/walk.js";
import { shapeRow } from "../../src/protocol/mapping/index.js";
import { activeResults } from "../reading/reading.js";
import { steps as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { isStep, kindOfField, type ItemKind } from "./stepKinds.js";

/** A read of one field, whatever way it is written. */
export interface FieldRead {
  readonly node: Expression;
  readonly object: Expression;
  /** Wire name. */
  readonly field: string;
  readonly fallback: Expression | undefined;
  /** Gives nothing where the field is missing, instead of failing. */
  readonly optional: boolean;
}

/** The read of a field of something among a run's steps that a node is. */
export function stepRead(cx: Rewrite, node: Node | undefined): FieldRead | undefined {
  const keyed = keyedRead(node);
  const object = keyed?.object ?? (node?.kind === "Member" ? node.object : undefined);
  const value = object && stepValues(cx, object)[0];
  if (!value || !node) return undefined;
  if (keyed) {
    const { key, fallback, form } = keyed;
    return {
      node: keyed.node,
      object: keyed.object,
      field: key.value,
      fallback,
      optional: form === "get" || fallback !== undefined,
    };
  }
  if (node.kind !== "Member" || shapeRow(value.type, wireName(node.property, value.dialect)) === undefined)
    return undefined;
  const field = wireName(node.property, value.dialect);
  return { node, object: node.object, field, fallback: undefined, optional: node.optional };
}

/** What an expression holds of a run's steps whose flow migrates, lists left out. */
export function stepValues(cx: Rewrite, e: Expression): readonly ResultValue[] {
  return activeResults(cx, unwrapped(e)).filter((v) => isStep(v.type));
}

/** The read that takes a part out of a step which is the item itself now: `step.step_details`, `call.function`, `tool_calls[0]`. */
function strippedRead(cx: Rewrite, e: Expression): FieldRead | undefined {
  const node = e.kind === "Index" && e.index.kind === "NumberLiteral" && e.index.value === 0 ? e.object : e;
  const read = stepRead(cx, unwrapped(node));
  if (!read || (node !== e) !== (read.field === "tool_calls")) return undefined;
  const row = shapeRow(stepValues(cx, read.object)[0]!.type, read.field);
  return row?.kind === "rename" && row.to === "" ? read : undefined;
}

/** The item that an expression among a run's steps is, with the kinds that were only assumed on the way to it. */
export interface Item {
  readonly at: Expression;
  /** Kinds that must be asked for, because the classic code read on without failing where a part was missing. */
  readonly assumed: readonly ItemKind[];
}

export function itemOf(cx: Rewrite, e: Expression, aliases: Aliases): Item {
  const inner = unwrapped(e);
  const read = strippedRead(cx, inner);
  if (read) {
    const { at, assumed } = itemOf(cx, read.object, aliases);
    const kind = read.optional ? kindOfField(read.field) : undefined;
    return { at, assumed: kind ? [...assumed, kind] : assumed };
  }
  const alias = inner.kind === "Name" ? aliases.get(cx.program.bindingOf(inner)!) : undefined;
  return alias ? itemOf(cx, alias.of, aliases) : { at: inner, assumed: [] };
}

/** The item as code. */
export function itemCode(cx: Rewrite, { at }: Item): Code {
  const binding = at.kind === "Name" ? cx.program.bindingOf(at) : undefined;
  return binding ? (cx.renames.get(binding) ?? binding.name) : carry(at);
}

/** The variable that an item stands in, so that it can be named twice. */
export function itemBinding(cx: Rewrite, { at }: Item): Binding | undefined {
  return at.kind === "Name" ? cx.program.bindingOf(at) : undefined;
}

/** Variables that only name a part of a step which is the item itself now; they go. */
export type Aliases = ReadonlyMap<Binding, { readonly of: Expression; readonly statement: Statement }>;

/** Finds `details = step.step_details` and its like: their statements go, and what read them reads the item. */
export function findAliases(cx: Rewrite): Aliases {
  const aliases = new Map<Binding, { of: Expression; statement: Statement }>();
  if (cx.options.keepShape) return aliases;
  for (const use of cx.flows.uses) {
    const read = stepRead(cx, use);
    if (read?.field !== "step_details" || unwrapped(read.object).kind !== "Name") continue;
    const { parent } = use;
    if ((parent?.kind !== "Declarator" && parent?.kind !== "Assign") || parent.value !== use) continue;
    const binding = parent.target.kind === "Name" ? cx.program.bindingOf(parent.target) : undefined;
    const statement = statementOf(use);
    const root = cx.program.bindingOf(unwrapped(read.object) as Name);
    if (!binding || !statement || !isOnlyOf(statement, parent) || cx.program.isPublic(binding)) continue;
    const list = statement.parent!;
    const behind = (name: Name): boolean => statement.end < name.start && name.end <= list.end;
    const moves = root?.writes.some(({ target }) => behind(target)) ?? true;
    if (binding.writes.length === 1 && binding.reads.every(behind) && !moves)
      aliases.set(binding, { of: read.object, statement });
  }
  return aliases;
}

function isOnlyOf(statement: Statement, parent: Node): boolean {
  if (statement.kind === "Declaration") return statement.declarators.length === 1;
  return statement.kind === "ExpressionStatement" && statement.expression === parent;
}

/** Removes the statement of an alias; comments above it stay where they also speak of the next line. */
export function dropAlias(cx: Rewrite, statement: Statement, flow: number): void {
  const { tree } = statement;
  const how = { rule, flow, reason: "A step and its details are one item now." };
  const lineEnd = tree.text.indexOf("\n", statement.end);
  const next = lineEnd < 0 ? "" : tree.text.slice(lineEnd + 1).split("\n", 1)[0]!;
  if (next.trim() === "") return cx.removeStatement(statement, how);
  const start = tree.text.lastIndexOf("\n", statement.start - 1) + 1;
  const own =
    tree.text.slice(start, statement.start).trim() === "" && /^[;\s]*$/.test(tree.text.slice(statement.end, lineEnd));
  cx.removeSpan(tree, own ? { start, end: lineEnd + 1 } : statement, how);
}

export function unwrapped(e: Expression): Expression {
  let at = e;
  while (at.kind === "Wrap") at = at.value;
  return at;
}
