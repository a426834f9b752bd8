import type { Operation } from "../../src/analysis/operation.js";
import type { ResultValue } from "../../src/analysis/value.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Clause, Expression, Loop, Name, Node, ObjectPattern, Span } from "../../src/languages/tree.js";
import { enclosing } from "../../src/languages/walk.js";
import type { Json } from "../../src/protocol/types.js";
import { lookUpNames } from "./agentNames.js";
import { awaited, printCall } from "../code/emit.js";
import { agents as rule } from "../registry.js";
import { translateRequest, Untranslatable } from "../code/request.js";
import type { Rewrite } from "../rewrite.js";
import { isVisibleAt } from "../leaving/visible.js";

/** A use of a list of agents, with the `data` of its page taken as the list itself. */
export interface Reader {
  readonly at: Expression;
  /** Where `.data` stands. */
  readonly data: Span | undefined;
  /** Where `{ data }` takes the list out of its page. */
  readonly taken: ObjectPattern | undefined;
  /** Only hands the list on to a name or a caller. */
  readonly isHop: boolean;
}

/**
 * `assistants.list` → the pager of agents. A single loop goes over the pager; where the list is needed as such, it is read to its end
 * first.
 */
export function listAgents(cx: Rewrite, operation: Operation): void {
  const { call, spec } = operation;
  for (const cursor of ["after", "before"]) {
    if (operation.args.has(cursor))
      throw new Untranslatable(
        `the list of agents is read page by page with \`${cursor}\`, and its cursors are others now`,
        "Loop over agents.list(): it asks for all pages by itself.",
      );
  }
  const readers = readersOf(cx, operation);
  lookUpNames(cx, operation);
  const isPage = spec.gives === "page";
  const taken = readers.flatMap((reader) => reader.taken ?? []);
  const isRead = taken.length > 0 || readers.some((reader) => reader.data !== undefined);
  const limit = isPage && isRead ? limitOf(cx, operation) : undefined;
  dropData(cx, operation, readers, limit);
  takeVersions(cx, operation);
  for (const pattern of taken) {
    const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "The agents themselves are the list." };
    cx.replace(pattern, carry(pattern.entries[0]!.target), how);
  }
  const request = translateRequest(cx, operation, limit === undefined ? [] : ["limit"]);
  const fields: Record<string, Json> = { kind: "prompt", ...request.fields };
  const pager = printCall(cx, operation, "agents.list", { ...request, fields });
  const how = { rule, flow: cx.flows.flowOf(operation).id, reason: "The agents are listed by a pager." };
  cx.became.set(operation, { rule: rule.id, text: "agents.list" });
  const whole = awaited(call);
  const [only, ...others] = readers.filter((reader) => !reader.isHop);
  const loop = only && others.length === 0 ? loopOver(only.at) : undefined;
  if (!isPage) return cx.replace(call, pager, how);
  if (limit === undefined) warnOfPages(cx, operation);
  if (loop && limit === undefined && canLoop(operation, loop)) {
    cx.replace(whole, pager, how);
    if (isAsync(operation) && !loop.async) addAwait(cx, loop, how);
    return;
  }
  const list = collected(cx, operation, pager, how);
  const isCut = limit !== undefined && taken.length > 0;
  cx.replace(
    whole,
    isCut ? cx.printer(call.tree).firstItems(cx.printer(call.tree).parenthesise(list), limit) : list,
    how,
  );
}

/**
 * `let agent = list.find(…); if (!agent) agent = await create(…)`: what typed code makes is a version, and so is what it finds. Nothing but
 * names is read of such a variable.
 */
