import type { ModelClass } from "../../src/dialects/types.js";
import type { Call, Expression, Name, Node, Statement } from "../../src/languages/tree.js";
import { enclosing, statementOf } from "../../src/languages/walk.js";
import { methodCall } from "../messages/listItems.js";
import type { Rewrite } from "../rewrite.js";

/** The statement that an expression is alone: `tools.add(search)`. */
export function ownStatement(e: Expression): Statement | undefined {
  return e.parent?.kind === "ExpressionStatement" ? e.parent : undefined;
}

/** The statement's call by which a name of a list of tools of the SDK (`ToolSet`) gets one more: `toolset.add(search)`. */
export function additionBy(e: Expression, model: ModelClass | undefined): Call | undefined {
  const call = methodCall(e);
  if (call?.callee.kind !== "Member" || !ownStatement(call) || !model) return undefined;
  return isAddition(model, call.callee.property) ? call : undefined;
}

function isAddition({ collects, builds }: ModelClass, method: string): boolean {
  return method === collects || builds?.[method] !== undefined;
}

/** Whether a class of the SDK is a list of tools. */
export function isToolSet({ collects, builds }: ModelClass): boolean {
  return collects !== undefined || builds !== undefined;
}

/**
 * What statements add to a list of tools before it is used, in their order: they must stand beside the one that makes the list, so that
 * they certainly run. Undefined where one does not, and where the list is made elsewhere.
 */
export function toolsAddedTo(cx: Rewrite, set: Expression, made: Call, model: ModelClass): readonly Call[] | undefined {
  const binding = set.kind === "Name" ? cx.program.bindingOf(set) : undefined;
  if (!binding || binding.writes[0]?.value !== made) return undefined;
  const calls = additionsTo(cx, set as Name, model);
  const isLate = (call: Call) => call.start > set.start && enclosing(call, "Function") === enclosing(set, "Function");
  const isBeside = calls.every((call) => ownStatement(call)?.parent === statementOf(made)?.parent && !isLate(call));
  return isBeside ? calls : undefined;
}

/** The one thing that an addition names: `toolset.add(search)`. */
export function added({ args }: Call): Expression | undefined {
  const [argument, ...others] = args;
  return argument?.form === "positional" && others.length === 0 ? argument.value : undefined;
}

/** Takes out the statements that make a list of tools and add to it. */
export function removeToolSet(
  cx: Rewrite,
  name: Name,
  made: Call,
  model: ModelClass,
  how: Parameters<Rewrite["removeStatement"]>[1],
): void {
  const statements = [made, ...additionsTo(cx, name, model)].map((node) => statementOf(node)!);
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

function additionsTo(cx: Rewrite, name: Name, model: ModelClass): readonly Call[] {
  const binding = cx.program.bindingOf(name);
  if (!binding) return [];
  return cx.program.references(binding).flatMap((read) => additionBy(read, model) ?? []);
}
