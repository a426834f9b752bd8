import { wireName } from "../../src/analysis/casing.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { Call, Comprehension, Expression, FunctionNode, Loop } from "../../src/languages/tree.js";
import type { Rewrite } from "../rewrite.js";
import { isTypeGuard } from "../runs/typeGuards.js";
import { partKindOf } from "../runs/words.js";

/** What an expression is of a list of messages. `below` is the way from a message into it, by wire names: "content.0.text.value". */
export type Sight =
  | { readonly is: "page" }
  | {
      readonly is: "list";
      readonly newestFirst: boolean;
      readonly filter: Filter;
      readonly below: Path;
      readonly raw: boolean;
    }
  /** Some message of a list, in a test or a comprehension over it. */
  | { readonly is: "element"; readonly below: Path }
  /** The newest message of the assistant. */
  | { readonly is: "newest"; readonly below: Path };

export type Path = readonly (string | number)[];

/** What is known of the messages in a list: those of the assistant, those of the run. */
interface Filter {
  readonly assistant: boolean;
  readonly run: boolean;
}

/** What tests ask for besides the text. */
const LEAVES = new Set(["role", "run_id", "content.0.type"]);

/** The way from a message to its text. */
const TEXT: Path = ["content", 0, "text", "value"];

/**
 * Sees what expressions are of one list of messages that was asked for when a run had finished: by their shape, through variables that
 * are written once. What it does not know has no sight.
 */
export class Newest {
  private readonly known = new Map<Expression, Sight | undefined>();

  /** @param run the operations whose result is the run */
  constructor(
    private readonly cx: Rewrite,
    private readonly list: Operation,
    private readonly run: readonly Operation[],
    private readonly start: Sight,
  ) {}

  of(e: Expression): Sight | undefined {
    if (this.known.has(e)) return this.known.get(e);
    this.known.set(e, undefined);
    const sight = this.see(e);
    this.known.set(e, sight);
    return sight;
  }

  /** Whether an expression is the text of the newest message. */
  isText(e: Expression): boolean {
    const sight = this.of(e);
    return sight?.is === "newest" && isSame(sight.below, TEXT);
  }

  private see(e: Expression): Sight | undefined {
    switch (e.kind) {
      case "Wrap":
      case "Await":
        return this.of(e.value);
      case "Name":
        return this.ofName(this.cx.program.bindingOf(e));
      case "Member":
        return this.member(this.of(e.object), e.property);
      case "Index":
        return this.index(e);
      case "Call":
        return e === this.list.call ? this.start : this.call(e);
      case "Comprehension":
        return this.comprehension(e);
      default:
        return undefined;
    }
  }

  private ofName(binding: Binding | undefined): Sight | undefined {
    if (!binding || binding.writes.length !== 1) return undefined;
    const { value, path, site } = binding.writes[0]!;
    const collecting = collectingLoop(binding);
    if (collecting) {
      const list = this.asList(this.of(collecting.iterable!));
      return list && { ...list, raw: false };
    }
    if (site.kind === "Clause") return this.isList(site.iterable) && path.length === 1 ? element([]) : undefined;
    if (site.kind === "Parameter") {
      const fn = binding.parameter?.fn;
      return fn && binding.parameter?.index === 0 && this.isTested(fn) && path.length === 0 ? element([]) : undefined;
    }
    if (!value || (site.kind !== "Declarator" && site.kind !== "Assign")) return undefined;
    return path.reduce<Sight | undefined>((sight, step) => {
      if (step.kind === "member") return this.member(sight, step.name);
      return step.kind === "index" && step.index === 0 ? this.pick(sight, "first") : undefined;
    }, this.of(value));
  }

  /** Whether a function tests the messages of a list: `data.find((m) => …)`. */
  private isTested(fn: FunctionNode): boolean {
    const call = fn.parent?.kind === "Argument" ? fn.parent.parent : undefined;
    if (call?.kind !== "Call" || call.callee.kind !== "Member" || call.args[0]?.value !== fn) return false;
    return /^(find|findLast|filter|map)$/.test(call.callee.property) && this.isList(call.callee.object);
  }

