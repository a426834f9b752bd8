import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Expression, If, Loop, Node, Pattern, Statement } from "../../src/languages/tree.js";
import { enclosing, walkOwn } from "../../src/languages/walk.js";
import { effectOf, isHarmless } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";
import { holds } from "../code/spans.js";
import { NOTHING, OPEN, PACED, truth, type Known } from "./waitStates.js";
import { NotWaiting, WaitValues, type End, type Way } from "./waitValues.js";

const MOST_ROUNDS = 20;

/**
 * Plays the code around a run through for one way the run goes: `way` says which status it has on its way, and in which it ends. While
 * the run is on its way nothing may happen but sleeping, printing, counting and asking for the run again; that is what makes it waiting.
 * What happens only when the run has ended is recorded in `kept`: it must happen after the one call that waits, too.
 */
export class WaitRun extends WaitValues {
  /** Statements, and branches by their `If`, that ran only when the run had ended and matter. In the order in which they ran. */
  readonly kept: Node[] = [];
  /** Tests that give up waiting after some rounds or some time. */
  readonly limits = new Set<Expression | Loop>();
  /** Branches that are taken only when waiting is given up. */
  readonly givenUp = new Set<Node>();
  /** Statements of the loop that set a variable to the run's status. */
  readonly copies = new Map<Statement, Binding>();
  private rounds = 0;

  /**
   * @param early statements and branches that run while the run is on its way; filled here, shared by all ways
   * @param ran all statements that run, without those that are kept; filled here, too
   */
  constructor(
    cx: Rewrite,
    created: Operation,
    way: Way,
    isInside: (node: Node) => boolean,
    private readonly early: Set<Node>,
    private readonly ran: Set<Node>,
  ) {
    super(cx, created, way, isInside);
  }

  /** Runs a statement of the function in which the run was made. */
  statement(statement: Statement): End {
    return this.exec(statement);
  }

  // ---------------------------------------------------------------- statements

  protected block(statements: readonly Statement[]): End {
    for (const statement of statements) {
      const end = this.exec(statement);
      if (end !== "normal") return end;
    }
    return "normal";
  }

  private exec(statement: Statement): End {
    const isOwn = this.stack.length === 0;
    if (!this.ended) this.early.add(statement);
    else if (!this.early.has(statement) && statement.kind !== "If" && this.isWorthy(statement)) {
      if (!isOwn && statement.kind !== "Return") throw new NotWaiting();
      if (isOwn) return this.keep(statement, [statement]);
    }
    this.ran.add(statement);
    switch (statement.kind) {
      case "Block":
        return this.block(statement.statements);
      case "ExpressionStatement":
        this.value(statement.expression);
        this.noteCopy(statement);
        return "normal";
      case "Declaration":
        for (const { target, value } of statement.declarators) this.bind(target, value ? this.value(value) : NOTHING);
        this.noteCopy(statement);
        return "normal";
      case "If":
        return this.branch(statement);
      case "Loop":
        return this.loop(statement);
      case "Return": {
        const value = statement.value ? this.value(statement.value) : NOTHING;
        if (isOwn) throw new NotWaiting();
        return { value };
      }
      case "Import":
        return "normal";
      case "Jump":
        return statement.flavor === "pass" ? "normal" : statement.flavor;
      case "Try":
        // A handler that only throws on changes nothing of what is waited for.
        if (!statement.handlers.every((h) => h.body.statements.at(-1)?.kind === "Throw") || statement.finalizer) break;
        return this.block([...statement.body.statements, ...(statement.otherwise?.statements ?? [])]);
    }
    throw new NotWaiting();
  }

  private branch(node: If): End {
    const test = this.value(node.test);
    const taken = truth(test);
    const other = node.otherwise?.kind === "If" ? [node.otherwise] : (node.otherwise?.statements ?? []);
    if (taken === undefined) return this.unsure(node, test, other);
    if (!taken) return this.block(other);
    return this.enter(node);
  }

  /** The first branch of an `If`, whose test holds. */
  private enter(node: If): End {
    const { statements } = node.then;
    if (!this.ended) this.early.add(node.then);
    else if (!this.early.has(node.then) && statements.some((s) => this.isWorthy(s))) {
      if (this.stack.length === 0) return this.keep(node, statements);
      if (!statements.every((s) => s.kind === "Return" || !this.isWorthy(s))) throw new NotWaiting();
    }
    return this.block(statements);
  }

  /** A test that is not known: both sides only pace the waiting, or one of them gives it up. */
  private unsure(node: If, test: Known, other: readonly Statement[]): End {
    const sides = [node.then.statements, other];
    const leaving = sides.filter((side) => side.some((s) => this.leaves(s)));
    if (leaving.length === 0) {
      for (const side of sides) for (const s of side) this.exec(s);
      return "normal";
    }
    if (test.kind !== "open" || !test.paced || leaving.length > 1) throw new NotWaiting();
    if (leaving[0]!.some((s) => this.asksOrCancels(s))) throw new NotWaiting();
    this.limits.add(node.test);
    for (const statement of leaving[0]!) this.givenUp.add(statement);
    return this.block(leaving[0] === sides[0] ? other : node.then.statements);
  }

  private leaves(statement: Statement): boolean {
    for (const node of walkOwn(statement))
      if (node.kind === "Return" || node.kind === "Throw" || (node.kind === "Jump" && node.flavor === "break"))
        return true;
    return this.isWorthy(statement) && !isLog(this.cx, statement);
  }

