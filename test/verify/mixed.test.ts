import { describe, expect, it } from "vitest";
import { loadLanguage, languageOfPath } from "../../src/languages/registry.js";
import { findMixed, type Mixed } from "../../src/verify/mixed.js";
import { allCases, type Case, type Files } from "../harness/cases.js";

async function mixedIn(files: Files): Promise<Mixed[]> {
  const languages = new Map();
  const trees = [];
  for (const [file, text] of files) {
    const language = await loadLanguage(languageOfPath(file)!);
    languages.set(language.id, language);
    trees.push(language.read(`/project/${file}`, text));
  }
  return findMixed({ trees, languages, roots: ["/project"] });
}

const CLIENTS = `import OpenAI from "openai";
import { AIProjectClient } from "@azure/ai-projects";
const old = new OpenAI();
const openai = new AIProjectClient("e", credential).getOpenAIClient();
`;
const PYTHON = `from openai import OpenAI
from azure.ai.projects import AIProjectClient
old = OpenAI()
openai_client = AIProjectClient(endpoint="e", credential=c).get_openai_client()
`;

/** What the checker must see: one wrong rewrite each. */
const WRONG: readonly (readonly [string, Mixed["kind"], string, string])[] = [
  [
    "an id of the new API in an old call",
    "id",
    "a.ts",
    `const c = await openai.conversations.create(); await old.beta.threads.messages.list(c.id);`,
  ],
  [
    "an id of the old API in a new call",
    "id",
    "a.ts",
    `const t = await old.beta.threads.create(); await openai.responses.create({ conversation: t.id, input: "" });`,
  ],
  [
    "an object in a call of the other",
    "object",
    "a.ts",
    `const page = await openai.conversations.items.list("conv"); await old.beta.threads.create({ messages: page.data });`,
  ],
  [
    "through functions, fields and destructuring",
    "id",
    "a.ts",
    `class Desk { c; async open() { this.c = await openai.conversations.create(); }
      async ask() { const { id } = this.c; return list({ threadId: id }); } }
     const list = async ({ threadId }) => old.beta.threads.messages.list(threadId);`,
  ],
  [
    "in a list that is filled elsewhere",
    "id",
    "a.ts",
    `const r = await openai.responses.retrieve("resp"); const outputs = [];
     r.output.forEach((item) => outputs.push({ tool_call_id: item.call_id, output: "" }));
     await old.beta.threads.runs.submitToolOutputs("run", { thread_id: "t", tool_outputs: outputs });`,
  ],
  [
    "an old field of a new object",
    "read",
    "a.ts",
    `const r = await openai.responses.create({ input: "" }); console.log(r.last_error?.message);`,
  ],
  [
    "a new field of an old object",
    "read",
    "a.ts",
    `const run = await old.beta.threads.runs.retrieve("run", { thread_id: "t" }); console.log(run.output_text);`,
  ],
  [
    "tokens under their old name",
    "read",
    "a.ts",
    `openai.responses.retrieve("resp").then((r) => console.log(r.usage.prompt_tokens));`,
  ],
  [
    "the value of a text",
    "read",
    "a.ts",
    `for await (const item of openai.conversations.items.list("conv")) console.log(item.content[0].text.value);`,
  ],
  [
    "a state that only runs have",
    "status",
    "a.ts",
    `const r = await openai.responses.retrieve("resp"); if (r.status === "requires_action") answer();`,
  ],
  [
    "a case of a switch",
    "status",
    "a.ts",
    `const r = await openai.responses.retrieve("resp"); switch (r.status) { case "expired": break; }`,
  ],
  [
    "an id in Python",
    "id",
    "a.py",
    `c = openai_client.conversations.create()\nold.beta.threads.messages.list(thread_id=c.id)\n`,
  ],
  [
    "an old field in Python",
    "read",
    "a.py",
    `r = openai_client.responses.create(input="")\nprint(r.required_action)\n`,
  ],
  [
    "in a comprehension",
    "read",
    "a.py",
    `texts = [m.run_id for m in openai_client.conversations.items.list(conversation_id="conv")]\n`,
  ],
];

describe("findMixed", () => {
  it.each(WRONG)("sees %s", async (_, kind, file, text) => {
    const found = await mixedIn(new Map([[file, (file.endsWith(".py") ? PYTHON : CLIENTS) + text]]));
    expect(found.map((one) => one.kind)).toEqual([kind]);
  });

  it("sees what comes from another file", async () => {
    const found = await mixedIn(
      new Map([
        ["open.ts", `${CLIENTS}export const conversation = await openai.conversations.create();\nexport { old };`],
        ["ask.ts", `import { conversation, old } from "./open";\nawait old.beta.threads.del(conversation.id);`],
      ]),
    );
    expect(found.map(({ file, kind }) => [file, kind])).toEqual([["/project/ask.ts", "id"]]);
  });

  it("has nothing to say about code that is wholly the one or the other", async () => {
    const classic = `const t = await old.beta.threads.create(); const run = await old.beta.threads.runs.createAndPoll(t.id, { assistant_id: "a" });
      if (run.status === "requires_action") console.log(run.required_action, run.last_error, run.usage.prompt_tokens);`;
    const current = `const c = await openai.conversations.create(); const r = await openai.responses.create({ conversation: c.id, input: "" });
      const status = r.output.some((item) => item.type === "function_call") ? "requires_action" : r.status;
      if (status === "requires_action") console.log(r.usage.input_tokens, r.output_text);`;
    expect(await mixedIn(new Map([["a.ts", `${CLIENTS}{${classic}}\n{${current}}`]]))).toEqual([]);
  });
});

describe("what the rules write", () => {
  it.each(
    allCases()
      .filter(({ expected }) => expected !== undefined)
      .map((fixture): [string, Case] => [fixture.name, fixture]),
  )("is not half converted: %s", async (_name, { input, expected }) => {
    // What stands in the input was not made by a rule.
    const before = (await mixedIn(input)).map(({ message }) => message);
    const found = (await mixedIn(expected!)).filter(({ kind, message }) => kind !== "id" && !before.includes(message));
    expect(found).toEqual([]);
  });
});
