import type { Operation } from "../../src/analysis/operation.js";
import type { ClientValue } from "../../src/analysis/value.js";
import type { Argument, Call, Expression, Member, SourceTree } from "../../src/languages/tree.js";
import type { Code } from "../../src/languages/code.js";
import { enclosing, textOf } from "../../src/languages/walk.js";
import { heldAt } from "./faceAt.js";
import type { HolderPlan } from "./faces.js";
import { clientsOf, isOneOfSeveral, isProjectHolder, livesOn } from "./holderFacts.js";
import type { Holder } from "./holder.js";
import type { Holders } from "./holders.js";
import { unwrap } from "./occurrences.js";
import { CLIENTS } from "./clientCode.js";
import { constructionArguments } from "./projectClient.js";
import { clients as rule } from "../registry.js";
import type { Rewrite } from "../rewrite.js";

/**
 * The package of the current project client replaces the classic one, which brought a client for agents along. That one also has a package
 * of its own, which can stay beside the current one: calls that stay move to such a client, and the rest migrates.
 */

/**
 * Groups of holders that pass one project client on, all of whose uses that stay can move to a client for agents of their own. Where
 * nothing of a group migrates, it can go to the shim as it is, but not to a proxy, which does not know what else a project client is asked for.
 */
export function separable(cx: Rewrite, holders: Holders): readonly ReadonlySet<Holder>[] {
  return groups(holders).filter((group) => {
    const all = [...group];
    const operations = all.flatMap((holder) => holder.operations.map(({ operation }) => operation));
    return (
      (operations.some((operation) => cx.isActive(operation)) || isForShim(cx, all)) &&
      operations.every((operation) => isOfAgents(cx, operation)) &&
      all.every((holder) => isProjectHolder(cx, holder)) &&
      all.every((holder) => holder.others.every(({ into }) => !into || isLeft(cx, into))) &&
      all.every((holder) => leftUses(cx, holder).every((use) => agentsParts(cx, holders, use) !== undefined))
    );
  });
}

/** Whether a group of which nothing migrates has to be split for a shim that is a proxy, and stands where its client is followed to. */
function isForShim(cx: Rewrite, group: readonly Holder[]): boolean {
  return (
    cx.options.leftovers === "shim" &&
    group.some(({ operations: [first] }) => first && toProxy(cx, first.operation.call.tree)) &&
    group.some(({ others }) => others.length > 0) &&
    group.every(({ others }) => others.every(({ into }) => !into))
  );
}

function toProxy(cx: Rewrite, tree: SourceTree): boolean {
  return cx.target(tree).shim?.foundry.variable !== undefined;
}

/** Whether the client for agents can be built beside a project client, from what that one is built from. */
export function canBuildBeside(cx: Rewrite, holder: Holder): boolean {
  return clientsOf(cx, holder).every(({ site }) => site && canRepeat(cx, site));
}

/** Whether what stays in a group can hang on clients that files build once: for one client, and nothing closes it when it is through. */
export function canShareOwn(cx: Rewrite, holders: Holders, group: readonly Holder[]): boolean {
  const sites = group.flatMap((holder) => clientsOf(cx, holder)).flatMap(({ site }) => site ?? []);
  const parts = group.flatMap((holder) => leftUses(cx, holder)).flatMap((use) => agentsParts(cx, holders, use) ?? []);
  return (
    new Set(sites.map(textOf)).size <= 1 &&
    sites.every((site) => hasSteadyEndpoint(cx, site)) &&
    !group.some(isOneOfSeveral) &&
    parts.every((part) => enclosing(part, "WithItem") === undefined)
  );
}

/** Whether something at a holder stays that is done with the agents part of a project client. */
export function needsAgents(cx: Rewrite, holder: Holder): boolean {
  return leftUses(cx, holder).length > 0;
}

/** Whether an operation that stays hangs on a client for agents of its own, which is on the shim where leftovers go there. */
export function hasOwnClient(cx: Rewrite, operation: Operation): boolean {
  const holder = cx.faces.holders.rootOf.get(operation)?.holder;
  if (holder === undefined) return false;
  return cx.faces.agentsApart.has(holder) || (cx.faces.plans.get(holder)?.needs.has("agents") ?? false);
}

/** Lets what stays hang on the client for agents. */
export function rewriteAgentsPart(cx: Rewrite, plan: HolderPlan): void {
  if (plan.needs.has("agents"))
    replaceParts(cx, plan.holder, (part) => heldAt(cx, plan, unwrap(part.object), "agents"));
}

/** Lets what stays hang on clients for agents that their files build. */
export function rewriteAgentsApart(cx: Rewrite): void {
  for (const holder of cx.faces.agentsApart) {
    const isAsync = clientsOf(cx, holder).some(({ type }) => type.async);
    replaceParts(cx, holder, (part) => cx.faces.own.name(part.tree, "agents", isAsync, part));
  }
}

function replaceParts(cx: Rewrite, holder: Holder, by: (part: Member) => Code): void {
  const parts = new Set(leftUses(cx, holder).flatMap((use) => agentsParts(cx, cx.faces.holders, use) ?? []));
  for (const part of parts) {
    if (cx.editAt(part.tree, part)) continue;
    const how = { rule, flow: CLIENTS, reason: "The current project client does not serve classic agents any more." };
    cx.replace(part, by(part), how);
  }
}

