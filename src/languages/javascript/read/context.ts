import type ts from "typescript";
import { compiler } from "../compiler.js";
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
}

const K = compiler.SyntaxKind;

/** Where a node starts behind its leading whitespace and comments. */
export function startOf(cx: Context, node: ts.Node): number {
  const { text } = cx.tree;
  // The compiler's own answer is slower by a third of the whole conversion; it is only needed where a comment may begin.
  for (let at = node.pos; at < node.end; at++) {
    const code = text.charCodeAt(at);
    if (code === SLASH || code > 0x7e) return compiler.getTokenPosOfNode(node, cx.source);
    if (code > SPACE) return at;
  }
  return node.pos;
}

const SPACE = 0x20;
const SLASH = 0x2f;

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

/** What is particular to a kind of node. */
type Fields<N> = N extends Node ? Omit<N, "parent" | "tree" | "at" | "behind" | "start" | "end"> : never;

type Draft = { -readonly [K in keyof Node]: Node[K] };

/** Makes a neutral node for a TypeScript node; `fields` becomes that node. */
export function cover<N extends Node>(cx: Context, node: ts.Node, fields: Fields<N>): N {
  return between(cx, startOf(cx, node), node.end, fields);
}

/** Makes a neutral node with a span of its own. */
export function between<N extends Node>(cx: Context, start: number, end: number, fields: Fields<N>): N {
  const made = fields as unknown as Draft;
  made.parent = undefined;
  made.tree = cx.tree;
  made.at = 0;
  made.behind = 0;
  made.start = start;
  made.end = end;
  return made as unknown as N;
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
  return cover(cx, node, { kind: "Name", name: text });
}

/** The parser's name for a kind of node. Some kinds also mark the ends of a range and have a second name for that. */
export function kindName(node: ts.Node): string {
  return KIND_NAMES.get(node.kind) ?? "unknown";
}

const KIND_NAMES = new Map(
  Object.entries(K)
    .filter(([name, kind]) => typeof kind === "number" && !/^(First|Last)[A-Z]/.test(name))
    .map(([name, kind]) => [kind as ts.SyntaxKind, name]),
);

/** Syntax without a node of its own: keeps what it contains, without the punctuation. */
export function opaque(cx: Context, node: ts.Node, what = kindName(node)): Opaque {
  const children: Node[] = [];
  compiler.forEachChild(node, (child) => {
    if (child.kind >= K.FirstNode || cx.readers[child.kind]) children.push(convert(cx, child));
  });
  return cover(cx, node, { kind: "Opaque", what, children });
}

/** Syntax without a node of its own, around the children given. */
export function around(cx: Context, node: ts.Node, what: string, children: readonly Node[]): Opaque {
  return cover(cx, node, { kind: "Opaque", what, children });
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
