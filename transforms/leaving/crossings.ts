import type { Operation } from "../../src/analysis/operation.js";
import type { Binding } from "../../src/analysis/scopes.js";
import { listAt } from "../../src/languages/listAt.js";
import type { ClassNode, Expression } from "../../src/languages/tree.js";
import { bare, walk } from "../../src/languages/walk.js";
import { hasOwnClient } from "../clients/agentsPart.js";
import { isProjectHolder } from "../clients/holderFacts.js";
import { clients as rule, files } from "../registry.js";
import { fileNameOf, lineOf } from "../code/lineNumbers.js";
import type { Rewrite } from "../rewrite.js";

const HELP =
  "Migrate the flow that stays by hand before you run this, or leave both as they are (undo, or --exclude this file).";

/** An identifier that goes between an operation that moves and one that stays, without the shim in front of that. */
interface Crossing {
  readonly name: string;
  readonly moves: Operation;
  readonly stays: Operation;
  /** Which of the two makes it; undefined where both get it from one variable. */
  readonly from: Operation | undefined;
}

/**
 * Identifiers may go from a flow that migrates to one that stays, because with the shim both understand the new ones. Without it they do
 * not: then the one that could move stays, too.
 */
export function refuseCrossings(cx: Rewrite, shimmed: ReadonlySet<Operation>): void {
  for (const { moves, stays, name } of crossings(cx, shimmed)) {
    const file = stays.call.tree === moves.call.tree ? "" : ` of ${fileNameOf(stays.call)}`;
    cx.refuse(
      moves,
      rule,
      `its \`${name}\` is that of ${stays.id} in line ${lineOf(stays.call)}${file}, which stays on the classic API, and no shim can be put in front of it`,
      "Migrate that call by hand, then run again.",
    );
  }
}

/** Says every place where an identifier crosses, where the user wants no shim; and what else moves away from what it may be needed for. */
export function warnOfCrossings(cx: Rewrite, shimmed: ReadonlySet<Operation>): void {
  warnOfFiles(cx);
  warnOfPackages(cx);
  const said = new Set<Operation>();
  for (const { moves, stays, name, from } of crossings(cx, shimmed)) {
    const at = from === stays ? moves : stays;
    if (said.has(at)) continue;
    said.add(at);
    cx.find(at.call, rule, "error", `${messageOf(name, moves, stays, from)}: they do not work together yet.`, HELP);
  }
}

function messageOf(name: string, moves: Operation, stays: Operation, from: Operation | undefined): string {
  if (from === undefined)
    return `\`${name}\` is also given to ${moves.id}, which goes to the new API, and this ${stays.id} does not`;
  return from === stays
    ? `\`${name}\` is a classic id (of ${from.id}), and this ${moves.id} goes to the new API`
    : `\`${name}\` is an id of the current API (of ${from.id}), and this ${stays.id} goes to the classic API`;
}

function crossings(cx: Rewrite, shimmed: ReadonlySet<Operation>): readonly Crossing[] {
  const found: Crossing[] = [];
  for (const operation of cx.flows.operations) {
    const active = cx.isActive(operation);
    for (const { name } of operation.args.values()) {
      const from = originOf(cx, operation, name);
      if (!from || cx.isActive(from) === active || isStoredInProject(from)) continue;
      const [moves, stays] = active ? [operation, from] : [from, operation];
      if (!shimmed.has(stays)) found.push({ name, moves, stays, from });
    }
  }
  const known = new Set(found.map(({ stays }) => stays));
  return [...found, ...sharedIdentifiers(cx, shimmed).filter(({ stays }) => !known.has(stays))];
}

interface Use {
  readonly operation: Operation;
  readonly name: string;
}

