import type { Operation } from "../../src/analysis/operation.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Node, Statement } from "../../src/languages/tree.js";
import { statementOf } from "../../src/languages/walk.js";
import { awaited } from "./emit.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

/** A call whose value goes into a variable or a field by a statement on lines of its own: further statements can follow it. */
export interface Assigned {
  readonly statement: Statement;
  /** What holds the value: can be written again. */
  readonly target: Expression;
}

/** How the value of an operation is assigned, when code can be put behind it that uses the value. */
export function assignedBy(operation: Operation): Assigned | undefined {
  const outer = awaited(operation.call);
  if (outer.kind !== "Await" && operation.clients.some((client) => client.type.async)) return undefined;
  const { parent } = outer;
  if ((parent?.kind !== "Declarator" && parent?.kind !== "Assign") || parent.value !== outer) return undefined;
  const statement = statementOf(outer);
  const alone =
    (statement?.kind === "Declaration" && statement.declarators.length === 1) ||
    (statement?.kind === "ExpressionStatement" && statement.expression === parent);
  if (!statement || !alone || statementAlone(outer) !== statement) return undefined;
  const { target } = parent;
  return target.kind === "Name" || (target.kind === "Member" && isPath(target.object))
    ? { statement, target }
    : undefined;
}

/** Puts a statement on a line of its own behind another one. */
export function follow(
  cx: Rewrite,
  { statement }: Assigned,
  code: Code,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): void {
  const { tree } = statement;
  const indentation = /^[ \t]*/.exec(tree.text.slice(lineStart(statement)))![0];
  cx.insert(tree, lineEnd(statement), [`\n${indentation}`, code], how);
}

/** The statement a node stands in, when others can be put before it: it is one of a block, on lines of its own. */
export function statementAlone(node: Node): Statement | undefined {
  const statement = statementOf(node);
  return statement?.parent?.kind === "Block" && isAlone(statement) ? statement : undefined;
}

/** Puts a statement on a line of its own before another one. */
export function precede(
  cx: Rewrite,
  statement: Statement,
  code: Code,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): void {
  const { tree } = statement;
  const indentation = /^[ \t]*/.exec(tree.text.slice(lineStart(statement)))![0];
  // At the start of the line: an insertion next to the statement's own first word would belong to both.
  const place = { indentation, column: 0, trailing: 0 };
  cx.insert(tree, lineStart(statement), [indentation, code, "\n"], { ...how, place });
}

/** The value of an assignment, to be written behind it. */
export function assignedValue({ target }: Assigned): Code {
  return carry(target);
}

function isPath(e: Expression): boolean {
  return e.kind === "Name" || (e.kind === "Member" && isPath(e.object));
}

/** Whether nothing but a comment shares the lines of a statement. */
function isAlone(statement: Statement): boolean {
  const { text } = statement.tree;
  const before = text.slice(lineStart(statement), statement.start);
  const behind = text.slice(statement.end, lineEnd(statement));
  return before.trim() === "" && /^\s*;?\s*((#|\/\/).*)?$/.test(behind);
}

function lineStart({ start, tree }: Statement): number {
  return tree.text.lastIndexOf("\n", start - 1) + 1;
}

function lineEnd({ end, tree }: Statement): number {
  const newline = tree.text.indexOf("\n", end);
  const at = newline < 0 ? tree.text.length : newline;
  return tree.text[at - 1] === "\r" ? at - 1 : at;
}
