import type { Flows } from "../../src/analysis/flows.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import { isObjectType } from "../../src/analysis/value.js";
import type { Block, Call, Expression, If, Loop, Node, Statement } from "../../src/languages/tree.js";
import { ancestors, enclosing, isTarget, statementOf, walk } from "../../src/languages/walk.js";
import { AnswerTests } from "./answerTests.js";
import { placeInList, touchesThread } from "../code/between.js";
import { isUnused } from "../code/emit.js";
import { finishedRun, type Finished } from "../runs/finishedRun.js";
import { collectingLoop, Newest, wordOf, type Sight } from "./newest.js";
import type { Rewrite } from "../rewrite.js";
import { holds } from "../code/spans.js";
import { sameThread } from "../threads/threadIdentity.js";
import { isVisible, variableOf } from "../code/locals.js";
import type { Waits } from "../polling/waits.js";

/** What an expression that asked for the newest answer is now: the response's text, whether there is none, or another value where there is none. */
export type Answer = "text" | "no text" | { readonly otherwise: Expression };

export interface Reply {
  readonly run: Operation;
  /** Expressions that are the text of the newest message, or ask whether there is one. */
  readonly answers: ReadonlyMap<Expression, Answer>;
  /** Statements that only led there. */
  readonly removed: readonly Statement[];
  /** Tests that ask once more what the test inside them asks: that one stays in their place. */
  readonly unwrapped: ReadonlyMap<If, If>;
}

/**
 * Whether a list of messages is only read for the newest one, right after a run on the same thread has finished: then that text is the
 * response's own.
 */
export function findReply(cx: Rewrite, list: Operation, waits: Waits): Reply | undefined {
  const start = startOf(cx, list);
  const finished = start && finishedRun(cx, list, waits);
  if (!finished || !isOfRun(cx, list, finished)) return undefined;
  const reading = new Reading(cx, list, finished, start);
  if (!reading.read()) return undefined;
  const { answers, removed, unwrapped } = reading;
  return { run: finished.run, answers, removed: [...removed], unwrapped };
}

const ARGUMENTS = ["thread_id", "order", "limit", "run_id", "after", "role"];

/** What the result of the operation is; undefined for lists that are not asked for in a way that shows the newest message. */
function startOf(cx: Rewrite, list: Operation): Sight | undefined {
  if (list.unclear !== undefined || [...list.args.keys()].some((name) => !ARGUMENTS.includes(name))) return undefined;
  const order = list.args.get("order")?.value;
  if (order && !/^(asc|desc)$/.test(wordOf(cx, list, order) ?? "")) return undefined;
  const { select } = list.spec;
  if (select === undefined) return list.args.has("role") ? undefined : { is: "page" };
  const role = list.args.get("role")?.value;
  if (!role || !/^(assistant|agent)$/.test(wordOf(cx, list, role) ?? "")) return undefined;
  return { is: "newest", below: select === "lastMessageText" ? ["content", 0] : [] };
}

/** Lists may be limited to what belongs to the run: by its id, or to what came after the message that it answers. */
function isOfRun(cx: Rewrite, list: Operation, { run, questions }: Finished): boolean {
  const id = list.args.get("run_id")?.value;
  const own = [run, ...questions];
  if (id && !cx.values.results(id).every((v) => v.type === "id(run)" && v.operation && own.includes(v.operation)))
    return false;
  const after = list.args.get("after")?.value;
  if (!after) return true;
  const [value, ...more] = cx.values.of(after);
  if (value?.kind !== "result" || more.length > 0 || value.type !== "id(message)" || !value.operation) return false;
  return value.operation.id === "messages.create" && isRightBefore(cx, value.operation, run);
}

/** Whether a message is the last thing that is written to the thread of a run before it. */
function isRightBefore(cx: Rewrite, message: Operation, run: Operation): boolean {
  const [from, to] = [placeInList(message.call), placeInList(run.call)];
  if (!from || from.list !== to?.list || from.index >= to.index || !sameThread(cx, message, run)) return false;
  const between = to.list.statements.slice(from.index + 1, to.index);
  return !between.some((s) => touchesThread(cx, s, run.args.get("thread_id")!.value, "writes"));
}

/** Follows a list to everything that is read from it. */
class Reading {
  readonly answers = new Map<Expression, Answer>();
  readonly removed = new Set<Statement>();
  readonly unwrapped = new Map<If, If>();
  private readonly newest: Newest;
  private readonly tests: AnswerTests;
  private readonly seen = new Set<Node>();

  constructor(
    private readonly cx: Rewrite,
    private readonly list: Operation,
    private readonly finished: Finished,
    start: Sight,
  ) {
    this.newest = new Newest(cx, list, [finished.run, ...finished.questions], start);
    this.tests = new AnswerTests(cx, list, this.newest);
  }

