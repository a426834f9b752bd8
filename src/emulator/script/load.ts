import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { checkRules } from "./check.js";
import type { Rules } from "./rules.js";
import type { Model } from "./step.js";

/**
 * Reads a script file: JSON with rules, or a JavaScript module whose default export is rules or a function.
 * @throws Error that names the file and what is wrong with it
 */
export async function loadScript(file: string): Promise<Rules | Model> {
  try {
    if (!existsSync(file)) throw new Error("there is no such file.");
    if (/\.[cm]?js$/.test(file)) {
      const module = (await import(pathToFileURL(path.resolve(file)).href)) as { default?: unknown };
      if (typeof module.default === "function") return module.default as Model;
      if (module.default === undefined) throw new Error("it has no default export: export rules, or a function.");
      checkRules(module.default);
      return module.default;
    }
    const rules: unknown = JSON.parse(await readFile(file, "utf8"));
    checkRules(rules);
    return rules;
  } catch (error) {
    throw new Error(`Cannot use the script ${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
