import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import type { Call, Expression, FunctionNode, If, Loop, Node, Pattern, Statement } from "../src/languages/tree.js";
import { enclosing, walkOwn } from "../src/languages/walk.js";
import { effectOf, isHarmless } from "./between.js";
import type { Rewrite } from "./rewrite.js";
import * as states from "./waitStates.js";
import { NOTHING, OPEN, PACED, type Known } from "./waitStates.js";

/** Thrown when the code does more than wait, or cannot be followed. */
export class NotWaiting extends Error {
  override readonly name = "NotWaiting";
}

/** Thrown when the code would never end although the run has. */
export class Endless extends Error {
  override readonly name = "Endless";
}

/** How a piece of code ends. `exit` leaves the function. */
export type End = "normal" | "break" | "continue" | "exit" | { readonly value: Known };

/** A run that is asked for again and again: some rounds on its way, then in its last status. */
const ROUNDS_ON_THE_WAY = 2;
/** More questions after the run has ended than any loop needs that ends. */
const MOST_QUESTIONS_AFTER = 4;
const MOST_ROUNDS = 20;
const DEEPEST = 12;

/**
 * Plays the code around a run through for one way the run goes: `way` says which status it has on its way, and in which it ends. While
 * the run is on its way nothing may happen but sleeping, printing, counting and asking for the run again; that is what makes it waiting.
 * What happens only when the run has ended is recorded in `kept`: it must happen after the one call that waits, too.
 */
export class WaitRun {
  readonly env = new Map<Binding, Known>();
  /** Statements, and branches by their `If`, that ran only when the run had ended and matter. In the order in which they ran. */
  readonly kept: Node[] = [];
  /** Tests that give up waiting after some rounds or some time. */
  readonly limits = new Set<Expression | Loop>();
  /** Operations that asked for the run. */
  readonly questions = new Set<Operation>();
  /** Branches that are taken only when waiting is given up. */
  readonly givenUp = new Set<Node>();
  /** Functions of the program that were called. */
  readonly entered = new Set<FunctionNode>();
  /** Statements of the loop that set a variable to the run's status. */
  readonly copies = new Map<Statement, Binding>();
  ended = false;
  private asked = 0;
  private askedAfter = 0;
  private rounds = 0;
  private readonly stack: FunctionNode[] = [];

  /**
   * @param created the operation that made the run
   * @param way its status on its way, and its last one
   * @param early statements and branches that run while the run is on its way; filled here, shared by all ways
   * @param ran all statements that run, without those that are kept; filled here, too
   * @param isInside whether code belongs to the waiting itself
   */
  constructor(
    private readonly cx: Rewrite,
    private readonly created: Operation,
    private readonly way: { readonly on: string; readonly end: string },
    private readonly early: Set<Node>,
    private readonly ran: Set<Node>,
    private readonly isInside: (node: Node) => boolean,
  ) {}

  /** Runs a statement of the function in which the run was made. */
  statement(statement: Statement): End {
    return this.exec(statement);
  }

  /** The value of an expression; asking for the run in it moves the run on. */
  value(e: Expression): Known {
    return this.eval(e);
  }

  // ---------------------------------------------------------------- statements

  private block(statements: readonly Statement[]): End {
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
        this.eval(statement.expression);
        this.noteCopy(statement);
        return "normal";
      case "Declaration":
        for (const { target, value } of statement.declarators) this.bind(target, value ? this.eval(value) : NOTHING);
        this.noteCopy(statement);
        return "normal";
      case "If":
        return this.branch(statement);
      case "Loop":
        return this.loop(statement);
      case "Return": {
        const value = statement.value ? this.eval(statement.value) : NOTHING;
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
    const test = this.eval(node.test);
    const taken = states.truth(test);
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
      if (loop.update) this.eval(loop.update);
    }
  }

  /** `for _ in range(60)`: as many rounds as it takes, because the limit goes. */
  private counted(loop: Loop): End {
    if (!loop.iterable || loop.async || !["open", "list"].includes(this.eval(loop.iterable).kind))
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
    const known = this.eval(test);
    const value = states.truth(known);
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
      if (effect === "log" || (effect === undefined && !isHarmless(this.cx, node))) return false;
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
    this.bind(assign.target, plain ? this.eval(assign.value) : OPEN);
  }

  private noteCopy(statement: Statement): void {
    if (this.stack.length > 0) return;
    const declarator = statement.kind === "Declaration" ? statement.declarators[0]! : undefined;
    const assign = statement.kind === "ExpressionStatement" ? statement.expression : undefined;
    const target = declarator?.target ?? (assign?.kind === "Assign" ? assign.target : undefined);
    const binding = target?.kind === "Name" ? this.cx.program.bindingOf(target) : undefined;
    if (binding && this.env.get(binding)?.kind === "text") this.copies.set(statement, binding);
  }

  // ---------------------------------------------------------------- values

