import type { Operation } from "../../src/analysis/operation.js";
import { keyedRead } from "../../src/analysis/keyedRead.js";
import { listMethod } from "../../src/analysis/lists.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { Call, Expression, Node, SourceTree } from "../../src/languages/tree.js";
import { enclosing, walk } from "../../src/languages/walk.js";
import { holdsAgent } from "../agents/agentReads.js";
import { textOfCode } from "../code/emit.js";
import { writtenLimit } from "../agents/agentLists.js";
import { wantedOf } from "../messages/pages.js";
import { helperFor, isAvailable, lostFields, nameOf, type ClassicHelper } from "./classicHelper.js";
import { leavesAs, leavesIn } from "./leavesAs.js";
import { printedBy } from "../code/printed.js";
import { reading as rule } from "../registry.js";
import { movesTypes } from "../types/types.js";
import type { Rewrite } from "../rewrite.js";

/** Stands for code that is there already. */
const HERE = "\u0000";

/** An object that leaves the program as data, in the shape it had. */
interface Given {
  /** The whole of it, with `await` and parentheses. */
  readonly whole: Expression;
  readonly value: ResultValue;
  readonly isNullable: boolean;
  /** Its readers look for attributes, so that data has to become an object. */
  readonly isObject: boolean;
}

/**
 * Objects that leave the program as data (a JSON answer, a text, what a function gives to callers elsewhere): whoever reads them there
 * looks for the classic fields, so they are given their classic shape back by a small function.
 */
export class GivenBack {
  private dumps: ReadonlySet<Operation> | undefined;
  private readonly kept = new Set<Expression>();
  private readonly places = new Map<Expression, Given>();

  constructor(private readonly cx: Rewrite) {}

  /** Whether a use that gets out of sight can be given its classic shape there; it will be then. */
  take(use: Expression): boolean {
    const whole = wholeOf(use);
    if (this.places.has(whole)) return true;
    const all = this.cx.values.of(use);
    const results = this.cx.values.results(use);
    const [value] = results;
    const isNullable = all.length > results.length || isMissable(this.cx, whole);
    if (!value || all.some((v) => v.kind !== "result" && v.kind !== "null")) return false;
    if (isNullable && !isRepeatable(whole)) return false;
    // No calls are an empty list now, and were none at all.
    if (value.type === "ToolCall[]" && isAskedFor(this.cx, whole)) return false;
    if (results.some((other) => other.type !== value.type || !isAvailable(this.cx, other))) return false;
    const leaving = helperFor(this.cx, value) === undefined ? undefined : leavesAs(this.cx, whole);
    if (leaving === undefined) return false;
    if (results.some((other) => isListed(this.cx, other) !== isListed(this.cx, value))) return false;
    if (isPromise(this.cx, whole) && !canThen(whole, results)) return false;
    this.places.set(whole, { whole, value, isNullable, isObject: leaving === "object" });
    return true;
  }

  /**
   * Whether a use is returned to callers out of sight by a function that says so with a type of the classic SDK: the type changes with it,
   * and tells them.
   */
  keeps(use: Expression): boolean {
    const whole = wholeOf(use);
    const { parent } = whole;
    const fn =
      parent?.kind === "Return" ? enclosing(parent, "Function") : parent?.kind === "Function" ? parent : undefined;
    const results = this.cx.values.results(use);
    if (!fn?.returns || fn.parent?.kind === "Argument" || !movesTypes(this.cx, fn.tree)) return false;
    const said = this.cx.values.ofAnnotation(fn.returns).filter((v) => v.kind === "result");
    const types = new Set(said.map(({ type }) => type));
    const isSaid = results.every(
      (value) =>
        types.has(value.type) &&
        this.cx.target(fn.tree).types[value.type.replace(/\[\]$/, "")] !== undefined &&
        !isListed(this.cx, value),
    );
    if (!isSaid || (isPromise(this.cx, whole) && !canThen(whole, results))) return false;
    this.kept.add(whole);
    this.cx.find(
      use,
      rule,
      "warning",
      `The ${nameOf(results[0]!)} is returned to callers outside the files given, as the type says: it is one of the current SDK now.`,
      "Check what reads it there; the type checker names the fields that are others now.",
    );
    return true;
  }

  /** Whether a list or object has got what is in it in its classic shape. */
  fills(container: Expression): boolean {
    return leavesIn(this.cx, container) !== undefined;
  }

