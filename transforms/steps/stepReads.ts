import { isNothing, keyedRead } from "../../src/analysis/keyedRead.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Binary, Call, Expression, Member, Node } from "../../src/languages/tree.js";
import { shapeRow } from "../../src/protocol/mapping/index.js";
import type { ResultValue } from "../../src/analysis/value.js";
import type { TypeRef } from "../../src/protocol/types.js";
import { isOperand, isTested, styleAt } from "../code/positions.js";
import { isAskedFor } from "../reading/guardedReads.js";
import { activeResults, isGone, loseRead, refuseAll } from "../reading/reading.js";
import { steps as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { rewriteSerialiser } from "../leaving/serialised.js";
import { wordOf } from "../runs/status.js";
import { isTypeGuard } from "../runs/typeGuards.js";
import { dumpOf, rewriteListDump } from "./stepDumps.js";
import { calledTest, isGuarded } from "./stepGuards.js";
import {
  dropAlias,
  findAliases,
  itemBinding,
  itemCode,
  itemOf,
  stepRead,
  stepValues,
  unwrapped,
  type FieldRead,
  type Item,
} from "./stepItems.js";
import { isStepType, kindOfField, kindOfWord, kindTest, type ItemKind } from "./stepKinds.js";

const HELP = "Read the items of the response by hand: each has a `type` and the fields of its kind.";

/** Fields that every item has. */
const COMMON = new Set(["id", "type"]);

/** Fields of the item of a function call. */
const OF_FUNCTIONS = new Set(["type", "id", "call_id", "name", "arguments", "status"]);

/** Shapes that may be any kind of item: most of their fields are missing from some. */
const ANY_ITEM = new Set(["RunStep", "StepDetails", "StepToolCall"]);

/** Reads of what a run did: a step, its details and each tool call are one item of the response. */
export function rewriteSteps(cx: Rewrite): void {
  const rewriter = new StepReads(cx);
  for (const use of cx.flows.uses) if (!isGone(cx, use)) rewriter.rewrite(use);
}

class StepReads {
  private readonly aliases;
  private readonly done = new Set<Node>();

  constructor(private readonly cx: Rewrite) {
    this.aliases = findAliases(cx);
    for (const [binding, { of, statement }] of this.aliases) {
      dropAlias(cx, statement, this.flow(of));
      const root = this.item(of);
      for (const name of binding.reads) this.replace(name, this.code(root));
    }
  }

  rewrite(use: Expression): void {
    const values = activeResults(this.cx, use).filter((v) => v.operation?.id.startsWith("steps."));
    const type = values[0]?.type;
    if (type === undefined) return;
    if (type === "Page(RunStep)") return this.page(use);
    if (isWord(type)) return this.word(use, type);
    const read = stepRead(this.cx, use);
    if (read) this.field(read);
    if (!isStepType(type)) return;
    if (values.some((v) => REORDERED.test(v.path)))
      return this.refuse(use, "steps are picked by their place, and the items of a response come in another order");
    this.outer(use, values);
  }

  /** What stands around a step: tests by functions, places in lists, methods that items do not have. */
  private outer(use: Expression, values: readonly ResultValue[]): void {
    let at = use;
    while (at.parent?.kind === "Wrap") at = at.parent;
    const { parent } = at;
    const test = parent?.kind === "Argument" ? calledTest(this.cx, parent.parent) : undefined;
    if (test) return this.replace(test.node, this.test(this.item(test.of), test.kind, test.node));
    if (parent?.kind === "Argument" && isTypeGuard(this.cx, parent.parent as Call))
      return this.cx.lost.unlessGone(parent.parent!, () =>
        this.refuse(use, "a step is tested for a kind that items do not have"),
      );
    if (parent?.kind === "Argument" && parent.parent?.kind === "Call") {
      const { callee } = parent.parent;
      if (
        callee.kind === "Name" &&
        /^(hasattr|isinstance|getattr)$/.test(callee.name) &&
        !stepRead(this.cx, parent.parent) &&
        !this.asked(parent.parent, use)
      )
        this.refuse(use, "a step is asked for something this tool does not know");
    }
    if (parent?.kind === "Member" && parent.object === at && stepValues(this.cx, use).length > 0) {
      if (dumpOf(parent, values) && rewriteSerialiser(this.cx, parent, activeResults(this.cx, use))) return;
      if (!stepRead(this.cx, parent) && !stepRead(this.cx, parent.parent) && !this.isNeverRead(parent, use))
        this.refuse(use, `\`${parent.property}\` of a step is read, and items have nothing like it`);
    }
    if (parent?.kind === "Index" && parent.object === at && !stepRead(this.cx, parent)) this.place(parent, use);
  }

  /** `hasattr(step, "completed_at")`: whether it has a field that an item may have under another name, or not any more. */
  private asked(call: Call, use: Expression): boolean {
    const [, key] = call.args.map(({ value }) => value);
    if (call.callee.kind !== "Name" || call.callee.name !== "hasattr" || key?.kind !== "StringLiteral") return false;
    const { type } = stepValues(this.cx, use)[0] ?? {};
    if (type === undefined) return false;
    const row = shapeRow(type, key.value);
    if (row?.kind === "none") {
      const why = `a step is asked whether it has \`${key.value}\`, and items have nothing like it`;
      this.cx.lost.unlessGone(call, () => this.refuse(use, why));
    } else if (row?.kind === "rename" && row.to !== "")
      this.replace(key, this.printer(key).string(row.to, styleAt(this.cx, key)));
    return row?.kind !== "rename" || row.to !== "";
  }

  /** A field that neither the classic part of a step nor its item has, read only where there is one. */
  private isNeverRead(access: Member, use: Expression): boolean {
    const { type } = stepValues(this.cx, use)[0]!;
    return type === "StepFunctionCall" && !OF_FUNCTIONS.has(access.property) && isAskedFor(this.cx, access);
  }

  /** `tool_calls[0]`. */
  private place(index: Extract<Expression, { kind: "Index" }>, use: Expression): void {
    const first = index.index.kind === "NumberLiteral" && index.index.value === 0;
    if (!first || stepRead(this.cx, unwrapped(use))?.field !== "tool_calls")
      return this.refuse(use, "a part of a step is picked by its place");
    if (!stepRead(this.cx, outerRead(index))) this.replace(index, this.code(this.item(index)));
  }

  /** `page.data` is the list itself. */
  private page(use: Expression): void {
    let at = use;
    while (at.parent?.kind === "Await" || at.parent?.kind === "Wrap") at = at.parent;
    const { parent } = at;
    if ((parent?.kind !== "Member" && parent?.kind !== "Index") || parent.object !== at) return;
    const read = keyedRead(parent)?.key.value ?? (parent.kind === "Member" ? parent.property : "[…]");
    const values = activeResults(this.cx, use);
    const dump = dumpOf(parent, values);
    if (dump && rewriteListDump(this.cx, dump, values)) return;
    if (read !== "data") return this.refuse(use, `\`${read}\` of a list of steps is read`);
    this.cx.replaceSpan(parent.tree, { start: at.end, end: parent.end }, "", this.how(use));
  }

  private field(read: FieldRead): void {
    const { node, object, field } = read;
    const type = stepValues(this.cx, object)[0]!.type;
    const row = shapeRow(type, field);
    if (!row) return this.refuse(object, `${type} has no field \`${field}\` that this tool can translate`);
    if (row.kind === "none")
      return loseRead(this.cx, node, field, activeResults(this.cx, unwrapped(object)), row.because ?? "", {
        rule,
        flow: this.flow(object),
      });
    const kind = kindOfField(field);
    if (row.kind === "rename" && row.to === "") {
      if (type !== "RunStep" && !kind) return this.refuse(object, `\`${field}\` of ${type} is read`);
      if (stepRead(this.cx, outerRead(node)) || outerRead(node)?.kind === "Index") return;
      const item = this.item(object);
      if (kind === undefined) return this.replace(node, this.code(item));
      return this.part(read, item, kind);
    }
    if (!isWord(activeResults(this.cx, node)[0]?.type)) this.leaf(read, type, row.kind === "rename" ? row.to : field);
  }

  /** A part that only some items have: the item itself where it is of that kind. */
  private part(read: FieldRead, item: Item, kind: ItemKind): void {
    const { node } = read;
    if (isTested(node)) return this.replace(node, this.test(item, kind, node));
    const compared = node.parent?.kind === "Binary" ? node.parent : undefined;
    if (
      compared &&
      (compared.operator === "==" || compared.operator === "!=") &&
      other(compared, node).kind === "NullLiteral"
    ) {
      const test = this.test(item, kind, compared);
      return this.replace(compared, compared.operator === "!=" ? test : this.printer(node).not(test));
    }
    const printer = this.printer(node);
    const style = styleAt(this.cx, node);
    const some = kind === "call" ? printer.array([this.code(item)], style) : this.code(item);
    if (kind === "message" || this.isCertain(item, kind, node)) return this.replace(node, some);
    const none = kind === "call" ? printer.array([], style) : printer.literal(undefined, style);
    this.replaceWeak(node, printer.conditional(this.test(item, kind, node), some, none));
  }

  private leaf(read: FieldRead, type: string, to: string): void {
    const { node, fallback } = read;
    const item = this.item(read.object);
    const printer = this.printer(node);
    const style = styleAt(this.cx, node);
    const member = printer.member(this.code(item), to);
    const assumed = item.assumed.at(-1);
    // The code of a call can be null by its type.
    if (to === "code" && this.isTyped(node))
      return this.replaceWeak(node, printer.orElse(member, printer.string("", style)));
    if (LISTS.has(to)) return this.replaceWeak(node, printer.orElse(member, printer.array([], style)));
    if (assumed && !this.isCertain(item, assumed, node)) {
      const none = fallback && !isNothing(fallback) ? carry(fallback) : printer.literal(undefined, style);
      return this.replaceWeak(node, printer.conditional(this.test(item, assumed, node), member, none));
    }
    const missing = read.optional && ANY_ITEM.has(type) && !COMMON.has(to);
    if (!missing) return this.replace(node, member);
    const found = this.orNothing(item, to, node);
    return fallback && !isNothing(fallback)
      ? this.replaceWeak(node, printer.orElse(found, carry(fallback)))
      : this.replaceWeak(node, found);
  }

  /** A type or a status: compared with a word, or read. */
  private word(use: Expression, type: string): void {
    const read = stepRead(this.cx, use);
    if (!read && use.kind !== "Name") return;
    const item = read && this.item(read.object);
    const code =
      item &&
      (type === "enum(StepStatus)"
        ? this.orNothing(item, "status", use)
        : this.printer(use).member(this.code(item), "type"));
    let at = use;
    while (at.parent?.kind === "Wrap") at = at.parent;
    const { parent } = at;
    if (parent?.kind === "Binary" && /^(==|!=)$/.test(parent.operator))
      return this.compare(parent, at, code, use, type);
    const listed = parent?.kind === "Binary" && /in$/.test(parent.operator);
    if (listed || parent?.kind === "Switch")
      return this.refuse(use, "the type or status of a step is looked up in a list of words");
    if (code !== undefined) this.replaceWeak(use, code, type === "enum(StepStatus)");
  }

  private compare(binary: Binary, side: Expression, code: Code | undefined, use: Expression, type: string): void {
    const values = this.cx.values.results(use);
    const word = wordOf(this.cx, other(binary, side), values);
    const printer = this.printer(use);
    const style = styleAt(this.cx, use);
    const left = code ?? carry(use);
    if (type === "enum(StepStatus)") {
      if (word === undefined || !/^(in_progress|completed|failed)$/.test(word))
        return this.refuse(use, `the status of a step is compared with ${word ?? "something that is not a literal"}`);
      const status = this.isTyped(use) ? printer.parenthesise(left) : left;
      const test = printer.equals(status, printer.string(word, style));
      return this.replace(binary, binary.operator === "==" ? test : printer.not(test));
    }
    const kind = word === undefined ? undefined : kindOfWord(word);
    if (!kind)
      return this.refuse(use, `the type of a step is compared with ${word ?? "something that is not a literal"}`);
    const test = kindTest(printer, left, kind, style);
    this.replace(binary, binary.operator === "==" ? test : printer.not(test));
  }

  private isTyped(node: Node): boolean {
    return node.tree.typed && node.tree.language === "javascript";
  }

  private orNothing(item: Item, field: string, node: Node): Code {
    return this.printer(node).memberOrNothing(this.code(item), field, styleAt(this.cx, node), this.isTyped(node));
  }

  private test(item: Item, kind: ItemKind, node: Node): Code {
    const printer = this.printer(node);
    return kindTest(printer, printer.member(this.code(item), "type"), kind, styleAt(this.cx, node));
  }

  private isCertain(item: Item, kind: ItemKind, node: Node): boolean {
    const binding = itemBinding(this.cx, item);
    return binding !== undefined && isGuarded(this.cx, node, binding, kind, this.aliases);
  }

  private code(item: Item): Code {
    return itemCode(this.cx, item);
  }

  private item(e: Expression): Item {
    return itemOf(this.cx, e, this.aliases);
  }

  private printer(node: Node) {
    return this.cx.printer(node.tree);
  }

  private replace(node: Expression, code: Code): void {
    if (this.done.has(node)) return;
    this.done.add(node);
    this.cx.replace(node, code, this.how(node));
  }

  /** Replaces by code that binds weakly, in parentheses where they are needed. */
  private replaceWeak(node: Expression, code: Code, isWeak = true): void {
    this.replace(node, isWeak && isOperand(node) ? this.printer(node).parenthesise(code) : code);
  }

  private how(node: Expression) {
    return { rule, flow: this.flow(node), reason: "A step and its tool calls are items of the response." };
  }

  private flow(node: Expression): number {
    const operation = activeResults(this.cx, unwrapped(node)).find((v) => v.operation)?.operation;
    return operation ? this.cx.flows.flowOf(operation).id : -1;
  }

  private refuse(use: Expression, reason: string): void {
    refuseAll(this.cx, activeResults(this.cx, unwrapped(use)), reason, HELP);
  }
}

function isWord(type: TypeRef | undefined): type is TypeRef {
  return type === "enum(StepType)" || type === "enum(StepCallType)" || type === "enum(StepStatus)";
}

/** Lists that may be missing. */
const LISTS = new Set(["outputs", "results"]);

/** Places and methods that depend on the order of the steps; what turns a list around is looked at where it is asked for. */
const REORDERED = /^(data\.)?(-?\d+|sort|toSorted|sorted|slice|at|pop|shift|concat)\b/;

/** The expression that reads on from a node, where there is one. */
function outerRead(node: Expression): Expression | undefined {
  let at = node;
  while (at.parent?.kind === "Wrap") at = at.parent;
  const { parent } = at;
  if ((parent?.kind === "Member" || parent?.kind === "Index") && parent.object === at) {
    const call = parent.parent;
    return call?.kind === "Call" && call.callee === parent && parent.kind === "Member" && parent.property === "get"
      ? call
      : parent;
  }
  return parent?.kind === "Argument" && parent.parent?.kind === "Call" && parent.parent.args[0] === parent
    ? parent.parent
    : undefined;
}

function other(binary: Binary, side: Expression): Expression {
  return binary.left === side || unwrapped(binary.left) === side ? binary.right : binary.left;
}
