import { ts } from "ts-morph";
import type { ArrayPattern, Pattern, PatternEntry } from "../../tree.js";
import type { Context } from "./context.js";
import { around, cover, expression, keyText, name, optional, spanOf } from "./context.js";

const K = ts.SyntaxKind;

/** What a declaration binds. */
export function binding(cx: Context, node: ts.BindingName): Pattern {
  if (ts.isIdentifier(node)) return name(cx, node);
  if (ts.isObjectBindingPattern(node)) {
    return cover(cx, node, {
      kind: "ObjectPattern",
      entries: node.elements.map((item) => declared(cx, item, item.propertyName ?? item.name)),
    });
  }
  const items = node.elements.map((item) => (ts.isOmittedExpression(item) ? undefined : declared(cx, item)));
  return cover(cx, node, { kind: "ArrayPattern", items });
}

function declared(cx: Context, node: ts.BindingElement, key?: ts.PropertyName | ts.BindingName): PatternEntry {
  const rest = node.dotDotDotToken !== undefined;
  return cover(cx, node, {
    kind: "PatternEntry",
    ...keyOf(cx, rest ? undefined : key),
    target: binding(cx, node.name),
    fallback: optional(cx, node.initializer),
    rest,
  });
}

/** What an assignment writes: the expression on its left, with literals read as patterns. */
export function target(cx: Context, node: ts.Expression): Pattern {
  if (ts.isIdentifier(node)) return name(cx, node);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return expression(cx, node) as Pattern;
  if (ts.isObjectLiteralExpression(node)) {
    return cover(cx, node, {
      kind: "ObjectPattern",
      entries: node.properties.map((item) => assignedProperty(cx, item)),
    });
  }
  if (ts.isArrayLiteralExpression(node)) return arrayTarget(cx, node);
  return around(cx, node, "target", [expression(cx, node)]);
}

function arrayTarget(cx: Context, node: ts.ArrayLiteralExpression): ArrayPattern {
  const items = node.elements.map((item) => {
    if (ts.isOmittedExpression(item)) return undefined;
    return ts.isSpreadElement(item) ? assigned(cx, item, item.expression, undefined, true) : assigned(cx, item, item);
  });
  return cover(cx, node, { kind: "ArrayPattern", items });
}

function assignedProperty(cx: Context, node: ts.ObjectLiteralElementLike): PatternEntry {
  if (ts.isPropertyAssignment(node)) return assigned(cx, node, node.initializer, node.name);
  if (ts.isSpreadAssignment(node)) return assigned(cx, node, node.expression, undefined, true);
  if (ts.isShorthandPropertyAssignment(node)) {
    const entry = assigned(cx, node, node.name, node.name);
    return { ...entry, fallback: optional(cx, node.objectAssignmentInitializer) };
  }
  // A method cannot be assigned to: the parser lets it pass.
  return { ...assigned(cx, node, node.name as ts.Expression), target: around(cx, node, "target", []) };
}

function assigned(cx: Context, node: ts.Node, value: ts.Expression, key?: ts.PropertyName, rest = false): PatternEntry {
  const keys = keyOf(cx, key);
  const split = ts.isBinaryExpression(value) && value.operatorToken.kind === K.EqualsToken ? value : undefined;
  return cover(cx, node, {
    kind: "PatternEntry",
    ...keys,
    target: target(cx, split ? split.left : value),
    fallback: optional(cx, split?.right),
    rest,
  });
}

function keyOf(
  cx: Context,
  key: ts.PropertyName | ts.BindingName | undefined,
): Pick<PatternEntry, "key" | "keySpan" | "keyExpression"> {
  if (!key || ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key)) {
    return { key: undefined, keySpan: undefined, keyExpression: undefined };
  }
  if (ts.isComputedPropertyName(key)) {
    return { key: undefined, keySpan: undefined, keyExpression: expression(cx, key.expression) };
  }
  return { key: keyText(key), keySpan: spanOf(cx, key), keyExpression: undefined };
}
