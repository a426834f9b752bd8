import type { Operation } from "../../src/analysis/operation.js";
import { wireName } from "../../src/analysis/casing.js";
import type { Binding } from "../../src/analysis/scopes.js";
import type { ResultValue, Value } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Expression, Member } from "../../src/languages/tree.js";
import { isVisible, variableOf } from "../code/locals.js";
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
  const isTooEarly = runs.every((v) => isEarly(v.operation!) && isPolled(cx, cx.flows.flowOf(v.operation!)));
  const last = isTooEarly ? readLast(cx, access, runs) : carry(run);
  if (!last) {
    const why = `\`${access.property}\` of a message is compared with a run that was read before it was finished, and only a finished response lists what it made`;
    refuseAll(cx, both, why, "Compare with the run that was read last, then run again.");
    return true;
  }
  if (isTooEarly && isAnswered(cx, runs)) tellOfEarlier(cx, binary, how.rule);
  const printer = cx.printer(access.tree);
  const test = printer.equals(printer.member("item", "id"), printer.member(carry(access.object), "id"));
  const made = printer.some(printer.member(last, "output"), "item", test);
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

/**
 * The variable that holds a run as it was read last, where a comparison names another that knows no more of it than its id. Undefined where
 * there is none, or it may hold something else.
 */
function readLast(cx: Rewrite, at: Member, runs: readonly ResultValue[]): Code | undefined {
  const known = new Set(runs.map(({ operation }) => operation));
  const asks = (operation: Operation) =>
    operation.id === "runs.retrieve" &&
    cx.isActive(operation) &&
    !cx.improvements.isDropped(operation) &&
    isOnly(cx.values.of(operation.args.get("run_id")!.value), known);
  const questions = cx.flows.flowOf(runs[0]!.operation!).operations.filter(asks);
  const all = new Set([...known, ...questions]);
  const isLast = (binding: Binding): boolean =>
    isVisible(binding, at) &&
    binding.tree === at.tree &&
    binding.writes.every(({ value, target }) => value !== undefined && target.end < at.start) &&
    isOnly(cx.values.ofBinding(binding), all);
  const found = questions.map(({ call }) => variableOf(cx, call)).filter((one) => one !== undefined && isLast(one));
  const [binding] = found.sort((a, b) => b!.writes.at(-1)!.target.start - a!.writes.at(-1)!.target.start);
  return binding && (cx.renames.get(binding) ?? binding.name);
}

/** Whether values are certainly results of some operations. */
function isOnly(values: readonly Value[], operations: ReadonlySet<Operation | undefined>): boolean {
  return values.length > 0 && values.every((v) => v.kind === "result" && operations.has(v.operation));
}

function isAnswered(cx: Rewrite, runs: readonly ResultValue[]): boolean {
  return cx.flows.flowOf(runs[0]!.operation!).operations.some(({ id }) => id === "runs.submitToolOutputs");
}

/** Says what the output of a response does not have where calls were answered on the way to it. */
export function tellOfEarlier(cx: Rewrite, at: Expression, rule: RuleMeta): void {
  cx.find(
    at,
    rule,
    "warning",
    "The messages of a run are read from the output of its last response. What earlier responses wrote, before calls were answered, is in the conversation only.",
    "Read the items of the conversation where that matters.",
  );
}
