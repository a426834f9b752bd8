import type { Operation } from "../../src/analysis/operation.js";
import { wireName } from "../../src/analysis/casing.js";
import { carry } from "../../src/languages/code.js";
import type { Expression, Member } from "../../src/languages/tree.js";
import { isPolled } from "../toolLoops/pendingCalls.js";
import { refuseAll } from "../reading/reading.js";
import { needsParentheses } from "./status.js";
import type { RuleMeta } from "../meta.js";
import type { Rewrite } from "../rewrite.js";

/**
 * `message.run_id == run.id`, `message.created_at > run.created_at`: an item does not say which response made it, but a response lists the
 * items that it made, by the ids that they have in the conversation. Answers whether the comparison is one of these.
 */
export function rewriteOfRun(
  cx: Rewrite,
  access: Member,
  wire: string,
  how: { readonly rule: RuleMeta; readonly flow: number; readonly reason: string },
): boolean {
  const binary = access.parent;
  if (binary?.kind !== "Binary") return false;
  const other = binary.left === access ? binary.right : binary.left;
  const run = runOf(cx, other, wire === "run_id" ? "id" : wire);
  const isLater =
    wire === "created_at" && /^>=?$/.test(binary.left === access ? binary.operator : opposite(binary.operator));
  const isSame = wire === "run_id" && /^[!=]=$/.test(binary.operator);
  if (!run || !(isLater || isSame)) return false;
  const runs = cx.values.results(run);
  const both = [...runs, ...cx.values.results(access.object)];
  if (runs.some((v) => !v.operation || !cx.isActive(v.operation))) {
    const why = "a message is compared with a run that stays as it is";
    refuseAll(cx, both, why, "Migrate the run by hand, then run again.");
    return true;
  }
  const isEarly = ({ id, spec }: Operation) => id !== "runs.retrieve" && spec.mode !== "wait";
  if (runs.every((v) => isEarly(v.operation!) && isPolled(cx, cx.flows.flowOf(v.operation!)))) {
    const why = `\`${access.property}\` of a message is compared with a run that was read before it was finished, and only a finished response lists what it made`;
    refuseAll(cx, both, why, "Compare with the run that was read last, then run again.");
    return true;
  }
  const printer = cx.printer(access.tree);
  const test = printer.equals(printer.member("item", "id"), printer.member(carry(access.object), "id"));
  const made = printer.some(printer.member(carry(run), "output"), "item", test);
  const code = binary.operator === "!=" ? printer.not(made) : made;
  cx.replace(binary, binary.operator === "!=" && needsParentheses(binary) ? printer.parenthesise(code) : code, {
    ...how,
    reason: "A response lists the items that it made.",
  });
  return true;
}

/** The run whose field is read, when nothing else can stand there. */
function runOf(cx: Rewrite, e: Expression, field: string): Expression | undefined {
  if (e.kind !== "Member") return undefined;
  const values = cx.values.of(e.object).filter((v) => v.kind !== "null");
  const isRun = values.length > 0 && values.every((v) => v.kind === "result" && v.type === "Run");
  return isRun && values.some((v) => v.kind === "result" && wireName(e.property, v.dialect) === field)
    ? e.object
    : undefined;
}

function opposite(operator: string): string {
  return operator.startsWith("<") ? operator.replace("<", ">") : operator.replace(">", "<");
}
