import { wireName } from "../../src/analysis/casing.js";
import { ofArgument } from "../../src/analysis/parameters.js";
import { namesIn } from "../../src/analysis/targets.js";
import type { ResultValue, Value } from "../../src/analysis/value.js";
import type { Node, Pattern, PatternEntry } from "../../src/languages/tree.js";
import { walk } from "../../src/languages/walk.js";
import { keepsLabel } from "../agents/configurationReads.js";
import { takeData } from "../messages/messageLists.js";
import { deletedOtherwise } from "./deletedReads.js";
import { isGone, refuseAll, rowOf } from "./reading.js";
import { reading as rule } from "../registry.js";
import { EVENT_SHAPES } from "../streaming/eventReads.js";
import type { Rewrite } from "../rewrite.js";

const HELP = "See docs/mapping.md for what there is instead.";

/** `const { id } = thread`, `({ last_error }) => …`: keys of results under their new names, wherever a pattern takes one apart. */
export function rewriteDestructuring(cx: Rewrite): void {
  for (const { tree } of cx.program.files) {
    for (const node of walk(tree.root)) {
      const pattern = patternOf(node);
      if (pattern && !isGone(cx, pattern)) takeApart(cx, pattern, goesInto(cx, node, pattern));
    }
  }
}

/** What a node fills, where that is a pattern. */
function patternOf(node: Node): Extract<Pattern, { kind: "ObjectPattern" | "ArrayPattern" }> | undefined {
  const target =
    node.kind === "Declarator" ||
    node.kind === "Assign" ||
    node.kind === "Parameter" ||
    node.kind === "Loop" ||
    node.kind === "Clause" ||
    node.kind === "WithItem"
      ? node.target
      : undefined;
  return target?.kind === "ObjectPattern" || target?.kind === "ArrayPattern" ? target : undefined;
}

/** What a pattern takes apart. */
function goesInto(cx: Rewrite, node: Node, pattern: Pattern): readonly Value[] {
  switch (node.kind) {
    case "Declarator":
    case "Assign":
      return node.value && (node.kind === "Declarator" || node.operator === "=") ? cx.values.of(node.value) : [];
    case "WithItem":
      return cx.values.step(cx.values.of(node.value), { kind: "enter" });
    case "Loop":
    case "Clause":
      return node.iterable ? cx.values.step(cx.values.of(node.iterable), { kind: "iterate" }) : [];
    default: {
      const name = namesIn(pattern)[0];
      const binding = name && cx.program.bindingOf(name);
      return binding?.parameter ? ofArgument(cx.values, binding, []) : [];
    }
  }
}

function takeApart(cx: Rewrite, pattern: Pattern, values: readonly Value[]): void {
  if (pattern.kind !== "ObjectPattern" && pattern.kind !== "ArrayPattern") return;
  const results = values.filter(
    (v): v is ResultValue => v.kind === "result" && v.operation !== undefined && cx.isActive(v.operation),
  );
  const entries = pattern.kind === "ObjectPattern" ? pattern.entries : pattern.items;
  entries.forEach((entry, index) => {
    if (!entry) return;
    if (entry.rest) return refuseRest(cx, entry, results);
    if (pattern.kind === "ArrayPattern")
      return takeApart(cx, entry.target, cx.values.step(values, { kind: "index", index }));
    if (entry.key === undefined) return;
    if (results.length > 0) rewriteKey(cx, entry, entry.key, results, values);
    takeApart(cx, entry.target, cx.values.step(values, { kind: "member", name: entry.key }));
  });
}

/** `{ id, ...others }`: what the rest of a classic object is read for cannot be followed. */
function refuseRest(cx: Rewrite, { target }: PatternEntry, values: readonly ResultValue[]): void {
  const binding = target.kind === "Name" ? cx.program.bindingOf(target) : undefined;
  if (values.length === 0 || (binding && cx.program.references(binding).length === 0 && !cx.program.isPublic(binding)))
    return;
  refuseAll(
    cx,
    values,
    `the rest of a ${values[0]!.type} is taken in a destructuring`,
    "Take what is needed by its name, then run again.",
  );
}

/** `const { delta } = event.data`: what is taken out is the object itself now, and gets its name. */
function takeWhole(cx: Rewrite, entry: PatternEntry, [value]: readonly ResultValue[], all: readonly Value[]): boolean {
  const pattern = entry.parent;
  const site = pattern?.parent;
  const isAlone = pattern?.kind === "ObjectPattern" && pattern.entries.length === 1;
  if (!isAlone || site?.kind !== "Declarator" || site.target !== pattern || site.annotation) return false;
  if (entry.target.kind !== "Name" || entry.fallback || !EVENT_SHAPES.has(value!.type)) return false;
  if (all.some((v) => v.kind !== "result")) return false;
  cx.replace(pattern, entry.target.name, {
    rule,
    flow: cx.flows.flowOf(value!.operation!).id,
    reason: "An event is one flat object now.",
  });
  return true;
}

/** @param all what is taken apart: `values`, and what is no classic result */
function rewriteKey(
  cx: Rewrite,
  entry: PatternEntry,
  key: string,
  values: readonly ResultValue[],
  all: readonly Value[],
): void {
  if (key === "data" && values[0]!.type === "Page(Message)" && takeData(cx, entry, values[0]!)) return;
  const deleted = deletedOtherwise(cx, values[0]!);
  if (deleted && !(deleted === "agent" && key === "deleted"))
    return refuseAll(
      cx,
      values,
      `\`${key}\` is taken out of the answer to a call that deletes in a destructuring`,
      HELP,
    );
  const row = rowOf(cx, values[0]!, key);
  const wire = wireName(key, values[0]!.dialect);
  const to = row?.kind === "rename" ? row.to : wire;
  if (to === "" && takeWhole(cx, entry, values, all)) return;
  if (
    !entry.keySpan ||
    !row ||
    row.kind === "none" ||
    to === "" ||
    to.includes(".") ||
    (values[0]!.type === "Page(Message)" && key === "data")
  ) {
    if (row?.kind === "same" && to === key && !values[0]!.type.startsWith("Page(")) return;
    if (keepsLabel(cx, key, values)) return;
    return refuseAll(
      cx,
      values,
      `\`${key}\` is taken out of a ${values[0]!.type} in a destructuring that this tool cannot translate`,
      HELP,
    );
  }
  if (to === key) return;
  if (all.some((v) => v.kind !== "result" && v.kind !== "null"))
    return refuseAll(
      cx,
      values,
      `\`${key}\` is taken out of something that is a ${values[0]!.type} only sometimes`,
      "Keep classic objects in variables of their own, then run again.",
    );
  const shorthand = entry.target.start === entry.keySpan.start;
  const flow = values[0]!.operation ? cx.flows.flowOf(values[0]!.operation).id : -1;
  const named = !shorthand && entry.target.kind === "Name" && entry.target.name === to;
  const span = named ? { start: entry.keySpan.start, end: entry.target.start } : entry.keySpan;
  cx.replaceSpan(entry.tree, span, named ? "" : shorthand ? `${to}: ${key}` : to, {
    rule,
    flow,
    reason: `\`${wire}\` is read in its new place.`,
  });
}
