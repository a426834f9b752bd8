// Inputs that nobody writes by hand: what a dry run with an HTML and a JSON report costs on each, and what it says of them.
//   npm run build && node bench/robustness.mjs [part of a name…]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { tellMachine } from "./machine.mjs";
import { row, run, talk } from "./measure.mjs";
import { CLIENT, flow, ordinary, randomFrom } from "./repository.mjs";

const random = randomFrom(1);
const ONE = `${CLIENT}export const made = await openai.beta.threads.create();\n`;

const write = (folder, name, text) => {
  mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  writeFileSync(path.join(folder, name), text);
};

/** 40 flows of 6 calls among ordinary code: a text of a megabyte without a line end. */
function oneLine() {
  let text = CLIENT;
  for (let n = 0; n < 40; n++) text += flow(n) + block(n);
  return text.replaceAll(/\s*\n\s*/g, " ").slice(0, 1_000_000);
}

/** 25 KB of ordinary code in one line, whose names end in a number. */
const block = (n) =>
  ordinary(random, 23_000)
    .replace(/^.*\n\n.*\n\n/, "")
    .replaceAll(/(function \w+?)(\d+)/g, `$1_${n}_$2`);

/** Lines that are all alike but for every other pair, so that a diff has many ways to go. */
function repeating() {
  let text = `${CLIENT}export async function all(): Promise<void> {\n`;
  for (let n = 0; n < 4000; n++) text += "  await openai.beta.threads.create();\n  save();\n  save();\n  save();\n";
  return `${text}}\nfunction save(): void {}\n`;
}

/** Each says how to write its files, in a folder of its own. */
const INPUTS = {
  "1 MB in one line, 240 calls": (folder) => write(folder, "a.ts", oneLine()),
  "50,000 lines, one call": (folder) => {
    let text = CLIENT;
    for (let n = 0; n < 50_000 - 6; n++) text += `let v${n} = 1;\n`;
    write(folder, "a.ts", `${text}export const made = await openai.beta.threads.create();\n`);
  },
  "10,000 nested brackets, in TypeScript and Python, and a file beside": (folder) => {
    const nested = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    write(folder, "deep.ts", `${ONE}export const deep = ${nested};\n`);
    write(folder, "deep.py", `from openai import OpenAI\n\nOpenAI().beta.threads.create()\ndeep = ${nested}\n`);
    write(folder, "beside.ts", ONE);
  },
  "10,000 tiny files in one folder, 10 with a call": (folder) => {
    for (let n = 0; n < 10_000; n++)
      write(folder, `f${n}.ts`, n % 1000 === 0 ? ONE : `export const value${n} = ${n};\n`);
  },
  "folders that links make endless": (folder) => {
    write(folder, "one/two/a.ts", ONE);
    symlinkSync("..", path.join(folder, "one/up"));
    symlinkSync("../..", path.join(folder, "one/two/top"));
    symlinkSync("self", path.join(folder, "self"));
  },
  "900 folders in each other": (folder) => write(folder, `${"d/".repeat(900)}a.ts`, ONE),
  "a file name of 253 letters": (folder) => write(folder, `${"n".repeat(250)}.ts`, ONE),
  "16,000 lines that repeat themselves, 4,000 calls": (folder) => write(folder, "a.ts", repeating()),
};

/** Those whose diff is worth a look at what `-i` makes of it: everything is accepted at the first question. */
const ASKED = ["1 MB in one line, 240 calls", "16,000 lines that repeat themselves, 4,000 calls"];

function said(folder, diff) {
  const { totals, files } = JSON.parse(readFileSync(path.join(folder, "report.json"), "utf8"));
  const size = statSync(path.join(folder, "report.html")).size + statSync(path.join(folder, "report.json")).size;
  const { migrated, found } = totals.operations;
  const left = files.flatMap(({ file, skipped }) => (skipped ? `${file} ${skipped.reason}` : [])).join(", ");
  return `${migrated} of ${found} calls migrate${left && `; ${left}`}; diff of ${megabytes(diff.length)}, reports of ${megabytes(size)}`;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

const words = process.argv.slice(2);
const home = mkdtempSync(path.join(tmpdir(), "migrate-agents-robustness-"));
try {
  tellMachine();
  console.log("\n| input | CPU time | memory | result |\n| --- | --- | --- | --- |");
  for (const [name, make] of Object.entries(INPUTS)) {
    if (words.length > 0 && !words.some((part) => name.includes(part))) continue;
    const folder = path.join(home, `in-${Object.keys(INPUTS).indexOf(name)}`);
    const out = `${folder}-out`;
    mkdirSync(folder);
    mkdirSync(out);
    make(folder);
    const reports = ["report.html", "report.json"].flatMap((file) => ["--report", path.join(out, file)]);
    const ran = run([".", "--dry-run", ...reports], folder);
    if (ran.status !== 0) throw new Error(`${name}: exit ${ran.status}\n${ran.stderr}`);
    row(name, ran, said(out, ran.stdout));
    if (ASKED.includes(name)) {
      const asked = talk([".", "--dry-run", "-i", "--target", "foundry"], folder, [{ wait: "Change 1 of", send: "a" }]);
      const [, questions] = /Change 1 of (\d+)/.exec(asked.stdout);
      row(
        `the same with \`-i\``,
        asked,
        `${questions} questions; exit ${asked.status} when all are accepted at the first`,
      );
    }
    rmSync(folder, { recursive: true, force: true });
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