  /** Whether the result of an operation is given back as a whole: then all of it is needed. */
  needs(operation: Operation): boolean {
    return (
      this.dumped().has(operation) ||
      [...this.places.keys(), ...this.kept].some((whole) =>
        this.cx.values.results(whole).some((v) => v.operation === operation),
      )
    );
  }

  /** Whether all that happens to a list is that it is given back, in the order that it had. */
  orders(operation: Operation): boolean {
    const lists = this.cx.flows.usesAs(operation, (type) => type === "Page(RunStep)");
    return lists.every(
      (use) => isWritten(use) || this.places.has(wholeOf(use)) || this.places.has(use.parent as Expression),
    );
  }

  /** Operations whose result is turned into data by a method of its own. */
  private dumped(): ReadonlySet<Operation> {
    return (this.dumps ??= new Set(
      this.cx.flows.uses.flatMap((use) => {
        const method = use.parent?.kind === "Member" && use.parent.object === use ? use.parent : undefined;
        const call = method?.parent?.kind === "Call" && method.parent.callee === method ? method.parent : undefined;
        if (!method || !call || printedBy(this.cx, call)) return [];
        const values = this.cx.values.results(use);
        return values.flatMap((v) => (v.dialect.serialisers?.[method.property] && v.operation ? [v.operation] : []));
      }),
    ));
  }

  /** The code before what is given back. Comes before operations are translated, so that it stands outside of all that they add. */
  open(): void {
    for (const given of this.places.values()) this.put(given, "before");
  }

  /** The code behind it, and what to know about it. */
  close(): void {
    for (const whole of this.kept) this.sayMessage(whole);
    for (const given of this.places.values()) {
      this.put(given, "behind");
      tell(this.cx, given.whole, given.value);
    }
  }

  /** One item of a conversation may be of any kind by its type; where a message is promised, typed code has to say that it is one. */
  private sayMessage(whole: Expression): void {
    const { cx } = this;
    const { tree } = whole;
    const [value] = cx.values.results(whole);
    const type = cx.target(tree).types.Message;
    if (!value || !type || tree.language !== "javascript" || !tree.typed || value.type !== "Message") return;
    if (!/^messages\.(create|retrieve)$/.test(value.operation?.id ?? "") || value.path !== "") return;
    const local = cx.want(tree, type.module, type.name, cx.target(tree).faces.openai.local, true);
    const how = { rule, flow: flowOf(cx, value), reason: "The type follows the value." };
    cx.insert(tree, whole.end, ` as ${local}.${type.member!}`, how);
  }

  private put(given: Given, side: "before" | "behind"): void {
    const { whole } = given;
    const page = pageOf(this.cx, given);
    const [before, behind] = this.code(given, page).split(HERE);
    const reason = "What is read elsewhere keeps its classic shape.";
    const how = { rule, flow: flowOf(this.cx, given.value), reason, safety: "review" } as const;
    if (page) this.cx.restated.add(whole);
    if (side === "before") this.cx.insert(whole.tree, whole.start, before!, how);
    else if (page) this.cx.replaceSpan(whole.tree, { start: page.end, end: whole.end }, behind!, how);
    else this.cx.insert(whole.tree, whole.end, behind!, how);
  }

  private code(given: Given, page: Expression | undefined): string {
    const { whole, isNullable } = given;
    const { tree, parent } = whole;
    const key = parent?.kind === "Entry" && parent.form === "shorthand" ? `${parent.key!}: ` : "";
    const shaped = this.shaped(given, page);
    const call = given.isObject ? `${helperOf(this.cx, whole, "asObject", given.value)}(${shaped})` : shaped;
    if (page || isPromise(this.cx, whole) || !isNullable || !isRepeatable(whole)) return key + call;
    const test = tree.text.slice(whole.start, whole.end);
    return tree.language === "python" ? `${key}${call} if ${test} else None` : `${key}${test} && ${call}`;
  }

