import type { ArrayPattern, Pattern, PatternEntry } from "../../tree.js";
import { build } from "./build.js";
import type { Concrete } from "./concrete.js";
import { readExpression, readOpaque } from "./expressions.js";

const LISTS = new Set(["pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"]);
const STARS = new Set(["list_splat_pattern", "list_splat"]);

/** Reads what is assigned to: the left side of `=`, a loop variable, what stands behind `as`, a parameter's name. */
export function readPattern(node: Concrete): Pattern {
  if (node.broken) return readOpaque(node);
  if (LISTS.has(node.type)) return readList(node);
  if (node.type === "as_pattern_target" || node.type === "parenthesized_expression") return readInner(node);
  const target = readExpression(node);
  return target.kind === "Name" || target.kind === "Member" || target.kind === "Index" ? target : readOpaque(node);
}

/** `(a)` is `a`. */
function readInner(node: Concrete): Pattern {
  return node.children.length === 1 ? readPattern(node.children[0]!) : readOpaque(node);
}

function readList({ start, end, children }: Concrete): ArrayPattern {
  return build<ArrayPattern>({ kind: "ArrayPattern", start, end, items: children.map(readItem) });
}

function readItem(node: Concrete): PatternEntry {
  const rest = STARS.has(node.type);
  return build<PatternEntry>({
    kind: "PatternEntry",
    start: node.start,
    end: node.end,
    key: undefined,
    keySpan: undefined,
    target: readPattern(rest ? node.children[0]! : node),
    fallback: undefined,
    rest,
  });
}
