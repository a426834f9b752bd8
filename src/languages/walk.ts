import { listAt } from "./listAt.js";
import type { Expression, Node, NodeKind, NodeOf, SourceTree, Statement } from "./tree.js";

/** The fields of each kind that hold child nodes. One table, so that no walk can forget a child. */
const CHILDREN: { readonly [K in NodeKind]: readonly (keyof NodeOf<K> & string)[] } = {
  Name: [],
  Member: ["object"],
  Index: ["object", "index"],
  Slice: ["object", "bounds"],
  Call: ["callee", "typeArguments", "args"],
  Argument: ["value"],
  Await: ["value"],
  ObjectLiteral: ["entries"],
  Entry: ["keyExpression", "value"],
  ArrayLiteral: ["items"],
  Spread: ["value"],
  StringLiteral: [],
  TemplateString: ["holes"],
  NumberLiteral: [],
  BooleanLiteral: [],
  NullLiteral: [],
  Function: ["decorators", "name", "typeParameters", "params", "returns", "body"],
  Parameter: ["decorators", "target", "annotation", "fallback"],
  Class: ["decorators", "name", "typeParameters", "bases", "members"],
  Field: ["decorators", "annotation", "value"],
  Assign: ["target", "annotation", "value"],
  Binary: ["left", "right"],
  Unary: ["value"],
  Conditional: ["test", "then", "otherwise"],
  Wrap: ["value", "annotation"],
  Comprehension: ["key", "element", "clauses"],
  Clause: ["target", "iterable", "tests"],
  TypeApply: ["base", "args"],
  TypeUnion: ["members"],
  Opaque: ["children"],
  ObjectPattern: ["entries"],
  ArrayPattern: ["items"],
  PatternEntry: ["keyExpression", "target", "fallback"],
  Block: ["statements"],
  ExpressionStatement: ["expression"],
  Declaration: ["declarators"],
  Declarator: ["target", "annotation", "value"],
  FunctionStatement: ["fn"],
  ClassStatement: ["class"],
  If: ["test", "then", "otherwise"],
  Loop: ["init", "test", "update", "target", "iterable", "body", "otherwise"],
  Return: ["value"],
  Throw: ["value"],
  Jump: [],
  Try: ["body", "handlers", "otherwise", "finalizer"],
  Handler: ["type", "target", "body"],
  With: ["items", "body"],
  WithItem: ["value", "target"],
  Switch: ["subject", "cases"],
  Case: ["tests", "body"],
  Import: ["specifiers"],
  ImportSpecifier: ["local"],
  Export: ["specifiers", "declaration", "value"],
  ExportSpecifier: ["local"],
  TypeDeclaration: ["name", "children"],
  ScopeDirective: [],
};

type Children = Node | readonly (Node | undefined)[] | undefined;

/** Child nodes in source order. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  for (const key of CHILDREN[node.kind]) {
    const value = (node as unknown as Record<string, Children>)[key];
    if (value === undefined) continue;
    if (Array.isArray(value)) {
      for (const item of value as readonly (Node | undefined)[]) if (item) found.push(item);
    } else found.push(value as Node);
  }
  for (let i = 1; i < found.length; i++) {
    if (found[i]!.start < found[i - 1]!.start) return found.sort((a, b) => a.start - b.start);
  }
  return found;
}

/**
 * Lists the nodes of a tree, and sets what nodes know of their place in it. Readers call it once; iterative, so that deep nesting cannot
 * overflow the stack.
 */
export function link(tree: UnlinkedTree): SourceTree {
  const linked = tree as SourceTree & { nodes: readonly Node[] };
  const nodes = listed(linked.root);
  linked.nodes = nodes;
  linked.root.parent = undefined;
  for (const [at, node] of nodes.entries()) {
    node.tree = linked;
    node.at = at;
    node.behind = at + 1;
    adopt(node);
  }
  for (let at = nodes.length - 1; at > 0; at--) {
    const { parent, behind } = nodes[at]!;
    if (parent!.behind < behind) parent!.behind = behind;
  }
  return linked;
}

