import type { Binding } from "../../src/analysis/scopes.js";
import type { Block, Expression, Node } from "../../src/languages/tree.js";
import { ancestors } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";
import { wordOf } from "../runs/status.js";
import { isTypeGuard } from "../runs/typeGuards.js";
import { itemBinding, itemOf, stepRead, stepValues, unwrapped, type Aliases } from "./stepItems.js";
import { kindOfClass, kindOfField, kindOfWord, type ItemKind } from "./stepKinds.js";

/** A test of what kind of item a step or a tool call is. */
export interface KindTest {
  /** What is tested, without its negation. */
  readonly node: Expression;
  /** The step, details or call that is tested. */
  readonly of: Expression;
  readonly kind: ItemKind;
}

/** The test that a call makes: `hasattr(x, "tool_calls")`, `isinstance(x, RunStepToolCallDetails)`, `isOutputOfType(x, "tool_calls")`. */
export function calledTest(cx: Rewrite, node: Node | undefined): KindTest | undefined {
  if (node?.kind !== "Call" || node.args.length !== 2) return undefined;
  const [of, what] = node.args.map((argument) => argument.value);
  if (!of || !what || stepValues(cx, of).length === 0) return undefined;
  const name = node.callee.kind === "Name" ? node.callee.name : undefined;
  const kind =
    name === "hasattr" && what.kind === "StringLiteral"
      ? kindOfField(what.value)
      : name === "isinstance"
        ? classKind(cx, what)
        : isTypeGuard(cx, node) && what.kind === "StringLiteral"
          ? kindOfWord(what.value)
          : undefined;
  return kind && { node, of, kind };
}

function classKind(cx: Rewrite, e: Expression): ItemKind | undefined {
  const kinds = cx.values.of(e).map((v) => (v.kind === "external" ? kindOfClass(v.path.at(-1) ?? "") : undefined));
  return kinds.length === 1 ? kinds[0] : undefined;
}

/** The kind of item that must stand where a node stands, by the tests around it. */
export function isGuarded(cx: Rewrite, node: Node, item: Binding, wanted: ItemKind, aliases: Aliases): boolean {
  let below = node;
  for (const up of ancestors(node)) {
    if (up.kind === "Function" || up.kind === "Class") return false;
    const test =
      (up.kind === "If" || up.kind === "Conditional") && up.then === below
        ? up.test
        : up.kind === "Binary" && up.operator === "and" && up.right === below
          ? up.left
          : undefined;
    const holding = up.kind === "Block" ? leftBehind(cx, up, below) : test ? tests(cx, test) : [];
    if (holding.some((t) => implies(t.kind, wanted) && isOf(cx, t, item, aliases))) return true;
    below = up;
  }
  return false;
}

/** The tests that hold because what comes before leaves where they do not: `if (step.type !== "tool_calls") continue;`. */
function leftBehind(cx: Rewrite, list: Block, at: Node): readonly KindTest[] {
  return list.statements.flatMap((statement) => {
    if (statement.kind !== "If" || statement.otherwise || statement.start >= at.start) return [];
    const last = statement.then.statements.at(-1);
    const leaves =
      last?.kind === "Return" || last?.kind === "Throw" || (last?.kind === "Jump" && last.flavor !== "pass");
    return leaves ? failures(cx, statement.test) : [];
  });
}

/** The tests that all hold where an expression does not. */
function failures(cx: Rewrite, e: Expression): readonly KindTest[] {
  const test = unwrapped(e);
  if (test.kind === "Unary" && test.operator === "not") return tests(cx, test.value);
  if (test.kind !== "Binary") return [];
  if (test.operator === "or") return [...failures(cx, test.left), ...failures(cx, test.right)];
  const found = comparedTest(cx, test, "!=");
  return found ? [found] : [];
}

function implies(kind: ItemKind, wanted: ItemKind): boolean {
  return kind === wanted || (wanted === "call" && kind !== "message");
}

function isOf(cx: Rewrite, test: KindTest, item: Binding, aliases: Aliases): boolean {
  return itemBinding(cx, itemOf(cx, test.of, aliases)) === item;
}

/** The tests that all hold where an expression does. */
function tests(cx: Rewrite, e: Expression): readonly KindTest[] {
  const test = unwrapped(e);
  if (test.kind === "Binary" && test.operator === "and") return [...tests(cx, test.left), ...tests(cx, test.right)];
  const found = calledTest(cx, test) ?? comparedTest(cx, test) ?? readTest(cx, test);
  return found ? [found] : [];
}

/** `step.type == "tool_calls"`. */
function comparedTest(cx: Rewrite, e: Expression, operator: "==" | "!=" = "=="): KindTest | undefined {
  if (e.kind !== "Binary" || e.operator !== operator) return undefined;
  for (const [side, other] of [
    [e.left, e.right],
    [e.right, e.left],
  ] as const) {
    const read = stepRead(cx, unwrapped(side));
    const word = read?.field === "type" ? wordOf(cx, other, cx.values.results(unwrapped(side))) : undefined;
    const kind = word === undefined ? undefined : kindOfWord(word);
    if (read && kind) return { node: e, of: read.object, kind };
  }
  return undefined;
}

/** `if step.step_details.tool_calls`. */
function readTest(cx: Rewrite, e: Expression): KindTest | undefined {
  const read = stepRead(cx, e);
  const kind = read && kindOfField(read.field);
  return read && kind && { node: e, of: read.object, kind };
}
