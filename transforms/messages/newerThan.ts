import { indented } from "../../src/languages/code.js";
import type { Binary, Expression, If, Loop, Member } from "../../src/languages/tree.js";
import { ancestors, enclosing } from "../../src/languages/walk.js";
import type { RuleMeta } from "../meta.js";
import { wordOf } from "./newest.js";
import type { Rewrite } from "../rewrite.js";
import { threadKey } from "../threads/threadIdentity.js";

/** A loop over messages, newest first, that looks at those only which are newer than one that was added. */
interface Newer {
  readonly loop: Loop;
  readonly comparison: Binary;
  readonly message: Expression;
  readonly item: Extract<Expression, { kind: "Name" }>;
}

interface How {
  readonly rule: RuleMeta;
  readonly flow: number;
  readonly reason: string;
}

/**
 * `for m in messages: if … and m.created_at > message.created_at: …` → a loop over the newest messages that stops at that one. Gives
 * false for other reads of a time.
 */
export function rewriteNewer(cx: Rewrite, access: Member, how: How): boolean {
  const found = newerOf(cx, access);
  if (!found) return false;
  const { loop, comparison, message, item } = found;
  if (cx.restated.has(comparison)) return true;
  cx.restated.add(comparison);
  const { tree } = access;
  const printer = cx.printer(tree);
  const { parent } = comparison;
  const reason = "The list is in the order of the times: what stands before the message is newer.";
  if (parent?.kind !== "Binary") return false;
  const rest = parent.left === comparison ? { start: comparison.start, end: parent.right.start } : undefined;
  cx.replaceSpan(tree, rest ?? { start: parent.left.end, end: comparison.end }, "", { ...how, reason });
  const first = loop.body.statements[0]!;
  const indentation = tree.text.slice(tree.text.lastIndexOf("\n", first.start - 1) + 1, first.start);
  const name = (e: Expression) => {
    const binding = e.kind === "Name" ? cx.program.bindingOf(e) : undefined;
    return (binding && cx.renames.get(binding)) ?? tree.text.slice(e.start, e.end);
  };
  const test = printer.equals(printer.member(name(item), "id"), printer.member(name(message), "id"));
  const stop = printer.stopWhen(test, cx.style(tree));
  cx.insert(tree, first.start, [indented(stop, indentation), `\n${indentation}`], { ...how, reason });
  return true;
}

function newerOf(cx: Rewrite, access: Member): Newer | undefined {
  const comparison = access.parent;
  if (comparison?.kind !== "Binary" || !/^[<>]$/.test(comparison.operator)) return undefined;
  const [newer, older] =
    comparison.operator === ">" ? [comparison.left, comparison.right] : [comparison.right, comparison.left];
  if (newer.kind !== "Member" || older.kind !== "Member") return undefined;
  const [item, message] = [newer.object, older.object];
  if (!isTime(newer) || !isTime(older) || item.kind !== "Name" || message.kind !== "Name") return undefined;
  const test = [...ancestors(comparison)].find((node): node is If => node.kind === "If");
  const loop = test?.parent?.parent;
  if (!test || loop?.kind !== "Loop" || test.otherwise || !isOperand(test.test, comparison)) return undefined;
  const [only, ...more] = loop.body.statements;
  if (only !== test || more.length > 0 || loop.otherwise || loop.target?.kind !== "Name" || !loop.iterable)
    return undefined;
  if (loop.target.name !== item.name || /\S/.test(lineBefore(only))) return undefined;
  const [listed, ...otherLists] = cx.values.results(item);
  const [added, ...others] = cx.values.results(message);
  if (!listed || !added || otherLists.length + others.length > 0) return undefined;
  if (cx.values.of(item).length > 1 || cx.values.of(message).length > 1) return undefined;
  if (listed.operation?.id !== "messages.list" || added.operation?.id !== "messages.create") return undefined;
  // The list must have been asked for when the message was there.
  const [asking, adding] = [listed.operation.call, added.operation.call];
  if (enclosing(asking, "Function") !== enclosing(adding, "Function") || asking.start < adding.end) return undefined;
  const thread = threadKey(cx, added.operation.args.get("thread_id")?.value);
  if (thread === undefined || thread !== threadKey(cx, listed.operation.args.get("thread_id")?.value)) return undefined;
  const order = listed.operation.args.get("order")?.value;
  if (order && wordOf(cx, listed.operation, order) !== "desc") return undefined;
  if (!/^(data\.)?\*$/.test(listed.path)) return undefined;
  return { loop, comparison, message, item };
}

/** Whether a comparison is one of the things that must all hold. */
function isOperand(test: Expression, comparison: Binary): boolean {
  if (test.kind !== "Binary" || test.operator !== "and") return false;
  return test.right === comparison || test.left === comparison || isOperand(test.left, comparison);
}

function isTime({ property }: Member): boolean {
  return property === "created_at" || property === "createdAt";
}

function lineBefore({ tree, start }: Expression | If): string {
  return tree.text.slice(tree.text.lastIndexOf("\n", start - 1) + 1, start);
}