  private isList(e: Expression): boolean {
    const sight = this.of(e);
    return sight?.is === "list" || (sight?.is === "page" && this.cx.program.fileOf(e).language.id === "python");
  }

  private member(sight: Sight | undefined, property: string): Sight | undefined {
    if (sight?.is === "page") return property === "data" ? this.asList(sight) : undefined;
    if (sight?.is !== "newest" && sight?.is !== "element") return undefined;
    const last = sight.below.at(-1);
    if (last === undefined && property === "text_messages") return { ...sight, below: ["text_messages"] };
    const below = [...sight.below, wireName(property, this.list.dialect)];
    return isPrefix(below) || LEAVES.has(below.join(".")) ? { ...sight, below } : undefined;
  }

  /** The messages of a page, in the order in which they were asked for. */
  private asList(sight: Sight | undefined): Extract<Sight, { is: "list" }> | undefined {
    if (sight?.is === "list") return sight;
    if (sight?.is !== "page") return undefined;
    const order = this.list.args.get("order")?.value;
    const run = this.list.args.has("run_id") || this.list.args.has("after");
    const filter = { assistant: run, run };
    return {
      is: "list",
      newestFirst: !order || wordOf(this.cx, this.list, order) !== "asc",
      filter,
      below: [],
      raw: true,
    };
  }

  private index(e: Extract<Expression, { kind: "Index" }>): Sight | undefined {
    const sight = this.of(e.object);
    const at = numberOf(e.index) ?? (this.isLastIndex(e) ? -1 : undefined);
    if (sight?.is === "newest" || sight?.is === "element") {
      if (sight.below.at(-1) === "text_messages" && (at === 0 || at === -1)) return { ...sight, below: ["content", 0] };
      return at === 0 ? { ...sight, below: [...sight.below, 0] } : undefined;
    }
    return at === 0 ? this.pick(sight, "first") : at === -1 ? this.pick(sight, "last") : undefined;
  }

  /** `list[list.length - 1]`. */
  private isLastIndex({ object, index }: Extract<Expression, { kind: "Index" }>): boolean {
    if (index.kind !== "Binary" || index.operator !== "-" || index.left.kind !== "Member") return false;
    if (index.right.kind !== "NumberLiteral" || index.right.value !== 1 || index.left.property !== "length")
      return false;
    const [a, b] = [this.of(object), this.of(index.left.object)];
    return a?.is === "list" && b?.is === "list" && a.newestFirst === b.newestFirst && a.filter === b.filter;
  }

  /** The first or last message of a list, when that is the newest of the assistant. */
  private pick(sight: Sight | undefined, end: "first" | "last"): Sight | undefined {
    if (sight?.is === "page" && this.list.call.tree.language !== "python") return undefined;
    const list = this.asList(sight);
    if (!list) return undefined;
    const isNewest = list.newestFirst ? end === "first" : end === "last" && this.isWhole();
    return isNewest || list.filter.run ? { is: "newest", below: list.below } : undefined;
  }

  /** Whether the newest messages are on the page: oldest first, a limit may cut them off. */
  private isWhole(): boolean {
    return !this.list.args.has("limit");
  }

  private call(call: Call): Sight | undefined {
    const first = call.args[0]?.value;
    if (call.callee.kind === "Name") {
      const sight = first && this.of(first);
      if (!sight) return undefined;
      if (/^(list|iter|aiter|tuple)$/.test(call.callee.name)) return this.asList(sight);
      if (/^(next|anext)$/.test(call.callee.name)) return this.pick(sight, "first");
      const list = call.callee.name === "reversed" ? this.asList(sight) : undefined;
      return list && { ...list, newestFirst: !list.newestFirst };
    }
    if (call.callee.kind !== "Member") return undefined;
    return this.method(call, call.callee.property, call.callee.object, first);
  }