/** Operations of both worlds that get the same identifier from one place: wherever it comes from, one of them does not know it. */
function sharedIdentifiers(cx: Rewrite, shimmed: ReadonlySet<Operation>): readonly Crossing[] {
  const byPlace = new Map<Binding | ClassNode, Map<string, Use[]>>();
  for (const operation of cx.flows.operations) {
    for (const { name, value } of operation.args.values()) {
      const place = name.endsWith("_id") ? placeOf(cx, value) : undefined;
      if (!place) continue;
      const [owner, path] = place;
      const paths = byPlace.get(owner) ?? new Map<string, Use[]>();
      byPlace.set(owner, paths);
      listAt(paths, path).push({ operation, name });
    }
  }
  const shared = [...byPlace.values()].flatMap((paths) => [...paths.values()]);
  return shared.flatMap((uses) => {
    const moving = uses.filter(({ operation }) => cx.isActive(operation));
    const staying = uses.filter(({ operation }) => !cx.isActive(operation) && !shimmed.has(operation));
    const [move] = moving;
    const [stay] = staying;
    if (!move || !stay) return [];
    const pair = (moves: Operation, stays: Operation, name: string): Crossing => ({
      name,
      moves,
      stays,
      from: undefined,
    });
    return [
      ...moving.map(({ operation, name }) => pair(operation, stay.operation, name)),
      ...staying.slice(1).map(({ operation, name }) => pair(move.operation, operation, name)),
    ];
  });
}

/** The variable or class that an expression is read from, and the path to it: `chat.openai_id`, `this.threadId`. */
function placeOf(cx: Rewrite, e: Expression): readonly [Binding | ClassNode, string] | undefined {
  if (e.kind === "Member") {
    const place = placeOf(cx, bare(e.object));
    return place && [place[0], `${place[1]}.${e.property}`];
  }
  if (e.kind !== "Name") return undefined;
  const owner = cx.program.isThis(e) ? cx.program.classOfThis(e) : cx.program.bindingOf(e);
  return owner && [owner, ""];
}

/** Files and vector stores that move while what the same client does else stays: it may need them. */
function warnOfFiles(cx: Rewrite): void {
  for (const operation of cx.flows.operations) {
    const holder = cx.isActive(operation) ? cx.faces.holders.rootOf.get(operation)?.holder : undefined;
    if (!holder || !isStoredInProject(operation) || !cx.faces.plans.get(holder)?.stays) continue;
    cx.find(
      operation.call,
      files,
      "warning",
      "Files and vector stores go through the current API here, and other calls of this client stay on the classic API of the project.",
      "Check that the classic agents find these files, or migrate those calls by hand too.",
    );
  }
}

/**
 * Classic calls of a project client that stay, while others move: they need two versions of one package, and only one can be installed.
 * Said once a file.
 */
function warnOfPackages(cx: Rewrite): void {
  if (!cx.flows.operations.some((operation) => cx.isActive(operation))) return;
  const said = new Set<string>();
  for (const [operation, { holder }] of cx.faces.holders.rootOf) {
    const { call, dialect } = operation;
    if (cx.isActive(operation) || said.has(call.tree.path) || !isProjectHolder(cx, holder)) continue;
    if (hasOwnClient(cx, operation)) continue;
    said.add(call.tree.path);
    cx.find(
      call,
      rule,
      "warning",
      `Classic calls stay here that the current version of ${dialect.packages.at(-1)!} does not have, and migrated code needs that version.`,
      "Migrate them by hand before the package is updated, or keep the two programs in environments of their own.",
    );
  }
}

/** Files and vector stores of a Foundry project: both APIs are spoken with the same project, whose store this is. */
function isStoredInProject({ id, dialect }: Operation): boolean {
  return dialect.service === "foundry" && /^(files|vectorStores)\./.test(id);
}

/** The operation whose result an identifier argument visibly is. */
function originOf(cx: Rewrite, operation: Operation, name: string): Operation | undefined {
  for (const node of walk(operation.args.get(name)!.value)) {
    if (node.kind !== "Member" && node.kind !== "Name") continue;
    const value = cx.values.results(node).find((v) => v.operation !== undefined && v.type.startsWith("id("));
    if (value) return value.operation;
  }
  return undefined;
}