  private asksOrCancels(statement: Statement): boolean {
    for (const node of walkOwn(statement)) {
      if (node.kind === "Call" && this.cx.values.operationAt(node)?.id.startsWith("runs.")) return true;
    }
    return false;
  }

  private loop(loop: Loop): End {
    if (loop.flavor === "each") return this.counted(loop);
    if (loop.otherwise) throw new NotWaiting();
    if (loop.init) this.exec(loop.init);
    for (let first = true; ; first = false) {
      if (!(loop.flavor === "doWhile" && first) && !this.goesOn(loop)) return "normal";
      const end = this.round(loop);
      if (end !== "normal") return end === "break" ? "normal" : end;
      if (loop.update) this.value(loop.update);
    }
  }

  /** `for _ in range(60)`: as many rounds as it takes, because the limit goes. */
  private counted(loop: Loop): End {
    if (!loop.iterable || loop.async || !["open", "list"].includes(this.value(loop.iterable).kind))
      throw new NotWaiting();
    this.limits.add(loop);
    for (;;) {
      if (loop.target) this.bind(loop.target, PACED);
      const end = this.round(loop);
      if (end !== "normal") return end === "break" ? "normal" : end;
    }
  }

  private round(loop: Loop): End {
    if (++this.rounds > MOST_ROUNDS) throw new NotWaiting();
    const end = this.exec(loop.body);
    return end === "continue" ? "normal" : end;
  }

  private goesOn({ test }: Loop): boolean {
    if (!test) return true;
    const known = this.value(test);
    const value = truth(known);
    if (value !== undefined) return value;
    if (known.kind !== "open" || !known.paced) throw new NotWaiting();
    this.limits.add(test);
    return true;
  }

  // ---------------------------------------------------------------- what is kept

  /** Whether something happens here that somebody can notice: more than pacing, asking and jumping. */
  private isWorthy(statement: Statement): boolean {
    switch (statement.kind) {
      case "Jump":
        return false;
      case "Block":
        return statement.statements.some((s) => this.isWorthy(s));
      case "If":
        return this.isWorthy(statement.then) || (statement.otherwise ? this.isWorthy(statement.otherwise) : false);
      case "Declaration":
        return statement.declarators.some(
          ({ target, value }) => (value && !this.isPacing(value)) || this.isNoticed(target),
        );
      case "ExpressionStatement": {
        const { expression } = statement;
        if (expression.kind !== "Assign") return !this.isPacing(expression);
        return (
          this.isNoticed(expression.target) || !(expression.value === undefined || this.isPacing(expression.value))
        );
      }
      default:
        return true;
    }
  }

  private isNoticed(target: Pattern): boolean {
    if (target.kind !== "Name") return true;
    const binding = this.cx.program.bindingOf(target);
    return !binding || binding.reads.some((read) => !this.isInside(read));
  }

  /** An expression without effects, a sleep, or the question for the run. */
  private isPacing(e: Expression): boolean {
    for (const node of walkOwn(e)) {
      if (node.kind === "Assign" || node.kind === "Opaque") return false;
      if (node.kind !== "Call") continue;
      if (this.cx.values.operationAt(node)?.id === "runs.retrieve") continue;
      const effect = effectOf(this.cx, node);
      if (effect === "log" || !isHarmless(this.cx, node)) return false;
    }
    return true;
  }

  /** Notes that code runs when the run has ended, and finds how it ends without running it. */
  private keep(node: Node, statements: readonly Statement[]): End {
    const last = statements.at(-1)!;
    for (const statement of statements) {
      for (const inner of walkOwn(statement)) {
        if (inner.kind === "Call" && this.isQuestion(inner)) throw new NotWaiting();
        if (inner.kind !== "Jump" || inner.flavor === "pass" || inner === last) continue;
        if (!enclosing(inner, "Loop") || !statements.some((s) => holds(s, enclosing(inner, "Loop")!)))
          throw new NotWaiting();
      }
      this.follow(statement);
    }
    this.kept.push(node);
    if (last.kind === "Return" || last.kind === "Throw") return "exit";
    return last.kind === "Jump" && last.flavor !== "pass" ? last.flavor : "normal";
  }

  /** What a kept statement sets a variable to. */
  private follow(statement: Statement): void {
    const assign = statement.kind === "ExpressionStatement" ? statement.expression : undefined;
    if (assign?.kind !== "Assign" || assign.target.kind !== "Name" || !assign.value) return;
    const plain = assign.value.kind === "BooleanLiteral" || assign.value.kind === "StringLiteral";
    this.bind(assign.target, plain ? this.value(assign.value) : OPEN);
  }

  private noteCopy(statement: Statement): void {
    if (this.stack.length > 0) return;
    const declarator = statement.kind === "Declaration" ? statement.declarators[0]! : undefined;
    const assign = statement.kind === "ExpressionStatement" ? statement.expression : undefined;
    const target = declarator?.target ?? (assign?.kind === "Assign" ? assign.target : undefined);
    const binding = target?.kind === "Name" ? this.cx.program.bindingOf(target) : undefined;
    if (binding && this.env.get(binding)?.kind === "text") this.copies.set(statement, binding);
  }
}

function isLog(cx: Rewrite, statement: Statement): boolean {
  const e = statement.kind === "ExpressionStatement" ? statement.expression : undefined;
  return e?.kind === "Call" && effectOf(cx, e) === "log";
}