  read(): boolean {
    if (!this.follow(this.list.call) || this.isReordered()) return false;
    for (const answer of [...this.answers.keys()])
      if ([...ancestors(answer)].some((up) => this.answers.has(up as Expression))) this.answers.delete(answer);
    const reads = [...this.answers];
    if (!reads.some(([e, answer]) => answer !== "no text" && this.givesText(e))) return false;
    if (!this.isAllSeen() || !reads.every(([e]) => this.canName(e)) || this.leavesEmptyBlocks()) return false;
    this.askOnce();
    return true;
  }

  /** Several tests of a message, its content and its type are one question now. */
  private askOnce(): void {
    for (const [test, answer] of [...this.answers]) {
      const { parent } = test;
      if (parent?.kind !== "If" || parent.test !== test || parent.otherwise || parent.parent?.kind !== "Block")
        continue;
      if (answer === "no text" && this.wasAsked(parent)) {
        this.removed.add(parent);
        this.answers.delete(test);
      }
      const [inner, ...more] = parent.then.statements.filter((s) => !this.removed.has(s));
      if (answer !== "text" || inner?.kind !== "If" || more.length > 0 || inner.otherwise) continue;
      if (this.answers.get(inner.test) !== "text") continue;
      this.unwrapped.set(parent, inner);
      this.answers.delete(test);
    }
    for (const [outer, inner] of this.unwrapped) {
      const innermost = this.unwrapped.get(inner);
      if (!innermost) continue;
      // From the outside in: the one in the middle has gone with its own outer one.
      this.unwrapped.delete(inner);
      this.unwrapped.set(outer, innermost);
    }
  }

  /** Whether a test before it in the same list has left already when there is no answer. */
  private wasAsked(node: If): boolean {
    const { statements } = node.parent as Block;
    return statements.slice(0, statements.indexOf(node)).some((before) => {
      if (before.kind !== "If" || this.answers.get(before.test) !== "no text" || before.otherwise) return false;
      const last = before.then.statements.at(-1);
      return last?.kind === "Return" || last?.kind === "Throw" || (last?.kind === "Jump" && last.flavor !== "pass");
    });
  }

  /** Whether an answer is more than a test. */
  private givesText(e: Expression): boolean {
    for (const node of walk(e)) if (this.newest.isText(node as Expression)) return true;
    return false;
  }

  /** Follows one use of the list up to what is made of it. */
  private follow(use: Expression): boolean {
    const at = this.climb(use);
    if (this.seen.has(at)) return true;
    this.seen.add(at);
    if (this.newest.isText(at) && !isTarget(at)) return this.answer(at, "text");
    const test = this.tests.around(at);
    if (test) return this.answer(test.node, test.holds ? "text" : "no text");
    const loop = at.parent?.kind === "Loop" && at.parent.iterable === at ? at.parent : undefined;
    if (loop) return this.followCollected(loop);
    const statement = hopOf(at);
    const binding = statement && boundBy(this.cx, statement);
    if (!statement || !binding || binding.writes.length !== 1) return false;
    this.removed.add(statement);
    return binding.reads.every((read) => this.follow(read));
  }

  /** A loop that fills a list with the messages: what is read from that list counts. */
  private followCollected(loop: Loop): boolean {
    const only = loop.body.statements[0];
    const call = only?.kind === "ExpressionStatement" && only.expression.kind === "Call" ? only.expression : undefined;
    const list = call?.callee.kind === "Member" && call.callee.object.kind === "Name" ? call.callee.object : undefined;
    const binding = list && this.cx.program.bindingOf(list);
    const declaration = binding?.writes[0] && hopOf(binding.writes[0].value!);
    if (!binding || !declaration || collectingLoop(binding) !== loop) return false;
    this.removed.add(loop).add(declaration);
    return binding.reads.every((read) => read === list || this.follow(read));
  }

  /** The largest expression around a use that is still seen through. */
  private climb(use: Expression): Expression {
    let at = use;
    for (;;) {
      const { parent } = at;
      const around: Node | undefined =
        parent?.kind === "Argument" ||
        (parent?.kind === "Member" && parent.parent?.kind === "Call" && parent.parent.callee === parent)
          ? parent.parent
          : parent?.kind === "Clause"
            ? parent.parent
            : undefined;
      const next = [parent, around].find((node) => node && this.newest.of(node as Expression) !== undefined);
      if (!next || next.kind === "Declarator") return at;
      at = next as Expression;
    }
  }

  private answer(e: Expression, answer: Answer): boolean {
    const { parent } = e;
    if (answer === "text" && parent?.kind === "Conditional" && parent.test === e && this.newest.isText(parent.then)) {
      this.answers.set(parent, isEmptyText(parent.otherwise) ? "text" : { otherwise: parent.otherwise });
    } else this.answers.set(e, answer);
    return true;
  }

  // ---------------------------------------------------------------- what must hold

