import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { RuleMeta } from "../../transforms/meta.js";

/** Code before and after a rule, in one language. */
export interface RuleExample {
  /** "TypeScript" */
  readonly language: string;
  /** The word behind the fence: "ts". */
  readonly fence: string;
  readonly before: string;
  /** Undefined where the code stays as it is. */
  readonly after: string | undefined;
}

/** Where the pages are: they come with the package, which knows itself by its name from the sources and from the build alike. */
export function docsFolder(): string {
  return path.join(path.dirname(createRequire(import.meta.url).resolve("migrate-agents/package.json")), "docs");
}

/** The examples on a rule's page in docs/rules; none where the page is missing. */
export function ruleExamples(rule: RuleMeta): RuleExample[] {
  const page = path.join(docsFolder(), "..", rule.docs);
  return existsSync(page) ? examplesIn(readFileSync(page, "utf8")) : [];
}

/** The examples of a page that `rulePages` made. */
export function examplesIn(page: string): RuleExample[] {
  const sections = page.split(/^## (?=.*\n\n(?:Before|Left as it is):$)/m).slice(1);
  return sections.flatMap((section) => {
    const blocks = [...section.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)];
    const [before, after] = blocks;
    if (!before) return [];
    const language = section.slice(0, section.indexOf("\n"));
    return [{ language, fence: before[1]!, before: before[2]!, after: after?.[2] }];
  });
}
