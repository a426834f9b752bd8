import type ts from "typescript";
import { compiler } from "../compiler.js";
import type {
  Argument,
  Await,
  Call,
  Conditional,
  Expression,
  Index,
  Member,
  Name,
  NullLiteral,
  Wrap,
} from "../../tree.js";
import type { Context, Reader, Readers } from "./context.js";
import { around, cover, expression, expressions, name, optional, spanOf } from "./context.js";

const K = compiler.SyntaxKind;

/** `undefined` is a value, not a use of a binding. */
function identifier(cx: Context, node: ts.Identifier): Name | NullLiteral {
  return node.text === "undefined" ? cover(cx, node, { kind: "NullLiteral" }) : name(cx, node);
}

function keyword(text: string): Reader {
  return (cx, node) => name(cx, node, text);
}

function member(cx: Context, node: ts.PropertyAccessExpression): Member {
  return cover(cx, node, {
    kind: "Member",
    object: expression(cx, node.expression),
    property: node.name.text,
    propertySpan: spanOf(cx, node.name),
    optional: node.questionDotToken !== undefined,
    computed: false,
  });
}

function element(cx: Context, node: ts.ElementAccessExpression): Member | Index {
  const object = expression(cx, node.expression);
  const optional = node.questionDotToken !== undefined;
  const key = node.argumentExpression;
  if (compiler.isStringLiteralLike(key)) {
    return cover(cx, node, {
      kind: "Member",
      object,
      property: key.text,
      propertySpan: spanOf(cx, key),
      optional,
      computed: true,
    });
  }
  return cover(cx, node, { kind: "Index", object, index: expression(cx, key), optional });
}

function argument(cx: Context, node: ts.Expression): Argument {
  const spread = node.kind === K.SpreadElement;
  return cover(cx, node, {
    kind: "Argument",
    form: spread ? "spread" : "positional",
    name: undefined,
    value: expression(cx, spread ? (node as ts.SpreadElement).expression : node),
  });
}

function call(cx: Context, node: ts.CallExpression | ts.NewExpression): Call {
  const args = node.arguments;
  // The list begins right behind its parenthesis, which a syntax error may have swallowed.
  const open = args ? args.pos - 1 : -1;
  return cover(cx, node, {
    kind: "Call",
    callee: expression(cx, node.expression),
    args: args ? args.map((value) => argument(cx, value)) : [],
    argumentsSpan: args && cx.tree.text[open] === "(" ? { start: open, end: node.end } : undefined,
    typeArguments: expressions(cx, node.typeArguments),
    optional: (node as ts.CallExpression).questionDotToken !== undefined,
    construct: node.kind === K.NewExpression,
  });
}

function awaited(cx: Context, node: ts.AwaitExpression): Await {
  return cover(cx, node, { kind: "Await", value: expression(cx, node.expression) });
}

function conditional(cx: Context, node: ts.ConditionalExpression): Conditional {
  return cover(cx, node, {
    kind: "Conditional",
    test: expression(cx, node.condition),
    then: expression(cx, node.whenTrue),
    otherwise: expression(cx, node.whenFalse),
  });
}

function wrap(flavor: Wrap["flavor"]): Reader {
  return (cx, node: ts.AsExpression | ts.SatisfiesExpression | ts.TypeAssertion) =>
    cover(cx, node, {
      kind: "Wrap",
      flavor,
      value: expression(cx, node.expression),
      annotation: optional(cx, node.type),
    });
}

/** `import.meta`, `new.target`: their second word is not a name. */
function metaProperty(cx: Context, node: ts.MetaProperty): Expression {
  return around(cx, node, "MetaProperty", []);
}

/** Names, member access, calls and what wraps a value. */
export const EXPRESSIONS: Readers = {
  [K.Identifier]: identifier,
  [K.PrivateIdentifier]: name,
  [K.ThisKeyword]: keyword("this"),
  [K.SuperKeyword]: keyword("super"),
  [K.ImportKeyword]: keyword("import"),
  [K.PropertyAccessExpression]: member,
  [K.ElementAccessExpression]: element,
  [K.CallExpression]: call,
  [K.NewExpression]: call,
  [K.ConditionalExpression]: conditional,
  [K.ParenthesizedExpression]: wrap("parentheses"),
  [K.AsExpression]: wrap("as"),
  [K.TypeAssertionExpression]: wrap("as"),
  [K.SatisfiesExpression]: wrap("satisfies"),
  [K.NonNullExpression]: wrap("nonNull"),
  [K.AwaitExpression]: awaited,
  [K.MetaProperty]: metaProperty,
};