  private method(call: Call, name: string, object: Expression, first: Expression | undefined): Sight | undefined {
    const sight = this.of(object);
    if (sight?.is === "page") {
      const member = this.list.dialect.members["Page(Message)"]?.[name];
      if (!member?.call || !member.first || call.args.length !== 1 || !this.isAssistant(first!)) return undefined;
      return { is: "newest", below: member.path.endsWith("content.*") ? ["content", 0] : [] };
    }
    if (sight?.is === "newest" && isSame(sight.below, ["content"])) {
      const isText = name === "find" ? this.isTextTest(first) : name === "at" && isNumber(first, 0);
      return isText ? { ...sight, below: ["content", 0] } : undefined;
    }
    if (sight?.is !== "list") return undefined;
    const isPython = call.tree.language === "python";
    switch (name) {
      case "filter":
        return this.filtered(sight, first);
      case "find":
        return this.pick(this.filtered(sight, first), "first");
      case "findLast":
        return this.pick(this.filtered(sight, first), "last");
      case "at":
        return isNumber(first, 0)
          ? this.pick(sight, "first")
          : isNumber(first, -1)
            ? this.pick(sight, "last")
            : undefined;
      case "pop":
        if (call.args.length === 0) return this.pick(sight, "last");
        return isPython && isNumber(first, 0) ? this.pick(sight, "first") : undefined;
      case "shift":
        return this.pick(sight, "first");
      case "reverse":
      case "toReversed":
        return isPython || call.args.length > 0 ? undefined : { ...sight, newestFirst: !sight.newestFirst };
      case "map": {
        const body = first?.kind === "Function" ? resultOf(first) : undefined;
        const mapped = body && this.of(body);
        return mapped?.is === "element" ? { ...sight, below: mapped.below, raw: false } : undefined;
      }
      default:
        return undefined;
    }
  }

  private filtered(list: Extract<Sight, { is: "list" }>, test: Expression | undefined): Sight | undefined {
    const body = test?.kind === "Function" ? resultOf(test) : undefined;
    const filter = body && this.test(body);
    return filter && { ...list, filter: joined(list.filter, filter), raw: false };
  }

  private comprehension(e: Comprehension): Sight | undefined {
    const [clause, ...more] = e.clauses;
    if (!clause || more.length > 0 || e.key || (e.flavor !== "array" && e.flavor !== "generator")) return undefined;
    const list = this.asList(this.of(clause.iterable));
    const mapped = this.of(e.element);
    const filters = clause.tests.map((test) => this.test(test));
    if (!list || mapped?.is !== "element" || filters.includes(undefined)) return undefined;
    return {
      ...list,
      filter: filters.reduce<Filter>((a, b) => joined(a, b!), list.filter),
      below: mapped.below,
      raw: false,
    };
  }

  /** What a test of one message says; undefined when it says anything that is not known here. */
  private test(e: Expression): Filter | undefined {
    if (e.kind === "Wrap") return this.test(e.value);
    if (e.kind === "Binary" && e.operator === "and") {
      const [a, b] = [this.test(e.left), this.test(e.right)];
      return a && b && joined(a, b);
    }
    if (e.kind === "Binary" && (e.operator === "==" || e.operator === "!=")) {
      return this.compared(e.left, e.right, e.operator) ?? this.compared(e.right, e.left, e.operator);
    }
    const sight = this.of(e);
    // Whether there is text at all.
    return sight?.is === "element" && isPrefix(sight.below) ? { assistant: false, run: false } : undefined;
  }

  private compared(e: Expression, other: Expression, operator: string): Filter | undefined {
    const sight = this.of(e);
    if (sight?.is !== "element") return undefined;
    const path = sight.below.join(".");
    if (path === "role") {
      const role = wordOf(this.cx, this.list, other);
      const assistant = operator === "==" ? role === "assistant" || role === "agent" : role === "user";
      return assistant ? { assistant, run: false } : undefined;
    }
    if (path === "run_id" && operator === "==") return this.isRunId(other) ? { assistant: true, run: true } : undefined;
    if (path === "content.0.type" && operator === "==")
      return wordOf(this.cx, this.list, other) === "text" ? { assistant: false, run: false } : undefined;
    return undefined;
  }

  private isRunId(e: Expression): boolean {
    const values = this.cx.values.results(e);
    return (
      values.length > 0 && values.every((v) => v.type === "id(run)" && v.operation && this.run.includes(v.operation))
    );
  }

