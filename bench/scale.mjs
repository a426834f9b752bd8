// Whole runs on repositories of 10,000 files of realistic sizes with 0, 20 and 500 hits, against Node's own start, `rg -l` for the same
// needles (where rg is on the PATH or named by RG), ast-grep looking for one call (where AST_GREP names it: npm install --prefix <folder>
// @ast-grep/cli) and a jscodeshift transform that only parses. Turn by turn, the middle of each counts: by the clock, and on Linux in CPU
// time, which other programs on the machine change less. That all calls were found is looked up in a report.
//   npm run build && node bench/scale.mjs [files=10000] [turns=3]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { cpuOfChildren, tellMachine } from "./machine.mjs";
import { main, PEAK, timed } from "./measure.mjs";
import { makeRepository } from "./repository.mjs";
import { median } from "./upstream.mjs";

const FILES = Number(process.argv[2] ?? 10_000);
const TURNS = Number(process.argv[3] ?? 3);
const root = fileURLToPath(new URL("..", import.meta.url));
const { needles } = await import(new URL("../dist/src/dialects/needles.js", import.meta.url).href);
const rg = process.env.RG ?? "rg";
const astGrep = process.env.AST_GREP;
const home = mkdtempSync(path.join(tmpdir(), "migrate-agents-bench-"));
const parse = path.join(home, "parse.cjs");
writeFileSync(parse, "module.exports = (file, { j }) => (j(file.source), undefined);\nmodule.exports.parser = 'ts';\n");
/** Six calls in each file that has some, all of which migrate: a run that is fast because it finds nothing is none. */
function checkFound(folder, hits) {
  const report = path.join(home, "report.json");
  spawnSync("node", [main, ".", "--dry-run", "--quiet", "--report", report], { cwd: folder, maxBuffer: 2 ** 28 });
  const { migrated } = JSON.parse(readFileSync(report, "utf8")).totals.operations;
  if (migrated !== 6 * hits) throw new Error(`${migrated} of ${6 * hits} calls were migrated`);
}

const jscodeshift = path.join(root, "node_modules/jscodeshift/bin/jscodeshift.js");

try {
  tellMachine();
  for (const hits of [0, 20, 500]) {
    const folder = path.join(home, `hits-${hits}`);
    const made = makeRepository(folder, { files: FILES, hits });
    checkFound(folder, made.hits);
    console.log(`${made.files} files, ${(made.bytes / 1e6).toFixed(1)} MB, ${made.hits} with calls`);
    const ways = {
      "node -e 0": ["node", ["-e", "0"]],
      rg: [rg, ["-l", "--no-messages", ...needles.flatMap((needle) => ["-F", "-e", needle]), "."]],
      "migrate-agents": ["node", ["--import", PEAK, main, ".", "--dry-run", "--quiet"]],
    };
    const slow = {
      ...(astGrep && { "ast-grep": [astGrep, ["run", "-p", "$A.beta.threads.create($$$)", "-l", "ts", "."]] }),
      ...(hits === 20 && {
        "jscodeshift, parsing only": ["node", [jscodeshift, "-t", parse, "--extensions=ts", "--dry", "--silent", "."]],
      }),
    };
    const taken = new Map();
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [name, [command, args]] of Object.entries(turn === 0 ? { ...ways, ...slow } : ways)) {
        const took = timed(command, args, folder);
        if (took) taken.set(name, [...(taken.get(name) ?? []), took]);
      }
    }
    const middle = (name, kind = "ms") =>
      taken.has(name) ? median(taken.get(name).map((turn) => turn[kind])) : undefined;
    for (const [name, turns] of taken) {
      const memory = Math.max(...turns.map(({ peak }) => peak));
      console.log(
        `  ${name.padEnd(26)} ${middle(name).toFixed(0).padStart(7)} ms, CPU ${middle(name, "cpu")?.toFixed(0).padStart(6) ?? "?"} ms${memory ? `  ${memory.toFixed(0)} MB` : ""}`,
      );
    }
    for (const kind of cpuOfChildren() === undefined ? ["ms"] : ["ms", "cpu"]) {
      const own = middle("migrate-agents", kind);
      const sum = (...names) => names.reduce((total, name) => total + middle(name, kind), 0);
      const others = {
        ...(taken.has("rg") && {
          "rg and Node's start": sum("rg", "node -e 0"),
          "3 rg and Node's start": sum("rg", "rg", "rg", "node -e 0"),
        }),
        ...(taken.has("ast-grep") && { "ast-grep": sum("ast-grep") }),
        ...(taken.has("jscodeshift, parsing only") && {
          "jscodeshift, parsing only": sum("jscodeshift, parsing only"),
        }),
      };
      for (const [name, other] of Object.entries(others))
        console.log(
          `  ${kind === "ms" ? "by the clock" : "in CPU time"} ${(own / other).toFixed(3)} of ${name} (it is ${(other / own).toFixed(1)} times as fast)`,
        );
    }
    rmSync(folder, { recursive: true, force: true });
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