  private bind(target: Pattern, value: Known): void {
    if (target.kind === "Name") {
      const binding = this.cx.program.bindingOf(target);
      if (binding) this.env.set(binding, value);
      return;
    }
    if (target.kind !== "ObjectPattern") throw new NotWaiting();
    for (const entry of target.entries) {
      if (entry.rest || entry.key === undefined) throw new NotWaiting();
      this.bind(entry.target, member(value, entry.key));
    }
  }

  private eval(e: Expression): Known {
    switch (e.kind) {
      case "Name":
        return this.name(e);
      case "Wrap":
      case "Await":
      case "Spread":
        return this.eval(e.value);
      case "Member":
        return this.constant(e) ?? member(this.eval(e.object), e.property);
      case "Index":
        this.eval(e.object);
        return OPEN;
      case "Call":
        return this.call(e);
      case "Assign":
        return this.assign(e.target, e.operator, e.value);
      case "Binary":
        return this.binary(e);
      case "Unary": {
        const value = this.eval(e.value);
        if (e.operator === "not") return states.opposite(value);
        return e.operator === "-" ? states.compute("-", { kind: "number", value: 0 }, value) : OPEN;
      }
      case "Conditional": {
        const taken = states.truth(this.eval(e.test));
        if (taken !== undefined) return this.eval(taken ? e.then : e.otherwise);
        return states.joined(this.eval(e.then), this.eval(e.otherwise));
      }
      case "ArrayLiteral":
        return { kind: "list", items: e.items.map((item) => this.eval(item)) };
      case "StringLiteral":
        return { kind: "text", value: e.value };
      case "NumberLiteral":
        return { kind: "number", value: e.value };
      case "BooleanLiteral":
        return states.bool(e.value);
      case "NullLiteral":
        return NOTHING;
      case "Function":
        return OPEN;
      default:
        for (const node of walkOwn(e)) {
          if (node.kind === "Await" || node.kind === "Assign" || node.kind === "Opaque") throw new NotWaiting();
          if (node.kind === "Call" && (this.cx.values.operationAt(node) || !isHarmless(this.cx, node)))
            throw new NotWaiting();
        }
        return OPEN;
    }
  }

  private assign(target: Pattern, operator: string, value: Expression | undefined): Known {
    const isPlain = operator === "=" || operator === ":=";
    const given = value ? this.eval(value) : PACED;
    const counts = given.kind === "number" && (!isPlain || value?.kind !== "NumberLiteral");
    const known = counts || given === PACED ? PACED : isPlain ? given : OPEN;
    if (target.kind === "Member" || target.kind === "Index") throw new NotWaiting();
    this.bind(target, known);
    return known;
  }

  private binary(e: Extract<Expression, { kind: "Binary" }>): Known {
    const left = this.eval(e.left);
    if (e.operator !== "and" && e.operator !== "or" && e.operator !== "??")
      return states.compute(e.operator, left, this.eval(e.right));
    const first =
      e.operator === "??" ? (left.kind === "open" ? undefined : left.kind !== "nothing") : states.truth(left);
    const decides = e.operator === "and" ? false : true;
    if (first === decides) return left;
    const right = this.eval(e.right);
    if (first !== undefined) return right;
    // `pending and more` with an end that is not known: decided only by what is known.
    return states.truth(right) === decides && e.operator !== "??" ? right : states.joined(left, right);
  }

  private name(e: Extract<Expression, { kind: "Name" }>): Known {
    const binding = this.cx.program.bindingOf(e);
    const known = binding && this.env.get(binding);
    if (known) return known;
    const [first, ...more] = binding && !binding.parameter ? binding.writes : [];
    const settled = first?.value && first.path.length === 0 && more.every((write) => this.isInside(write.site));
    if (settled && (isLiteral(first.value!) || isListOfWords(first.value!))) return this.eval(first.value!);
    return this.constant(e) ?? OPEN;
  }

  /** Enum members and text constants of other modules: `RunStatus.QUEUED`. */
  private constant(e: Expression): Known | undefined {
    const words = this.cx.values.of(e).map((v) => {
      if (v.kind === "text") return v.value;
      return v.kind === "external" ? this.created.dialect.constants[v.path.slice(-2).join(".")] : undefined;
    });
    return words.length === 1 && words[0] !== undefined ? { kind: "text", value: words[0] } : undefined;
  }

  private call(call: Call): Known {
    const operation = this.cx.values.operationAt(call);
    if (operation) return this.ask(operation);
    const looked = this.lookUp(call);
    if (looked) return looked;
    if (call.callee.kind === "Member" && this.eval(call.callee.object).kind === "run") {
      // Methods of results only print them.
      for (const { value } of call.args) this.eval(value);
      return OPEN;
    }
    const effect = effectOf(this.cx, call);
    if (effect === undefined && !isHarmless(this.cx, call)) return this.helper(call);
    const given = call.args.map(({ value }) => this.eval(value));
    if (call.callee.kind === "Member") this.eval(call.callee.object);
    return effect === "clock" || given.some((known) => known.kind === "open" && known.paced) ? PACED : OPEN;
  }

