import type { ResultValue } from "../../src/analysis/value.js";
import type { Call, Expression, Node } from "../../src/languages/tree.js";
import { printedBy } from "../code/printed.js";
import { refuseAll, wrapped } from "../reading/reading.js";
import { status as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { wordOf } from "./status.js";
import type { Words } from "./words.js";

// What programs do with the words of an enumeration besides comparing them.

/** Something that is looked up by a word: in an object, a dictionary, a map, or a set. */
export interface LookUp {
  /** The whole expression: `LABELS[run.status]`, `labels.get(run.status)`, `DONE.has(run.status)`. */
  readonly node: Expression;
  /** The words it is known for; undefined where they cannot be seen. */
  readonly words: readonly string[] | undefined;
  /** It is only asked whether the word is among them. */
  readonly isSet: boolean;
}

const LOOKS_UP = new Set(["get", "has", "pop", "setdefault", "hasOwnProperty", "hasOwn", "getattr"]);
const MATCHES = new Set(["test", "exec", "match", "search", "fullmatch", "findall"]);

/** What is looked up by a word of an enumeration; undefined where it is used otherwise. */
export function lookUpOf(cx: Rewrite, use: Expression, values: readonly ResultValue[]): LookUp | undefined {
  const at = wrapped(use);
  const { parent } = at;
  if (parent?.kind === "Index" && parent.index === at)
    return { node: parent, words: keysOf(cx, parent.object, values), isSet: false };
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  if (call?.kind !== "Call" || call.callee.kind !== "Member" || call.args[0] !== parent) return undefined;
  if (!LOOKS_UP.has(call.callee.property)) return undefined;
  return { node: call, words: keysOf(cx, call.callee.object, values), isSet: call.callee.property === "has" };
}

/**
 * Refuses what is done with a word that is no comparison, where the words are others now: a table that is keyed by the classic ones, a
 * search in its text. What is only printed may look otherwise.
 */
export function refuseOtherUse(cx: Rewrite, use: Expression, values: readonly ResultValue[], words: Words): void {
  const lookUp = lookUpOf(cx, use, values);
  const what = values[0]!.type === "enum(RunStatus)" ? "a status" : "a word of the classic API";
  if (lookUp) {
    if (values[0]!.type === "enum(RunStatus)" ? lookUp.words || printedBy(cx, lookUp.node) : hasOnly(lookUp, words))
      return;
    const why = lookUp.words ? "a table with keys that are others now" : "something whose keys cannot be seen";
    return refuseAll(cx, values, `${what} is looked up in ${why}`, "Compare it with literals, then run again.", rule);
  }
  const isSame = values[0]!.type === "enum(Role)" || printedBy(cx, use) !== undefined;
  if (isLookedInto(use) && (isEnumMember(use) || !isSame))
    refuseAll(cx, values, `the text of ${what} is looked into`, "Compare it with literals, then run again.", rule);
}

/** Whether everything that a table is keyed by is called the same now. */
function hasOnly(lookUp: LookUp, words: Words): boolean {
  return lookUp.words?.every((word) => (words(word) ?? [word]).every((now) => now === word)) ?? false;
}

/** `run.status.value`: words are plain strings now. */
function isEnumMember(use: Expression): boolean {
  const { parent } = wrapped(use);
  return parent?.kind === "Member" && (parent.property === "value" || parent.property === "name");
}

/** Whether the text of a word is looked into: a part of it, how long it is, whether it matches something. */
function isLookedInto(use: Expression): boolean {
  const at = wrapped(use);
  const { parent } = at;
  if (parent?.kind === "Member" || parent?.kind === "Index" || parent?.kind === "Slice") return parent.object === at;
  const call = parent?.kind === "Argument" ? parent.parent : undefined;
  return call?.kind === "Call" && call.callee.kind === "Member" && MATCHES.has(call.callee.property);
}

function keysOf(cx: Rewrite, table: Expression, values: readonly ResultValue[]): readonly string[] | undefined {
  const found: string[] = [];
  for (const node of writtenOut(cx, table)) {
    const keys = node && keysIn(node);
    const words = keys?.map((key) => (typeof key === "string" ? key : wordOf(cx, key, values)));
    if (!words?.every((word) => word !== undefined)) return undefined;
    found.push(...words);
  }
  return [...found, ...addedTo(cx, table, values)];
}

/** The literals that a table can be; one undefined where there may be others. */
function writtenOut(cx: Rewrite, table: Expression): readonly (Node | undefined)[] {
  const known = cx.values.of(table);
  if (known.length > 0 && known.every((v) => v.kind === "object" || v.kind === "array"))
    return known.map((v) => (v.kind === "object" || v.kind === "array" ? v.node : undefined));
  const binding = table.kind === "Name" ? cx.program.bindingOf(table) : undefined;
  const writes = binding?.writes ?? [];
  const built = writes.map(({ value, path }) => (path.length === 0 ? (value ?? table) : undefined));
  return built.length > 0 ? built.map((value) => value && listBehind(value)) : [listBehind(table)];
}

/** The literal that a set or a map is made of: `new Set([…])`, `frozenset((…))`. */
function listBehind(value: Expression): Node | undefined {
  let at: Expression = value;
  while (at.kind === "Wrap") at = at.value;
  if (at.kind === "ObjectLiteral" || at.kind === "ArrayLiteral") return at;
  return at.kind === "Call" ? listOfCall(at) : undefined;
}

function listOfCall({ callee, args }: Call): Node | undefined {
  if (callee.kind !== "Name" || !/^(Set|Map|set|frozenset|dict)$/.test(callee.name) || args.length > 1)
    return undefined;
  return args[0] ? listBehind(args[0].value) : undefined;
}

function keysIn(node: Node): readonly (string | Expression)[] | undefined {
  if (node.kind === "ArrayLiteral")
    return node.items.map((item) => (item.kind === "ArrayLiteral" && item.items[0] ? item.items[0] : item));
  if (node.kind !== "ObjectLiteral" || node.entries.some(({ form }) => form === "spread")) return undefined;
  return node.entries.map(({ key, keyExpression, value }) => key ?? keyExpression ?? value);
}

/** Keys that are put into a table later. */
function addedTo(cx: Rewrite, table: Expression, values: readonly ResultValue[]): readonly string[] {
  const binding = table.kind === "Name" ? cx.program.bindingOf(table) : undefined;
  return (binding ? cx.program.references(binding) : []).flatMap(({ parent }) => {
    if (parent?.parent?.kind !== "Assign" || parent.parent.target !== parent) return [];
    if (parent.kind === "Member") return [parent.property];
    return parent.kind === "Index" ? (wordOf(cx, parent.index, values) ?? []) : [];
  });
}