/** What stays at a holder, as the expressions that take it from the client. */
function leftUses(cx: Rewrite, holder: Holder): readonly Expression[] {
  return [
    ...holder.operations
      .filter(({ operation }) => !cx.isActive(operation))
      .map(({ operation }) => operation.call.callee),
    ...holder.others.filter((use) => !livesOn(use, true)).map(({ at }) => at as Expression),
  ];
}

/** Where the agents part is taken from the whole client (`project.agents`) on the way to a use; undefined where that is not written out. */
function agentsParts(cx: Rewrite, holders: Holders, use: Expression, hops = 0): readonly Member[] | undefined {
  const at = unwrap(use);
  const value = clientAt(cx, at);
  if (hops > 16 || value?.path === "") return undefined;
  if (at.kind === "Member") {
    const object = clientAt(cx, at.object);
    if (object?.path === "") return value?.path === object.type.prefix ? [at] : undefined;
    if (object) return agentsParts(cx, holders, at.object, hops + 1);
  }
  if (holders.holdsPart(at)) return [];
  const writes = holders.writesOf(at).map((write) => write && agentsParts(cx, holders, write, hops + 1));
  return writes.length > 0 && writes.every((write) => write !== undefined) ? writes.flat() : undefined;
}

/** Whether a place of the program that a part goes to uses it for what stays, and for no more. */
function isLeft(cx: Rewrite, { operations, feeds, others }: Holder): boolean {
  return (
    operations.every(({ operation }) => !cx.isActive(operation)) &&
    feeds.length === 0 &&
    others.every(({ into }) => !into)
  );
}

function clientAt(cx: Rewrite, e: Expression): ClientValue | undefined {
  return cx.values.of(e).find((v): v is ClientValue => v.kind === "client");
}

/** Whether the package of the client for agents spells an operation as the project client did. */
function isOfAgents(cx: Rewrite, { dialect, call }: Operation): boolean {
  const face = cx.target(call.tree).faces.agents;
  return dialect.clients.some(
    ({ modules, name, unpublished }) => face && name === face.name && modules.includes(face.module) && !unpublished,
  );
}

/** Whether a client can be built a second time: by the project's endpoint and a credential, from expressions that do nothing else. */
function canRepeat(cx: Rewrite, site: Call): boolean {
  const client = clientAt(cx, site);
  if (!client || client.type.factory !== undefined || site.callee.kind === "Opaque") return false;
  const { named, positional, options } = client.type.construct;
  const meaningOf = (argument: Argument, i: number) =>
    argument.form === "named" ? named[argument.name!] : argument.form === "positional" ? positional[i] : "other";
  const proxy = cx.target(site.tree).shim?.foundry.variable;
  if (proxy !== undefined && site.args.some(({ value }) => textOf(value).includes(proxy))) return false;
  const meanings = site.args.map((argument, i) => (i === options ? undefined : meaningOf(argument, i)));
  return (
    meanings.includes("endpoint") &&
    meanings.includes("credential") &&
    !meanings.some((meaning) => meaning === "other" || meaning === "connectionString") &&
    site.args.every(({ value }) => isRepeatable(cx, value))
  );
}

/** Whether the endpoint that a client is built with is the same whenever it is asked for. */
function hasSteadyEndpoint(cx: Rewrite, site: Call): boolean {
  const client = clientAt(cx, site);
  const endpoint = client && constructionArguments(site, client).endpoint;
  return endpoint !== undefined && isRepeatable(cx, endpoint);
}

function isRepeatable(cx: Rewrite, e: Expression): boolean {
  switch (e.kind) {
    case "Name":
    case "StringLiteral":
    case "NumberLiteral":
    case "BooleanLiteral":
    case "NullLiteral":
      return true;
    case "Member":
      return isRepeatable(cx, e.object);
    case "Index":
      return isRepeatable(cx, e.object) && isRepeatable(cx, e.index);
    case "Wrap":
      return isRepeatable(cx, e.value);
    case "Binary":
      return isRepeatable(cx, e.left) && isRepeatable(cx, e.right);
    case "ObjectLiteral":
      return e.entries.every(({ value }) => isRepeatable(cx, value));
    case "TemplateString":
      return e.holes.every((hole) => isRepeatable(cx, hole));
    case "Call":
      // What a package builds (a credential) or reads (the environment); functions of the program may do anything.
      return (
        cx.values.of(e.callee).some((v) => v.kind === "external") &&
        e.args.every(({ value }) => isRepeatable(cx, value))
      );
    default:
      return false;
  }
}

/** Holders that pass clients on to one another. */
function groups({ all }: Holders): readonly ReadonlySet<Holder>[] {
  const groupOf = new Map<Holder, Set<Holder>>(all.map((holder) => [holder, new Set([holder])]));
  for (const holder of all) {
    for (const { into } of holder.feeds) {
      const [one, other] = [groupOf.get(holder)!, groupOf.get(into)!];
      if (one === other) continue;
      for (const each of other) {
        one.add(each);
        groupOf.set(each, one);
      }
    }
  }
  return [...new Set(groupOf.values())];
}
