import type { Operation } from "../../src/analysis/operation.js";
import type { ClientValue } from "../../src/analysis/value.js";
import type { ShimMount } from "../../src/dialects/target.js";
import { targetDialect } from "../../src/dialects/targets.js";
import { carry, type Code } from "../../src/languages/code.js";
import type { Argument, Call, Expression, Node, ObjectLiteral, SourceTree } from "../../src/languages/tree.js";
import { statementOf } from "../../src/languages/walk.js";
import { CLIENTS } from "../clients/clientCode.js";
import { hasOwnClient } from "../clients/agentsPart.js";
import { moduleToProxy } from "../clients/moduleProxy.js";
import { isFileOperation } from "../files/looseFiles.js";
import { clients as rule } from "../registry.js";
import { placeAt, type Refusal, type Rewrite } from "../rewrite.js";
import { callToProxy, requestToProxy } from "../rest/toProxy.js";
import { tellOfShim } from "./tellOfShim.js";
import { serviceOf, worksWithFiles } from "./elsewhere.js";
import type { Holder, OtherUse } from "../clients/holder.js";

/** What stands at the beginning of the comment that marks what is left. */
const MARK = "TODO(migrate-agents";

/**
 * Puts what is left onto the shim, once all else is decided: where a client is made, it gets what answers its classic calls on the
 * current API. Gives the operations that run through it from then on; the others hang on clients that are made out of sight.
 */
export function shimLeftovers(cx: Rewrite): ReadonlySet<Operation> {
  if (cx.options.leftovers !== "shim" || cx.isUndecided) return new Set();
  const mounted = new Map<Call, boolean>();
  const modules = new Set<SourceTree>();
  for (const call of cx.unfollowed) if (callToProxy(cx, call)) cx.proxied.add(call);
  const shimmed = new Set<Operation>();
  for (const operation of cx.flows.operations) {
    if (!cx.isActive(operation) && operation.request && requestToProxy(cx, operation)) shimmed.add(operation);
    if (cx.isActive(operation) || operation.clients.length === 0) continue;
    if (hasOwnClient(cx, operation)) {
      shimmed.add(operation);
      continue;
    }
    if (moduleToProxy(cx, operation, modules)) {
      shimmed.add(operation);
      continue;
    }
    // An annotation says what callers out of sight pass, next to what those in sight do.
    const seen = operation.clients.filter(({ site, assumed }) => site !== undefined || assumed);
    const all = seen.every((client) => {
      const { site } = client;
      // Files and vector stores need no shim in front of the service that they are in.
      if (isFileOperation(operation) && mountOf(cx, operation.call, client)?.upstream === "own") return true;
      if (!site || client.assumed) return false;
      if (!mounted.has(site)) mounted.set(site, mount(cx, site, client));
      return mounted.get(site)!;
    });
    if (all && seen.length > 0) shimmed.add(operation);
  }
  return shimmed;
}

/** Marks what is left, in a comment line above each statement, once. */
export function markLeftovers(cx: Rewrite, refusals: readonly Refusal[]): void {
  const marked = new Set<Node>();
  for (const { operation, rule: id, reason, isAsked } of refusals) {
    const statement = statementOf(operation.call);
    if (isAsked || !statement || marked.has(statement)) continue;
    marked.add(statement);
    const { tree, start } = statement;
    const lineStart = tree.text.lastIndexOf("\n", start - 1) + 1;
    const before = tree.text.slice(0, lineStart).trimEnd();
    if (tree.text.slice(lineStart, start).trim() !== "" || before.slice(before.lastIndexOf("\n") + 1).includes(MARK))
      continue;
    const { indentation } = placeAt(tree.text, statement);
    const comment = cx.printer(tree).comment(`${MARK} ${id}): ${reason}`);
    cx.insert(tree, start, [comment, `\n${indentation}`], {
      rule,
      flow: cx.flows.flowOf(operation).id,
      reason: "Marks what is left.",
    });
  }
}

function mountOf(cx: Rewrite, { tree }: Call, { type }: ClientValue): ShimMount | undefined {
  return cx.target(tree).shim?.[type.service];
}

function mount(cx: Rewrite, site: Call, client: ClientValue): boolean {
  const spelling = mountOf(cx, site, client);
  const isReplaced = cx
    .editsIn(site.tree)
    .some((edit) => edit.start < edit.end && edit.start <= site.start && site.end <= edit.end);
  if (cx.ignores.lineFor(site.tree.path, site, rule.id) !== undefined) return false;
  if (!spelling || isReplaced || client.type.unpublished) return false;
  if (client.type.factory !== undefined && !client.type.library) return false;
  if (spelling.variable !== undefined) return toProxy(cx, site, client, spelling, spelling.variable);
  const position = client.type.construct.options ?? client.type.construct.positional.length;
  return withOption(cx, site, client, position, spelling);
}

/** An option of the client that answers its classic requests inside the process. */
function withOption(cx: Rewrite, site: Call, client: ClientValue, position: number, mount: ShimMount): boolean {
  const { option, callee } = mount;
  const { tree } = site;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const given = site.args[position]?.value;
  const literal = given && optionsLiteral(given);
  const own = literal?.entries.find((entry) => entry.key === option)?.value;
  if (own?.kind === "Call" && nameOf(own.callee) === callee) return true;
  if (site.args.some(({ form }) => form === "spread") || site.args.length < position) return false;
  const value = shimOption(cx, tree, mount, own && carry(own));
  if (own) put(cx, own, value);
  else if (literal?.entries.length) insertEntry(cx, literal, option, value);
  else if (literal) put(cx, literal, printer.object([{ key: option, value }], style));
  else if (given) {
    const spread = given.kind === "NullLiteral" ? [] : [{ key: undefined, value: carry(given) }];
    put(cx, given, printer.object([...spread, { key: option, value }], style));
  } else addArgument(cx, site, printer.object([{ key: option, value }], style));
  tellOfShim(cx, site, client.type.service, mount);
  return true;
}