  private isAssistant(e: Expression): boolean {
    return /^(assistant|agent)$/.test(wordOf(this.cx, this.list, e) ?? "");
  }

  /** `(part) => part.type === "text"`, `(part) => isOutputOfType(part, "text")`. */
  private isTextTest(test: Expression | undefined): boolean {
    const body = test?.kind === "Function" ? resultOf(test) : undefined;
    if (body?.kind === "Call") {
      const [part, kind] = body.args;
      const isPart = part?.value.kind === "Name" && kind !== undefined && isTypeGuard(this.cx, body);
      return isPart && kindOf(this.cx, this.list, kind.value) === "text";
    }
    if (body?.kind !== "Binary" || body.operator !== "==" || body.left.kind !== "Member") return false;
    return (
      body.left.property === "type" &&
      body.left.object.kind === "Name" &&
      wordOf(this.cx, this.list, body.right) === "text"
    );
  }
}

/** `for (const m of page) list.push(m)`: the loop that does nothing but fill a list that was empty. */
export function collectingLoop(list: Binding): Loop | undefined {
  const value = list.writes.length === 1 ? list.writes[0]!.value : undefined;
  if (value?.kind !== "ArrayLiteral" || value.items.length > 0) return undefined;
  const changes = list.reads.flatMap(({ parent }) => {
    const isCall = parent?.kind === "Member" && parent.parent?.kind === "Call" && parent.parent.callee === parent;
    return isCall && /^(push|append|unshift|insert|add|extend)$/.test(parent.property) ? [parent.parent as Call] : [];
  });
  const [call, ...more] = changes;
  const statement = call?.parent;
  const loop = statement?.parent?.kind === "Block" ? statement.parent.parent : undefined;
  if (!call || more.length > 0 || loop?.kind !== "Loop" || loop.flavor !== "each" || loop.otherwise) return undefined;
  const [item, ...items] = call.args;
  const isWhole = item?.value.kind === "Name" && loop.target?.kind === "Name" && item.value.name === loop.target.name;
  const adds = call.callee.kind === "Member" && /^(push|append)$/.test(call.callee.property);
  return isWhole && adds && items.length === 0 && loop.body.statements.length === 1 ? loop : undefined;
}

function isNumber(e: Expression | undefined, value: number): boolean {
  return e !== undefined && numberOf(e) === value;
}

function numberOf(e: Expression): number | undefined {
  if (e.kind === "Unary" && e.operator === "-" && e.value.kind === "NumberLiteral") return -e.value.value;
  return e.kind === "NumberLiteral" ? e.value : undefined;
}

/** The word that a literal, a constant or an enum member is. */
export function wordOf(cx: Rewrite, operation: Operation, e: Expression): string | undefined {
  if (e.kind === "StringLiteral") return e.value;
  const words = cx.values.of(e).map((v) => {
    if (v.kind === "text") return v.value;
    return v.kind === "external" ? operation.dialect.constants[v.path.slice(-2).join(".")] : undefined;
  });
  return words.length === 1 ? words[0] : undefined;
}

/** The kind of part that a type guard tests for, by its word or by the class of such parts. */
export function kindOf(cx: Rewrite, operation: Operation, e: Expression): string | undefined {
  const [type] = cx.values.of(e);
  return wordOf(cx, operation, e) ?? (type?.kind === "external" ? partKindOf(type.path.at(-1) ?? "") : undefined);
}

/** Whether a way leads to the text, or asks for its kind. */
export function isPrefix(below: Path): boolean {
  return isSame(below, TEXT.slice(0, below.length)) || below.join(".") === "text_messages";
}

function resultOf({ body }: FunctionNode): Expression | undefined {
  if (body?.kind !== "Block") return body;
  const [only, ...more] = body.statements;
  return only?.kind === "Return" && more.length === 0 ? only.value : undefined;
}

function element(below: Path): Sight {
  return { is: "element", below };
}

function joined(a: Filter, b: Filter): Filter {
  return { assistant: a.assistant || b.assistant, run: a.run || b.run };
}

function isSame(a: Path, b: Path): boolean {
  return a.length === b.length && a.every((step, i) => step === b[i]);
}