function takeVersions(cx: Rewrite, operation: Operation): void {
  if (!operation.call.tree.typed) return;
  const found = cx.flows
    .usesOf(operation)
    .flatMap((use) => (use.kind === "Name" ? (cx.program.bindingOf(use) ?? []) : []));
  const of = (e: Expression, id: string) =>
    cx.values.results(e).some((v) => v.type === "Assistant" && v.operation?.id === id);
  for (const { writes } of new Set(found)) {
    const values = writes.flatMap(({ value, path }) => (value && path.length === 0 ? [value] : []));
    if (!values.some((value) => of(value, "assistants.create"))) continue;
    for (const value of values) {
      const isFound = value.kind === "Call" && value.callee.kind === "Member" && value.callee.property === "find";
      if (!isFound || !of(value, "assistants.list") || cx.editAt(value.tree, { start: value.end, end: value.end }))
        continue;
      const how = {
        rule,
        flow: cx.flows.flowOf(operation).id,
        reason: "What is made is a version; so is what is found.",
      };
      cx.insert(value.tree, value.end, "?.versions.latest", how);
    }
  }
}

/** The list has no `data` of its own; a page had as many agents as were asked for. */
export function dropData(
  cx: Rewrite,
  operation: Operation,
  readers: readonly Reader[],
  limit: number | string | undefined,
): void {
  for (const { data, at } of readers) {
    if (!data) continue;
    const first = limit === undefined ? "" : cx.printer(at.tree).firstItems("", limit);
    cx.replaceSpan(at.tree, data, first, {
      rule,
      flow: cx.flows.flowOf(operation).id,
      reason: "The agents themselves are the list.",
    });
  }
}

/** Every use of the list. @throws Untranslatable where something else is read of it. */
export function readersOf(cx: Rewrite, operation: Operation): readonly Reader[] {
  const found = new Map<Node, Reader>();
  const listOf = (e: Expression) => cx.values.results(e).find((v) => v.operation === operation && isList(v));
  for (const use of cx.flows.usesOf(operation)) {
    const value = listOf(use);
    if (!value || (use.kind === "Member" && listOf(use.object))) continue;
    if (cx.values.of(use).some((v) => v.kind !== "null" && v !== value))
      throw new Untranslatable("the list of agents is only one of the things its variable holds", HELP);
    const { at, data } = readerAt(use);
    const { parent } = at;
    const read = (parent?.kind === "Member" || parent?.kind === "Index") && parent.object === at;
    if (read && value.type === "Page(Assistant)" && !data)
      throw new Untranslatable("more than the agents themselves is read of their list", HELP);
    const taken = value.type === "Page(Assistant)" && !data ? takenBy(at, parent) : undefined;
    found.set(at, { at, data, taken, isHop: taken !== undefined || isHop(at, parent) });
  }
  return [...found.values()];
}

/** The list itself, or the `data` of its page. */
function isList({ type, path }: ResultValue): boolean {
  return type === "Page(Assistant)" || (type === "Assistant[]" && path === "data");
}

const HELP = "Read the agents themselves in a loop over agents.list().";

/** The whole of a use: with its `await`, parentheses and `data`. */
function readerAt(use: Expression): Pick<Reader, "at" | "data"> {
  let at: Expression = use;
  let data: Span | undefined;
  for (;;) {
    const parent: Node | undefined = at.parent;
    if ((parent?.kind === "Wrap" || parent?.kind === "Await") && parent.value === at) at = parent;
    else if (!data && parent?.kind === "Member" && parent.object === at && parent.property === "data") {
      data = { start: at.end, end: parent.end };
      at = parent;
    } else return { at, data };
  }
}

/** The pattern that takes the agents, and nothing else, out of the page that stands here: `const { data } = …`. */
function takenBy(at: Expression, parent: Node | undefined): ObjectPattern | undefined {
  const pattern = parent?.kind === "Declarator" && parent.value === at ? parent.target : undefined;
  if (pattern?.kind !== "ObjectPattern") return undefined;
  const [only, ...more] = pattern.entries;
  const isList = only?.key === "data" && only.target.kind === "Name" && !only.fallback && !only.rest;
  return isList && more.length === 0 ? pattern : undefined;
}

/** Whether a use only hands the list on to a name or a caller. */
function isHop(at: Expression, parent: Node | undefined): boolean {
  switch (parent?.kind) {
    case "Declarator":
    case "Assign":
      if (parent.target.kind === "ObjectPattern" || parent.target.kind === "ArrayPattern")
        throw new Untranslatable("the list of agents is taken apart where it is assigned", HELP);
      return true;
    case "Parameter":
    case "Return":
    case "ExpressionStatement":
      return true;
    case "Function":
      return parent.body === at;
    default:
      return false;
  }
}

