import type { RuleMeta } from "./meta.js";
import type { PlanOptions } from "./code/options.js";
import { clients, dependencies, imports, names, polling, reading, reply, status, types } from "./registry.js";

/** Rules without which nothing that any rule writes would run. */
const NEEDED: readonly RuleMeta[] = [clients, imports, reading, status, types];

/** Rules that say better what is right without them. */
const OPTIONAL: readonly RuleMeta[] = [polling, reply, names, dependencies];

/** The first rule that was switched off and that no migration can do without. */
export function neededButOff({ skip }: PlanOptions): RuleMeta | undefined {
  return NEEDED.find((rule) => skip.includes(rule.id));
}

/** Whether a rule is switched off. `only` lists rules of operations; the rules that all of them need are not asked for by it. */
export function isOff(rule: RuleMeta, { only, skip }: PlanOptions): boolean {
  if (skip.includes(rule.id)) return true;
  const implied = NEEDED.includes(rule) || OPTIONAL.includes(rule);
  return only.length > 0 && !implied && !only.includes(rule.id);
}

export function keepsNames(options: PlanOptions): boolean {
  return options.keepNames || isOff(names, options);
}
