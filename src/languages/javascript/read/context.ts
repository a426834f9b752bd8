import { ts } from "ts-morph";
import type { Expression, Name, Node, Opaque, SourceTree, Span, Statement } from "../../tree.js";

/**
 * Turns one TypeScript node into a neutral one. Written as a method so that a table may hold readers of particular node types:
 * the table's key is the kind that says which type it is.
 */
export type Reader = { read(cx: Context, node: ts.Node): Node }["read"];

/** Readers by `ts.SyntaxKind`. */
export type Readers = Readonly<Record<number, Reader>>;

/** What every reader needs: the file, the neutral tree that is being built, and the readers of all kinds. */
export interface Context {
  readonly source: ts.SourceFile;
  readonly tree: SourceTree;
  readonly readers: readonly (Reader | undefined)[];
  /** The last answer of `startOf`: a node and its leftmost descendants share it, whatever comments stand before them. */
  lastPos: number;
  lastStart: number;
}

const K = ts.SyntaxKind;

/** Where a node starts behind its leading whitespace and comments. */
export function startOf(cx: Context, node: ts.Node): number {
  if (node.pos === node.end) return node.pos;
  if (node.pos !== cx.lastPos) {
    cx.lastStart = node.getStart(cx.source);
    cx.lastPos = node.pos;
  }
  return cx.lastStart;
}

/** Whitespace and comments. */
const TRIVIA = /(?:\s|\/\/[^\n\r\u2028\u2029]*|\/\*[^]*?\*\/)*/y;

/** Where the token behind `position` starts. */
export function nextToken(cx: Context, position: number): number {
  TRIVIA.lastIndex = position;
  TRIVIA.test(cx.tree.text);
  return TRIVIA.lastIndex;
}

export function spanOf(cx: Context, node: ts.Node): Span {
  return { start: startOf(cx, node), end: node.end };
}

interface Unlinked extends Span {
  parent: undefined;
  tree: SourceTree;
}

/** The fields that every neutral node has, for one that covers `node`. */
export function at(cx: Context, node: ts.Node): Unlinked {
  return { parent: undefined, tree: cx.tree, start: startOf(cx, node), end: node.end };
}

/** The same for a node that covers a span of its own. */
export function within(cx: Context, start: number, end: number): Unlinked {
  return { parent: undefined, tree: cx.tree, start, end };
}

/** Any node: by its reader, else opaque with all its children. */
export function convert(cx: Context, node: ts.Node): Node {
  const reader = cx.readers[node.kind];
  return reader ? reader(cx, node) : opaque(cx, node);
}

export function expression(cx: Context, node: ts.Node): Expression {
  return convert(cx, node) as Expression;
}

/** A type annotation or an initializer that may be absent. */
export function optional(cx: Context, node: ts.Node | undefined): Expression | undefined {
  return node && expression(cx, node);
}

export function expressions(cx: Context, nodes: readonly ts.Node[] | undefined): Expression[] {
  return nodes ? nodes.map((node) => expression(cx, node)) : [];
}

/** A statement list; empty statements say nothing and are left out. */
export function statements(cx: Context, nodes: readonly ts.Statement[]): Statement[] {
  const list: Statement[] = [];
  for (const node of nodes) if (node.kind !== K.EmptyStatement) list.push(convert(cx, node) as Statement);
  return list;
}

/** A `Name` with the text of an identifier, a keyword used as a name, or a member's literal key. */
export function name(cx: Context, node: ts.Node, text = (node as ts.Identifier).text): Name {
  return { ...at(cx, node), kind: "Name", name: text };
}

/** Syntax without a node of its own: keeps what it contains, without the punctuation. */
export function opaque(cx: Context, node: ts.Node, what: string = K[node.kind]): Opaque {
  const children: Node[] = [];
  node.forEachChild((child) => {
    if (child.kind >= K.FirstNode || cx.readers[child.kind]) children.push(convert(cx, child));
  });
  return { ...at(cx, node), kind: "Opaque", what, children };
}

/** Syntax without a node of its own, around the children given. */
export function around(cx: Context, node: ts.Node, what: string, children: readonly Node[]): Opaque {
  return { ...at(cx, node), kind: "Opaque", what, children };
}

/** A node that may carry modifiers; which kinds may differs between versions of the compiler's types. */
export interface Modified {
  readonly modifiers?: readonly ts.ModifierLike[];
}

/** Decorator expressions, without their `@`. */
export function decorators(cx: Context, node: Modified): Expression[] {
  const found: Expression[] = [];
  for (const modifier of node.modifiers ?? []) {
    if (modifier.kind === K.Decorator) found.push(expression(cx, (modifier as ts.Decorator).expression));
  }
  return found;
}

export function has(node: Modified, kind: ts.SyntaxKind): boolean {
  return node.modifiers !== undefined && node.modifiers.some((modifier) => modifier.kind === kind);
}

/** The text of a property name that is not computed; private names keep their `#`. */
export function keyText(node: ts.PropertyName): string | undefined {
  return node.kind === K.ComputedPropertyName ? undefined : node.text;
}
