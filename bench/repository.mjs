// Makes repositories for the benchmarks: the same arguments always give the same files.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
export function randomFrom(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Sizes as measured in 11,916 files of three real repositories: median 1.1 KB, 9 of 10 below 6.8 KB, the largest near 1 MB.
 * A normal distribution of their logarithm comes close.
 */
function sizeOf(random) {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(900_000, Math.round(1100 * Math.exp(1.42 * normal)));
}

const WORDS = "order price stock user route cache token queue report field filter region event batch store label".split(
  " ",
);

/** A block of ordinary TypeScript that has nothing to do with agents. */
function block(random, n) {
  const pick = () => WORDS[Math.floor(random() * WORDS.length)];
  const [a, b, c] = [pick(), pick(), pick()];
  return `/** Sums what the ${a} says about each ${b}. */
export async function ${a}${n}(${b}: ${"{ id: string; amount: number }"}[], limit = ${Math.floor(random() * 100)}): Promise<number> {
  const ${c}s = ${b}.filter((each) => each.amount > limit).map(({ amount }) => amount);
  let total = 0;
  for (const ${c} of ${c}s) {
    if (total + ${c} > Number.MAX_SAFE_INTEGER) throw new Error(\`${a}: too much at \${total}\`);
    total += ${c};
  }
  await Promise.resolve();
  return total;
}

`;
}

export function ordinary(random, size) {
  let text =
    'import { readFile } from "node:fs/promises";\n\nexport const load = (name: string) => readFile(name, "utf8");\n\n';
  for (let n = 0; text.length < size; n++) text += block(random, n);
  return text;
}

/** A whole flow on the classic API, as a function of its own: 6 call sites. */
export function flow(n) {
  return `export async function ask${n}(question: string): Promise<string> {
  const thread = await openai.beta.threads.create();
  await openai.beta.threads.messages.create(thread.id, { role: "user", content: question });
  let run = await openai.beta.threads.runs.create(thread.id, { assistant_id: process.env.ASSISTANT_ID! });
  while (run.status === "queued" || run.status === "in_progress") {
    await new Promise((resolve) => setTimeout(resolve, 500));
    run = await openai.beta.threads.runs.retrieve(run.id, { thread_id: thread.id });
  }
  if (run.status !== "completed") throw new Error(run.last_error?.message ?? run.status);
  const messages = await openai.beta.threads.messages.list(thread.id, { order: "desc", limit: 1 });
  await openai.beta.threads.delete(thread.id);
  return messages.data[0].content[0].type === "text" ? messages.data[0].content[0].text.value : "";
}

`;
}

export const CLIENT = 'import OpenAI from "openai";\n\nconst openai = new OpenAI();\n\n';

/** A file with flows, and ordinary code around them. */
export function hit(random, flows = 1) {
  let text = CLIENT;
  for (let n = 0; n < flows; n++) text += flow(n) + block(random, n);
  return text;
}

/**
 * Writes a repository: 40 files a folder.
 * @returns {{ files: number, bytes: number, hits: number }}
 */
export function makeRepository(folder, { files, hits, seed = 1 }) {
  const random = randomFrom(seed);
  let bytes = 0;
  const every = hits > 0 ? Math.floor(files / hits) : Infinity;
  let made = 0;
  for (let i = 0; i < files; i++) {
    const inside = path.join(folder, `packages/p${Math.floor(i / 400)}/src/m${Math.floor(i / 40) % 10}`);
    if (i % 40 === 0) mkdirSync(inside, { recursive: true });
    const isHit = made < hits && i % every === every - 1;
    if (isHit) made++;
    const text = isHit ? hit(random) : ordinary(random, sizeOf(random));
    bytes += text.length;
    writeFileSync(path.join(inside, `file${i}.ts`), text);
  }
  writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name: "bench", dependencies: { openai: "^4.104.0" } }, null, 2) + "\n",
  );
  return { files, bytes, hits: made };
}