/** What answers a client's classic requests in the process; `own` is what the client had there. */
export function shimOption(cx: Rewrite, tree: SourceTree, mount: ShimMount, own?: Code): Code {
  const { option, module, callee, signsIn, store } = mount;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const shim = cx.want(tree, module!, callee!, callee!);
  const entries = [
    ...(signsIn ? signIn(cx, tree, signsIn) : []),
    { key: "ids", value: printer.string("native", style) },
    ...(store === undefined ? [] : [{ key: "store", value: printer.string(store, style) }]),
    ...(own === undefined ? [] : [{ key: option, value: own }]),
  ];
  return printer.call(shim, [{ name: undefined, value: printer.object(entries, style) }], style);
}

/** Where the shim finds the service, and how it signs in there: the client's own key is of another one. */
function signIn(cx: Rewrite, tree: SourceTree, signsIn: NonNullable<ShimMount["signsIn"]>) {
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const { credential: own, endpointVariable } = targetDialect(tree.language, "foundry")!.project!;
  const credential = cx.want(tree, own.module, own.name, own.name);
  const provider = cx.want(tree, own.module, signsIn.provider, signsIn.provider);
  const token = printer.call(
    provider,
    [
      { name: undefined, value: printer.construct(credential, [], style) },
      { name: undefined, value: printer.string(signsIn.scope, style) },
    ],
    style,
  );
  return [
    { key: "endpoint", value: printer.environment(endpointVariable, style, tree.typed) },
    { key: "token", value: token },
  ];
}

/** The address of a proxy in place of the service's: for languages in which the shim does not run. */
function toProxy(cx: Rewrite, site: Call, client: ClientValue, mount: ShimMount, variable: string): boolean {
  const { library } = client.type;
  const option = library?.address ?? mount.option;
  const { tree } = site;
  const printer = cx.printer(tree);
  const style = cx.style(tree);
  const address = printer.environment(variable, style, false);
  const own = argumentFor(site, client, option);
  if (own && tree.text.slice(own.value.start, own.value.end).includes(variable)) return true;
  if (site.args.some(({ form }) => form === "spread" || form === "namedSpread")) return false;
  // What a library does with its client are classic calls, too.
  const others = mount.upstream === "project" && !library ? otherUses(cx, site) : [];
  const more = others.length > 0;
  // What else a project client is asked for has paths that the proxy does not know.
  if (more && client.type.service === "foundry") return false;
  if (others.some(({ path = "" }) => worksWithFiles(path))) return false;
  cx.want(tree, "os", "*", "os");
  if (own) {
    // From the character before it on: where the value itself is carried on to a client of the current API, it stays what it was.
    const start = own.value.start - 1;
    cx.replaceSpan(tree, { start, end: own.value.end }, [tree.text.charAt(start), address], how());
  } else addArgument(cx, site, [`${option}=`, address]);
  tellOfShim(cx, site, client.type.service, mount, more ? serviceOf(client, own) : undefined);
  return true;
}

/** What is done with a client besides classic calls: it would go to the proxy, too. */
function otherUses(cx: Rewrite, site: Call): readonly OtherUse[] {
  const seen = new Set<Holder>();
  const of = (holder: Holder): readonly OtherUse[] => {
    if (seen.has(holder)) return [];
    seen.add(holder);
    return [...holder.others, ...holder.feeds.flatMap(({ into }) => of(into))];
  };
  return cx.faces.holders.all
    .filter((holder) => holder.call === site || holder.sources.includes(site))
    .flatMap((holder) => of(holder));
}

function argumentFor(site: Call, client: ClientValue, option: string): Argument | undefined {
  const named = site.args.find((argument) => argument.name === option);
  const position = client.type.construct.positional.indexOf("endpoint");
  const positional = position < 0 ? undefined : site.args[position];
  return named ?? (client.type.service === "foundry" && positional?.form === "positional" ? positional : undefined);
}

function optionsLiteral(e: Expression): ObjectLiteral | undefined {
  let at = e;
  while (at.kind === "Wrap") at = at.value;
  return at.kind === "ObjectLiteral" ? at : undefined;
}

function nameOf(e: Expression): string | undefined {
  return e.kind === "Name" ? e.name : e.kind === "Member" ? e.property : undefined;
}

function insertEntry(cx: Rewrite, literal: ObjectLiteral, key: string, value: Code): void {
  const { tree } = literal;
  const last = literal.entries.at(-1)!;
  const gap = tree.text.slice(literal.start + 1, literal.entries[0]!.start);
  const line = gap.lastIndexOf("\n");
  cx.insert(tree, last.end, [",", line < 0 ? " " : gap.slice(line).replace(/\r/g, ""), `${key}: `, value], how());
}

function addArgument(cx: Rewrite, site: Call, code: Code): void {
  const last = site.args.at(-1);
  if (last) return cx.insert(site.tree, last.end, [", ", code], how());
  const span = site.argumentsSpan;
  if (span) cx.insert(site.tree, span.start + 1, code, how());
  else cx.insert(site.tree, site.end, ["(", code, ")"], how());
}

function put(cx: Rewrite, node: Node, code: Code): void {
  cx.replace(node, code, how());
}

function how() {
  return {
    rule,
    flow: CLIENTS,
    reason: "What is left runs through the shim.",
    safety: "review" as const,
  };
}
