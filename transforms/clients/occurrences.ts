import type { Step } from "../../src/analysis/scopes.js";
import type { Expression, Name, Node } from "../../src/languages/tree.js";

/** Expressions that can read a client. */
export type ReadExpression = Name | Extract<Expression, { kind: "Member" | "Index" | "Call" }>;

export function isRead(node: Node): node is ReadExpression {
  return node.kind === "Name" || node.kind === "Member" || node.kind === "Index" || node.kind === "Call";
}

/** The part that a member access, or an index that is written out, takes. */
export function keyOf(e: Expression): string | undefined {
  if (e.kind === "Member") return e.property;
  if (e.kind !== "Index") return undefined;
  return e.index.kind === "StringLiteral" || e.index.kind === "NumberLiteral" ? String(e.index.value) : undefined;
}

export function stepKey(step: Step | undefined): string | undefined {
  if (step?.kind === "member") return step.name;
  return step?.kind === "index" && step.index !== undefined ? String(step.index) : undefined;
}

export function first<T, R>(values: readonly T[], pick: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = pick(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `module.exports = { client }`: importers are found through the export. */
export function isExportList(entry: Extract<Node, { kind: "Entry" }>): boolean {
  const assign = entry.parent?.parent;
  const target = assign?.kind === "Assign" && assign.value === entry.parent ? assign.target : undefined;
  return target?.kind === "Member" && target.property === "exports";
}

/** `module.exports = client` */
export function isModuleExport(node: Node): boolean {
  return node.kind === "Assign" && node.target.kind === "Member" && node.target.property === "exports";
}

export function isCallee(e: Expression): boolean {
  return e.kind === "Member" && e.parent?.kind === "Call" && e.parent.callee === e;
}

export function unwrap(e: Expression): Expression {
  let at = e;
  while (at.kind === "Wrap" || at.kind === "Await") at = at.value;
  return at;
}

/** A client with the mark that says it is there: `client!`. */
export function asserted(root: Expression): Expression {
  const { parent } = root;
  return parent?.kind === "Wrap" && parent.flavor === "nonNull" ? asserted(parent) : root;
}

/** The outermost `await`, cast or parentheses around an expression. */
export function wrapped(e: Expression): Expression {
  let at = e;
  while (at.parent && (at.parent.kind === "Wrap" || at.parent.kind === "Await") && at.parent.value === at)
    at = at.parent;
  return at;
}

/** A name that declares or is written, not read. */
export function isDeclaration(e: Expression): boolean {
  const { parent } = e;
  if (!parent) return false;
  switch (parent.kind) {
    case "Declarator":
    case "Assign":
    case "Parameter":
    case "WithItem":
    case "PatternEntry":
    case "Loop":
    case "Clause":
      return parent.target === e;
    case "ImportSpecifier":
    case "ExportSpecifier":
      return true;
    default:
      return false;
  }
}
