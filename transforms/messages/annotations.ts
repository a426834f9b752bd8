import { carry } from "../../src/languages/code.js";
import type { Member } from "../../src/languages/tree.js";
import type { RuleMeta } from "../meta.js";
import { isOperand, styleAt } from "../code/positions.js";
import type { Rewrite } from "../rewrite.js";

/** `text.annotations`: only texts of the assistant have annotations now; those of users have none. */
export function rewriteAnnotations(
  cx: Rewrite,
  access: Member,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): void {
  const { tree } = access;
  const printer = cx.printer(tree);
  const style = styleAt(cx, access);
  const isTyped = tree.typed && tree.language === "javascript";
  const code = printer.memberOrNothing(carry(access.object), "annotations", style, isTyped, printer.array([], style));
  const isWeak = tree.language === "javascript" && isOperand(access);
  cx.replace(access, isWeak ? printer.parenthesise(code) : code, how);
}