  private isQuestion(call: Call): boolean {
    const operation = this.cx.values.operationAt(call);
    const id = operation?.id === "runs.retrieve" ? operation.args.get("run_id") : undefined;
    return id !== undefined && this.cx.values.results(id.value).some((v) => v.operation === this.created);
  }

  /** The run is asked for: it is where it was, until it has ended. */
  private ask(operation: Operation): Known {
    const id = operation.args.get("run_id");
    if (operation.id !== "runs.retrieve" || !id || this.eval(id.value).kind !== "id") throw new NotWaiting();
    for (const { name, value } of operation.args.values()) if (name !== "run_id") this.eval(value);
    this.questions.add(operation);
    if (this.ended && ++this.askedAfter > MOST_QUESTIONS_AFTER) throw new Endless();
    if (operation.spec.mode === "wait" || ++this.asked > ROUNDS_ON_THE_WAY) this.ended = true;
    return { kind: "run", status: this.ended ? this.way.end : this.way.on };
  }

  /** `list.includes(x)`, `list.indexOf(x)`, `set.has(x)`, and what makes a list of a list. */
  private lookUp(call: Call): Known | undefined {
    const [first, ...more] = call.args;
    if (!first || more.length > 0 || first.form !== "positional") return undefined;
    if (call.callee.kind === "Name" && /^(Set|set|frozenset|list|tuple)$/.test(call.callee.name)) {
      const list = this.eval(first.value);
      return list.kind === "list" ? list : undefined;
    }
    if (call.callee.kind !== "Member" || !/^(includes|has|indexOf)$/.test(call.callee.property)) return undefined;
    const list = this.eval(call.callee.object);
    if (list.kind !== "list") return undefined;
    const item = this.eval(first.value);
    return call.callee.property === "indexOf" ? states.indexOf(list, item) : states.contains(list, item);
  }

  /** A function of the program: played through with what it is given. */
  private helper(call: Call): Known {
    const [callee, ...more] = this.cx.values.of(call.callee);
    if (callee?.kind !== "function" || more.length > 0 || this.stack.length > DEEPEST) throw new NotWaiting();
    const { fn } = callee;
    if (!fn.body || fn.generator || call.args.some((a) => a.form === "spread" || a.form === "namedSpread"))
      throw new NotWaiting();
    this.entered.add(fn);
    this.pass(call, fn);
    this.stack.push(fn);
    const end = fn.body.kind === "Block" ? this.block(fn.body.statements) : { value: this.eval(fn.body) };
    this.stack.pop();
    if (end === "normal") return NOTHING;
    if (typeof end !== "object") throw new NotWaiting();
    return end.value;
  }

  private pass(call: Call, fn: FunctionNode): void {
    const params = fn.params.filter((p, i) => !(i === 0 && this.isReceiver(fn, p.target)));
    const positional = call.args.filter((a) => a.form === "positional");
    const given = params.map((param, i) => {
      const named = call.args.find(
        (a) => a.form === "named" && param.target.kind === "Name" && a.name === param.target.name,
      );
      return (named ?? positional[i])?.value;
    });
    const known = params.map((param, i) => {
      const value = given[i];
      if (param.rest !== "none") throw new NotWaiting();
      if (param.target.kind === "ObjectPattern") return undefined;
      return value ? this.eval(value) : param.fallback ? this.eval(param.fallback) : NOTHING;
    });
    params.forEach((param, i) => {
      const value = known[i];
      if (value) return this.bind(param.target, value);
      const literal = given[i];
      if (literal?.kind !== "ObjectLiteral" || param.target.kind !== "ObjectPattern") throw new NotWaiting();
      for (const entry of param.target.entries) {
        const passed = literal.entries.find((e) => e.key !== undefined && e.key === entry.key);
        this.bind(entry.target, passed ? this.eval(passed.value) : OPEN);
      }
    });
  }

  private isReceiver(fn: FunctionNode, target: Pattern): boolean {
    return fn.flavor === "method" && target.kind === "Name" && this.cx.program.isThis(target);
  }
}

function member(object: Known, property: string): Known {
  if (object.kind === "run" && property === "status") return { kind: "text", value: object.status };
  if (object.kind === "run" && property === "id") return { kind: "id" };
  return OPEN;
}

function isLiteral(e: Expression): boolean {
  return ["StringLiteral", "NumberLiteral", "BooleanLiteral", "ArrayLiteral"].includes(e.kind);
}

function isListOfWords(e: Expression): boolean {
  return (
    e.kind === "Call" && e.args.length === 1 && e.args[0]!.value.kind === "ArrayLiteral" && e.callee.kind === "Name"
  );
}

function isLog(cx: Rewrite, statement: Statement): boolean {
  const e = statement.kind === "ExpressionStatement" ? statement.expression : undefined;
  return e?.kind === "Call" && effectOf(cx, e) === "log";
}

function holds(outer: Node, inner: Node): boolean {
  return outer.tree === inner.tree && outer.start <= inner.start && inner.end <= outer.end;
}
