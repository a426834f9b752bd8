// Programs that grow, for bench/growth.mjs: [first size, largest size, unit, files of that size].
import { CLIENT, flow, hit, ordinary, randomFrom } from "./repository.mjs";

export const range = (count, make) => Array.from({ length: count }, (_, i) => make(i));
export const lines = (count, make) => range(count, make).join("");

export const one = (text, path = "a.ts") => [{ path, text }];
export const EXPORTED = CLIENT.replace("const openai", "export const openai");
export const start = `export const start = async () => (await openai.beta.threads.create()).id;\n`;
export const inFlow = (body, before = "") =>
  one(`${CLIENT}${before}export async function say(question: string) {
  const thread = await openai.beta.threads.create();
${body}}
`);
export const run = (name) =>
  `  const ${name} = await openai.beta.threads.runs.createAndPoll(thread.id, { assistant_id: process.env.ASSISTANT! });\n`;
export const message = (text) =>
  `  await openai.beta.threads.messages.create(thread.id, { role: "user", content: ${text} });\n`;
/** The same program in one line of JavaScript. */
const minified = (text) =>
  text
    .replaceAll(/\(question: string\)(: Promise<string>)?/g, "(question)")
    .replaceAll("!", "")
    .replaceAll(/\s*\n\s*/g, " ");

