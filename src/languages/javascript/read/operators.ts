import type ts from "typescript";
import { compiler } from "../compiler.js";
import type { Assign, Binary, Expression, Unary } from "../../tree.js";
import type { Context, Reader, Readers } from "./context.js";
import { between, cover, expression, spanOf } from "./context.js";
import { target } from "./patterns.js";

const K = compiler.SyntaxKind;

/** Spellings that differ from the neutral ones. */
const NEUTRAL: Readonly<Record<string, string>> = { "&&": "and", "||": "or", "===": "==", "!==": "!=", "!": "not" };

function neutral(kind: ts.SyntaxKind): string {
  const text = compiler.tokenToString(kind) ?? "";
  return NEUTRAL[text] ?? text;
}

/** Chains of one operator lean to the left and may be thousands of operands long, so the left spine is unwound without recursion. */
function binary(cx: Context, node: ts.BinaryExpression): Expression {
  const spine: ts.BinaryExpression[] = [];
  let leftmost: ts.Expression = node;
  while (compiler.isBinaryExpression(leftmost) && !isAssignment(leftmost)) {
    spine.push(leftmost);
    leftmost = leftmost.left;
  }
  if (spine.length === 0) return assignment(cx, node);
  let left = expression(cx, leftmost);
  for (const at of spine.reverse()) left = operation(cx, at, left);
  return left;
}

function operation(cx: Context, node: ts.BinaryExpression, left: Expression): Binary {
  return between(cx, left.start, node.end, {
    kind: "Binary",
    operator: neutral(node.operatorToken.kind),
    operatorSpan: spanOf(cx, node.operatorToken),
    left,
    right: expression(cx, node.right),
  });
}

function isAssignment(node: ts.BinaryExpression): boolean {
  const { kind } = node.operatorToken;
  return kind >= K.FirstAssignment && kind <= K.LastAssignment;
}

function assignment(cx: Context, node: ts.BinaryExpression): Assign {
  return cover(cx, node, {
    kind: "Assign",
    target: target(cx, node.left),
    operator: compiler.tokenToString(node.operatorToken.kind) ?? "=",
    annotation: undefined,
    value: expression(cx, node.right),
  });
}

/** `x++` writes `x`; the other prefix operators only read. */
function step(cx: Context, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): Assign | Unary {
  const operator = neutral(node.operator);
  if (operator !== "++" && operator !== "--") {
    return cover(cx, node, { kind: "Unary", operator, value: expression(cx, node.operand) });
  }
  return cover(cx, node, {
    kind: "Assign",
    target: target(cx, node.operand),
    operator,
    annotation: undefined,
    value: undefined,
  });
}

function unary(operator: string): Reader {
  return (cx, node: ts.TypeOfExpression) =>
    cover(cx, node, { kind: "Unary", operator, value: expression(cx, node.expression) });
}

export const OPERATORS: Readers = {
  [K.BinaryExpression]: binary,
  [K.PrefixUnaryExpression]: step,
  [K.PostfixUnaryExpression]: step,
  [K.TypeOfExpression]: unary("typeof"),
  [K.VoidExpression]: unary("void"),
  [K.DeleteExpression]: unary("delete"),
};
