// Start-up, in turns: Node alone, the version, the help, a run on an empty folder, and a run on one small file in each language.
// Times by the clock and CPU time; the middle of all turns counts. Linux and macOS only.
//   npm run build && node bench/start.mjs [turns=9]
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { tellMachine } from "./machine.mjs";
import { CLIENT, flow } from "./repository.mjs";
import { median } from "./upstream.mjs";

const TURNS = Number(process.argv[2] ?? 9);
const main = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));
const home = mkdtempSync(path.join(tmpdir(), "migrate-agents-start-"));
const folder = (name, files) => {
  mkdirSync(path.join(home, name));
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(home, name, file), text);
  return [main, path.join(home, name), "--dry-run", "--quiet"];
};
const WAYS = {
  "node -e 0": ["-e", "0"],
  "--version": [main, "--version"],
  "--help": [main, "--help"],
  "an empty folder": folder("empty", {}),
  "one TypeScript file": folder("js", { "a.ts": CLIENT + flow(0) }),
  "one Python file": folder("py", {
    "a.py":
      "from openai import OpenAI\n\nclient = OpenAI()\n\n\ndef start():\n    return client.beta.threads.create().id\n",
  }),
};
// What a process has computed, told by itself when it ends.
const cost = path.join(home, "cost.mjs");
writeFileSync(
  cost,
  'process.on("exit", () => { const { user, system } = process.cpuUsage(); process.stderr.write(`\\nCPU ${(user + system) / 1000}\\n`); });\n',
);

try {
  tellMachine();
  const taken = new Map(Object.keys(WAYS).map((name) => [name, { wall: [], cpu: [] }]));
  for (let turn = 0; turn < TURNS; turn++) {
    for (const [name, args] of Object.entries(WAYS)) {
      const started = performance.now();
      const { stderr, status } = spawnSync(process.execPath, ["--import", cost, ...args], { encoding: "utf8" });
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
      taken.get(name).wall.push(performance.now() - started);
      taken.get(name).cpu.push(Number(/CPU ([\d.]+)/.exec(stderr)[1]));
    }
  }
  const bare = median(taken.get("node -e 0").cpu);
  for (const [name, { wall, cpu }] of taken) {
    const ratio = (median(cpu) / bare).toFixed(1);
    console.log(
      `${name.padEnd(20)} ${median(wall).toFixed(0).padStart(6)} ms, CPU ${median(cpu).toFixed(0).padStart(5)} ms, ${ratio} × Node alone`,
    );
  }
} finally {
  rmSync(home, { recursive: true, force: true });
}
