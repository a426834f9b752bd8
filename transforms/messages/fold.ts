import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Expression, Name, Node, Statement } from "../../src/languages/tree.js";
import { walkOwn } from "../../src/languages/walk.js";
import { mayChange, placeInList, runsWithStatement, touchesThread } from "../code/between.js";
import { isUnused } from "../code/emit.js";
import { wordOf } from "./newest.js";
import type { Rewrite } from "../rewrite.js";
import { sameThread } from "../threads/threadIdentity.js";

/** A user message that becomes the input of the run behind it. */
export interface Fold {
  readonly message: Operation;
  readonly statement: Statement;
  /** Its content, or the object that this is a field of. */
  readonly content: Expression;
}

/**
 * The user message that is added to the thread of a run right before it: nothing between them sees the thread, leaves, or could change
 * the content. `isGone` says what goes anyway.
 */
export function findFold(cx: Rewrite, run: Operation, isGone: (node: Node) => boolean): Fold | undefined {
  const place = placeInList(run.call);
  const thread = run.args.get("thread_id")?.value;
  if (!place || !thread || run.args.has("additional_messages") || !runsWithStatement(run.call, place.statement))
    return undefined;
  const between: Statement[] = [];
  for (let i = place.index - 1; i >= 0; i--) {
    const statement = place.list.statements[i]!;
    const message = messageIn(cx, statement, run, isGone);
    if (message) {
      const { value, fieldOf } = message.args.get("content")!;
      if (between.some((s) => mayChange(cx, s, value, "object"))) return undefined;
      return { message, statement, content: fieldOf ?? value };
    }
    if (touchesThread(cx, statement, thread, "reads count") || leaves(statement)) return undefined;
    between.push(statement);
  }
  return undefined;
}

/** The user message that a statement adds to the thread of a run, when nothing else reads it. */
function messageIn(
  cx: Rewrite,
  statement: Statement,
  run: Operation,
  isGone: (node: Node) => boolean,
): Operation | undefined {
  const message = operationOf(cx, statement);
  if (message?.id !== "messages.create" || message.unclear !== undefined || !cx.isActive(message)) return undefined;
  if (!sameThread(cx, message, run) || !message.args.has("content")) return undefined;
  const role = message.args.get("role")?.value;
  if (!role || wordOf(cx, message, role) !== "user") return undefined;
  const known = ["thread_id", "role", "content", ...(cx.threadFiles.needsNoCall(message) ? FILES : [])];
  if ([...message.args.keys()].some((name) => !known.includes(name))) return undefined;
  const bound = boundBy(cx, statement);
  if (bound === "other") return undefined;
  if (bound?.reads.some((read) => !isGone(read) && readsWrite(bound, statement, read))) return undefined;
  return bound || isUnused(message.call) ? message : undefined;
}

/** Arguments that are not needed where responses are given the files, or the agent has them anyway. */
const FILES = ["attachments", "file_ids"];

/** The operation that is all a statement does: `await x()`, `const a = await x()`, `a = x()`. */
function operationOf(cx: Rewrite, statement: Statement): Operation | undefined {
  let value: Expression | undefined;
  if (statement.kind === "ExpressionStatement")
    value = statement.expression.kind === "Assign" ? statement.expression.value : statement.expression;
  else if (statement.kind === "Declaration" && statement.declarators.length === 1)
    value = statement.declarators[0]!.value;
  while (value && (value.kind === "Await" || value.kind === "Wrap")) value = value.value;
  return value?.kind === "Call" ? cx.values.operationAt(value) : undefined;
}

/** The variable a statement binds its value to; "other" for anything more than a plain name. */
function boundBy(cx: Rewrite, statement: Statement): Binding | "other" | undefined {
  const target =
    statement.kind === "Declaration"
      ? statement.declarators[0]!.target
      : statement.kind === "ExpressionStatement" && statement.expression.kind === "Assign"
        ? statement.expression.target
        : undefined;
  if (!target) return undefined;
  return target.kind === "Name" ? (cx.program.bindingOf(target) ?? "other") : "other";
}

/** Whether a read can see what a statement wrote: unless another write of the variable comes between them in the source. */
function readsWrite(binding: Binding, statement: Statement, read: Name): boolean {
  if (read.start < statement.start) return false;
  return !binding.writes.some((w) => w.target.start > statement.end && w.target.start < read.start);
}

/** Whether a statement can end the function or the round of a loop. */
function leaves(statement: Node): boolean {
  for (const node of walkOwn(statement))
    if (node.kind === "Return" || node.kind === "Throw" || (node.kind === "Jump" && node.flavor !== "pass"))
      return true;
  return false;
}
