import { findRule } from "../../transforms/findRule.js";
import type { PlanOptions } from "../../transforms/code/options.js";
import { dependencies, rules } from "../../transforms/registry.js";
import { targetDialects } from "../dialects/targets.js";
import type { MigrateOptions } from "./types.js";

/**
 * What the rules are told.
 * @throws RangeError for a rule that does not exist, a target or a way that is not there
 */
export function planOptions(options: MigrateOptions): PlanOptions {
  const { target = "foundry", leftovers = "shim", only = [], skip = [] } = options;
  if (!targetDialects.some((dialect) => dialect.target === target))
    throw new RangeError(`The target "${target}" is not available.`);
  if (!["shim", "todo", "leave"].includes(leftovers))
    throw new RangeError(`There is no way "${leftovers}" for leftovers.`);
  return {
    target,
    leftovers,
    keepShape: options.keepShape ?? false,
    keepNames: options.keepNames ?? false,
    only: only.map(ruleId),
    skip: [...skip.map(ruleId), ...(options.deps === false ? [dependencies.id] : [])],
  };
}

function ruleId(given: string): string {
  const found = findRule(given, rules);
  if (found.rule) return found.rule.id;
  throw new RangeError(`There is no rule "${given}".${found.close ? ` Did you mean ${found.close}?` : ""}`);
}
