import type { Call, Expression, Name, Node, Statement } from "../src/languages/tree.js";
import { statementOf } from "../src/languages/walk.js";
import { methodCall } from "./listItems.js";
import type { Rewrite } from "./rewrite.js";

/** The statement that an expression is alone: `tools.add(search)`. */
function ownStatement(e: Expression): Statement | undefined {
  return e.parent?.kind === "ExpressionStatement" ? e.parent : undefined;
}

/** Whether a name stands for a list of tools of the SDK (`ToolSet`) to which a statement of its own adds with this method. */
export function addsTool(
  e: Expression,
  method: string,
  appends: Readonly<Record<string, string>> | undefined,
): boolean {
  const call = methodCall(e);
  return appends?.[method] !== undefined && call !== undefined && ownStatement(call) !== undefined;
}

/**
 * What statements add to a list of tools, in their order: they must stand beside the one that makes the list, so that they certainly run.
 * Undefined where one does not.
 */
export function toolsAddedTo(cx: Rewrite, name: Name, made: Call, method: string): readonly Expression[] | undefined {
  const tools: Expression[] = [];
  for (const call of additionsTo(cx, name, method)) {
    const [argument, ...others] = call.args;
    if (!argument || others.length > 0 || argument.form !== "positional") return undefined;
    if (ownStatement(call)?.parent !== statementOf(made)?.parent) return undefined;
    tools.push(argument.value);
  }
  return tools;
}

/** Takes out the statements that make a list of tools and add to it. */
export function removeToolSet(
  cx: Rewrite,
  name: Name,
  made: Call,
  method: string,
  how: Parameters<Rewrite["removeStatement"]>[1],
): void {
  const statements = [made, ...additionsTo(cx, name, method)].map((node) => statementOf(node)!);
  // Statements that follow one another go as one, so that the blank lines around them are counted once.
  let run: Statement[] = [];
  for (const [i, statement] of statements.entries()) {
    run.push(statement);
    const next = statements[i + 1];
    if (next && cx.program.fileOf(next).tree.text.slice(statement.end, next.start).trim() === "") continue;
    removeOnce(cx, { ...run[0]!, end: statement.end }, how);
    run = [];
  }
}

/** Takes a statement out, where nothing else did. */
export function removeOnce(cx: Rewrite, statement: Statement, how: Parameters<Rewrite["removeStatement"]>[1]): void {
  if (!isRemoved(cx, statement)) cx.removeStatement(statement, how);
}

export function isRemoved(cx: Rewrite, { tree, start, end }: Node): boolean {
  return cx.removed.some(({ tree: at, span }) => at === tree && span.start <= start && end <= span.end);
}

function additionsTo(cx: Rewrite, name: Name, method: string): readonly Call[] {
  const binding = cx.program.bindingOf(name);
  if (!binding) return [];
  return cx.program.references(binding).flatMap((read) => {
    const call = methodCall(read);
    return call?.callee.kind === "Member" && call.callee.property === method ? [call] : [];
  });
}
