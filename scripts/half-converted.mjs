// npm run corpus:mixed -- <folder> [--each] [--lang js|py] [--repo <subfolder>] [--as-is] [--ids]
// Migrates the folder in memory (--each: each of its subfolders as a project of its own; --as-is: not at all, it is migrated already)
// and looks for places where something of one API reaches an operation or a read of the other. Identifiers that cross are only counted
// (--ids lists them): calls that were left understand them through the shim. Exit code 1 when anything else was found.
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const LANGUAGES = { js: "javascript", py: "python" };
const USAGE = "Usage: npm run corpus:mixed -- <folder> [--each] [--lang js|py] [--repo <subfolder>] [--as-is] [--ids]";
const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    each: { type: "boolean" },
    lang: { type: "string" },
    repo: { type: "string" },
    "as-is": { type: "boolean" },
    ids: { type: "boolean" },
  },
});
const [folder] = positionals;
if (!folder || !existsSync(folder) || (given.lang && !(given.lang in LANGUAGES))) stop(USAGE);
if (!existsSync(fileURLToPath(new URL("../dist/src/verify/mixed.js", import.meta.url))))
  stop("Run npm run build first.");

const { migrateFolder } = await import("./lib/run-repository.mjs");
const { languageOfPath, loadLanguage } = await import("../dist/src/languages/registry.js");
const { positionsOf } = await import("../dist/src/report/position.js");
const { findMixed } = await import("../dist/src/verify/mixed.js");

const projects = given.each
  ? readdirSync(folder).filter((name) => !given.repo || name === given.repo)
  : [given.repo ?? "."];
const counts = { object: 0, id: 0, read: 0, status: 0 };
let files = 0;
let changed = 0;
for (const name of projects) {
  const at = path.resolve(folder, name);
  const run = await migrateFolder(at, LANGUAGES[given.lang]);
  const now = new Map(given["as-is"] ? [] : run.changes.map(({ source, text }) => [source.path, text]));
  const before = [];
  const trees = [];
  const languages = new Map();
  for (const source of run.sources.values()) {
    const id = languageOfPath(source.path);
    if (id === undefined || (given.lang && id !== LANGUAGES[given.lang])) continue;
    languages.set(id, await loadLanguage(id));
    const read = (text) => languages.get(id).read(source.path, text);
    before.push(read(source.text));
    trees.push(now.has(source.path) ? read(now.get(source.path)) : before.at(-1));
  }
  files += trees.length;
  changed += now.size;
  const positions = positionsOf((file) => trees.find((tree) => tree.path === file)?.text);
  const mixedIn = (some) => findMixed({ trees: some, languages, roots: run.roots, manifests: [] });
  // What was there before is no fault of the migration.
  const old = given["as-is"] ? [] : mixedIn(before).map(({ file, message }) => `${file} ${message}`);
  for (const { file, range, kind, message } of mixedIn(trees)) {
    const i = old.indexOf(`${file} ${message}`);
    if (i >= 0) {
      old.splice(i, 1);
      continue;
    }
    counts[kind]++;
    if (kind === "id" && !given.ids) continue;
    const { line, column } = positions(file).at(range.start);
    console.log(`${kind.padEnd(6)}  ${path.join(name, path.relative(at, file))}:${line}:${column} ${message}`);
  }
}
const { id, ...faults } = counts;
const text = Object.entries(faults).map(([kind, count]) => `${count} ${kind}`);
console.log(`${files} files, ${changed} of them migrated: ${text.join(", ")}; ${id} ids cross`);
process.exitCode = Object.values(faults).some((count) => count > 0) ? 1 : 0;

function stop(message) {
  console.error(message);
  process.exit(2);
}