/** What readers make. */
export type UnlinkedTree = Omit<SourceTree, "nodes">;

function adopt(parent: Node): void {
  // Not through `childrenOf`: order does not matter here, and no lists are made.
  for (const key of CHILDREN[parent.kind]) {
    const value = (parent as unknown as Record<string, Children>)[key];
    if (value === undefined) continue;
    if (!Array.isArray(value)) (value as Node).parent = parent;
    else for (const child of value as readonly (Node | undefined)[]) if (child) child.parent = parent;
  }
}

function listed(root: Node): Node[] {
  const nodes: Node[] = [];
  const pending: Node[] = [root];
  for (let next = pending.pop(); next; next = pending.pop()) {
    nodes.push(next);
    const children = childrenOf(next);
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i]!);
  }
  return nodes;
}

/** Every node below and including `node`, parents before children, in source order. */
export function walk(node: Node): readonly Node[] {
  // Readers ask before anything is linked.
  const nodes = (node.tree as SourceTree | undefined)?.nodes as readonly Node[] | undefined;
  return nodes ? nodes.slice(node.at, node.behind) : listed(node);
}

/** Like `walk`, but does not look into nested functions and classes: what runs when `node` runs. */
export function walkOwn(node: Node): readonly Node[] {
  const { nodes } = node.tree;
  const found: Node[] = [];
  for (let at = node.at; at < node.behind;) {
    const next = nodes[at]!;
    found.push(next);
    at = next !== node && (next.kind === "Function" || next.kind === "Class") ? next.behind : at + 1;
  }
  return found;
}

/** All nodes of a kind in a tree, in source order. Gone through once for all kinds: most of who looks through a program wants few of its nodes. */
export function nodesOf<K extends NodeKind>(tree: SourceTree, kind: K): readonly NodeOf<K>[] {
  let kinds = byKind.get(tree);
  if (!kinds) {
    byKind.set(tree, (kinds = new Map()));
    for (const node of tree.nodes) listAt(kinds, node.kind).push(node);
  }
  return (kinds.get(kind) ?? []) as unknown as readonly NodeOf<K>[];
}

const byKind = new WeakMap<SourceTree, Map<NodeKind, Node[]>>();

/** Ancestors from the parent up to the root. */
export function* ancestors(node: Node): Generator<Node> {
  for (let up = node.parent; up; up = up.parent) yield up;
}

export function is<K extends NodeKind>(node: Node | undefined, kind: K): node is NodeOf<K> {
  return node !== undefined && node.kind === kind;
}

/** The nearest ancestor of a kind, or undefined. */
export function enclosing<K extends NodeKind>(node: Node, ...kinds: K[]): NodeOf<K> | undefined {
  for (let up = node.parent; up; up = up.parent) if ((kinds as NodeKind[]).includes(up.kind)) return up as NodeOf<K>;
  return undefined;
}

/** The statement that directly holds `node` in a statement list, with the node itself allowed to be that statement. */
export function statementOf(node: Node): Statement | undefined {
  for (let at: Node | undefined = node; at; at = at.parent) {
    if (at.parent && (at.parent.kind === "Block" || at.parent.kind === "Class")) return at as Statement;
  }
  return undefined;
}

/** Whether a declaration or an assignment writes what stands at a node. */
export function isTarget(node: Node): boolean {
  const { parent } = node;
  return (parent?.kind === "Declarator" || parent?.kind === "Assign") && parent.target === node;
}

/** The source text of a node. */
export function textOf(node: Node): string {
  return node.tree.text.slice(node.start, node.end);
}

/** An expression without the parentheses, casts and assertions around it, and what it is waited for: `(await list())!`. */
export function bare(e: Expression): Expression {
  let at = e;
  while (at.kind === "Wrap" || at.kind === "Await") at = at.value;
  return at;
}