function loopOver(at: Expression): Loop | Clause | undefined {
  const { parent } = at;
  return (parent?.kind === "Loop" || parent?.kind === "Clause") && parent.iterable === at ? parent : undefined;
}

/** The number of agents asked for, where only so many are read: as a number, or the name that stands for it. */
export function limitOf(cx: Rewrite, operation: Operation): number | string | undefined {
  const limit = operation.args.get("limit")?.value;
  if (limit === undefined || limit.kind === "NullLiteral") return undefined;
  const known = numberIn(cx, limit);
  if (known !== undefined) return known;
  const values = cx.values.of(limit);
  const isNumber = values.length > 0 && values.every((v) => v.kind === "scalar");
  if (limit.kind === "Name" && isNumber && isVisibleAtReaders(cx, operation, limit)) return limit.name;
  throw new Untranslatable(
    "only a page of the agents is read, and how many it has is not written at the call",
    "Write the limit as a number, or loop over agents.list() and stop where it is enough.",
  );
}

/** How many agents are asked for, where the call says that as a number; "unknown" where it says it otherwise. */
export function writtenLimit(cx: Rewrite, operation: Operation): number | "unknown" | undefined {
  const limit = operation.args.get("limit")?.value;
  return limit === undefined || limit.kind === "NullLiteral" ? undefined : (numberIn(cx, limit) ?? "unknown");
}

/** `20`, `"20"` */
function numberIn(cx: Rewrite, limit: Expression): number | undefined {
  if (limit.kind === "NumberLiteral") return limit.value;
  const texts = cx.values.of(limit).map((v) => (v.kind === "text" ? v.value : undefined));
  return texts.length === 1 && /^\d+$/.test(texts[0] ?? "") ? Number(texts[0]) : undefined;
}

/** Whether a name means the same where the list is read. */
function isVisibleAtReaders(cx: Rewrite, operation: Operation, name: Name): boolean {
  return readersOf(cx, operation).every(({ at, data }) => !data || isVisibleAt(cx, name, at));
}

function warnOfPages(cx: Rewrite, operation: Operation): void {
  cx.find(
    operation.call,
    rule,
    "note",
    "This goes over all agents of the project; a page had 20 of them, or as many as `limit` said.",
    "Stop the loop where it is enough.",
  );
}

function isAsync(operation: Operation): boolean {
  return operation.clients.some((client) => client.type.async);
}

/** Whether a loop can go over the pager: an asynchronous one needs a place that can await. */
function canLoop(operation: Operation, loop: Loop | Clause): boolean {
  if (!isAsync(operation) || loop.async) return true;
  const fn = enclosing(loop, "Function");
  return fn ? fn.async : awaited(operation.call).kind === "Await";
}

/** `for (` → `for await (`, `for` → `async for`. */
function addAwait(cx: Rewrite, loop: Loop | Clause, how: Parameters<Rewrite["insert"]>[3]): void {
  const { tree, start } = loop;
  if (tree.language === "python") return cx.insert(tree, start, "async ", how);
  cx.insert(tree, start + "for".length, " await", how);
}

/** All agents as a list. */
function collected(cx: Rewrite, operation: Operation, pager: Code, how: Parameters<Rewrite["helper"]>[2]): Code {
  const { tree } = operation.call;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const isAwaited = awaited(operation.call).kind === "Await";
  if (isAsync(operation) && !isAwaited)
    throw new Untranslatable("the list of agents is awaited elsewhere than where it is asked for", HELP);
  const list = printer.collected(pager, "agent", isAsync(operation), style);
  if (list !== undefined) return list;
  const helper = cx.helper(tree, "collect", { ...how, reason: "Reads a pager to its end." });
  return printer.await(printer.call(helper, [{ name: undefined, value: pager }], style));
}
