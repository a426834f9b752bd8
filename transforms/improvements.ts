import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import type { Expression, Loop, Name, Node, Statement } from "../src/languages/tree.js";
import { ancestors, walk, walkOwn } from "../src/languages/walk.js";
import { messageContent } from "../src/protocol/reshape/messageContent.js";
import type { Json } from "../src/protocol/types.js";
import { isHarmless, placeInList, runsWithStatement, touchesThread, writesWhatIsRead } from "./between.js";
import { isUnused } from "./emit.js";
import type { Holes } from "./json.js";
import { isReply, variableOf } from "./reply.js";
import type { Rewrite } from "./rewrite.js";
import { sameThread, threadKey } from "./threadIdentity.js";
import { isWaitLoop } from "./waitLoop.js";

/**
 * Layer B: what is proven on the tree to be sayable in the idiomatic form. A message that is directly followed by its run becomes the
 * run's input; a loop that only waits goes; reading the newest message right after a run becomes the response's text.
 */
export class Improvements {
  private readonly folds = new Map<Operation, Operation>();
  private readonly loops = new Map<Operation, Loop>();
  private readonly dropped = new Set<Operation>();
  /** Reads of a reply, with the run whose text they are. */
  readonly replies = new Map<Expression, Operation>();
  /** Statements that go, with the part of them that is carried elsewhere. */
  readonly removed = new Map<Statement, { readonly operation: Operation; readonly keeps: readonly Expression[] }>();
  /** Variables that are written once less often: `let` can become `const`. */
  readonly settled = new Set<Binding>();

  constructor(private readonly cx: Rewrite) {
    if (cx.options.keepShape) return;
    const active = cx.flows.operations.filter((operation) => cx.isActive(operation));
    for (const operation of active) if (operation.id === "runs.create") this.findWaitLoop(operation);
    for (const operation of active) if (operation.id === "runs.create") this.findFold(operation);
    for (const operation of active) if (operation.id === "messages.list") this.findReply(operation);
  }

  /** The message that becomes the input of a run. */
  foldedInto(run: Operation): Operation | undefined {
    return this.folds.get(run);
  }

  /** Whether a run is waited for by a loop that goes. */
  isCollapsed(run: Operation): boolean {
    return this.loops.has(run);
  }

  /** Whether an operation disappears with its statement. */
  isDropped(operation: Operation): boolean {
    return this.dropped.has(operation);
  }

  /** The folded message as `input`: its text, or one message item with its parts. */
  contentOf(message: Operation, holes: Holes): Json {
    const content = messageContent.apply(holes.read(message.args.get("content")!.value, "content"), { role: "user" })!;
    return Array.isArray(content) ? [{ type: "message", role: "user", content }] : content;
  }

  private findFold(run: Operation): void {
    const place = placeInList(run.call);
    if (!place || run.args.has("additional_messages") || !runsWithStatement(run.call, place.statement)) return;
    const thread = threadKey(this.cx, run.args.get("thread_id")?.value);
    if (thread === undefined) return;
    const between: Statement[] = [];
    for (let i = place.index - 1; i >= 0; i--) {
      const statement = place.list.statements[i]!;
      const message = this.messageIn(statement, run);
      if (message) {
        const content = message.args.get("content")!.value;
        if (between.some((s) => writesWhatIsRead(this.cx, s, content) || mayChange(this.cx, s, content))) return;
        this.folds.set(run, message);
        this.dropped.add(message);
        this.removed.set(statement, { operation: message, keeps: [content] });
        return;
      }
      if (touchesThread(this.cx, statement, thread) || leaves(statement)) return;
      between.push(statement);
    }
  }