  /** The call that gives an object its classic shape. */
  private shaped({ whole, value }: Given, page: Expression | undefined): string {
    const { cx } = this;
    const { tree } = whole;
    const printer = cx.printer(tree);
    const helper = helperOf(cx, whole, page ? "asMessages" : helperFor(cx, value)!, value);
    if (isPromise(cx, whole)) return `${HERE}.then(${helper})`;
    const limit = limitOfPage(cx, page ? "Page(Message)" : value.type, value);
    const limited = `${helper}(${HERE}${limit === undefined ? "" : `, ${limit}`})`;
    if (page) return textOfCode(tree.language === "python" ? `${limited}["data"]` : printer.member(limited, "data"));
    if (/^(RunStep\[\]|Page\(RunStep\))$/.test(value.type)) {
      const order =
        value.operation?.args.get("order")?.value.kind === "StringLiteral"
          ? `, ${printer.string("asc", cx.style(tree))}`
          : "";
      const listed = `${helper}(${HERE}${order})`;
      if (value.path === "") return listed;
      return textOfCode(tree.language === "python" ? `${listed}["data"]` : printer.member(listed, "data"));
    }
    const latest = isListed(cx, value) ? ".versions.latest" : "";
    if (value.type.endsWith("[]") && value.type !== "ContentPart[]")
      return textOfCode(printer.mapped(HERE, "item", `${helper}(item${latest})`));
    return limit === undefined ? `${helper}(${HERE}${latest})` : limited;
  }
}

/** How many of what a page is asked for it has at most. */
function limitOfPage(cx: Rewrite, type: string, { operation }: ResultValue): string | number | undefined {
  if (!operation) return undefined;
  if (type === "Page(Message)") return wantedOf(cx, operation);
  return type === "Page(Assistant)" ? writtenLimit(cx, operation) : undefined;
}

/** Whether an expression only goes into a variable, whose uses are looked at. */
function isWritten(use: Expression): boolean {
  const { parent } = wholeOf(use);
  return parent?.kind === "Declarator" || parent?.kind === "Assign";
}

/** Whether an expression gives the same when it is written twice, and nothing in it is written anew. */
function isRepeatable(e: Expression): boolean {
  return e.kind === "Name" || (e.kind === "Index" && e.object.kind === "Name" && e.index.kind === "NumberLiteral");
}

/** Whether an expression is an element of a list that need not be there: in JavaScript it is `undefined` then, and no error. */
function isMissable(cx: Rewrite, e: Expression): boolean {
  if (e.tree.language !== "javascript") return false;
  if (e.kind === "Index") return cx.values.of(e.object).some((v) => cx.values.hasElements(v));
  if (e.kind === "Call")
    return (
      e.callee.kind === "Member" &&
      listMethod(e.callee.property) === "element" &&
      cx.values.of(e.callee.object).some((v) => cx.values.hasElements(v))
    );
  if (e.kind === "Member" || e.kind === "Await" || e.kind === "Wrap") return false;
  const writes = e.kind === "Name" ? (cx.program.bindingOf(e)?.writes ?? []) : [];
  return writes.some(
    ({ value, path, site }) =>
      site.kind !== "Loop" &&
      value !== undefined &&
      (path.at(-1)?.kind === "index" || (path.length === 0 && isMissable(cx, inside(value)))),
  );
}

/** Whether an expression reads on where nothing need be: `run.required_action?.submit_tool_outputs`. */
function isAskedFor(cx: Rewrite, e: Expression): boolean {
  if (e.kind === "Wrap") return isAskedFor(cx, e.value);
  if (e.kind === "Member") return e.optional || isAskedFor(cx, e.object);
  const writes = e.kind === "Name" ? (cx.program.bindingOf(e)?.writes ?? []) : [];
  return writes.some(
    ({ value, path }) => path.length === 0 && value?.kind !== "Name" && value && isAskedFor(cx, value),
  );
}

/** An expression without parentheses, assertions and casts. */
function inside(e: Expression): Expression {
  return e.kind === "Wrap" ? inside(e.value) : e;
}

/** The page whose `data` is given back: a page can be given as a whole. */
function pageOf(cx: Rewrite, { whole, value }: Given): Expression | undefined {
  if (whole.kind !== "Member" || whole.property !== "data" || value.type !== "Message[]") return undefined;
  return cx.values.results(whole.object).some((v) => v.type === "Page(Message)") ? whole.object : undefined;
}

/** Whether a value is an agent, whose settings stand in its latest version. */
function isListed(cx: Rewrite, value: ResultValue): boolean {
  const { type, operation } = value;
  if (!operation || cx.definitionsOf(value) !== "service") return false;
  return /^Assistant(\[\])?$/.test(type) && holdsAgent(cx, operation);
}

