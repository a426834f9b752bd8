import { ts } from "ts-morph";
import type { Node, Opaque } from "../../tree.js";
import type { Context, Readers } from "./context.js";
import { around, convert, cover, expression, expressions, kindName } from "./context.js";

const K = ts.SyntaxKind;

/** `<Tag …>`, `<Tag …/>` and `</Tag>`: a component's name is a use, `div` is not. */
function tag(cx: Context, node: ts.JsxOpeningLikeElement | ts.JsxClosingElement): Opaque {
  const children: Node[] = isIntrinsic(node.tagName) ? [] : [expression(cx, node.tagName)];
  if (!ts.isJsxClosingElement(node)) {
    children.push(...expressions(cx, node.typeArguments));
    for (const attribute of node.attributes.properties) children.push(convert(cx, attribute));
  }
  return cover(cx, node, { kind: "Opaque", what: kindName(node), children });
}

function isIntrinsic(tagName: ts.JsxTagNameExpression): boolean {
  return ts.isJsxNamespacedName(tagName) || (ts.isIdentifier(tagName) && /^[a-z]|-/.test(tagName.text));
}

/** `name={value}`: the attribute's name is nobody's. */
function attribute(cx: Context, node: ts.JsxAttribute): Opaque {
  return around(cx, node, "JsxAttribute", node.initializer ? [convert(cx, node.initializer)] : []);
}

export const JSX: Readers = {
  [K.JsxOpeningElement]: tag,
  [K.JsxSelfClosingElement]: tag,
  [K.JsxClosingElement]: tag,
  [K.JsxAttribute]: attribute,
};
