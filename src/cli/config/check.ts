import { closest, findRule } from "../../../transforms/findRule.js";
import { rules } from "../../../transforms/registry.js";
import type { Config } from "../../api/types.js";
import { GITHUB, printerFor, REPORT_ENDINGS } from "../../report/printers.js";
import { configKeys, type Kind } from "./keys.js";

/** A value that a configuration must not have. */
export interface Problem {
  /** Keys and indices that lead to it; the last one is named itself where `isKey`. */
  readonly path: readonly (string | number)[];
  readonly isKey?: true;
  readonly problem: string;
  /** What is allowed there. */
  readonly allowed: string;
}

/** The first thing that is wrong with a configuration, or undefined. */
export function problemOf(value: unknown): Problem | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { path: [], problem: "a configuration is an object", allowed: `It may have ${names()}.` };
  for (const [key, own] of Object.entries(value)) {
    if (key === "$schema") continue;
    const kind = (configKeys as Readonly<Record<string, Kind>>)[key];
    if (!kind) {
      const close = closest(key, Object.keys(configKeys));
      const allowed = close ? `Did you mean "${close}"?` : `There are ${names()}.`;
      return { path: [key], isKey: true, problem: `there is no option "${key}"`, allowed };
    }
    const found = problemWith(key, own, kind);
    if (found) return found;
  }
  return undefined;
}

/** A value that was checked. */
export function isConfig(value: unknown): value is Config {
  return problemOf(value) === undefined;
}

function problemWith(key: string, value: unknown, kind: Kind): Problem | undefined {
  const not = (path: Problem["path"], given: unknown, allowed: string): Problem => ({
    path,
    problem: `"${key}" cannot be ${JSON.stringify(given) ?? String(given)}`,
    allowed,
  });
  if (kind.kind === "flag") return typeof value === "boolean" ? undefined : not([key], value, "It is true or false.");
  if (kind.kind === "choice") {
    const isOne = typeof value === "string" && kind.choices.includes(value);
    return isOne
      ? undefined
      : not([key], value, `It is one of ${kind.choices.map((choice) => `"${choice}"`).join(", ")}.`);
  }
  if (!Array.isArray(value)) return not([key], value, "It is a list of texts, in brackets.");
  for (const [i, one] of value.entries()) {
    if (typeof one !== "string" || one === "") return not([key, i], one, "It is a list of texts, none of them empty.");
    const found = kind.of === "rule" ? findRule(one, rules) : undefined;
    if (found && !found.rule)
      return not(
        [key, i],
        one,
        found.close ? `Did you mean "${found.close}"?` : "Rules are named by their id, MA101, or their name, threads.",
      );
    if (kind.of === "report" && one !== GITHUB && printerFor(one) === undefined)
      return not([key, i], one, `A report's name ends with ${REPORT_ENDINGS.join(", ")}, or is the word ${GITHUB}.`);
  }
  return undefined;
}

function names(): string {
  return Object.keys(configKeys).join(", ");
}
