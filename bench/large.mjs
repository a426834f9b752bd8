// A repository of 100,000 files in 250 packages, committed: what each way to run on it costs, and whether all of them say the same.
//   npm run build && node bench/large.mjs [files=100000]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { tellMachine } from "./machine.mjs";
import { row, run } from "./measure.mjs";
import { makeRepository } from "./repository.mjs";

const FILES = Number(process.argv[2] ?? 100_000);
const HITS = 200;
const CALLS = 6 * HITS;
const home = mkdtempSync(path.join(tmpdir(), "migrate-agents-large-"));
const folder = path.join(home, "repository");
const out = (name) => path.join(home, name);

function git(...args) {
  const { status, stdout, stderr } = spawnSync(
    "git",
    ["-c", "gc.auto=0", "-c", "user.name=bench", "-c", "user.email=bench@localhost", ...args],
    {
      cwd: folder,
      encoding: "utf8",
      maxBuffer: 2 ** 29,
    },
  );
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout;
}

/** What a report says of calls. */
const callsIn = (name) => JSON.parse(readFileSync(out(name), "utf8")).totals.operations;

function expect(is, wanted, what) {
  if (is !== wanted) throw new Error(`${what}: ${is} instead of ${wanted}`);
}

/** The tree that git has when some diffs are applied to what is committed; the work tree is put back. */
function treeWith(...diffs) {
  for (const [at, diff] of diffs.entries()) {
    writeFileSync(out(`apply-${at}.diff`), diff);
    git("apply", out(`apply-${at}.diff`));
  }
  git("add", "-A");
  const tree = git("write-tree").trim();
  git("reset", "-q", "--hard");
  return tree;
}

try {
  tellMachine();
  const { bytes } = makeRepository(folder, { files: FILES, hits: HITS });
  const packages = readdirSync(path.join(folder, "packages"));
  for (const name of packages)
    writeFileSync(
      path.join(folder, "packages", name, "package.json"),
      `${JSON.stringify({ name, dependencies: { openai: "^4.104.0" } }, null, 2)}\n`,
    );
  git("init", "-q");
  git("add", "-A");
  git("commit", "-q", "-m", "All of it");
  console.log(`${FILES} files, ${(bytes / 1e6).toFixed(0)} MB, ${HITS} with calls, ${packages.length} packages`);
  console.log("\n| command | CPU time | memory | result |\n| --- | --- | --- | --- |");

  const whole = run([".", "--dry-run", "--report", out("whole.json")], folder);
  expect(callsIn("whole.json").migrated, CALLS, "calls that migrate");
  row("`migrate-agents . --dry-run`", whole, `all ${CALLS} calls`);

  const small = run([".", "--dry-run"], folder, ["--max-old-space-size=128"]);
  expect(small.stdout === whole.stdout, true, "the same diff with little memory");
  row("the same under `node --max-old-space-size=128`", small, "the same bytes");

  const every = Math.floor(FILES / HITS);
  const place = (n) => `packages/p${Math.floor(n / 400)}/src/m${Math.floor(n / 40) % 10}/file${n}.ts`;
  for (const n of [every - 1, every])
    writeFileSync(path.join(folder, place(n)), `${readFileSync(path.join(folder, place(n)), "utf8")}export {};\n`);
  const since = run([".", "--check", "--since", "HEAD", "--report", out("since.json")], folder);
  expect(since.status, 1, "exit of --check");
  expect(callsIn("since.json").found, 6, "calls of changed files");
  row("`--check --since HEAD`, two files changed", since, "exit 1, the 6 calls of the one that has some");
  git("checkout", "-q", ".");

  const shards = [1, 2, 3].map((n) =>
    run([".", "--dry-run", "--shard", `${n}/3`, "--report", out(`part-${n}.json`)], folder),
  );
  const counts = shards.map((_, at) => callsIn(`part-${at + 1}.json`).migrated / 6);
  const most = shards.reduce((a, b) => (b.cpu > a.cpu ? b : a));
  row(
    "`--dry-run --shard 1/3`, `2/3`, `3/3` with JSON reports, the slowest",
    most,
    `${counts.join(", ")} files with calls`,
  );

  const parts = [1, 2, 3].map((n) => out(`part-${n}.json`));
  const reports = ["all.html", "all.sarif", "all.json"].flatMap((name) => ["--report", out(name)]);
  const merged = run(["report", "merge", ...parts, "--check", ...reports], folder);
  expect(merged.status, 1, "exit of report merge --check");
  expect(callsIn("all.json").migrated, CALLS, "calls in the merged report");
  row("`report merge part-*.json --check` with HTML, SARIF and JSON", merged, `exit 1, ${CALLS} calls`);

  const wanted = treeWith(whole.stdout);
  expect(treeWith(...shards.map(({ stdout }) => stdout)), wanted, "the tree that the parts make");
  const written = run(["."], folder);
  git("add", "-A");
  expect(git("write-tree").trim(), wanted, "the tree that is written");
  row("`migrate-agents .`", written, "the same tree as the diff of the whole run, and as the three diffs together");
  git("reset", "-q");
  const undone = run(["undo"], folder);
  expect(git("status", "--porcelain").trim(), "", "what undo leaves");
  row("`migrate-agents undo`", undone, "back to what was committed");
} finally {
  rmSync(home, { recursive: true, force: true });
}
