// How cost grows, in one process after warming up: with the size of a file, with the number of files, of hits, of calls in one flow, with
// the length of a line, the depth of nesting and more. Twice the input should cost twice the CPU time: an exponent of 1. Each series doubles until a
// run takes long enough; the exponents of its last two steps are what counts.
//   npm run build && node --expose-gc bench/growth.mjs [--target openai] [--brief] [part of a name…]
import { FLOWS } from "./growthJavascript.mjs";
import { PROGRAMS } from "./growthPrograms.mjs";
import { PYTHON } from "./growthPython.mjs";
import { tellMachine } from "./machine.mjs";

const BUILD = process.env.MIGRATE_AGENTS_BUILD ?? new URL("../dist/", import.meta.url).href;
const { migrate } = await import(new URL("src/api/index.js", BUILD).href);

const words = process.argv.slice(2);
const target = words.includes("--target") ? words.splice(words.indexOf("--target"), 2)[1] : "foundry";
const brief = words.includes("--brief") && words.splice(words.indexOf("--brief"), 1).length > 0;
const LONG = Number(process.env.LONG ?? 1500);

/** One run: CPU time in milliseconds, and what became of the calls. */
async function cost(files) {
  globalThis.gc?.();
  const before = process.cpuUsage();
  const { report } = await migrate(files, { target });
  const { user, system } = process.cpuUsage(before);
  return { ms: (user + system) / 1000, totals: report.totals };
}

tellMachine();
console.log(`target ${target}`);
for (const all of [FLOWS, PROGRAMS, PYTHON])
  for (const name of ["one file of many flows", "Python: one file of many flows", "files that share one client"])
    for (const n of [5, 5, 20]) if (all[name]) await cost(all[name][3](n));

for (const [name, [first, largest, unit, make]] of Object.entries({ ...FLOWS, ...PROGRAMS, ...PYTHON })) {
  if (words.length > 0 && !words.some((part) => name.includes(part))) continue;
  const steps = [];
  for (let n = first; n <= largest; n *= 2) {
    const files = make(n);
    let { ms, totals } = await cost(files);
    if (ms < LONG) ms = Math.min(ms, (await cost(files)).ms);
    const before = steps.at(-1);
    const exponent = before && Math.log2(ms / before.ms);
    steps.push({ n, ms, exponent });
    const { operations, refused, skipped } = totals;
    const outcome =
      `${operations.migrated}/${operations.found} migrated` +
      (refused ? `, ${refused} refused` : "") +
      (skipped ? `, ${skipped} skipped` : "");
    if (!brief)
      console.log(
        `  ${name}: ${n} ${unit} ${ms.toFixed(0)} ms ${outcome}${exponent ? ` ^${exponent.toFixed(2)}` : ""}`,
      );
    steps.outcome = outcome;
    if (ms > LONG) break;
  }
  const [a, b] = [steps[0], steps.at(-1)];
  const last = steps.slice(-2).map(({ exponent }) => (exponent ?? 0).toFixed(2));
  const bad = Math.max(...steps.slice(-2).map(({ exponent }) => exponent ?? 0)) > 1.3 ? "  <<<" : "";
  console.log(
    `${name.padEnd(54)} ${a.n} to ${b.n} ${unit}, ${a.ms.toFixed(0)} to ${b.ms.toFixed(0)} ms, last steps ^${last.join(" ^")}, ${steps.outcome}${bad}`,
  );
}