export const FLOWS = {
  "files without a call": [
    2000,
    16_000,
    "files",
    (n) => [
      { path: "hit.ts", text: hit(randomFrom(1)) },
      ...range(n, (i) => ({ path: `m${i}/a.ts`, text: ordinary(randomFrom(i), 1500) })),
    ],
  ],
  "files with one flow each": [
    50,
    800,
    "files",
    (n) => range(n, (i) => ({ path: `m${i}/a.ts`, text: hit(randomFrom(i)) })),
  ],
  "packages with one flow each": [
    50,
    800,
    "packages",
    (n) =>
      range(n, (i) => [
        { path: `m${i}/a.ts`, text: hit(randomFrom(i)) },
        { path: `m${i}/package.json`, text: `{ "name": "m${i}", "dependencies": { "openai": "^4.104.0" } }\n` },
      ]).flat(),
  ],
  "one file of many flows": [20, 640, "flows", (n) => one(CLIENT + lines(n, flow))],
  "one file of many refused flows": [
    20,
    640,
    "flows",
    (n) => one(CLIENT + lines(n, (i) => flow(i).replace("assistant_id:", "max_prompt_tokens: 500, assistant_id:"))),
  ],
  "one file of ordinary code, one flow": [
    64,
    1024,
    "KB",
    (n) =>
      one(
        hit(randomFrom(1)) +
          ordinary(randomFrom(2), n * 1000).replace(/^import.*$/m, 'import { readFile } from "node:fs/promises";'),
      ),
  ],
  "one file of lines": [5000, 80_000, "lines", (n) => one(CLIENT + start + lines(n, (i) => `f(${i});\n`))],
  "one long line of flows": [20, 640, "flows", (n) => one(minified(CLIENT + lines(n, flow)), "a.js")],
  "one long line, one call": [
    64,
    1024,
    "KB",
    (n) => {
      let text = minified(CLIENT + flow(0));
      for (let i = 0; text.length < n * 1000; i++) text += `function f${i}(a,b){return a&&b?a.c(b,{d:[a,b]}):(b||a).e}`;
      return one(text, "a.js");
    },
  ],
  "messages of one thread": [
    50,
    1600,
    "messages",
    (n) => inFlow(lines(n, (i) => message(`"message ${i}"`)) + run("run") + "  return run.status;\n"),
  ],
  "turns of one thread": [
    20,
    640,
    "turns",
    (n) =>
      inFlow(
        lines(
          n,
          (i) =>
            message(`"message ${i}"`) +
            run(`run${i}`) +
            `  console.log(run${i}.status, (await openai.beta.threads.messages.list(thread.id)).data[0].content);\n`,
        ),
      ),
  ],
  "turns of one thread in blocks": [
    20,
    640,
    "turns",
    (n) =>
      inFlow(
        lines(
          n,
          (i) => `  if (question === "${i}") {\n${message("question")}${run("run")}    console.log(run.status);\n  }\n`,
        ),
      ),
  ],
  "functions on one thread": [
    20,
    640,
    "functions",
    (n) =>
      one(
        `${CLIENT}const thread = await openai.beta.threads.create();\n\n` +
          lines(
            n,
            (i) =>
              `export async function f${i}(question: string) {\n${message("question")}${run("run")}  return run.status;\n}\n\n`,
          ),
      ),
  ],
  "reads of one run": [
    50,
    3200,
    "reads",
    (n) => inFlow(run("run") + lines(n, (i) => `  console.log(${i}, run.status, run.usage?.total_tokens);\n`)),
  ],
  "reads of one answer": [
    50,
    3200,
    "reads",
    (n) =>
      inFlow(
        `${run("run")}  const messages = await openai.beta.threads.messages.list(thread.id);\n` +
          lines(n, (i) => `  console.log(run.id, ${i}, messages.data[${i % 3}].content[0].text.value);\n`),
      ),
  ],
  "steps of a run": [
    20,
    640,
    "lists",
    (n) =>
      inFlow(
        run("run") +
          lines(
            n,
            (i) =>
              `  const steps${i} = await openai.beta.threads.runs.steps.list(run.id, { thread_id: thread.id });\n  for (const step of steps${i}.data) console.log(step.type, step.status);\n`,
          ),
      ),
  ],
  "steps of a run each": [
    20,
    640,
    "functions",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `export async function f${i}() {
  const thread = await openai.beta.threads.create();
${run("run")}  const steps = await openai.beta.threads.runs.steps.list(run.id, { thread_id: thread.id });
  for (const step of steps.data) console.log(step.type, step.status);
}
`,
          ),
      ),
  ],
  "writes of one variable": [
    50,
    1600,
    "writes",
    (n) =>
      inFlow(
        `  let run = await openai.beta.threads.runs.create(thread.id, { assistant_id: question });\n` +
          lines(n, () => `  run = await openai.beta.threads.runs.retrieve(run.id, { thread_id: thread.id });\n`) +
          "  return run.status;\n",
      ),
  ],
  "one variable of many threads": [
    50,
    1600,
    "writes",
    (n) =>
      one(
        `${CLIENT}export async function say(kind: number) {\n  let thread;\n` +
          lines(n, (i) => `  if (kind === ${i}) thread = await openai.beta.threads.create();\n`) +
          message('"Hello"') +
          run("run") +
          "  return run.status;\n}\n",
      ),
  ],
  "copies of a client": [
    50,
    1600,
    "names",
    (n) =>
      one(
        `${CLIENT}const c0 = openai;\n${lines(n, (i) => `const c${i + 1} = c${i};\n`)}${start.replace("openai", `c${n}`)}`,
      ),
  ],
  "tool loops": [
    10,
    320,
    "loops",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `export async function f${i}(question: string) {
  const thread = await openai.beta.threads.create();
${message("question")}  let run = await openai.beta.threads.runs.createAndPoll(thread.id, { assistant_id: "a" });
  while (run.status === "requires_action") {
    const outputs = run.required_action!.submit_tool_outputs.tool_calls.map((call) => ({
      tool_call_id: call.id,
      output: JSON.stringify(call.function.arguments),
    }));
    run = await openai.beta.threads.runs.submitToolOutputsAndPoll(run.id, { thread_id: thread.id, tool_outputs: outputs });
  }
  return run.status;
}
`,
          ),
      ),
  ],
  streams: [
    10,
    320,
    "streams",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `export async function f${i}(question: string) {
  const thread = await openai.beta.threads.create();
${message("question")}  const stream = openai.beta.threads.runs.stream(thread.id, { assistant_id: "a" });
  for await (const event of stream) {
    if (event.event === "thread.message.delta") process.stdout.write(event.data.delta.content[0].text.value);
    if (event.event === "thread.run.failed") throw new Error(event.data.last_error.message);
  }
}
`,
          ),
      ),
  ],
  assistants: [
    20,
    640,
    "assistants",
    (n) =>
      one(
        CLIENT +
          lines(
            n,
            (i) => `export async function f${i}(question: string) {
  const assistant = await openai.beta.assistants.create({ model: "gpt-4o", name: "Agent ${i}", instructions: "Be ${i}." });
  const thread = await openai.beta.threads.create();
${message("question")}  const run = await openai.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id });
  return run.status;
}
`,
          ),
      ),
  ],
  "tools of one assistant": [
    20,
    640,
    "tools",
    (n) =>
      one(
        `${CLIENT}export const assistant = await openai.beta.assistants.create({
  model: "gpt-4o",
  tools: [
${lines(n, (i) => `    { type: "function", function: { name: "f${i}", parameters: { type: "object", properties: {} } } },\n`)}  ],
});
`,
      ),
  ],
  "one assistant, many runs": [
    20,
    640,
    "runs",
    (n) =>
      one(
        `${CLIENT}const assistant = await openai.beta.assistants.create({ model: "gpt-4o", name: "Clerk", instructions: "Be brief." });\n\n` +
          lines(
            n,
            (i) => `export async function f${i}(question: string) {
  const thread = await openai.beta.threads.create();
${message("question")}  const run = await openai.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id, instructions: question });
  return run.status;
}
`,
          ),
      ),
  ],
};
