// How cost grows, in one process after warming up: with the size of a file, with the number of files, of hits, of calls in one flow, with
// the length of a line and the depth of nesting. Doubling the input should double the time: the last column is the exponent.
//   npm run build && node --expose-gc bench/growth.mjs [name…]
import { CLIENT, flow, hit, ordinary, randomFrom } from "./repository.mjs";

const BUILD = process.env.MIGRATE_AGENTS_BUILD ?? new URL("../dist/", import.meta.url).href;
const { migrate } = await import(new URL("src/api/index.js", BUILD).href);

const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));
const SERIES = {
  "one file of many flows": [
    [10, 20, 40, 80, 160],
    "flows",
    (n) => [{ path: "a.ts", text: CLIENT + range(n, flow).join("") }],
  ],
  "one file of ordinary code, one flow": [
    [32, 64, 128, 256, 512, 1000],
    "KB",
    (n) => [
      {
        path: "a.ts",
        text:
          hit(randomFrom(1)) +
          ordinary(randomFrom(2), n * 1000).replace(/^import.*$/m, 'import { readFile } from "node:fs/promises";'),
      },
    ],
  ],
  "files with one flow each": [
    [25, 50, 100, 200, 400],
    "files",
    (n) => range(n, (i) => ({ path: `m${i}/a.ts`, text: hit(randomFrom(i)) })),
  ],
  "a chain of imports": [
    [100, 200, 400, 800, 1600],
    "files",
    (n) => [
      { path: "f0.ts", text: CLIENT.replace("const openai", "export const openai") + flow(0) },
      ...range(n, (i) => ({
        path: `f${i + 1}.ts`,
        text: `import { ask0 } from "./f${i}.js";\n\nexport { ask0 };\n`,
      })),
    ],
  ],
  "files without a call": [
    [500, 1000, 2000, 4000],
    "files",
    (n) => [
      { path: "hit.ts", text: hit(randomFrom(1)) },
      ...range(n, (i) => ({ path: `m${i}/a.ts`, text: ordinary(randomFrom(i), 3000) })),
    ],
  ],
  "files that share one client": [
    [10, 20, 40, 80, 160],
    "files",
    (n) => [
      { path: "client.ts", text: CLIENT.replace("const openai", "export const openai") },
      ...range(n, (i) => ({ path: `m${i}.ts`, text: `import { openai } from "./client.js";\n\n${flow(i)}` })),
    ],
  ],
  "one flow of many calls": [
    [25, 50, 100, 200, 400],
    "messages",
    (n) => [
      {
        path: "a.ts",
        text: `${CLIENT}export async function say() {
  const thread = await openai.beta.threads.create();
${range(n, (i) => `  await openai.beta.threads.messages.create(thread.id, { role: "user", content: "message ${i}" });\n`).join("")}
  const run = await openai.beta.threads.runs.createAndPoll(thread.id, { assistant_id: process.env.ASSISTANT! });
  return run.status;
}
`,
      },
    ],
  ],
  "refused flows": [
    [10, 20, 40, 80, 160],
    "flows",
    (n) => [
      {
        path: "a.ts",
        text:
          CLIENT + range(n, (i) => flow(i).replace("assistant_id:", "max_prompt_tokens: 500, assistant_id:")).join(""),
      },
    ],
  ],
  "one long line": [
    [10, 20, 40, 80, 160],
    "flows",
    (n) => [
      {
        path: "a.js",
        text: (CLIENT + range(n, flow).join(""))
          .replaceAll("(question: string): Promise<string>", "(question)")
          .replaceAll("!", "")
          .replaceAll(/\s*\n\s*/g, " "),
      },
    ],
  ],
  "nested blocks": [
    [250, 500, 1000, 2000],
    "levels",
    (n) => [
      {
        path: "a.ts",
        text: `${CLIENT}${flow(0)}export function f() { ${"if (Math.random()) { ".repeat(n)}return 1;${" }".repeat(n)} }\n`,
      },
    ],
  ],
  "Python, one file of many flows": [
    [10, 20, 40, 80, 160],
    "flows",
    (n) => [
      { path: "a.py", text: `from openai import OpenAI\n\nclient = OpenAI()\n\n${range(n, pythonFlow).join("")}` },
    ],
  ],
};

function pythonFlow(n) {
  return `
def ask_${n}(question: str, assistant: str) -> str:
    thread = client.beta.threads.create()
    client.beta.threads.messages.create(thread_id=thread.id, role="user", content=question)
    run = client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant)
    while run.status in ("queued", "in_progress"):
        time.sleep(0.5)
        run = client.beta.threads.runs.retrieve(thread_id=thread.id, run_id=run.id)
    messages = client.beta.threads.messages.list(thread_id=thread.id)
    return messages.data[0].content[0].text.value

`;
}

const wanted = process.argv.slice(2);
await migrate([
  { path: "a.ts", text: hit(randomFrom(1), 5) },
  { path: "a.py", text: "from openai import OpenAI\nOpenAI().beta.threads.create()\n" },
]);
for (const [name, [sizes, unit, make]] of Object.entries(SERIES)) {
  if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue;
  console.log(name);
  let before;
  for (const n of sizes) {
    const files = make(n);
    globalThis.gc?.();
    let ms = Infinity;
    let result;
    for (let turn = 0, spent = 0; turn < 3 && spent < 3000; turn++) {
      const started = performance.now();
      result = await migrate(files, { leftovers: "leave" });
      const took = performance.now() - started;
      spent += took;
      ms = Math.min(ms, took);
    }
    const bytes = files.reduce((sum, { text }) => sum + text.length, 0);
    const { operations, refused, skipped } = result.report.totals;
    const exponent = before ? Math.log(ms / before.ms) / Math.log(n / before.n) : undefined;
    console.log(
      `  ${String(n).padStart(5)} ${unit} ${(bytes / 1000).toFixed(0).padStart(6)} KB ${ms.toFixed(1).padStart(9)} ms` +
        `  ${operations.migrated}/${operations.found} migrated${refused ? `, ${refused} refused` : ""}${skipped ? `, ${skipped} skipped` : ""}` +
        (exponent === undefined ? "" : `  ^${exponent.toFixed(2)}`),
    );
    before = { n, ms };
  }
}
