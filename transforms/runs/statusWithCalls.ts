import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Call, Expression, Member, Node, Switch } from "../../src/languages/tree.js";
import { walkOwn } from "../../src/languages/walk.js";
import { effectOf } from "../code/between.js";
import { hasCalls, isAnswered, wantsAnswers } from "../toolLoops/pendingCalls.js";
import { isOperand, styleAt } from "../code/positions.js";
import { refuseAll } from "../reading/reading.js";
import { status as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";
import { listLiteral, needsParentheses, wordOf } from "./status.js";
import { isToldOtherwise } from "./toldByTest.js";
import { lookUpOf } from "./wordUses.js";
import { ENUMS } from "./words.js";

const words = ENUMS["enum(RunStatus)"]!;

/**
 * The status of a run in a flow that answers calls. `requires_action` is no status any more: a comparison asks for the calls themselves,
 * and `completed` means that there are none. A status that goes elsewhere (a variable, a switch, a caller) keeps the word. Gives false
 * for what is like in any other flow.
 */
export function rewriteStatus(cx: Rewrite, use: Expression, values: readonly ResultValue[]): boolean {
  const operation = values.find((v) => v.operation)?.operation;
  if (use.kind !== "Member" || !operation || !isOfRun(cx, use)) return false;
  const status = new StatusOf(cx, use, operation, values);
  let at: Expression = use;
  while (at.parent?.kind === "Wrap" && at.parent.value === at) at = at.parent;
  const { parent } = at;
  switch (parent?.kind) {
    case "Binary":
      if (parent.operator === "==" || parent.operator === "!=") return status.compare(parent, at);
      if (parent.operator === "in" || parent.operator === "not in")
        return parent.left === at && status.lookUp(parent, parent.right);
      return false;
    case "Switch":
      // Its cases are translated like those of any other switch.
      if (parent.subject === at && asksForWord(cx, parent, values)) status.keepWord(at);
      return false;
    case "TemplateString":
      return true;
    case "Index":
      return (
        parent.index === at &&
        lookUpOf(cx, use, values)?.words?.includes("requires_action") === true &&
        status.keepWord(at)
      );
    case "Argument":
      return status.pass(at, parent.parent as Call);
    case "Declarator":
    case "Assign":
      return parent.value === at && status.keepWord(at);
    case "Return":
    case "Entry":
    case "ArrayLiteral":
    case "Conditional":
      return status.keepWord(at);
    default:
      return false;
  }
}

/** Whether a status is read from its run, not from where it was put. */
function isOfRun(cx: Rewrite, use: Member): boolean {
  return cx.values.results(use.object).some(({ type }) => type === "Run");
}

class StatusOf {
  private readonly printer;

  constructor(
    private readonly cx: Rewrite,
    private readonly use: Member,
    private readonly operation: Operation,
    private readonly values: readonly ResultValue[],
  ) {
    this.printer = cx.printer(use.tree);
  }

  /** `run.status == word`. */
  compare(node: Extract<Expression, { kind: "Binary" }>, side: Expression): boolean {
    const word = wordOf(this.cx, node.left === side ? node.right : node.left, this.values);
    if (word === "requires_action") {
      if (this.isFromCall()) return true;
      const asked = this.wantsAnswers(node);
      this.replace(
        node,
        node.operator === "==" ? asked : this.printer.not(asked),
        node.operator === "==" ? "and" : "not",
      );
      return true;
    }
    if (word !== "completed" || isAnswered(this.cx, node)) return false;
    if (this.isFromCall()) return true;
    const calls = this.hasCalls(node);
    const is = this.printer.equals(carry(side), this.word(node, "completed"));
    this.replace(
      node,
      node.operator === "=="
        ? this.printer.and([is, this.printer.not(calls)])
        : this.printer.or([this.printer.not(is), calls]),
      node.operator === "==" ? "and" : "or",
    );
    return true;
  }

  /** `run.status in [words]`, `[words].includes(run.status)`. */
  lookUp(node: Expression, list: Expression): boolean {
    const literal = listLiteral(this.cx, list);
    const found = literal?.items.map((item) => wordOf(this.cx, item, this.values));
    if (!found?.every((word) => word !== undefined)) return false;
    const asks = found.includes("requires_action");
    const completes = found.includes("completed");
    if (asks === completes ? !asks : completes && isAnswered(this.cx, node)) return false;
    if (this.isFromCall()) return true;
    const current = [...new Set(found.flatMap((word) => words(word) ?? []))];
    const is = current.length > 0 ? [this.printer.oneOf(carry(this.use), current, styleAt(this.cx, node))] : [];
    const isOne = current.length < 2;
    const test =
      asks && completes
        ? is[0]!
        : asks
          ? this.printer.or([...is, this.wantsAnswers(node)])
          : this.printer.and([
              isOne ? is[0]! : this.printer.parenthesise(is[0]!),
              this.printer.not(this.hasCalls(node)),
            ]);
    const negated = node.kind === "Binary" && node.operator === "not in";
    this.replace(
      node,
      negated ? this.printer.not(test) : test,
      negated ? "not" : asks ? (isOne && is.length === 0 ? "and" : "or") : "and",
    );
    return true;
  }

  /** An argument: looked up in a list, printed, or handed on. */
  pass(at: Expression, call: Call): boolean {
    if (call.callee.kind === "Member" && call.callee.property === "includes")
      return this.lookUp(call, call.callee.object);
    const asked = lookUpOf(this.cx, this.use, this.values);
    // A set that has both words has what the response says.
    if (asked?.isSet && ["requires_action", "completed"].every((word) => asked.words?.includes(word))) return false;
    return effectOf(this.cx, call) === "log" || this.keepWord(at);
  }

  /** The status, or `requires_action` where calls want answers. */
  keepWord(at: Expression): boolean {
    if (isAnswered(this.cx, at) || isToldOtherwise(this.cx, this.use, this.values) || this.isFromCall()) return true;
    const code = this.printer.conditional(this.wantsAnswers(at), this.word(at, "requires_action"), carry(at));
    this.cx.replace(
      at,
      isOperand(at) && at.parent?.kind !== "Switch" ? this.printer.parenthesise(code) : code,
      this.how(),
    );
    return true;
  }

  /** Whether the run comes from a call at once, which must not be written twice: then the place is refused. */
  private isFromCall(): boolean {
    if (![...walkOwn(this.use.object)].some(({ kind }) => kind === "Call")) return false;
    refuseAll(
      this.cx,
      this.values,
      "the status is read from a call at once, and whether calls want answers is asked of the same response",
      "Put the run into a variable, then run again.",
    );
    return true;
  }

  private wantsAnswers(at: Node): Code {
    return wantsAnswers(this.cx, this.operation, carry(this.use.object), at, this.use.optional);
  }

  private hasCalls(at: Node): Code {
    return hasCalls(this.cx, this.operation, carry(this.use.object), at);
  }

  private word(at: Node, word: string): Code {
    return this.printer.string(word, styleAt(this.cx, at));
  }

  private replace(node: Expression, code: Code, binds: "or" | "and" | "not"): void {
    const loose = binds === "or" ? needsParentheses(node) : node.parent?.kind === "Unary";
    this.cx.replace(node, loose ? this.printer.parenthesise(code) : code, this.how());
  }

  private how() {
    return {
      rule,
      flow: this.cx.flows.flowOf(this.operation).id,
      reason: "A response that wants answers is completed, and has calls among its items.",
    };
  }
}

function asksForWord(cx: Rewrite, node: Switch, values: readonly ResultValue[]): boolean {
  return node.cases.some(({ tests }) =>
    tests.some((test) => /^(requires_action|completed)$/.test(wordOf(cx, test, values) ?? "")),
  );
}
