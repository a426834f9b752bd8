import type { Operation } from "../../src/analysis/operation.js";
import type { Call, Expression, Node } from "../../src/languages/tree.js";
import { isPrefix, kindOf, wordOf, type Newest } from "./newest.js";
import type { Rewrite } from "../rewrite.js";
import { isTypeGuard } from "../runs/typeGuards.js";

/** Tests of a list of messages, of the newest message and of its parts: they ask in many ways whether there is an answer. */
export class AnswerTests {
  constructor(
    private readonly cx: Rewrite,
    private readonly list: Operation,
    private readonly newest: Newest,
  ) {}

  /** The largest test around an expression that asks for nothing but an answer, and whether it holds when there is one. */
  around(at: Expression): { readonly node: Expression; readonly holds: boolean } | undefined {
    let best: { node: Expression; holds: boolean } | undefined;
    let node: Expression = at;
    for (;;) {
      const holds = this.test(node);
      if (holds !== undefined && isDecision(node)) best = { node, holds };
      const { parent } = node;
      const up: Node | undefined = parent?.kind === "Argument" ? parent.parent : parent;
      const goesOn =
        up?.kind === "Member" ||
        up?.kind === "Binary" ||
        up?.kind === "Unary" ||
        up?.kind === "Wrap" ||
        up?.kind === "Call";
      if (!goesOn) return best;
      node = up;
    }
  }

  /** Whether a test holds when there is an answer (true) or when there is none (false); undefined when it asks for something else. */
  private test(e: Expression): boolean | undefined {
    switch (e.kind) {
      case "Wrap":
        return this.test(e.value);
      case "Unary": {
        const inner = e.operator === "not" ? this.test(e.value) : undefined;
        return inner === undefined ? undefined : !inner;
      }
      case "Binary": {
        if (e.operator === "and" || e.operator === "or") {
          const both = e.operator === "and";
          return this.test(e.left) === both && this.test(e.right) === both ? both : undefined;
        }
        return this.compared(e.left, e.right, e.operator);
      }
      case "Call":
        return this.isCount(e) || this.isTypeTest(e) ? true : this.hasSight(e);
      case "Member":
        return this.isCount(e) ? true : this.hasSight(e);
      default:
        return this.hasSight(e);
    }
  }

  private hasSight(e: Expression): true | undefined {
    const sight = this.newest.of(e);
    if (sight?.is === "newest") return isPrefix(sight.below) ? true : undefined;
    return sight?.is === "list" || sight?.is === "page" ? true : undefined;
  }

  private compared(left: Expression, right: Expression, operator: string): boolean | undefined {
    if (this.isCount(left) && right.kind === "NumberLiteral") {
      if (operator === "<" && right.value === 1) return false;
      if (operator === ">=" && right.value === 1) return true;
      if (right.value !== 0) return undefined;
      return operator === ">" || operator === "!=" ? true : operator === "==" ? false : undefined;
    }
    if (operator !== "==" && operator !== "!=") return undefined;
    const sight = this.newest.of(left);
    const path = sight?.is === "newest" ? sight.below.join(".") : "";
    if (path === "content.0.type") return wordOf(this.cx, this.list, right) === "text" ? operator === "==" : undefined;
    if (path === "role")
      return /^(assistant|agent)$/.test(wordOf(this.cx, this.list, right) ?? "") ? operator === "==" : undefined;
    if (right.kind === "NullLiteral" && this.hasSight(left)) return operator === "!=";
    return undefined;
  }

  /** `list.length`, `len(list)`. */
  private isCount(e: Expression): boolean {
    const counted =
      e.kind === "Member" && e.property === "length"
        ? e.object
        : e.kind === "Call" && e.callee.kind === "Name" && e.callee.name === "len"
          ? e.args[0]?.value
          : undefined;
    const sight = counted && this.newest.of(counted);
    return (
      sight?.is === "list" || sight?.is === "page" || (sight?.is === "newest" && sight.below.join(".") === "content")
    );
  }

  /** `isinstance(part, TextContentBlock)`, `isOutputOfType(part, "text")`. */
  private isTypeTest(call: Call): boolean {
    const [part, kind] = call.args;
    const sight = part && this.newest.of(part.value);
    if (sight?.is !== "newest" || sight.below.join(".") !== "content.0" || !kind) return false;
    return isTypeGuard(this.cx, call) && kindOf(this.cx, this.list, kind.value) === "text";
  }
}

/** Whether the truth of an expression is all that counts where it stands. */
function isDecision(e: Expression): boolean {
  const { parent } = e;
  switch (parent?.kind) {
    case "If":
    case "Conditional":
      return parent.test === e;
    case "Unary":
      return parent.operator === "not" && isDecision(parent);
    case "Binary":
      return (parent.operator === "and" || parent.operator === "or") && isDecision(parent);
    case "Wrap":
      return parent.flavor === "parentheses" && isDecision(parent);
    default:
      return false;
  }
}
