import type { Flows } from "../../src/analysis/flows.js";
import { groupOf } from "../../src/analysis/importGroups.js";
import type { Operation } from "../../src/analysis/operation.js";
import type { Program } from "../../src/analysis/program.js";
import { classicDialects } from "../../src/dialects/index.js";
import type { TargetDialect } from "../../src/dialects/target.js";
import { restTarget } from "../../src/dialects/rest-targets.js";
import { targetDialect } from "../../src/dialects/targets.js";
import type { ClientValue } from "../../src/analysis/value.js";
import type { ClientType } from "../../src/dialects/types.js";
import type { SourceTree } from "../../src/languages/tree.js";

const FOUNDRY_MODULES = new Set(
  classicDialects
    .filter(({ service }) => service === "foundry")
    .flatMap(({ clients, modelModules }) => [...clients.flatMap(({ modules }) => modules), ...modelModules]),
);

/** Services whose clients Foundry takes over, since plain OpenAI does not serve them: resources of Azure OpenAI have no conversations. */
const FOR_FOUNDRY = new Set<ClientType["service"]>(["foundry", "azure-openai"]);

/**
 * The target of each file: the one that was asked for, but Foundry where a file calls a classic SDK of Foundry and nothing else, and where
 * all classic clients of the files that hang together with it are Azure's. Plain OpenAI does not serve those clients.
 */
export function targetsOf(
  program: Program,
  flows: Flows,
  asked: TargetDialect["target"],
): (tree: SourceTree) => TargetDialect | undefined {
  const known = new Map<SourceTree, TargetDialect | undefined>();
  const azure = asked === "foundry" ? new Set() : azureGroups(program, flows);
  return (tree) => {
    if (!known.has(tree)) {
      const isFoundry =
        asked === "foundry" || callsFoundryOnly(program, flows, tree) || azure.has(groupOf(program, tree));
      known.set(tree, wireTarget(flows, tree) ?? targetDialect(tree.language, isFoundry ? "foundry" : asked));
    }
    return known.get(tree);
  };
}

/**
 * Requests without an SDK stay with the service that they are sent to: another one needs another sign-in. Undefined for files that call
 * an SDK, too, or that have to do with neither.
 */
function wireTarget(flows: Flows, tree: SourceTree): TargetDialect | undefined {
  const own = flows.inFile(tree);
  const [first, ...others] = own.length > 0 ? own : flows.reaching(tree);
  if (!first?.request || !others.every((o) => o.request && o.dialect === first.dialect)) return undefined;
  return restTarget(tree.language, first.dialect.service === "foundry" ? "foundry" : "openai");
}

/** Groups of files in which every classic call is one of Azure's clients. */
function azureGroups(program: Program, flows: Flows): ReadonlySet<SourceTree> {
  const groups = new Set<SourceTree>();
  const others = new Set<SourceTree>();
  for (const operation of flows.operations) {
    const isAzure = servicesOf(operation).every((service) => FOR_FOUNDRY.has(service));
    (isAzure ? groups : others).add(groupOf(program, operation.call.tree));
  }
  return new Set([...groups].filter((group) => !others.has(group)));
}

/** The services that an operation may be asked of: those of its clients, where they are known. */
function servicesOf({ clients, dialect }: Operation): readonly ClientType["service"][] {
  return clients.length > 0 ? clients.map(serviceAt) : [dialect.service];
}

/** The class of Azure's own package is given an endpoint, or nothing but the key of plain OpenAI. */
function serviceAt({ type, site }: ClientValue): ClientType["service"] {
  const isGivenKeyOnly = type.construct.positional[0] === "endpoint" && site?.args.length === 1;
  return isGivenKeyOnly && type.service === "azure-openai" ? "openai" : type.service;
}

function callsFoundryOnly(program: Program, flows: Flows, tree: SourceTree): boolean {
  const own = flows.inFile(tree);
  if (own.length > 0) return own.every(({ dialect }) => dialect.service === "foundry");
  const { imports } = program.fileOf(tree.root).language;
  return imports.statements(tree).some(({ module }) => FOUNDRY_MODULES.has(module));
}