function flowOf(cx: Rewrite, { operation }: ResultValue): number {
  return operation ? cx.flows.flowOf(operation).id : -1;
}

function helperOf(cx: Rewrite, at: Node, id: ClassicHelper, value: ResultValue): string {
  return cx.helper(at.tree, id, { rule, flow: flowOf(cx, value), reason: "Gives an object its classic shape." });
}

/**
 * `message.model_dump()` → a dictionary of the classic shape, whatever is done with it. Gives false where there is no function that makes
 * one.
 */
export function dumpClassic(
  cx: Rewrite,
  call: Call,
  object: Expression,
  values: readonly ResultValue[],
  text: boolean,
): boolean {
  const [value] = values;
  const id = value && helperFor(cx, value);
  if (!id || value.type.endsWith("[]") || /^(Page\(Assistant\))$/.test(value.type)) return false;
  if (values.some((other) => other.type !== value.type || !isAvailable(cx, other))) return false;
  if (cx.values.of(object).some((v) => v.kind !== "result") || readsLost(call.tree, value)) return false;
  const listed = values.filter((other) => isListed(cx, other));
  if (listed.length > 0 && listed.length < values.length) return false;
  const helper = helperOf(cx, call, id, value);
  const limit = value.type === "Page(Message)" && value.operation ? wantedOf(cx, value.operation) : undefined;
  const json = text ? `${cx.want(call.tree, "json", "*", "json")}.dumps(` : "";
  const how = { rule, flow: flowOf(cx, value), reason: "Its data keeps the classic shape.", safety: "review" } as const;
  cx.insert(call.tree, call.start, `${json}${helper}(`, how);
  const latest = listed.length > 0 ? ".versions.latest" : "";
  const last = `${latest}${limit === undefined ? "" : `, ${limit}`})${text ? ")" : ""}`;
  cx.replaceSpan(call.tree, { start: object.end, end: call.end }, last, how);
  tell(cx, call, value);
  return true;
}

/** Whether a file reads a field of data by a name that the classic shape has no more: of a dump that would fail, or find nothing. */
function readsLost({ root }: SourceTree, value: ResultValue): boolean {
  const lost = lostFields(value);
  if (lost.length === 0) return false;
  for (const node of walk(root)) {
    const isTarget = node.parent?.kind === "Assign" && node.parent.target === node;
    const key = node.kind === "Member" && node.computed && !isTarget ? node.property : keyedRead(node)?.key.value;
    if (key !== undefined && lost.includes(key)) return true;
  }
  return false;
}

function tell(cx: Rewrite, at: Node, value: ResultValue): void {
  const lost = lostFields(value);
  cx.find(
    at,
    rule,
    "warning",
    `The ${nameOf(value)} leaves the program here, and gets its classic shape${lost.length > 0 ? `, without ${lost.join(", ")}` : ""}.`,
    "Check what reads it there, and send what is needed in a shape of your own in the long run.",
  );
}

/** An expression with the `await`, parentheses and casts around it. */
function wholeOf(use: Expression): Expression {
  let at = use;
  while ((at.parent?.kind === "Await" || at.parent?.kind === "Wrap") && at.parent.value === at) at = at.parent;
  return at;
}

/** Whether a promise gives what is wanted itself, not an object around it. */
function canThen(whole: Expression, values: readonly ResultValue[]): boolean {
  const isWhole = values.every(
    ({ type, operation }) =>
      !type.startsWith("Assistant") && type !== "Page(Assistant)" && operation?.id !== "messages.create",
  );
  return isWhole && whole.kind === "Call" && whole.tree.language === "javascript";
}

/** Whether an expression is a promise of what it stands for: a call that nobody awaits. */
function isPromise(cx: Rewrite, e: Expression): boolean {
  if (e.kind === "Name") {
    const writes = cx.program.bindingOf(e)?.writes ?? [];
    return writes.some(({ value, path }) => path.length === 0 && value?.kind === "Call" && isPromise(cx, value));
  }
  if (e.kind !== "Call") return false;
  const operation = cx.values.operationAt(e);
  // Steps are read out of what was awaited.
  if (operation) return !operation.id.startsWith("steps.") && operation.clients.some(({ type }) => type.async);
  return cx.values.of(e.callee).some((v) => v.kind === "function" && v.fn.async);
}
