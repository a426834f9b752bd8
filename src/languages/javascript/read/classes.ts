import type ts from "typescript";
import { compiler } from "../compiler.js";
import type { ClassNode, ClassStatement, Expression, Field, FunctionNode, Opaque, Statement } from "../../tree.js";
import type { Context, Readers } from "./context.js";
import {
  around,
  between,
  convert,
  cover,
  decorators,
  expression,
  expressions,
  has,
  name,
  opaque,
  optional,
  spanOf,
  startOf,
} from "./context.js";
import { declarationStart, method, typeParameters } from "./functions.js";

const K = compiler.SyntaxKind;

function classFrom(cx: Context, start: number, node: ts.ClassLikeDeclaration): ClassNode {
  return between(cx, start, node.end, {
    kind: "Class",
    decorators: decorators(cx, node),
    name: node.name && name(cx, node.name),
    typeParameters: typeParameters(cx, node.typeParameters),
    bases: node.heritageClauses ? node.heritageClauses.flatMap((clause) => bases(cx, clause)) : [],
    members: members(cx, node.members),
  });
}

function bases(cx: Context, clause: ts.HeritageClause): Expression[] {
  const types = expressions(cx, clause.types);
  return clause.token === K.ImplementsKeyword ? [around(cx, clause, "implements", types)] : types;
}

function members(cx: Context, nodes: readonly ts.ClassElement[]): ClassNode["members"] {
  return nodes
    .filter((node) => node.kind !== K.SemicolonClassElement)
    .map((node) => convert(cx, node) as FunctionNode | Field | Statement);
}

function classStatement(cx: Context, node: ts.ClassDeclaration): ClassStatement {
  const declared = classFrom(cx, declarationStart(cx, node), node);
  return between(cx, declared.start, declared.end, { kind: "ClassStatement", class: declared });
}

type Property = ts.PropertyDeclaration | ts.PropertySignature | ts.EnumMember;

/** A field of a class, a property of an interface, a member of an enum. */
function field(cx: Context, node: Property): Field | Opaque {
  const key = node.name;
  if (compiler.isComputedPropertyName(key)) return opaque(cx, node, "ComputedMember");
  return cover(cx, node, {
    kind: "Field",
    name: key.text,
    nameSpan: spanOf(cx, key),
    annotation: optional(cx, (node as ts.PropertyDeclaration).type),
    value: optional(cx, (node as ts.PropertyDeclaration).initializer),
    isStatic: has(node as ts.PropertyDeclaration, K.StaticKeyword),
    decorators: compiler.isPropertyDeclaration(node) ? decorators(cx, node) : undefined,
  });
}

type Method = ts.MethodDeclaration | ts.MethodSignature | ts.AccessorDeclaration | ts.ConstructorDeclaration;

/** With a computed name the key's expression stands beside the method. */
function classMethod(cx: Context, node: Method): FunctionNode | Opaque {
  const key = node.name;
  if (!key || !compiler.isComputedPropertyName(key)) return method(cx, node);
  const children = [...decorators(cx, node), expression(cx, key.expression), method(cx, node)];
  return cover(cx, node, { kind: "Opaque", what: "ComputedMember", children });
}

export const CLASSES: Readers = {
  [K.ClassDeclaration]: classStatement,
  [K.ClassExpression]: (cx, node: ts.ClassExpression) => classFrom(cx, startOf(cx, node), node),
  [K.MethodDeclaration]: classMethod,
  [K.MethodSignature]: classMethod,
  [K.Constructor]: classMethod,
  [K.GetAccessor]: classMethod,
  [K.SetAccessor]: classMethod,
  [K.PropertyDeclaration]: field,
  [K.PropertySignature]: field,
  [K.EnumMember]: field,
};
