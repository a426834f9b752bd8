// A changed file in a process that is warm, as an editor or a bot has it: migrating a file that is dense with calls, of about 10 KB and of
// sizes around it, against the parser alone on the same text. In CPU time, the middle of some turns.
// Nothing is collected by force between turns: V8 forgets compiled code then.
//   npm run build && node bench/changed.mjs [turns=15]
import { readFileSync } from "node:fs";
import { tellMachine } from "./machine.mjs";
import { PYTHON } from "./growthPython.mjs";
import { CLIENT, flow } from "./repository.mjs";
import { median } from "./upstream.mjs";

const TURNS = Number(process.argv[2] ?? 15);
/** A single run is shorter than what the system counts in. */
const RUNS = 10;
const { migrate } = await import(new URL("../dist/src/api/index.js", import.meta.url).href);
const { default: ts } = await import("typescript");

/** The parsers that readers use, with nothing around them. */
async function parsers() {
  const { Parser, Language } = await import("web-tree-sitter");
  await Parser.init();
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(new URL("../dist/grammars/python.wasm", import.meta.url))));
  return {
    "a.ts": (text) => ts.createSourceFile("a.ts", text, ts.ScriptTarget.Latest, false),
    "a.py": (text) => parser.parse(text).delete(),
  };
}

const cpu = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

async function taken(work) {
  const before = cpu();
  for (let run = 0; run < RUNS; run++) await work();
  return (cpu() - before) / RUNS;
}

const TEXTS = {
  "a.ts": (flows) => CLIENT + Array.from({ length: flows }, (_, n) => flow(n)).join(""),
  "a.py": (flows) => PYTHON["Python: one file of many flows"][3](flows)[0].text,
};

tellMachine();
const parse = await parsers();
console.log("\n| file | calls | parser alone | migrate | ratio |\n| --- | --- | --- | --- | --- |");
for (const [file, make] of Object.entries(TEXTS)) {
  for (let turn = 0; turn < 200; turn++) await migrate([{ path: file, text: make(10) }]);
  for (let turn = 0; turn < 300; turn++) parse[file](make(10));
  for (const flows of [2, 5, 10, 20, 40]) {
    const text = make(flows);
    const [own, alone] = [[], []];
    let report;
    for (let turn = 0; turn < TURNS; turn++) {
      alone.push(await taken(() => parse[file](text)));
      own.push(await taken(async () => ({ report } = await migrate([{ path: file, text }]))));
    }
    const { migrated, found } = report.totals.operations;
    if (migrated !== found) throw new Error(`${migrated} of ${found} calls migrate`);
    const [a, b] = [median(alone), median(own)];
    console.log(
      `| ${file}, ${(text.length / 1000).toFixed(1)} KB | ${found} | ${a.toFixed(1)} ms | ${b.toFixed(1)} ms | ${(b / a).toFixed(1)} |`,
    );
  }
}