  /** Whether the list is changed in place, so that what another read finds depends on the order of things. */
  private isReordered(): boolean {
    const raw = new Set<Call>();
    for (const { use, call } of reorderings(this.cx.flows)) {
      const sight = this.newest.of(use);
      if (sight?.is === "list" && sight.raw) raw.add(call);
    }
    if (raw.size === 0) return false;
    return raw.size > 1 || [...this.answers].length > 1;
  }

  /** Every use of the list and what is in it lies in an answer or in a statement that goes. Text that was read may go anywhere. */
  private isAllSeen(): boolean {
    const ofList = (e: Expression) => this.cx.values.results(e).filter((v) => v.operation === this.list);
    return this.cx.flows.usesOf(this.list).every((use) => {
      const values = ofList(use);
      if (values.length === 0) return true;
      const isRead = (use.kind === "Member" || use.kind === "Index") && ofList(use.object).length > 0;
      return (!isRead && !values.some((v) => isObjectType(v.type))) || this.isCovered(use);
    });
  }

  private isCovered(node: Node): boolean {
    for (const e of this.answers.keys()) if (holds(e, node)) return true;
    for (const statement of this.removed) if (holds(statement, node)) return true;
    return false;
  }

  /** Whether the variable of the run can be read at a place, and still holds this run there. */
  private canName(at: Expression): boolean {
    const { run, questions } = this.finished;
    const variable = variableOf(this.cx, run.call);
    const fn = enclosing(run.call, "Function");
    if (!variable) {
      const statement = statementOf(run.call);
      const isPlain =
        statement?.kind === "ExpressionStatement" && isUnused(run.call) && statement.parent?.kind === "Block";
      const list = statement?.parent;
      return isPlain && enclosing(at, "Function") === fn && list !== undefined && holds(list, at);
    }
    if (!isVisible(variable, at)) return false;
    const others = variable.writes.filter((write) => {
      const value = write.value && [...walk(write.value)];
      return !value?.some(
        (node) => node.kind === "Call" && (node === run.call || questions.some((q) => q.call === node)),
      );
    });
    const isOnly = others.every((write) => !write.value || write.value.kind === "NullLiteral");
    if (isOnly) return true;
    if (enclosing(at, "Function") !== fn) return false;
    return !others.some((write) => {
      if (enclosing(write.site, "Function") !== fn) return true;
      if (write.site.start > run.call.end && write.site.start < at.start) return true;
      // A later round of a loop around the read comes after everything in it.
      return [...ancestors(at)].some((up) => up.kind === "Loop" && !holds(up, run.call) && holds(up, write.site));
    });
  }

  private leavesEmptyBlocks(): boolean {
    return [...this.removed].some(({ parent }) => {
      return parent?.kind === "Block" && parent.statements.every((s) => this.removed.has(s));
    });
  }
}

/** Calls that change a list in place: the same for every list that is read. */
function reorderings(flows: Flows): readonly { readonly use: Expression; readonly call: Call }[] {
  const known = reordering.get(flows);
  if (known) return known;
  const found = flows.uses.flatMap((use) => {
    const { parent } = use;
    if (parent?.kind !== "Member" || parent.object !== use || parent.parent?.kind !== "Call") return [];
    if (!/^(reverse|sort|pop|shift|splice|push|unshift|insert|remove|append)$/.test(parent.property)) return [];
    return [{ use, call: parent.parent }];
  });
  reordering.set(flows, found);
  return found;
}

const reordering = new WeakMap<Flows, ReturnType<typeof reorderings>>();

function isEmptyText(e: Expression): boolean {
  return e.kind === "StringLiteral" && e.value === "";
}

/** The statement that does nothing but bind this value to one name. */
function hopOf(e: Expression): Statement | undefined {
  const { parent } = e;
  if ((parent?.kind !== "Declarator" && parent?.kind !== "Assign") || parent.value !== e) return undefined;
  const statement = parent.parent;
  if (parent.kind === "Declarator")
    return statement?.kind === "Declaration" && statement.declarators.length === 1 ? statement : undefined;
  return statement?.kind === "ExpressionStatement" ? statement : undefined;
}

function boundBy(cx: Rewrite, statement: Statement): Binding | undefined {
  const holder =
    statement.kind === "Declaration"
      ? statement.declarators[0]
      : statement.kind === "ExpressionStatement" && statement.expression.kind === "Assign"
        ? statement.expression
        : undefined;
  let target: Node | undefined = holder?.target;
  if (target?.kind === "ArrayPattern" || target?.kind === "ObjectPattern") {
    const entries = target.kind === "ArrayPattern" ? target.items : target.entries;
    target = entries.length === 1 && !entries[0]?.rest && !entries[0]?.fallback ? entries[0]?.target : undefined;
  }
  return target?.kind === "Name" ? cx.program.bindingOf(target) : undefined;
}
