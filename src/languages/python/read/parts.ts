import type { Node } from "../../tree.js";
import { readArgument } from "./calls.js";
import type { Concrete } from "./concrete.js";
import { readAnnotation } from "./annotations.js";
import { readExpression } from "./expressions.js";
import { isStatement, readBlock, readStatement } from "./statements.js";

/** Reads a node in a place that promises nothing about it: below syntax without a node of its own, or below an error. */
export function readPart(node: Concrete): Node {
  if (node.type === "block" || node.type === "module") return readBlock(node);
  if (isStatement(node)) return readStatement(node);
  if (node.type === "type" && !node.broken) return readAnnotation(node);
  if (node.type === "keyword_argument" && !node.broken) return readArgument(node);
  return readExpression(node);
}
