// npm run corpus:types -- <folder> [--each] [--lang js|py] [--repo <subfolder>] [--target foundry|openai] [--old] [--left]
// Migrates the folder in memory (--each: each of its subfolders as a project of its own) and type-checks every changed TypeScript and
// Python file, and the files that hang together with it, twice: as it was against the real classic SDKs, as it becomes against the real
// current ones. Missing packages count as unknown; the SDKs never. How strict TypeScript is, the project's own tsconfig.json says.
// Prints the counts and each error that a changed file did not have before; --left those of files that were left as well (classic code
// beside the new SDK), --old those that were there before. Exit code 1 when a changed file gained an error.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const USAGE =
  "Usage: npm run corpus:types -- <folder> [--each] [--lang js|py] [--repo <subfolder>] [--target foundry|openai] [--old] [--left]";
const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    each: { type: "boolean" },
    lang: { type: "string" },
    repo: { type: "string" },
    target: { type: "string", default: "foundry" },
    old: { type: "boolean" },
    left: { type: "boolean" },
  },
});
const [folder] = positionals;
const root = fileURLToPath(new URL("..", import.meta.url));
if (!folder || !existsSync(folder) || (given.lang && !["js", "py"].includes(given.lang))) stop(USAGE);
if (!["foundry", "openai"].includes(given.target)) stop(USAGE);
if (!existsSync(path.join(root, "dist/transforms/plan.js"))) stop("Run npm run build first.");

const { DEFAULTS, migrateFolder } = await import("./lib/run-repository.mjs");
const { gainedErrors } = await import("./lib/gained-errors.mjs");
const { typeErrors } = await import("./lib/typescript-types.mjs");
const { classicSdks, currentSdks } = await import("./lib/sdk-versions.mjs");
const { pythonErrors } = await import("./lib/python-types.mjs");
const { environment } = await import("./lib/python-environment.mjs");

const options = { ...DEFAULTS, target: given.target };
const projects = given.each
  ? readdirSync(folder).filter((name) => !given.repo || name === given.repo)
  : [given.repo ?? "."];
const none = { files: 0, before: 0, after: 0, gained: 0, left: 0 };
const totals = { js: { ...none }, py: { ...none } };

if (given.lang !== "py") for (const name of projects) await typescript(name);
if (given.lang !== "js") await python();
for (const [lang, { files, before, after, gained, left }] of Object.entries(totals)) {
  if (given.lang && given.lang !== lang) continue;
  const title = lang === "js" ? "TypeScript" : "Python";
  console.log(
    `${title}: ${files} files changed; ${before} type errors before, ${after} after; ${gained} new in changed files, ${left} in files that were left`,
  );
}
process.exitCode = totals.js.gained + totals.py.gained > 0 ? 1 : 0;

async function typescript(name) {
  const at = path.resolve(folder, name);
  const run = await migrateFolder(at, "javascript", options);
  const isTyped = (file) => /\.[cm]?tsx?$/.test(file);
  const changed = new Map(
    run.changes.filter(({ source }) => isTyped(source.path)).map((one) => [one.source.path, one.text]),
  );
  if (changed.size === 0) return;
  const files = [...run.sources.keys()].filter(isTyped);
  const best = (texts, candidates) =>
    candidates
      .map((sdks) => ({ sdks, errors: typeErrors(files, texts, sdks) }))
      .reduce((least, one) => (count(one.errors) < count(least.errors) ? one : least));
  const manifests = [...run.sources.values()].filter((one) => one.path.endsWith("/package.json"));
  const before = best(new Map(), classicSdks(manifests.map((one) => one.text)));
  const left = run.operations.some(({ outcome }) => outcome !== "migrated") ? before.sdks : undefined;
  const now = new Map(run.changes.map((one) => [one.source.path, one.text]));
  const declared = manifests.map((one) => now.get(one.path) ?? one.text);
  const after = best(changed, currentSdks(declared, left));
  compare("js", name, at, changed, before.errors, after.errors);
}

async function python() {
  const classicTexts = new Map();
  const currentTexts = new Map();
  const changes = new Map();
  for (const name of projects) {
    const at = path.resolve(folder, name);
    const run = await migrateFolder(at, "python", options);
    const changed = new Map(
      run.changes
        .filter(({ source }) => source.path.endsWith(".py"))
        .map((one) => [path.relative(at, one.source.path), one.text]),
    );
    if (changed.size === 0) continue;
    const texts = new Map(pythonFiles(at).map((file) => [file, readFileSync(path.join(at, file), "utf8")]));
    const key = name === "." ? "project" : name;
    classicTexts.set(key, texts);
    currentTexts.set(key, new Map([...texts, ...changed]));
    changes.set(key, changed);
  }
  if (changes.size === 0) return;
  const sdks = (name) =>
    environment(path.join(root, `.venv${name}`), path.join(root, `test/python/requirements${name}.txt`));
  const current = sdks("");
  const before = ["-classic", "-classic-beta"].map((name) => pythonErrors(classicTexts, current, sdks(name)));
  const after = pythonErrors(currentTexts, current, current);
  for (const [name, changed] of changes) {
    const [stable, beta] = before.map((errors) => errors.get(name));
    const isBeta = (file) => lacking(beta.get(file)) < lacking(stable.get(file));
    const files = [...new Set([...stable.keys(), ...beta.keys()])];
    const old = new Map(files.map((file) => [file, (isBeta(file) ? beta : stable).get(file) ?? []]));
    compare("py", name, "", changed, old, after.get(name));
  }
}

/** How much of what a file uses the SDKs have not: it was written for the generation that lacks the least. */
function lacking(errors = []) {
  const lacks = /unknown import symbol|Cannot access attribute "\w+" for class "(?:type\[|\w*Operations"|\w*Client")/;
  return errors.filter(({ text }) => lacks.test(text)).length;
}

function pythonFiles(at) {
  return readdirSync(at, { recursive: true, encoding: "utf8" }).filter(
    (file) => file.endsWith(".py") && !/(^|[\\/])(node_modules|\.venv|venv|site-packages)[\\/]/.test(file),
  );
}

/** Counts, and prints what is new. */
function compare(lang, name, at, changed, before, after) {
  const total = totals[lang];
  total.files += changed.size;
  total.before += count(before);
  total.after += count(after);
  for (const [file, errors] of after) {
    const fresh = gainedErrors(before.get(file) ?? [], errors);
    const isChanged = changed.has(file);
    total[isChanged ? "gained" : "left"] += fresh.length;
    const shown = path.join(name, at ? path.relative(at, file) : file);
    for (const { line, text } of isChanged || given.left ? fresh : [])
      console.log(`${isChanged ? "new " : "left"}  ${shown}:${line} ${text}`);
    if (given.old) for (const { line, text } of before.get(file) ?? []) console.log(`old   ${shown}:${line} ${text}`);
  }
}

function count(errors) {
  return [...errors.values()].reduce((sum, each) => sum + each.length, 0);
}

function stop(text) {
  console.error(text);
  process.exit(2);
}
