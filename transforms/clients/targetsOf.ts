import type { Flows } from "../../src/analysis/flows.js";
import type { Program } from "../../src/analysis/program.js";
import { classicDialects } from "../../src/dialects/index.js";
import type { TargetDialect } from "../../src/dialects/target.js";
import { targetDialect } from "../../src/dialects/targets.js";
import type { SourceTree } from "../../src/languages/tree.js";

const FOUNDRY_MODULES = new Set(
  classicDialects
    .filter(({ service }) => service === "foundry")
    .flatMap(({ clients, modelModules }) => [...clients.flatMap(({ modules }) => modules), ...modelModules]),
);

/**
 * The target of each file: the one that was asked for, but Foundry where a file calls a classic SDK of Foundry and nothing else. Plain
 * OpenAI does not serve those clients.
 */
export function targetsOf(
  program: Program,
  flows: Flows,
  asked: TargetDialect["target"],
): (tree: SourceTree) => TargetDialect | undefined {
  const known = new Map<SourceTree, TargetDialect | undefined>();
  return (tree) => {
    if (!known.has(tree)) {
      const isFoundry = asked === "foundry" || callsFoundryOnly(program, flows, tree);
      known.set(tree, targetDialect(tree.language, isFoundry ? "foundry" : asked));
    }
    return known.get(tree);
  };
}

function callsFoundryOnly(program: Program, flows: Flows, tree: SourceTree): boolean {
  const own = flows.operations.filter(({ call }) => call.tree === tree);
  if (own.length > 0) return own.every(({ dialect }) => dialect.service === "foundry");
  const { imports } = program.fileOf(tree.root).language;
  return imports.statements(tree).some(({ module }) => FOUNDRY_MODULES.has(module));
}
