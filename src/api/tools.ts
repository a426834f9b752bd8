import { languageOfPath, loadLanguage } from "../languages/registry.js";
import { classicTerms } from "../pipeline/origins.js";
import type { Tools } from "../pipeline/run.js";

let tools: Tools | undefined;

/** What runs of this package work with: its rules, languages and search terms. Parsers are loaded when they are needed. */
export function rulesAndLanguages(): Tools {
  return (tools ??= {
    loadRules: async () => (await import("../../transforms/plan.js")).plan,
    search: classicTerms(),
    languages: { languageOfPath, loadLanguage },
  });
}
