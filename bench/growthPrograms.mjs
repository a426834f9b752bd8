// Programs of many files, functions, classes and levels that grow, for bench/growth.mjs: [first size, largest size, unit, files of that size].
import { EXPORTED, inFlow, lines, message, one, range, run, start } from "./growthJavascript.mjs";
import { CLIENT, flow } from "./repository.mjs";

const shared = { path: "client.ts", text: EXPORTED };

export const PROGRAMS = {
  "files that share one client": [
    20,
    640,
    "files",
    (n) => [
      shared,
      ...range(n, (i) => ({ path: `m${i}.ts`, text: `import { openai } from "./client.js";\n\n${flow(i)}` })),
    ],
  ],
  "a chain of imports": [
    200,
    3200,
    "files",
    (n) => [
      { path: "f0.ts", text: EXPORTED + flow(0) },
      ...range(n, (i) => ({ path: `f${i + 1}.ts`, text: `import { ask0 } from "./f${i}.js";\n\nexport { ask0 };\n` })),
    ],
  ],
  "a chain of re-exports, used": [
    200,
    3200,
    "files",
    (n) => [
      { path: "f0.ts", text: EXPORTED },
      ...range(n, (i) => ({ path: `f${i + 1}.ts`, text: `export { openai } from "./f${i}.js";\n` })),
      { path: "use.ts", text: `import { openai } from "./f${n}.js";\n\n${flow(0)}` },
    ],
  ],
  "a chain of stars, used in each": [
    50,
    800,
    "files",
    (n) => [
      { path: "f0.ts", text: EXPORTED },
      ...range(n, (i) => ({
        path: `f${i + 1}.ts`,
        text: `export * from "./f${i}.js";\nimport { openai } from "./f${i}.js";\n\nexport const start${i} = () => openai.beta.threads.create();\n`,
      })),
    ],
  ],
  "one barrel of many files": [
    50,
    800,
    "files",
    (n) => [
      shared,
      { path: "index.ts", text: lines(n, (i) => `export * from "./f${i}.js";\n`) },
      ...range(n, (i) => ({
        path: `f${i}.ts`,
        text: `import { openai } from "./client.js";\n\nexport const start${i} = async () => (await openai.beta.threads.create()).id;\n`,
      })),
      {
        path: "use.ts",
        text: `import { ${range(n, (i) => `start${i}`).join(", ")} } from "./index.js";\n${lines(n, (i) => `console.log(await start${i}());\n`)}`,
      },
    ],
  ],
  "files that import each other": [
    50,
    800,
    "files",
    (n) => [
      shared,
      ...range(n, (i) => ({
        path: `f${i}.ts`,
        text: `import { openai } from "./client.js";\nimport { g${(i + 1) % n} } from "./f${(i + 1) % n}.js";\n\nexport const g${i} = async (id: string): Promise<unknown> => (id ? openai.beta.threads.delete(id) : g${(i + 1) % n}(id));\n`,
      })),
    ],
  ],
  "functions that call each other": [
    8,
    256,
    "functions",
    (n) => {
      const next = (i) => `f${i % n}(id, depth - 1)`;
      const body = (i) =>
        `  if (depth === 0) return openai.beta.threads.retrieve(id);\n  let found = await ${next(i + 1)};\n` +
        `  if (!found) found = await ${next(i + 2)};\n  if (!found) found = await ${next(7 * i + 3)};\n  return found;\n`;
      return one(
        CLIENT +
          lines(n, (i) => `export async function f${i}(id: string, depth: number): Promise<unknown> {\n${body(i)}}\n`),
      );
    },
  ],
  "a chain of functions over files": [
    50,
    800,
    "files",
    (n) => [
      { path: "f0.ts", text: EXPORTED + start.replace("start", "go0") },
      ...range(n, (i) => ({
        path: `f${i + 1}.ts`,
        text: `import { go${i} } from "./f${i}.js";\n\nexport const go${i + 1} = async () => go${i}();\n`,
      })),
    ],
  ],
  "imports of one file": [
    100,
    3200,
    "imports",
    (n) =>
      one(
        lines(n, (i) => `import { a${i} } from "./a${i}.js";\n`) +
          CLIENT +
          start +
          lines(n, (i) => `console.log(a${i});\n`),
      ),
  ],
  "functions that are handed a client": [
    50,
    1600,
    "functions",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `async function f${i}(client: OpenAI) {\n  return (await client.beta.threads.create()).id;\n}\n`,
          ) +
          lines(n, (i) => `await f${i}(openai);\n`),
      ),
  ],
  "callers of a function that is handed a client": [
    50,
    1600,
    "callers",
    (n) =>
      one(
        `${CLIENT}async function f(client: OpenAI) {\n  return (await client.beta.threads.create()).id;\n}\n` +
          lines(n, (i) => `export const go${i} = () => f(openai);\n`),
      ),
  ],
  "a chain of functions that hand on a client": [
    25,
    400,
    "functions",
    (n) =>
      one(
        `${CLIENT}async function f0(client: OpenAI) {\n  return (await client.beta.threads.create()).id;\n}\n` +
          lines(n, (i) => `async function f${i + 1}(client: OpenAI) {\n  return f${i}(client);\n}\n`) +
          `await f${n}(openai);\n`,
      ),
  ],
  "a chain of functions that return a thread": [
    25,
    400,
    "functions",
    (n) =>
      one(
        `${CLIENT}async function f0() {\n  return await openai.beta.threads.create();\n}\n` +
          lines(n, (i) => `async function f${i + 1}() {\n  return await f${i}();\n}\n`) +
          `console.log((await f${n}()).id);\n`,
      ),
  ],
  "uses of a wrapper": [
    50,
    1600,
    "uses",
    (n) =>
      one(
        `${CLIENT}async function begin() {\n  return await openai.beta.threads.create();\n}\n` +
          lines(
            n,
            (i) =>
              `export async function f${i}(question: string) {\n  const thread = await begin();\n${run("run")}  return run.status;\n}\n`,
          ),
      ),
  ],
  "functions with a thread as parameter": [
    50,
    1600,
    "functions",
    (n) =>
      one(
        CLIENT +
          lines(n, (i) => `async function f${i}(thread: { id: string }) {\n${message('"Hi"')}}\n`) +
          `const thread = await openai.beta.threads.create();\n` +
          lines(n, (i) => `await f${i}(thread);\n`),
      ),
  ],
  "classes with a client": [
    25,
    800,
    "classes",
    (n) =>
      one(
        `import OpenAI from "openai";\n\n` +
          lines(
            n,
            (i) => `export class C${i} {
  private client = new OpenAI();
  private threadId?: string;
  async start() {
    const thread = await this.client.beta.threads.create();
    this.threadId = thread.id;
  }
  async say(question: string) {
    await this.client.beta.threads.messages.create(this.threadId!, { role: "user", content: question });
  }
}
`,
          ),
      ),
  ],
  "methods of one class": [
    25,
    800,
    "methods",
    (n) =>
      one(
        `import OpenAI from "openai";\n\nexport class C {\n  constructor(private client = new OpenAI()) {}\n` +
          lines(
            n,
            (i) => `  async start${i}() {
    const thread = await this.client.beta.threads.create();
    return thread.id;
  }
`,
          ) +
          "}\n",
      ),
  ],
  "fields of one class": [
    25,
    800,
    "fields",
    (n) =>
      one(
        `import OpenAI from "openai";\n\nexport class C {\n  private client = new OpenAI();\n` +
          lines(n, (i) => `  private thread${i}?: OpenAI.Beta.Threads.Thread;\n`) +
          lines(
            n,
            (i) => `  async start${i}() {
    this.thread${i} = await this.client.beta.threads.create();
    return this.thread${i}.id;
  }
`,
          ) +
          "}\n",
      ),
  ],
  "a chain of classes": [
    25,
    400,
    "classes",
    (n) =>
      one(
        `import OpenAI from "openai";\n\nclass C0 {\n  protected client = new OpenAI();\n}\n` +
          lines(
            n,
            (i) =>
              `class C${i + 1} extends C${i} {\n  async start${i}() {\n    return (await this.client.beta.threads.create()).id;\n  }\n}\n`,
          ) +
          `await new C${n}().start0();\n`,
      ),
  ],
  "properties of one object": [
    50,
    1600,
    "properties",
    (n) =>
      one(
        `${CLIENT}export const api = {\n${lines(n, (i) => `  start${i}: async () => (await openai.beta.threads.create()).id,\n`)}};\n${lines(n, (i) => `await api.start${i}();\n`)}`,
      ),
  ],
  "elements of one list": [
    50,
    1600,
    "elements",
    (n) =>
      one(
        `${CLIENT}const all = [\n${lines(n, () => `  await openai.beta.threads.create(),\n`)}];\nfor (const thread of all) console.log(thread.id);\n`,
      ),
  ],
  "threads pushed to one list": [
    50,
    1600,
    "elements",
    (n) =>
      one(
        `${CLIENT}const all = [];\n${lines(n, () => `all.push(await openai.beta.threads.create());\n`)}for (const thread of all) console.log(thread.id);\n`,
      ),
  ],
  "cases of one switch": [
    50,
    1600,
    "cases",
    (n) =>
      inFlow(
        `${run("run")}  switch (run.status) {\n${lines(n, (i) => `    case "${["completed", "failed", "queued"][i] ?? `x${i}`}":\n      console.log(${i});\n      break;\n`)}  }\n`,
      ),
  ],
  "nested blocks": [
    50,
    400,
    "levels",
    (n) =>
      one(
        `${CLIENT}${flow(0)}export function f() { ${"if (Math.random()) { ".repeat(n)}return 1;${" }".repeat(n)} }\n`,
      ),
  ],
  "nested blocks with calls": [
    25,
    200,
    "levels",
    (n) =>
      inFlow(
        `${run("run")}${lines(n, () => `if (question) {\n${message("question")}console.log(run.status);\n`)}${"}".repeat(n)}\n`,
      ),
  ],
  "nested functions with calls": [
    25,
    100,
    "levels",
    (n) =>
      inFlow(
        `${run("run")}${lines(n, (i) => `const f${i} = async () => {\n${message("question")}console.log(run.status);\n`)}${lines(n, (i) => `};\nawait f${n - 1 - i}();\n`)}`,
      ),
  ],
  "else after else": [
    50,
    400,
    "branches",
    (n) =>
      inFlow(
        `${run("run")}  if (run.status === "completed") console.log(0);\n${lines(n, (i) => `  else if (question === "${i}") console.log(run.status);\n`)}`,
      ),
  ],
  "a long sum": [
    100,
    800,
    "terms",
    (n) => inFlow(`${run("run")}  return run.status${lines(n, (i) => ` + run.id + ${i}`)};\n`),
  ],
  "a chain of calls": [
    100,
    800,
    "calls",
    (n) => inFlow(`${run("run")}  return list${lines(n, (i) => `.add(run.status, ${i})`)};\n`),
  ],
  "nested objects": [
    50,
    400,
    "levels",
    (n) => inFlow(`${run("run")}  return ${"{ a: ".repeat(n)}run.status${" }".repeat(n)};\n`),
  ],
  "callbacks of then": [
    25,
    200,
    "levels",
    (n) =>
      one(
        `${CLIENT}openai.beta.threads.create()${lines(n, (i) => `.then((t) => {\n  console.log(t.id, ${i});\n  return t;\n})`)};\n`,
      ),
  ],
};
