import type { Node, SourceTree } from "../../src/languages/tree.js";

/** Fields that say where a node stands, not what it is. */
const POSITIONS = new Set(["kind", "parent", "tree", "start", "end"]);

/**
 * A neutral tree as text for expectations, one statement of the root a line. A node is `(Kind scalars… field:child …)`: scalars in
 * alphabetical order (flags by their name, nothing for false, undefined and empty), children in source order. Spans are left out.
 * What is everywhere has a short form: names and literals stand for themselves, `{ … }` is a Block, `x;` an ExpressionStatement,
 * a positional Argument is its value.
 */
export function dump(tree: SourceTree): string {
  return tree.root.statements.map(dumpNode).join("\n");
}

export function dumpNode(node: Node): string {
  switch (node.kind) {
    case "Name":
      return node.name;
    case "StringLiteral":
      return JSON.stringify(node.value);
    case "NumberLiteral":
    case "BooleanLiteral":
      return String(node.value);
    case "NullLiteral":
      return "null";
    case "Block":
      return node.statements.length === 0 ? "{}" : `{ ${node.statements.map(dumpNode).join(" ")} }`;
    case "ExpressionStatement":
      return `${dumpNode(node.expression)};`;
    case "Argument":
      if (node.form === "positional") return dumpNode(node.value);
  }
  const fields = Object.entries(node).filter(([key]) => !POSITIONS.has(key));
  const scalars = fields.flatMap(([key, value]) => scalar(key, value)).sort();
  const children = fields
    .flatMap(([key, value]) => child(key, value))
    .sort((a, b) => a.start - b.start)
    .map(({ text }) => text);
  return `(${[node.kind, ...scalars, ...children].join(" ")})`;
}

function scalar(key: string, value: unknown): string[] {
  if (value === true) return [key];
  if (value === "none") return [];
  if (typeof value === "string") return [`${key}=${/^[^\s()"]+$/.test(value) ? value : JSON.stringify(value)}`];
  if (Array.isArray(value) && value.every((item) => typeof item === "string")) {
    return value.length === 0 ? [] : [`${key}=${JSON.stringify(value)}`];
  }
  return [];
}

function child(key: string, value: unknown): { start: number; text: string }[] {
  if (isNode(value)) return [{ start: value.start, text: `${key}:${dumpNode(value)}` }];
  if (!Array.isArray(value)) return [];
  const items = value as readonly unknown[];
  const first = items.find(isNode);
  if (!first) return [];
  const texts = items.map((item) => (isNode(item) ? dumpNode(item) : "_"));
  return [{ start: first.start, text: `${key}:[${texts.join(" ")}]` }];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value;
}
