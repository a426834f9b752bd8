import type ts from "typescript";
import { compiler } from "../compiler.js";
import type { ArrayPattern, Pattern, PatternEntry } from "../../tree.js";
import type { Context } from "./context.js";
import { around, cover, expression, name, opaque, optional, spanOf } from "./context.js";

const K = compiler.SyntaxKind;

/** What a declaration binds. */
export function binding(cx: Context, node: ts.BindingName): Pattern {
  if (compiler.isIdentifier(node)) return name(cx, node);
  if (compiler.isObjectBindingPattern(node)) {
    return cover(cx, node, {
      kind: "ObjectPattern",
      entries: node.elements.map((item) => declared(cx, item, item.propertyName ?? (item.name as ts.Identifier))),
    });
  }
  const items = node.elements.map((item) => (compiler.isOmittedExpression(item) ? undefined : declared(cx, item)));
  return cover(cx, node, { kind: "ArrayPattern", items });
}

function declared(cx: Context, node: ts.BindingElement, key?: ts.PropertyName): PatternEntry {
  const rest = node.dotDotDotToken !== undefined;
  return entry(cx, node, rest ? undefined : key, binding(cx, node.name), node.initializer, rest);
}

function entry(
  cx: Context,
  node: ts.Node,
  key: ts.PropertyName | undefined,
  target: Pattern,
  fallback: ts.Expression | undefined,
  rest = false,
): PatternEntry {
  const computed = key && compiler.isComputedPropertyName(key) ? key : undefined;
  const written = key && !compiler.isComputedPropertyName(key) ? key : undefined;
  return cover(cx, node, {
    kind: "PatternEntry",
    key: written?.text,
    keySpan: written && spanOf(cx, written),
    keyExpression: computed && expression(cx, computed.expression),
    target,
    fallback: optional(cx, fallback),
    rest,
  });
}

/** What an assignment writes: the expression on its left, with literals read as patterns. */
export function target(cx: Context, node: ts.Expression): Pattern {
  if (compiler.isIdentifier(node)) return name(cx, node);
  if (compiler.isPropertyAccessExpression(node) || compiler.isElementAccessExpression(node))
    return expression(cx, node) as Pattern;
  if (compiler.isObjectLiteralExpression(node)) {
    return cover(cx, node, {
      kind: "ObjectPattern",
      entries: node.properties.map((item) => assignedProperty(cx, item)),
    });
  }
  if (compiler.isArrayLiteralExpression(node)) return arrayTarget(cx, node);
  return around(cx, node, "target", [expression(cx, node)]);
}

function arrayTarget(cx: Context, node: ts.ArrayLiteralExpression): ArrayPattern {
  const items = node.elements.map((item) => {
    if (compiler.isOmittedExpression(item)) return undefined;
    return compiler.isSpreadElement(item)
      ? assigned(cx, item, item.expression, undefined, true)
      : assigned(cx, item, item);
  });
  return cover(cx, node, { kind: "ArrayPattern", items });
}

function assignedProperty(cx: Context, node: ts.ObjectLiteralElementLike): PatternEntry {
  if (compiler.isPropertyAssignment(node)) return assigned(cx, node, node.initializer, node.name);
  if (compiler.isSpreadAssignment(node)) return assigned(cx, node, node.expression, undefined, true);
  if (compiler.isShorthandPropertyAssignment(node)) {
    return entry(cx, node, node.name, name(cx, node.name), node.objectAssignmentInitializer);
  }
  // A method cannot be assigned to, but the parser lets it pass.
  return entry(cx, node, undefined, opaque(cx, node), undefined);
}

function assigned(cx: Context, node: ts.Node, value: ts.Expression, key?: ts.PropertyName, rest = false): PatternEntry {
  const withDefault =
    compiler.isBinaryExpression(value) && value.operatorToken.kind === K.EqualsToken ? value : undefined;
  return entry(cx, node, key, target(cx, withDefault?.left ?? value), withDefault?.right, rest);
}
