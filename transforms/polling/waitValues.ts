import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Expression, FunctionNode, Node, Pattern, Statement } from "../../src/languages/tree.js";
import { walkOwn } from "../../src/languages/walk.js";
import { effectOf, isHarmless } from "../code/between.js";
import type { Rewrite } from "../rewrite.js";
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
const DEEPEST = 12;

/** The status that a run has on its way, and its last one. */
export interface Way {
  readonly on: string;
  readonly end: string;
}

/**
 * What expressions give while the code around a run is played through for one way the run goes. Only sleeping, printing, computing and
 * asking for the run are followed; functions of the program are, too.
 */
export abstract class WaitValues {
  readonly env = new Map<Binding, Known>();
  /** Operations that asked for the run. */
  readonly questions = new Set<Operation>();
  /** Functions of the program that were called. */
  readonly entered = new Set<FunctionNode>();
  ended = false;
  protected readonly stack: FunctionNode[] = [];
  private asked = 0;
  private askedAfter = 0;

  /**
   * @param created the operation that made the run
   * @param isInside whether code belongs to the waiting itself
   */
  constructor(
    protected readonly cx: Rewrite,
    private readonly created: Operation,
    private readonly way: Way,
    protected readonly isInside: (node: Node) => boolean,
  ) {}

  protected abstract block(statements: readonly Statement[]): End;

  /** Gives a variable, or the variables of a pattern, a value. */
  protected bind(target: Pattern, value: Known): void {
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

  /** The value of an expression; asking for the run in it moves the run on. */
  value(e: Expression): Known {
    switch (e.kind) {
      case "Name":
        return this.name(e);
      case "Wrap":
      case "Await":
      case "Spread":
        return this.value(e.value);
      case "Member":
        return this.constant(e) ?? member(this.value(e.object), e.property);
      case "Index":
        this.value(e.object);
        return OPEN;
      case "Call":
        return this.call(e);
      case "Assign":
        return this.assign(e.target, e.operator, e.value);
      case "Binary":
        return this.binary(e);
      case "Unary": {
        const value = this.value(e.value);
        if (e.operator === "not") return states.opposite(value);
        return e.operator === "-" ? states.compute("-", { kind: "number", value: 0 }, value) : OPEN;
      }
      case "Conditional": {
        const taken = states.truth(this.value(e.test));
        if (taken !== undefined) return this.value(taken ? e.then : e.otherwise);
        return states.joined(this.value(e.then), this.value(e.otherwise));
      }
      case "ArrayLiteral":
        return { kind: "list", items: e.items.map((item) => this.value(item)) };
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
    const given = value ? this.value(value) : PACED;
    const counts = given.kind === "number" && (!isPlain || value?.kind !== "NumberLiteral");
    const known = counts || given === PACED ? PACED : isPlain ? given : OPEN;
    if (target.kind === "Member" || target.kind === "Index") throw new NotWaiting();
    this.bind(target, known);
    return known;
  }

  private binary(e: Extract<Expression, { kind: "Binary" }>): Known {
    const left = this.value(e.left);
    if (e.operator !== "and" && e.operator !== "or" && e.operator !== "??")
      return states.compute(e.operator, left, this.value(e.right));
    const first =
      e.operator === "??" ? (left.kind === "open" ? undefined : left.kind !== "nothing") : states.truth(left);
    const decides = e.operator === "and" ? false : true;
    if (first === decides) return left;
    const right = this.value(e.right);
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
    if (settled && (isLiteral(first.value!) || isListOfWords(first.value!))) return this.value(first.value!);
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
    if (call.callee.kind === "Member" && this.value(call.callee.object).kind === "run") {
      // Methods of results only print them.
      for (const { value } of call.args) this.value(value);
      return OPEN;
    }
    const effect = effectOf(this.cx, call);
    if (!isHarmless(this.cx, call)) return this.helper(call);
    const given = call.args.map(({ value }) => this.value(value));
    if (call.callee.kind === "Member") this.value(call.callee.object);
    return effect === "clock" || given.some((known) => known.kind === "open" && known.paced) ? PACED : OPEN;
  }

  protected isQuestion(call: Call): boolean {
    const operation = this.cx.values.operationAt(call);
    const id = operation?.id === "runs.retrieve" ? operation.args.get("run_id") : undefined;
    return id !== undefined && this.cx.values.results(id.value).some((v) => v.operation === this.created);
  }

  /** The run is asked for: it is where it was, until it has ended. */
  private ask(operation: Operation): Known {
    const id = operation.args.get("run_id");
    if (operation.id !== "runs.retrieve" || !id || this.value(id.value).kind !== "id") throw new NotWaiting();
    for (const { name, value } of operation.args.values()) if (name !== "run_id") this.value(value);
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
      const list = this.value(first.value);
      return list.kind === "list" ? list : undefined;
    }
    if (call.callee.kind !== "Member" || !/^(includes|has|indexOf)$/.test(call.callee.property)) return undefined;
    const list = this.value(call.callee.object);
    if (list.kind !== "list") return undefined;
    const item = this.value(first.value);
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
    const end = fn.body.kind === "Block" ? this.block(fn.body.statements) : { value: this.value(fn.body) };
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
      return value ? this.value(value) : param.fallback ? this.value(param.fallback) : NOTHING;
    });
    params.forEach((param, i) => {
      const value = known[i];
      if (value) return this.bind(param.target, value);
      const literal = given[i];
      if (literal?.kind !== "ObjectLiteral" || param.target.kind !== "ObjectPattern") throw new NotWaiting();
      for (const entry of param.target.entries) {
        const passed = literal.entries.find((e) => e.key !== undefined && e.key === entry.key);
        this.bind(entry.target, passed ? this.value(passed.value) : OPEN);
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