  /** The user message that a statement adds to the thread of a run, when nothing else reads it. */
  private messageIn(statement: Statement, run: Operation): Operation | undefined {
    const message = operationOf(this.cx, statement);
    if (message?.id !== "messages.create" || !this.cx.isActive(message) || !sameThread(this.cx, message, run))
      return undefined;
    if (message.unclear !== undefined || !message.args.has("content")) return undefined;
    const role = message.args.get("role")?.value;
    const isUser =
      role?.kind === "StringLiteral"
        ? role.value === "user"
        : role !== undefined && this.roleConstant(message, role) === "user";
    if (!isUser || [...message.args.keys()].some((name) => !["thread_id", "role", "content"].includes(name)))
      return undefined;
    const bound = boundBy(this.cx, statement);
    if (
      bound === "other" ||
      (bound &&
        bound.reads.some((read) => this.cx.program.bindingOf(read) === bound && readsWrite(bound, statement, read)))
    )
      return undefined;
    return isUnused(message.call) || bound ? message : undefined;
  }

  private roleConstant(message: Operation, role: Expression): string | undefined {
    for (const value of this.cx.values.of(role)) {
      if (value.kind === "external") return message.dialect.constants[value.path.slice(-2).join(".")];
      if (value.kind === "text") return value.value;
    }
    return undefined;
  }

  private findWaitLoop(run: Operation): void {
    if (run.spec.mode !== "start" || run.args.has("stream")) return;
    const place = placeInList(run.call);
    const binding = variableOf(this.cx, run);
    if (!place || !binding || !runsWithStatement(run.call, place.statement)) return;
    for (let i = place.index + 1; i < place.list.statements.length; i++) {
      const statement = place.list.statements[i]!;
      const loop = isWaitLoop(this.cx, statement, binding, run);
      if (loop) {
        if (this.idIsReadElsewhere(run, binding, loop.loop)) return;
        this.loops.set(run, loop.loop);
        for (const retrieve of loop.retrieves) this.dropped.add(retrieve);
        this.removed.set(statement, { operation: run, keeps: [] });
        this.settled.add(binding);
        return;
      }
      if (!isQuiet(this.cx, statement)) return;
    }
  }

  /** Whether something outside a loop needs the run's id while it goes on (a status route, a cancel). */
  private idIsReadElsewhere(run: Operation, binding: Binding, loop: Loop): boolean {
    return binding.reads.some((read) => {
      if (loop.start <= read.start && read.end <= loop.end) return false;
      const { parent } = read;
      if (parent?.kind !== "Member" || parent.object !== read || parent.property !== "id") return false;
      const call = [...ancestors(parent)].find((n) => n.kind === "Call");
      if (call?.kind === "Call" && isHarmless(this.cx, call)) return false;
      const operation = call?.kind === "Call" ? this.cx.values.operationAt(call) : undefined;
      return operation === undefined || operation.id === "runs.cancel" || operation === run;
    });
  }

  private findReply(list: Operation): void {
    const reply = isReply(this.cx, list, (run) => this.waits(run));
    if (!reply) return;
    for (const read of reply.reads) this.replies.set(read, reply.run);
    this.dropped.add(list);
    for (const statement of reply.statements) this.removed.set(statement, { operation: list, keeps: [] });
  }

  private waits(run: Operation): boolean {
    return run.spec.mode === "wait" || run.spec.mode === "process" || this.loops.has(run);
  }
}

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

/** Logs, waits and counters: nothing that could stand between two operations and matter. */
function isQuiet(cx: Rewrite, statement: Statement): boolean {
  if (leaves(statement)) return false;
  for (const node of walk(statement)) if (node.kind === "Call" && !isHarmless(cx, node)) return false;
  return statement.kind === "ExpressionStatement" || statement.kind === "Declaration";
}

/** Whether a statement can end the function or the round of a loop. */
function leaves(statement: Node): boolean {
  for (const node of walkOwn(statement))
    if (node.kind === "Return" || node.kind === "Throw" || (node.kind === "Jump" && node.flavor !== "pass"))
      return true;
  return false;
}

/** Whether a statement may change what an expression gives: it calls unknown code and the expression is more than literals and constants. */
function mayChange(cx: Rewrite, statement: Statement, e: Expression): boolean {
  let calls = false;
  for (const node of walk(e)) if (node.kind === "Call" || node.kind === "Await") calls = true;
  if (!calls) return false;
  for (const node of walk(statement)) if (node.kind === "Call" && !isHarmless(cx, node)) return true;
  return false;
}
