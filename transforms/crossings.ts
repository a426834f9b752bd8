import type { Operation } from "../src/analysis/operation.js";
import type { Binding } from "../src/analysis/scopes.js";
import { walk } from "../src/languages/walk.js";
import { hasOwnClient } from "./agentsPart.js";
import { isProjectHolder } from "./holderFacts.js";
import { clients as rule, files } from "./registry.js";
import type { Rewrite } from "./rewrite.js";

const HELP =
  "Migrate the flow that stays by hand before you run this, or leave both as they are (undo, or --exclude this file).";

/**
 * Identifiers may go from a flow that migrates to one that stays, because with the shim both understand the new ones. Without it they
 * do not: every such place is said.
 */
export function warnOfCrossings(cx: Rewrite, shimmed: ReadonlySet<Operation>): void {
  warnOfFiles(cx);
  warnOfPackages(cx);
  const said = new Set<Operation>();
  for (const operation of cx.flows.operations) {
    const active = cx.isActive(operation);
    for (const argument of operation.args.values()) {
      const from = originOf(cx, operation, argument.name);
      if (!from || cx.isActive(from) === active || shimmed.has(active ? from : operation)) continue;
      if (isStoredInProject(from)) continue;
      const [noun, other] = active ? ["a classic id", "the new API"] : ["an id of the current API", "the classic API"];
      cx.find(
        operation.call,
        rule,
        "error",
        `\`${argument.name}\` is ${noun} (of ${from.id}), and this ${operation.id} goes to ${other}: they do not work together yet.`,
        HELP,
      );
      said.add(operation);
    }
  }
  for (const { stays, moves, name } of sharedIdentifiers(cx)) {
    if (said.has(stays) || shimmed.has(stays)) continue;
    said.add(stays);
    cx.find(
      stays.call,
      rule,
      "error",
      `\`${name}\` is also given to ${moves.id}, which goes to the new API, and this ${stays.id} does not: they do not work together yet.`,
      HELP,
    );
  }
}

/** Operations of both worlds that get the same identifier from one variable: wherever it comes from, one of them does not know it. */
function sharedIdentifiers(
  cx: Rewrite,
): readonly { readonly stays: Operation; readonly moves: Operation; readonly name: string }[] {
  const byBinding = new Map<Binding, { readonly operation: Operation; readonly name: string }[]>();
  for (const operation of cx.flows.operations) {
    for (const { name, value } of operation.args.values()) {
      const binding = name.endsWith("_id") && value.kind === "Name" ? cx.program.bindingOf(value) : undefined;
      if (!binding) continue;
      byBinding.set(binding, [...(byBinding.get(binding) ?? []), { operation, name }]);
    }
  }
  return [...byBinding.values()].flatMap((uses) => {
    const moves = uses.find(({ operation }) => cx.isActive(operation));
    return moves === undefined
      ? []
      : uses
          .filter(({ operation }) => !cx.isActive(operation))
          .map(({ operation, name }) => ({ stays: operation, moves: moves.operation, name }));
  });
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
