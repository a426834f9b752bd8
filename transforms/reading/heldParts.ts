import type { ResultValue } from "../../src/analysis/value.js";
import { carry } from "../../src/languages/code.js";
import type { Binary, Block, Expression, Member, Node } from "../../src/languages/tree.js";
import { ancestors, bare, textOf, walk } from "../../src/languages/walk.js";
import { isOperand, isTested } from "../code/positions.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";
import { partTest } from "./keyedReads.js";
import { refuseAll, wrapped } from "./reading.js";

const CHOICES = new Set(["or", "and", "??"]);

/**
 * `const image = part.image_file`, where it is asked later whether there is one: the part itself is what is read now, and it is always
 * there, so that its type is asked. Gives false where nobody asks, or a test around it has done so.
 */
export function rewriteHeldPart(
  cx: Rewrite,
  access: Member,
  use: Expression,
  values: readonly ResultValue[],
  wire: string,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): boolean {
  const held = wrapped(access);
  if (!mayBeMissing(cx, held) || isGuarded(access, use)) return false;
  const part = bare(use);
  const test = partTest(cx, part, values[0]!, wire, access);
  if (!test) return false;
  if ([...walk(part)].some(({ kind }) => kind === "Call" || kind === "Await")) {
    refuseAll(
      cx,
      values,
      `whether there is a \`${wire}\` is asked of a part that is not in a variable`,
      "Put the part into a variable, then run again.",
    );
    return true;
  }
  // Casts go: the test says what it is.
  for (const node of walk(held)) if (node.kind === "Wrap") for (const type of typesIn(node)) cx.restated.add(type);
  const printer = cx.printer(access.tree);
  const code = printer.conditional(test.code, carry(part), printer.literal(undefined, cx.style(access.tree)));
  cx.replace(held, isOperand(held) ? printer.parenthesise(code) : code, how);
  return true;
}

function typesIn({ annotation }: Extract<Expression, { kind: "Wrap" }>): readonly Node[] {
  return annotation ? [...walk(annotation)] : [];
}

/** Whether code asks if something is there: where it stands, or of the variable it is put into. */
function mayBeMissing(cx: Rewrite, held: Expression): boolean {
  const { parent } = held;
  if (parent?.kind === "Binary") return CHOICES.has(parent.operator) || isComparedWithNothing(parent);
  if ((parent?.kind !== "Declarator" && parent?.kind !== "Assign") || parent.value !== held) return false;
  const binding = parent.target.kind === "Name" ? cx.program.bindingOf(parent.target) : undefined;
  return (
    binding?.reads.some((read) => {
      const around = read.parent;
      if (around?.kind === "Member" || around?.kind === "Index") return around.object === read && around.optional;
      if (around?.kind === "Binary") return CHOICES.has(around.operator) || isComparedWithNothing(around);
      return isTested(read);
    }) ?? false
  );
}

function isComparedWithNothing({ operator, left, right }: Binary): boolean {
  return /^[!=]=$/.test(operator) && (left.kind === "NullLiteral" || right.kind === "NullLiteral");
}

/** Whether a test around a read, or one before it that leaves, has asked for the type of the part. */
function isGuarded(access: Member, use: Expression): boolean {
  const part = textOf(bare(use)).replace(/\?\./g, ".");
  const asks = (test: Node): boolean =>
    [...walk(test)].some(
      (node) =>
        (node.kind === "Member" &&
          node.property === "type" &&
          textOf(bare(node.object)).replace(/\?\./g, ".") === part) ||
        (node.kind === "Argument" && node.parent?.kind === "Call" && textOf(node.value) === part),
    );
  let below: Node = access;
  for (const up of ancestors(access)) {
    if (up.kind === "Function") return false;
    if ((up.kind === "If" || up.kind === "Conditional") && up.test !== below && asks(up.test)) return true;
    if (up.kind === "Binary" && up.operator === "and" && up.right === below && asks(up.left)) return true;
    if (up.kind === "Switch" && asks(up.subject)) return true;
    if (up.kind === "Block") {
      const before = up.statements.slice(0, up.statements.indexOf(below as never));
      if (before.some((s) => s.kind === "If" && leaves(s.then) && asks(s.test))) return true;
    }
    below = up;
  }
  return false;
}

function leaves({ statements }: Block): boolean {
  const last = statements.at(-1)?.kind;
  return last === "Jump" || last === "Return" || last === "Throw";
}
