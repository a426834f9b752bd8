import type { Expression, Name, Node, ObjectPattern, ArrayPattern, Pattern, PatternEntry } from "../languages/tree.js";
import type { Step } from "./scopes.js";

/** A place that is written: `value` followed along `path` goes into `target`. */
export interface Target {
  readonly target: Exclude<Pattern, ObjectPattern | ArrayPattern>;
  readonly value: Expression;
  readonly path: readonly Step[];
}

/** What a node writes, patterns taken apart: `self.a, b = f()` writes two places. Nothing for parameters and `+=`. */
export function targetsOf(node: Node): readonly Target[] {
  switch (node.kind) {
    case "Declarator":
      return node.value ? leaves(node.target, node.value, []) : [];
    case "Assign":
      return node.value && /^:?=$/.test(node.operator) ? leaves(node.target, node.value, []) : [];
    case "Loop":
    case "Clause":
      return node.target && node.iterable ? leaves(node.target, node.iterable, [{ kind: "iterate" }]) : [];
    case "WithItem":
      return node.target ? leaves(node.target, node.value, [{ kind: "enter" }]) : [];
    default:
      return [];
  }
}

function leaves(target: Pattern, value: Expression, path: readonly Step[]): readonly Target[] {
  if (target.kind !== "ObjectPattern" && target.kind !== "ArrayPattern") return [{ target, value, path }];
  return partsOf(target).flatMap(({ entry, step }) => leaves(entry.target, value, [...path, step]));
}

/** The parts of a pattern, each with the step that leads to it. */
export function partsOf(
  pattern: ObjectPattern | ArrayPattern,
): readonly { readonly entry: PatternEntry; readonly step: Step }[] {
  const entries = pattern.kind === "ObjectPattern" ? pattern.entries : pattern.items;
  return entries.flatMap((entry, index) => {
    if (!entry) return [];
    const step: Step = entry.rest
      ? { kind: "rest" }
      : pattern.kind === "ArrayPattern"
        ? { kind: "index", index }
        : entry.key === undefined
          ? { kind: "index", index: undefined }
          : { kind: "member", name: entry.key };
    return [{ entry, step }];
  });
}

/** The names that a pattern fills. */
export function namesIn(pattern: Pattern): readonly Name[] {
  if (pattern.kind === "Name") return [pattern];
  if (pattern.kind !== "ObjectPattern" && pattern.kind !== "ArrayPattern") return [];
  return partsOf(pattern).flatMap(({ entry }) => namesIn(entry.target));
}
