import type { RuleMeta } from "../../transforms/meta.js";
import type { PlanOptions } from "../../transforms/plan.js";
import { dependencies, rules as allRules } from "../../transforms/registry.js";
import { targetDialects } from "../dialects/targets.js";
import { messages, Stop } from "./messages.js";
import type { MigrateOptions } from "./migrate.js";

/**
 * What the rules are told.
 * @throws Stop for what is unknown or not available yet
 */
export function readPlanOptions(options: MigrateOptions): PlanOptions {
  const { target = "foundry", leftovers = "shim", only = [], skip = [] } = options;
  if (!targetDialects.some((dialect) => dialect.target === target))
    throw new Stop(messages.targetNotYet({ given: target }));
  return {
    target,
    leftovers,
    keepShape: options.keepShape ?? false,
    keepNames: options.keepNames ?? false,
    only: ruleIds(only, allRules),
    skip: [...ruleIds(skip, allRules), ...(options.deps === false ? [dependencies.id] : [])],
  };
}

/**
 * Rule ids for names given to `--only` or `--skip`.
 * @throws Stop for a name that is no rule
 */
export function ruleIds(given: readonly string[], rules: readonly RuleMeta[]): string[] {
  return given.map((name) => {
    const wanted = name.toLowerCase();
    const rule = rules.find(({ id, name: own }) => id.toLowerCase() === wanted || own.toLowerCase() === wanted);
    if (rule) return rule.id;
    // Ids are too much alike for a guess.
    const close = rules.map((known) => ({ known: known.name, distance: distance(known.name, wanted) }));
    const best = close.sort((a, b) => a.distance - b.distance)[0];
    throw new Stop(messages.unknownRule({ given: name, close: best && best.distance <= 2 ? best.known : undefined }));
  });
}

/** How many letters must be changed, added or removed to make one word the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]));
    }
    row = next;
  }
  return row[b.length]!;
}

/**
 * The report files; only JSON reports can be written.
 * @throws Stop for any other kind
 */
export function checkReports(files: readonly string[] = []): readonly string[] {
  for (const file of files) {
    if (!file.toLowerCase().endsWith(".json")) throw new Stop(messages.unsupportedReport({ file }));
  }
  return files;
}
