// The command line with the toy planner in place of the rules. TOY says what goes wrong.
import { appendFileSync } from "node:fs";
import { run } from "../../../src/cli/program.js";
import { languageOfPath, loadLanguage } from "../../../src/languages/registry.js";
import type { Planner } from "../../../src/pipeline/planner.js";
import { toyPlan, toyTerms } from "./planner.js";

const plan: Planner = (input, options) => {
  const made = toyPlan(input, options);
  if (process.env.TOY === "edits-the-disk") appendFileSync("a.ts", "// edited\n");
  if (process.env.TOY !== "breaks") return made;
  const first = made.edits[0];
  return first ? { ...made, edits: made.edits.map((edit) => ({ ...edit, parts: ["current("] })) } : made;
};

process.exitCode = await run(process.argv.slice(2), {
  loadRules: async () => plan,
  search: toyTerms,
  languages: {
    languageOfPath,
    loadLanguage: (id) => {
      if (process.env.TOY === "no-parser") throw new Error("the parser is missing");
      return loadLanguage(id);
    },
  },
});
