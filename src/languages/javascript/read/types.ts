import type ts from "typescript";
import { compiler } from "../compiler.js";
import type { Expression, Member, Node, Opaque, TypeApply, TypeDeclaration, TypeUnion } from "../../tree.js";
import type { Context, Reader, Readers } from "./context.js";
import { around, between, convert, cover, expression, expressions, name, spanOf } from "./context.js";
import { block, declarationStart, typeParameters } from "./functions.js";

const K = compiler.SyntaxKind;

function apply(cx: Context, node: ts.Node, base: ts.Node | undefined, args: readonly ts.TypeNode[]): TypeApply {
  return cover(cx, node, { kind: "TypeApply", base: base && expression(cx, base), args: expressions(cx, args) });
}

function reference(cx: Context, node: ts.TypeReferenceNode): Expression {
  if (node.typeArguments) return apply(cx, node, node.typeName, node.typeArguments);
  // `as const` is written like a type of that name.
  if (compiler.isIdentifier(node.typeName) && node.typeName.text === "const") return around(cx, node, "const", []);
  return expression(cx, node.typeName);
}

/** `Base<T>` in a heritage clause, `f<T>` as a value. */
function instantiation(cx: Context, node: ts.ExpressionWithTypeArguments): Expression {
  return node.typeArguments ? apply(cx, node, node.expression, node.typeArguments) : expression(cx, node.expression);
}

function qualified(cx: Context, node: ts.QualifiedName): Member {
  return cover(cx, node, {
    kind: "Member",
    object: expression(cx, node.left),
    property: node.right.text,
    propertySpan: spanOf(cx, node.right),
    optional: false,
    computed: false,
  });
}

function union(cx: Context, node: ts.UnionTypeNode | ts.IntersectionTypeNode): TypeUnion {
  return cover(cx, node, { kind: "TypeUnion", members: expressions(cx, node.types) });
}

function parenthesized(cx: Context, node: ts.ParenthesizedTypeNode): Expression {
  return cover(cx, node, {
    kind: "Wrap",
    flavor: "parentheses",
    value: expression(cx, node.type),
    annotation: undefined,
  });
}

/** `typeof x` as a type: the value's name is used. */
function query(cx: Context, node: ts.TypeQueryNode): Opaque {
  return around(cx, node, "TypeQuery", [expression(cx, node.exprName), ...expressions(cx, node.typeArguments)]);
}

/** `import("m").X<T>`: what it names belongs to the module, only its arguments are uses. */
function imported(cx: Context, node: ts.ImportTypeNode): Opaque {
  return around(cx, node, "ImportType", expressions(cx, node.typeArguments));
}

/** `[label: T]`: the label is nobody's name. */
function labelled(cx: Context, node: ts.NamedTupleMember): Expression {
  return around(cx, node, "NamedTupleMember", [expression(cx, node.type)]);
}

type Declared = ts.InterfaceDeclaration | ts.TypeAliasDeclaration | ts.EnumDeclaration | ts.ModuleDeclaration;

function declares(contents: (cx: Context, node: never) => Node[]): Reader {
  return (cx, node: Declared): TypeDeclaration => {
    const named = compiler.isIdentifier(node.name) && !(node.flags & compiler.NodeFlags.GlobalAugmentation);
    return between(cx, declarationStart(cx, node), node.end, {
      kind: "TypeDeclaration",
      name: named ? name(cx, node.name) : undefined,
      children: contents(cx, node as never),
    });
  };
}

function interfaceContents(cx: Context, node: ts.InterfaceDeclaration): Node[] {
  const bases = node.heritageClauses?.flatMap((clause) => expressions(cx, clause.types)) ?? [];
  return [
    ...(typeParameters(cx, node.typeParameters) ?? []),
    ...bases,
    ...node.members.map((item) => convert(cx, item)),
  ];
}

function aliasContents(cx: Context, node: ts.TypeAliasDeclaration): Node[] {
  return [...(typeParameters(cx, node.typeParameters) ?? []), expression(cx, node.type)];
}

function enumContents(cx: Context, node: ts.EnumDeclaration): Node[] {
  return node.members.map((item) => convert(cx, item));
}

function moduleContents(cx: Context, node: ts.ModuleDeclaration): Node[] {
  return node.body ? [convert(cx, node.body)] : [];
}

export const TYPES: Readers = {
  [K.TypeReference]: reference,
  [K.ExpressionWithTypeArguments]: instantiation,
  [K.QualifiedName]: qualified,
  [K.ArrayType]: (cx, node: ts.ArrayTypeNode) => apply(cx, node, undefined, [node.elementType]),
  [K.UnionType]: union,
  [K.IntersectionType]: union,
  [K.ParenthesizedType]: parenthesized,
  [K.LiteralType]: (cx, node: ts.LiteralTypeNode) => expression(cx, node.literal),
  [K.TypeQuery]: query,
  [K.ImportType]: imported,
  [K.ThisType]: (cx, node) => name(cx, node, "this"),
  [K.UndefinedKeyword]: (cx, node) => cover(cx, node, { kind: "NullLiteral" }),
  [K.NamedTupleMember]: labelled,
  [K.InterfaceDeclaration]: declares(interfaceContents),
  [K.TypeAliasDeclaration]: declares(aliasContents),
  [K.EnumDeclaration]: declares(enumContents),
  [K.ModuleDeclaration]: declares(moduleContents),
  [K.ModuleBlock]: block,
};
