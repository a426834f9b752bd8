// Writes the generated pages below docs/: mapping.md from the protocol tables, shim-coverage.md from the shim's table and its tests, rules/
// from the rules and their fixtures. With --check it only says whether they are current. Needs the build: npm run build && npm run docs
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const built = new URL("../dist/src/", import.meta.url);
if (!existsSync(new URL("report/rulePages.js", built))) {
  console.error("The build is missing. Run `npm run build`, then again.");
  process.exit(2);
}
const { renderMapping } = await import(new URL("protocol/docs.js", built));
const { rulePages } = await import(new URL("report/rulePages.js", built));

const { renderCoverage } = await import(new URL("shim/coveragePage.js", built));

/** What the tests of the shim were seen to answer; they write it and hold themselves against it. */
const coverage = path.join(root, "test", "shim", "answered");
const exercised = Object.fromEntries(
  readdirSync(coverage)
    .sort()
    .map((name) => [path.basename(name, ".json"), JSON.parse(readFileSync(path.join(coverage, name), "utf8"))]),
);

const { configSchema } = await import(new URL("cli/config/keys.js", built));

const pages = [
  { file: "docs/config.schema.json", text: configSchema() },
  { file: "docs/mapping.md", text: renderMapping() },
  { file: "docs/shim-coverage.md", text: renderCoverage(exercised) },
  ...rulePages(path.join(root, "fixtures")),
];
const rules = path.join(root, "docs", "rules");
const extra = (existsSync(rules) ? readdirSync(rules) : [])
  .map((name) => `docs/rules/${name}`)
  .filter((name) => !pages.some(({ file }) => file === name));
const outdated = pages.filter(({ file, text }) => {
  const now = path.join(root, file);
  return !existsSync(now) || readFileSync(now, "utf8") !== text;
});

if (process.argv.includes("--check")) {
  for (const { file } of outdated) console.error(`${file} is not current. Run \`npm run build && npm run docs\`.`);
  for (const file of extra) console.error(`${file} is the page of no rule. Run \`npm run build && npm run docs\`.`);
  process.exitCode = outdated.length + extra.length > 0 ? 1 : 0;
} else {
  mkdirSync(rules, { recursive: true });
  for (const { file, text } of outdated) writeFileSync(path.join(root, file), text);
  for (const file of extra) rmSync(path.join(root, file));
  for (const { file } of outdated) console.log(`written: ${file}`);
  for (const file of extra) console.log(`removed: ${file}`);
}
