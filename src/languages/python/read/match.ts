import type { Case, Expression, Opaque, Switch, Unary } from "../../tree.js";
import { build, spanning } from "./build.js";
import { sourceOf, type Concrete } from "./concrete.js";
import { readExpression, readOpaque, readTuple } from "./expressions.js";
import { readBlock } from "./statements.js";

/** `match subject:`; a case whose patterns are values has them as tests, every other pattern is opaque. */
export function readMatch(node: Concrete): Switch | Opaque {
  const { start, end } = node;
  const subjects = node.children.slice(0, -1);
  const body = node.children.at(-1)!;
  if (body.broken) return readOpaque(node);
  const cases = body.children.map(readCase);
  return build<Switch>({ kind: "Switch", start, end, subject: readTuple(subjects), cases });
}

function readCase(node: Concrete): Case {
  const { start, end } = node;
  const patterns = node.children.slice(0, -1);
  const body = readBlock(node.children.at(-1)!);
  return build<Case>({ kind: "Case", start, end, tests: testsOf(patterns), body });
}

/** No tests for `case _:`. A guard or several patterns make a condition that no list of values can state. */
function testsOf(patterns: readonly Concrete[]): Expression[] {
  const [only, ...more] = patterns;
  if (more.length > 0 || only?.type !== "case_pattern") return patterns.map((pattern) => readOpaque(pattern));
  if (only.children.length === 0 && sourceOf(only) === "_") return [];
  const holder = only.children[0]?.type === "union_pattern" ? only.children[0] : only;
  const values = holder.children.map((pattern) => readValue(holder, pattern));
  const areAllKnown = values.length > 0 && values.every((value) => value !== undefined);
  return areAllKnown ? values : [readOpaque(only)];
}

const LITERALS = new Set(["string", "concatenated_string", "integer", "float", "true", "false", "none"]);

/** The value a pattern compares with, or undefined. A bare name captures, a dotted one is a value. */
function readValue(holder: Concrete, pattern: Concrete): Expression | undefined {
  const isPath = pattern.type === "dotted_name" && pattern.children.length > 1;
  if (!isPath && !LITERALS.has(pattern.type)) return undefined;
  const value = readExpression(pattern);
  const before = holder.tokens.findLast((token) => token.end <= pattern.start);
  if (before?.type !== "-") return value;
  return build<Unary>({ kind: "Unary", ...spanning(before, pattern), operator: "-", value });
}
