import { findRule } from "../../transforms/findRule.js";
import type { RuleMeta } from "../../transforms/meta.js";
import type { PlanOptions } from "../../transforms/plan.js";
import { dependencies, rules as allRules } from "../../transforms/registry.js";
import { GITHUB, printerFor, REPORT_ENDINGS } from "../report/printers.js";
import { messages, Stop } from "./messages.js";
import type { MigrateOptions } from "./migrate.js";

/**
 * What the rules are told.
 * @throws Stop for what is unknown
 */
export function readPlanOptions(options: MigrateOptions): PlanOptions {
  const { target = "foundry", leftovers = "shim", only = [], skip = [] } = options;
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
    const found = findRule(name, rules);
    if (found.rule) return found.rule.id;
    throw new Stop(messages.unknownRule({ given: name, close: found.close }));
  });
}

/**
 * The report files, and `github`.
 * @throws Stop for a file whose name says no kind of report
 */
export function checkReports(files: readonly string[] = []): readonly string[] {
  for (const file of files) {
    if (file !== GITHUB && printerFor(file) === undefined)
      throw new Stop(messages.unsupportedReport({ file, endings: REPORT_ENDINGS }));
  }
  return files;
}
