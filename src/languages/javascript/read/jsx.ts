import type ts from "typescript";
import { compiler } from "../compiler.js";
import type { Argument, Call, Entry, Expression, Node, ObjectLiteral, Opaque } from "../../tree.js";
import type { Context, Readers } from "./context.js";
import { around, convert, cover, expression, expressions, kindName, spanOf } from "./context.js";

const K = compiler.SyntaxKind;

/** `<Tag …>`, `<Tag …/>`: a component is called with an object of its attributes, `div` is not. */
function tag(cx: Context, node: ts.JsxOpeningLikeElement): Opaque | Call {
  if (!isIntrinsic(node.tagName)) return component(cx, node);
  const children = expressions(cx, node.typeArguments) as Node[];
  for (const attribute of node.attributes.properties) children.push(convert(cx, attribute));
  return cover(cx, node, { kind: "Opaque", what: kindName(node), children });
}

function component(cx: Context, node: ts.JsxOpeningLikeElement): Call {
  return cover(cx, node, {
    kind: "Call",
    callee: expression(cx, node.tagName),
    args: node.attributes.properties.length > 0 ? [attributes(cx, node.attributes)] : [],
    argumentsSpan: undefined,
    typeArguments: expressions(cx, node.typeArguments),
    optional: false,
    construct: false,
  });
}

function attributes(cx: Context, node: ts.JsxAttributes): Argument {
  const entries = node.properties.map((one) => (compiler.isJsxAttribute(one) ? entry(cx, one) : spread(cx, one)));
  const value: ObjectLiteral = cover(cx, node, { kind: "ObjectLiteral", entries });
  return cover(cx, node, { kind: "Argument", form: "positional", name: undefined, value });
}

/** `name={value}`, `name="value"`, and `name`, which is true. */
function entry(cx: Context, node: ts.JsxAttribute): Entry {
  const { name, initializer } = node;
  const inner = initializer && compiler.isJsxExpression(initializer) ? initializer.expression : initializer;
  const value: Expression = inner
    ? expression(cx, inner)
    : cover(cx, name, { kind: "BooleanLiteral", value: initializer === undefined });
  const key = compiler.isIdentifier(name) ? name.text : `${name.namespace.text}:${name.name.text}`;
  return cover(cx, node, {
    kind: "Entry",
    form: "pair",
    key,
    keySpan: spanOf(cx, name),
    keyExpression: undefined,
    value,
  });
}

function spread(cx: Context, node: ts.JsxSpreadAttribute): Entry {
  const value = expression(cx, node.expression);
  const none = { key: undefined, keySpan: undefined, keyExpression: undefined };
  return cover(cx, node, { kind: "Entry", form: "spread", ...none, value });
}

/** `</Tag>`: a component's name is a use here, too. */
function closing(cx: Context, node: ts.JsxClosingElement): Opaque {
  const children = isIntrinsic(node.tagName) ? [] : [expression(cx, node.tagName)];
  return cover(cx, node, { kind: "Opaque", what: kindName(node), children });
}

function isIntrinsic(tagName: ts.JsxTagNameExpression): boolean {
  return compiler.isJsxNamespacedName(tagName) || (compiler.isIdentifier(tagName) && /^[a-z]|-/.test(tagName.text));
}

/** `name={value}` of what is no component: the attribute's name is nobody's. */
function attribute(cx: Context, node: ts.JsxAttribute): Opaque {
  return around(cx, node, "JsxAttribute", node.initializer ? [convert(cx, node.initializer)] : []);
}

export const JSX: Readers = {
  [K.JsxOpeningElement]: tag,
  [K.JsxSelfClosingElement]: tag,
  [K.JsxClosingElement]: closing,
  [K.JsxAttribute]: attribute,
};
