import type ts from "typescript";
import { compiler } from "../compiler.js";
import type { Block, FunctionNode, FunctionStatement, Name, Opaque, Parameter } from "../../tree.js";
import type { Context, Modified, Reader, Readers } from "./context.js";
import {
  around,
  between,
  cover,
  decorators,
  expression,
  has,
  kindName,
  name,
  nextToken,
  opaque,
  optional,
  startOf,
  statements,
} from "./context.js";
import { binding } from "./patterns.js";

const K = compiler.SyntaxKind;

/** Any function-like syntax, with or without a body. */
type FunctionLike = ts.SignatureDeclaration & {
  readonly body?: ts.ConciseBody;
  readonly asteriskToken?: ts.AsteriskToken;
  readonly modifiers?: readonly ts.ModifierLike[];
};

/** Where a declaration begins: behind `export` and `default`, which belong to the Export around it. */
export function declarationStart(cx: Context, node: ts.Node & Modified): number {
  const start = startOf(cx, node);
  const modifiers = node.modifiers ?? [];
  if (modifiers[0]?.kind === K.Decorator) return start;
  const outer = modifiers.findLast(({ kind }) => kind === K.ExportKeyword || kind === K.DefaultKeyword);
  return outer ? nextToken(cx, outer.end) : start;
}

export function block(cx: Context, node: ts.Block | ts.ModuleBlock): Block {
  return cover(cx, node, { kind: "Block", statements: statements(cx, node.statements) });
}

/** A function that covers its node from `start` on: behind `export`, or behind a computed key. */
export function functionFrom(
  cx: Context,
  start: number,
  node: FunctionLike,
  flavor: FunctionNode["flavor"],
): FunctionNode {
  const body = node.body;
  return between(cx, start, node.end, {
    kind: "Function",
    flavor,
    decorators: decorators(cx, node).filter((decorator) => decorator.start >= start),
    name: functionName(cx, node),
    typeParameters: typeParameters(cx, node.typeParameters),
    params: node.parameters.map((item) => parameter(cx, item as ts.ParameterDeclaration)),
    returns: optional(cx, node.type),
    body: body && (compiler.isBlock(body) ? block(cx, body) : expression(cx, body)),
    async: has(node, K.AsyncKeyword),
    generator: node.asteriskToken !== undefined,
    accessor: node.kind === K.GetAccessor ? "get" : node.kind === K.SetAccessor ? "set" : undefined,
    isStatic: has(node, K.StaticKeyword),
  });
}

/** A method, accessor or constructor of a class, an object or an interface; with a computed key it begins behind that. */
export function method(cx: Context, node: FunctionLike): FunctionNode {
  const computed = node.name && compiler.isComputedPropertyName(node.name);
  return functionFrom(cx, computed ? node.name.end : startOf(cx, node), node, "method");
}

function functionName(cx: Context, node: FunctionLike): Name | undefined {
  if (node.kind === K.Constructor) {
    const start = nextToken(cx, node.modifiers?.at(-1)?.end ?? node.pos);
    return between<Name>(cx, start, start + "constructor".length, { kind: "Name", name: "constructor" });
  }
  const key = node.name as ts.PropertyName | undefined;
  return key && !compiler.isComputedPropertyName(key) ? name(cx, key, key.text) : undefined;
}

export function typeParameters(
  cx: Context,
  nodes: readonly ts.TypeParameterDeclaration[] | undefined,
): Opaque[] | undefined {
  return nodes?.map((node) => opaque(cx, node));
}

export function parameter(cx: Context, node: ts.ParameterDeclaration): Parameter {
  const modified = node.modifiers?.some(({ kind }) => kind !== K.Decorator) ?? false;
  return cover(cx, node, {
    kind: "Parameter",
    decorators: node.modifiers && decorators(cx, node),
    target: binding(cx, node.name),
    annotation: optional(cx, node.type),
    fallback: optional(cx, node.initializer),
    rest: node.dotDotDotToken ? "positional" : "none",
    keywordOnly: false,
    declaresField: modified,
  });
}

function functionStatement(cx: Context, node: ts.FunctionDeclaration): FunctionStatement {
  const fn = functionFrom(cx, declarationStart(cx, node), node, "declaration");
  return between(cx, fn.start, fn.end, { kind: "FunctionStatement", fn });
}

function functionExpression(flavor: FunctionNode["flavor"]): Reader {
  return (cx, node: ts.FunctionExpression | ts.ArrowFunction) => functionFrom(cx, startOf(cx, node), node, flavor);
}

/** A function type or signature: a function without a body, so that its parameters are nobody else's names. */
function signature(cx: Context, node: ts.FunctionTypeNode): Opaque {
  return around(cx, node, kindName(node), [functionFrom(cx, startOf(cx, node), node, "arrow")]);
}

export const FUNCTIONS: Readers = {
  [K.FunctionDeclaration]: functionStatement,
  [K.FunctionExpression]: functionExpression("expression"),
  [K.ArrowFunction]: functionExpression("arrow"),
  [K.FunctionType]: signature,
  [K.ConstructorType]: signature,
  [K.CallSignature]: signature,
  [K.ConstructSignature]: signature,
  [K.IndexSignature]: signature,
};
