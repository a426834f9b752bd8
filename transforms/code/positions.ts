import type { Style } from "../../src/languages/code.js";
import type { Expression, Node } from "../../src/languages/tree.js";
import { ancestors } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";

/** Whether code that binds weakly needs parentheses where an expression stands. */
export function isOperand(e: Expression): boolean {
  const { parent } = e;
  switch (parent?.kind) {
    case "Argument":
    case "Entry":
    case "ArrayLiteral":
    case "TemplateString":
    case "Return":
    case "Declarator":
    case "Field":
    case "ExpressionStatement":
    case "If":
      return false;
    case "Assign":
      return parent.parent?.kind !== "ExpressionStatement";
    case "Loop":
      return parent.iterable !== e;
    case "Index":
      return parent.index !== e;
    case "Wrap":
      return parent.flavor !== "parentheses";
    default:
      return true;
  }
}

/** Whether an expression is only asked whether there is anything: `if x`, `x and y`, `not x`. */
export function isTested(e: Expression): boolean {
  const { parent } = e;
  switch (parent?.kind) {
    case "If":
    case "Loop":
    case "Conditional":
      return parent.test === e;
    case "Unary":
      return parent.operator === "not";
    case "Wrap":
      return parent.flavor === "parentheses" && isTested(parent);
    case "Binary":
      return (parent.operator === "and" || parent.operator === "or") && isTested(parent);
    case "Clause":
      return parent.tests.includes(e);
    default:
      return false;
  }
}

/** The style of a file with quotes that may stand where a node stands: an f-string must not hold its own. */
export function styleAt(cx: Rewrite, node: Node): Style {
  const style = cx.style(node.tree);
  if (node.tree.language !== "python") return style;
  const around = [...ancestors(node)].find((up) => up.kind === "TemplateString");
  if (!around) return style;
  const outer = /["']/.exec(node.tree.text.slice(around.start, around.end))?.[0];
  return { ...style, quote: outer === '"' ? "'" : '"' };
}
