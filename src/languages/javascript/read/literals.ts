import type ts from "typescript";
import { compiler } from "../compiler.js";
import type {
  ArrayLiteral,
  Entry,
  Expression,
  ObjectLiteral,
  Spread,
  StringLiteral,
  TemplateString,
} from "../../tree.js";
import type { Context, Reader, Readers } from "./context.js";
import { around, cover, expression, expressions, name, spanOf } from "./context.js";
import { method } from "./functions.js";

const K = compiler.SyntaxKind;

function string(cx: Context, node: ts.StringLiteralLike): StringLiteral {
  return cover(cx, node, { kind: "StringLiteral", value: node.text });
}

function template(cx: Context, node: ts.TemplateExpression): TemplateString {
  return cover(cx, node, {
    kind: "TemplateString",
    texts: [node.head.text, ...node.templateSpans.map((span) => span.literal.text)],
    holes: node.templateSpans.map((span) => expression(cx, span.expression)),
  });
}

function boolean(value: boolean): Reader {
  return (cx, node) => cover(cx, node, { kind: "BooleanLiteral", value });
}

function array(cx: Context, node: ts.ArrayLiteralExpression): ArrayLiteral {
  return cover(cx, node, { kind: "ArrayLiteral", flavor: "array", items: expressions(cx, node.elements) });
}

function spread(cx: Context, node: ts.SpreadElement | ts.JsxSpreadAttribute): Spread {
  return cover(cx, node, { kind: "Spread", value: expression(cx, node.expression) });
}

function object(cx: Context, node: ts.ObjectLiteralExpression): ObjectLiteral {
  return cover(cx, node, { kind: "ObjectLiteral", entries: node.properties.map((item) => entry(cx, item)) });
}

function entry(cx: Context, node: ts.ObjectLiteralElementLike): Entry {
  if (compiler.isSpreadAssignment(node)) return keyless(cx, node, "spread", undefined, expression(cx, node.expression));
  if (compiler.isShorthandPropertyAssignment(node)) return keyed(cx, node, "shorthand", node.name, shorthand(cx, node));
  if (compiler.isComputedPropertyName(node.name)) {
    const key = expression(cx, node.name.expression);
    const value = compiler.isPropertyAssignment(node) ? expression(cx, node.initializer) : method(cx, node);
    return keyless(cx, node, "computed", key, value);
  }
  if (compiler.isPropertyAssignment(node)) return keyed(cx, node, "pair", node.name, expression(cx, node.initializer));
  return keyed(cx, node, "method", node.name, method(cx, node));
}

function keyed(
  cx: Context,
  node: ts.Node,
  form: Entry["form"],
  key: Exclude<ts.PropertyName, ts.ComputedPropertyName>,
  value: Expression,
): Entry {
  return cover(cx, node, {
    kind: "Entry",
    form,
    key: key.text,
    keySpan: spanOf(cx, key),
    keyExpression: undefined,
    value,
  });
}

function keyless(
  cx: Context,
  node: ts.Node,
  form: Entry["form"],
  keyExpression: Expression | undefined,
  value: Expression,
): Entry {
  return cover(cx, node, { kind: "Entry", form, key: undefined, keySpan: undefined, keyExpression, value });
}

/** `{ a = 1 }` is only legal as a pattern; read as a value it keeps both names. */
function shorthand(cx: Context, node: ts.ShorthandPropertyAssignment): Expression {
  const fallback = node.objectAssignmentInitializer;
  return fallback
    ? around(cx, node, "ShorthandPropertyAssignment", [name(cx, node.name), expression(cx, fallback)])
    : expression(cx, node.name);
}

/** Literals, and the collections that hold them. Regular expressions and big integers are opaque. */
export const LITERALS: Readers = {
  [K.StringLiteral]: string,
  [K.NoSubstitutionTemplateLiteral]: string,
  [K.TemplateExpression]: template,
  [K.NumericLiteral]: (cx, node: ts.NumericLiteral) =>
    cover(cx, node, { kind: "NumberLiteral", value: Number(node.text) }),
  [K.TrueKeyword]: boolean(true),
  [K.FalseKeyword]: boolean(false),
  [K.NullKeyword]: (cx, node) => cover(cx, node, { kind: "NullLiteral" }),
  [K.ArrayLiteralExpression]: array,
  [K.SpreadElement]: spread,
  [K.SpreadAssignment]: spread,
  [K.ObjectLiteralExpression]: object,
};
