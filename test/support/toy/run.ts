// Migrates the current folder with the toy planner. A process of its own, so that a test can kill it.
import { writeSync } from "node:fs";
import { languageOfPath, loadLanguage } from "../../../src/languages/registry.js";
import { apply } from "../../../src/pipeline/apply.js";
import { migrate } from "../../../src/pipeline/run.js";
import { toyPlan, toyTerms } from "./planner.js";

const cwd = process.cwd();
const plan = { target: "foundry", keepShape: false, keepNames: false, only: [], skip: [], leftovers: "leave" } as const;
const tools = { loadRules: async () => toyPlan, languages: { languageOfPath, loadLanguage }, search: toyTerms };
const migration = await migrate({ paths: ["."], cwd, include: [], exclude: [], gitignore: true, plan }, tools);
writeSync(1, "applying\n");
apply(migration, cwd);
writeSync(1, "done\n");
