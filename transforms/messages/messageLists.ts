import { keepsSubscripts } from "../reading/subscripts.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, indented, type Code } from "../../src/languages/code.js";
import type { Call, Clause, Expression, Loop, Member, Name, PatternEntry } from "../../src/languages/tree.js";
import { bare, walk } from "../../src/languages/walk.js";
import { boundOnce } from "./boundOnce.js";
import { lineBreak, textOfCode } from "../code/emit.js";
import { isOfRun } from "./messagesOfRun.js";
import { cursorAt, isPaged, wantedOf } from "./pages.js";
import { styleAt } from "../code/positions.js";
import { refuseAll, wrapped } from "../reading/reading.js";
import { reading as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

const HELP = "See docs/mapping.md for what there is instead.";

/** `page.data`: the messages among the items, unless a loop over it sorts them out itself. */
export function rewriteData(
  cx: Rewrite,
  access: Member | Call,
  value: ResultValue,
  how: { rule: typeof rule; flow: number; reason: string },
): void {
  const cursor = value.operation && isPaged(cx, value.operation) && access.kind === "Member" && cursorAt(access);
  if (cursor && access.kind === "Member") {
    const last = cx.printer(access.tree).member(carry(access.object), "last_id");
    for (const node of walk(cursor)) cx.restated.add(node);
    return cx.replace(cursor, last, {
      ...how,
      reason: "The next page goes on behind the last item, of whatever kind.",
    });
  }
  // The output of a response is the list itself.
  const ofRun = isOfRun(value.operation) && access.kind === "Member";
  if (access.kind === "Member" && access.computed && !keepsSubscripts(cx, access, value) && !ofRun)
    cx.replaceSpan(access.tree, { start: access.object.end, end: access.end }, ".data", how);
  const limit = value.operation && wantedOf(cx, value.operation);
  if (access.parent?.kind === "Clause" && access.parent.iterable === access && access.parent.target.kind === "Name") {
    if (limit !== undefined)
      return refuseAll(
        cx,
        [value],
        "a limited list of messages is read in a comprehension, and `limit` counts items of every kind now",
        HELP,
      );
    return sortOutInClause(cx, access.parent, access.parent.target, how);
  }
  const loop = loopOver(access);
  if (loop && limit === undefined) return ofRun ? cx.replace(access, carry(access.object), how) : undefined;
  const printer = cx.printer(access.tree);
  const style = cx.style(access.tree);
  const item = "item";
  const test = printer.equals(printer.member(item, "type"), printer.string("message", style));
  // A chain of calls on lines of its own goes on so.
  const chained =
    access.parent?.kind === "Member" && access.parent.parent?.kind === "Call"
      ? lineBreak(access.parent.parent)
      : undefined;
  const data = carry(ofRun ? access.object : access);
  const list: Code = access.tree.language === "javascript" && chained ? [data, chained] : data;
  let code = printer.filtered(list, item, test);
  if (limit !== undefined) code = printer.firstItems(code, limit);
  const paged = value.operation !== undefined && isPaged(cx, value.operation);
  const isCursor = (read: Member) => cx.restated.has(read) || (paged && cursorAt(read) !== undefined);
  const isShared = (read: Member) => read.parent?.kind !== "Clause" && !loopOver(read) && !isCursor(read);
  if (access.kind === "Member" && !ofRun && !chained && value.operation?.request === undefined) {
    const all = printer.filtered(printer.member(carry(access.object), "data"), item, test);
    const messages = limit === undefined ? all : printer.firstItems(all, limit);
    code =
      boundOnce(cx, access, value, messages, isShared, { ...how, reason: "The messages among the items." }) ?? code;
  }
  cx.replace(access, code, { ...how, reason: "A conversation has items of every kind; the messages are kept." });
}

/**
 * `const { data } = await list()` → `const data = (await list()).data` with the messages only; where more is taken out, or a parameter is
 * taken apart, `data` is sorted out where it is read. Gives false where that would be more than once, and where the list is taken apart
 * as well.
 */
export function takeData(cx: Rewrite, entry: PatternEntry, value: ResultValue): boolean {
  const pattern = entry.parent;
  const declarator = pattern?.parent;
  if (pattern?.kind !== "ObjectPattern" || entry.target.kind !== "Name") return false;
  const { tree } = entry;
  const printer = cx.printer(tree);
  const how = {
    rule,
    flow: value.operation ? cx.flows.flowOf(value.operation).id : -1,
    reason: "A conversation has items of every kind; the messages are kept.",
  };
  const test = printer.equals(printer.member("item", "type"), printer.string("message", cx.style(tree)));
  const limit = value.operation && wantedOf(cx, value.operation);
  const kept = (list: Code): Code => {
    const all = printer.filtered(list, "item", test);
    return limit === undefined ? all : printer.firstItems(all, limit);
  };
  if (
    pattern.entries.length > 1 ||
    declarator?.kind !== "Declarator" ||
    declarator.target !== pattern ||
    !declarator.value ||
    declarator.annotation
  ) {
    const binding = cx.program.bindingOf(entry.target);
    const reads = binding ? cx.program.references(binding) : [];
    if (!binding || binding.writes.length > 1 || reads.length > 1) return false;
    if (declarator?.kind === "Parameter" && declarator.annotation) return false;
    if (reads.some(({ parent }) => parent?.kind === "Entry" || parent?.kind === "ExportSpecifier")) return false;
    const [before, behind] = textOfCode(kept(HERE)).split(HERE);
    for (const read of reads) {
      cx.insert(tree, read.start, before!, how);
      cx.insert(tree, read.end, behind!, how);
    }
    return true;
  }
  const [before, behind] = textOfCode(kept(printer.member(HERE, "data"))).split(HERE);
  const isAwaited = declarator.value.kind === "Await";
  cx.replaceSpan(tree, pattern, entry.target.name, how);
  cx.insert(tree, declarator.value.start, before! + (isAwaited ? "(" : ""), how);
  cx.insert(tree, declarator.value.end, (isAwaited ? ")" : "") + behind!, how);
  return true;
}

/** Functions that run through what they are given. */
const RUNNING_THROUGH = /^(list|tuple|set|sorted|reversed|enumerate|iter|next|min|max|filter|map|zip|sum|any|all)$/;

/** Stands for code that is there already. */
const HERE = "\u0000";

/** `list(page)`, `next(iter(page))`: the messages of a conversation are run through by a function of Python. */
export function rewriteWhole(cx: Rewrite, use: Expression, values: readonly ResultValue[]): void {
  const value = values.find((v) => v.type === "Page(Message)");
  const call = use.parent?.parent;
  if (!value?.operation || call?.kind !== "Call" || call.callee.kind !== "Name" || use.tree.language !== "python")
    return;
  const { name } = call.callee;
  if (!RUNNING_THROUGH.test(name) || cx.program.bindingOf(call.callee) || isIterator(use)) return;
  const printer = cx.printer(use.tree);
  const test = printer.equals(printer.member("item", "type"), printer.string("message", styleAt(cx, use)));
  const isLazy = name === "iter" || name === "next";
  const code = isLazy ? printer.each(HERE, "item", "item", test, false) : printer.filtered(HERE, "item", test);
  const [before, after] = textOfCode(code).split(HERE);
  // The call around it has done its work where it only made a list, or an iterator.
  const whole = call.args.length === 1 && (name === "list" || name === "iter") ? call : use;
  const how = {
    rule,
    flow: cx.flows.flowOf(value.operation).id,
    reason: "A conversation has items of every kind; the messages are kept.",
  };
  cx.replaceSpan(use.tree, { start: whole.start, end: use.start }, before!, how);
  cx.replaceSpan(use.tree, { start: use.end, end: whole.end }, after!, how);
}

/** `iter(page)`, which was sorted out itself. */
function isIterator(e: Expression): boolean {
  return e.kind === "Call" && e.callee.kind === "Name" && /^a?iter$/.test(e.callee.name);
}

/** `… for message in page`: the page itself is run through. */
export function rewriteClause(cx: Rewrite, clause: Clause, values: readonly ResultValue[]): void {
  const value = values.find((v) => v.type === "Page(Message)");
  if (!value?.operation) return;
  if (clause.target.kind !== "Name")
    return refuseAll(cx, values, "messages are taken apart in the head of a comprehension", HELP);
  sortOutInClause(cx, clause, clause.target, { rule, flow: cx.flows.flowOf(value.operation).id });
}

/** A comprehension over messages gets one more condition. */
function sortOutInClause(cx: Rewrite, clause: Clause, target: Name, how: { rule: typeof rule; flow: number }): void {
  const printer = cx.printer(clause.tree);
  const test = printer.equals(printer.member(target.name, "type"), printer.string("message", cx.style(clause.tree)));
  cx.insert(clause.tree, clause.iterable.end, [" if ", test], {
    ...how,
    reason: "A conversation has items of every kind; only messages are read.",
  });
}

function loopOver(e: Expression): Loop | undefined {
  const at = wrapped(e);
  return at.parent?.kind === "Loop" && at.parent.iterable === at ? at.parent : undefined;
}

/** A loop over the messages of a conversation skips the items that are none. */
export function rewriteLoop(cx: Rewrite, loop: Loop, values: readonly ResultValue[]): void {
  const value = values.find((v) => v.type === "Page(Message)" || (v.type === "Message[]" && /^data$/.test(v.path)));
  if (!value?.operation) return;
  // A variable that holds the list was sorted out where it was filled.
  if (value.type === "Message[]" && bare(loop.iterable!).kind === "Name") return;
  // A pager goes on to the next page by itself: there the limit is the size of a page.
  if (value.type === "Message[]" && wantedOf(cx, value.operation) !== undefined) return;
  if (loop.target?.kind !== "Name")
    return refuseAll(cx, values, "messages are taken apart in the head of a loop", HELP);
  const { tree } = loop;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const name = cx.renames.get(cx.program.bindingOf(loop.target)!) ?? loop.target.name;
  const skip = printer.skipUnless(
    printer.equals(printer.member(name, "type"), printer.string("message", style)),
    style,
  );
  const first = loop.body.statements[0];
  if (!first || !startsLine(tree.text, first.start))
    return refuseAll(cx, values, "the loop over messages has no body of its own lines", HELP);
  const lineStart = tree.text.lastIndexOf("\n", first.start - 1) + 1;
  const indentation = tree.text.slice(lineStart, first.start);
  cx.insert(tree, first.start, [indented(skip, indentation), "\n" + indentation], {
    rule,
    flow: cx.flows.flowOf(value.operation).id,
    reason: "A conversation has items of every kind; only messages are read.",
  });
}

function startsLine(text: string, offset: number): boolean {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return text.slice(lineStart, offset).trim() === "";
}
