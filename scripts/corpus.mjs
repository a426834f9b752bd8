// npm run corpus -- <exported corpus folder> <calls.tsv> [--lang js|py] [--target foundry|openai] [--leftovers shim|todo|leave] [--repo owner/name]
//                   [--list migrated|shimmed|manual|"not found"] [--diff owner/name]
// Runs the built pipeline over every repository of an exported corpus (one folder each, owner__name), in memory: the folder is only
// read. Prints what became of the listed call sites outside tests, why calls were refused, and every invariant that did not hold.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const LANGUAGES = { js: "javascript", py: "python" };
const OUTCOMES = ["migrated", "shimmed", "manual", "not found"];
const USAGE =
  "Usage: npm run corpus -- <exported corpus folder> <calls.tsv> [--lang js|py] [--target foundry|openai] [--leftovers shim|todo|leave] [--repo owner/name] [--list <outcome>] [--diff owner/name]";

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    lang: { type: "string" },
    target: { type: "string", default: "foundry" },
    leftovers: { type: "string", default: "shim" },
    repo: { type: "string" },
    list: { type: "string" },
    diff: { type: "string" },
  },
});
const [corpus, list] = positionals;
if (!corpus || !list || (given.lang && !(given.lang in LANGUAGES)) || (given.list && !OUTCOMES.includes(given.list))) {
  stop(USAGE);
}
for (const needed of [corpus, list]) if (!existsSync(needed)) stop(`${needed} does not exist.\n${USAGE}`);
if (!existsSync(fileURLToPath(new URL("../dist/transforms/plan.js", import.meta.url))))
  stop("Run npm run build first.");

const { match, readSites } = await import("./lib/call-sites.mjs");
const { DEFAULTS, runRepository } = await import("./lib/run-repository.mjs");
const { unifiedDiff } = await import("../dist/src/report/diff.js");

const options = { ...DEFAULTS, target: given.target, leftovers: given.leftovers };
const only = given.repo ?? given.diff;
const sites = readSites(list).filter(
  ({ lang, repo }) => (!given.lang || lang === given.lang) && (!only || repo === only),
);
const results = [];
const crashes = [];
const faults = [];
const skips = new Map();
let changedFiles = 0;
const started = Date.now();

for (const name of readdirSync(corpus).sort()) {
  const repo = name.replace("__", "/");
  if (only && repo !== only) continue;
  const folder = path.resolve(corpus, name);
  const own = sites.filter((site) => site.repo === repo);
  let done;
  try {
    done = await runRepository(folder, LANGUAGES[given.lang], options);
  } catch (error) {
    crashes.push(`${repo}: ${error.stack.split("\n").slice(0, 4).join("\n")}`);
    results.push(...own.map((site) => ({ site, outcome: "not found", reason: "crashed" })));
    continue;
  }
  const { run, operations } = done;
  changedFiles += run.changes.length;
  faults.push(...done.faults);
  for (const { reason } of run.skips) skips.set(reason, (skips.get(reason) ?? 0) + 1);
  for (const { file, detail, reason } of run.refusals)
    faults.push(`${file} was refused by the check: ${reason} ${detail ?? ""}`);
  const root = run.roots[0] ?? folder;
  for (const file of new Set(own.map((site) => site.path))) {
    const inFile = own.filter((site) => site.path === file);
    const reported = operations.filter((operation) => operation.file === path.posix.join(root, file));
    const matched = match(inFile, reported);
    for (const site of inFile) {
      const operation = matched.get(site);
      results.push({ site, outcome: operation?.outcome ?? "not found", reason: operation?.reason ?? "not found" });
    }
  }
  if (given.diff) {
    for (const { source, bytes } of run.changes) {
      console.log(unifiedDiff(path.relative(root, source.path), source.bytes.toString("utf8"), bytes.toString("utf8")));
    }
  }
}

if (given.list) {
  for (const { site, outcome, reason } of results) {
    if (outcome !== given.list || site.test) continue;
    console.log(`${site.repo}/${site.path}:${site.line}\t${site.operation}\t${site.grade}\t${reason}`);
  }
  console.log();
}
printTable(results.filter(({ site }) => !site.test));
for (const lang of Object.keys(LANGUAGES)) printReasons(lang);
console.log(`\n${changedFiles} files changed in ${((Date.now() - started) / 1000).toFixed(1)} s`);
for (const [reason, count] of skips) console.log(`${count} files skipped: ${reason}`);
printProblems("Crashes", crashes);
printProblems("Broken invariants (parse, second run, bytes outside edits, refused by the check)", faults);
process.exitCode = crashes.length + faults.length === 0 ? 0 : 1;

function printTable(counted) {
  const row = (cells) =>
    console.log(cells.map((cell, i) => (i === 0 ? String(cell).padEnd(14) : String(cell).padStart(16))).join(""));
  row(["outside tests", "sites", ...OUTCOMES]);
  for (const lang of Object.keys(LANGUAGES)) {
    for (const grade of ["simple", "moderate", "hard", undefined]) {
      const rows = counted.filter(({ site }) => site.lang === lang && (grade === undefined || site.grade === grade));
      if (rows.length === 0) continue;
      const cells = OUTCOMES.map((outcome) => {
        const count = rows.filter((result) => result.outcome === outcome).length;
        return `${count} (${((100 * count) / rows.length).toFixed(1)} %)`;
      });
      row([`${lang} ${grade ?? "all"}`, rows.length, ...cells]);
    }
  }
}

function printReasons(lang) {
  const counts = new Map();
  for (const { site, outcome, reason } of results) {
    if (site.lang !== lang || site.test || outcome !== "manual") continue;
    counts.set(cause(reason), (counts.get(cause(reason)) ?? 0) + 1);
  }
  if (counts.size === 0) return;
  console.log(`\n${lang}: most frequent reasons for refusal (call sites)`);
  for (const [reason, count] of [...counts].sort((a, b) => b[1] - a[1]).slice(0, 10)) {
    console.log(`${String(count).padStart(6)}  ${reason}`);
  }
}

/** What stopped the flow, without the way there: calls that only stay with others count for the reason of those. */
function cause(reason) {
  const root = reason.replace(/^its flow stays together with .*? in line \d+: /, "");
  return root.length > 160 ? `${root.slice(0, 160)} …` : root;
}

function printProblems(title, problems) {
  console.log(`${title}: ${problems.length === 0 ? "none" : problems.length}`);
  for (const problem of problems) console.log(`  ${problem}`);
}

function stop(text) {
  console.error(text);
  process.exit(2);
}
