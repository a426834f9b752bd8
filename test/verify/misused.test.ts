import { describe, expect, it } from "vitest";
import { Program } from "../../src/analysis/program.js";
import { Values } from "../../src/analysis/values.js";
import { loadLanguage, languageOfPath } from "../../src/languages/registry.js";
import { CurrentThings } from "../../src/verify/currentThings.js";
import { findMisused } from "../../src/verify/misused.js";

/** Kinds and names of what is found, with the text of the place. */
async function misusedIn(file: string, text: string): Promise<string[]> {
  const language = await loadLanguage(languageOfPath(file)!);
  const tree = language.read(`/project/${file}`, text);
  const program = new Program({ trees: [tree], languages: new Map([[language.id, language]]), roots: ["/project"] });
  const values = new Values(program);
  return findMisused(program, values, new CurrentThings(program, values)).map(({ kind, names, range }) =>
    [kind, ...names, "at", text.slice(range.start, range.end)].join(" "),
  );
}

const PYTHON = `from azure.ai.projects import AIProjectClient
from openai import OpenAI
project = AIProjectClient(endpoint="e", credential=c)
openai_client = project.get_openai_client()
plain = OpenAI()
`;
const TYPESCRIPT = `import OpenAI from "openai";
import { AIProjectClient } from "@azure/ai-projects";
const project = new AIProjectClient("e", credential);
const openai = project.getOpenAIClient();
const plain = new OpenAI();
`;
const REFERENCE = `extra_body={"agent_reference": {"type": "agent_reference", "name": "clerk"}}`;

const WRONG: readonly (readonly [what: string, file: string, code: string, found: readonly string[]])[] = [
  [
    "conversations of a project client",
    "a.py",
    `project.conversations.create()`,
    ["onProject conversations at project.conversations"],
  ],
  [
    "responses of a project client that a parameter brings",
    "a.ts",
    `const ask = (client: AIProjectClient) => (client as any).responses.create({ model: "m", input: "" });`,
    ["onProject responses at (client as any).responses"],
  ],
  [
    "of one that a with statement opens",
    "a.py",
    `with AIProjectClient(endpoint="e", credential=c) as client:\n    client.responses.create(model="m", input="")`,
    ["onProject responses at client.responses"],
  ],
  [
    "agents of an OpenAI client",
    "a.py",
    `openai_client.agents.create_version(agent_name="a", definition=d)\nplain.agents.delete("a")`,
    ["onOpenAI agents at openai_client.agents.create_version", "onOpenAI agents at plain.agents.delete"],
  ],
  [
    "agents of an OpenAI client that a field holds",
    "a.ts",
    `class Desk { ai = project.getOpenAIClient(); make() { return this.ai.agents.createVersion("a", d); } }`,
    ["onOpenAI agents at this.ai.agents.createVersion"],
  ],
  [
    "the reference under agent",
    "a.py",
    `body = {"agent": {"type": "agent_reference", "name": "clerk"}}\nopenai_client.responses.create(input="", extra_body=body)`,
    [`agentKey at "agent": {"type": "agent_reference", "name": "clerk"}`],
  ],
  [
    "the same in JavaScript, and made by a class in Python",
    "a.ts",
    `openai.responses.create({ input: "" }, { body: { agent: { name: "clerk", type: "agent_reference" } } });`,
    [`agentKey at agent: { name: "clerk", type: "agent_reference" }`],
  ],
  [
    "made by a class",
    "a.py",
    `openai_client.responses.create(input="", extra_body={"agent": AgentReference(name="clerk").as_dict()})`,
    [`agentKey at "agent": AgentReference(name="clerk").as_dict()`],
  ],
  [
    "the id of a version for a name",
    "a.py",
    `agent = project.agents.create_version(agent_name="a", definition=d)
openai_client.responses.create(input="", extra_body={"agent_reference": {"type": "agent_reference", "name": agent.id}})`,
    ["agentId at agent.id"],
  ],
  [
    "what the definition decides",
    "a.py",
    `openai_client.responses.create(input="", tools=[], model="m", instructions="x", ${REFERENCE})`,
    ["refused tools instructions at openai_client.responses.create"],
  ],
  [
    "the same in the body that is merged",
    "a.ts",
    `openai.responses.create({ input: "" }, { body: { agent_reference: { type: "agent_reference", name: "a" }, top_p: 1 } });`,
    ["refused top_p at openai.responses.create"],
  ],
  [
    "neither an agent nor a model",
    "a.ts",
    `openai.responses.create({ input: "" });`,
    ["noModel at openai.responses.create"],
  ],
  [
    "a prompt object, and no model: it has one",
    "a.ts",
    `openai.responses.create({ input: "", prompt: { id: "pmpt_1" } });`,
    [`prompt at prompt: { id: "pmpt_1" }`],
  ],
  [
    "a prompt object in a stream",
    "a.ts",
    `const prompt = { id: "pmpt_1" };\nplain.responses.stream({ input: "", prompt });`,
    ["prompt at prompt"],
  ],
  [
    "a prompt object of elsewhere on a client of OpenAI",
    "a.py",
    `plain.responses.create(input="", prompt=load())`,
    ["prompt at prompt=load()"],
  ],
];

const RIGHT: readonly (readonly [what: string, file: string, code: string])[] = [
  ["a reference", "a.py", `openai_client.responses.create(input="", max_output_tokens=9, ${REFERENCE})`],
  ["a model", "a.ts", `openai.responses.create({ input: "", model: "m", instructions: "x", tools: [] });`],
  ["a prompt of something else", "a.py", `studio.responses.create(prompt="a lighthouse")`],
  ["no prompt", "a.py", `plain.responses.create(model="m", prompt=None, input="")`],
  [
    "a request that is built elsewhere",
    "a.ts",
    `const ask = (request) => openai.responses.create({ ...request, input: "" });
     const tell = (request, options) => openai.responses.create(request, options);`,
  ],
  ["keywords that are built elsewhere", "a.py", `def ask(**given):\n    openai_client.responses.create(**given)`],
  [
    "a client that is bound to an agent",
    "a.py",
    `bound = project.get_openai_client(agent_name="a")\nbound.responses.create(input="")`,
  ],
  ["agents of the project client", "a.py", `project.agents.create_version(agent_name="a", definition=d)`],
  [
    "conversations of another service",
    "a.ts",
    `const chat = makeChat(); chat.conversations.create(); chat.agents.list();`,
  ],
  [
    "a word of the program's own",
    "a.py",
    `openai_client.responses.create(model="m", input="", metadata={"agent": "clerk"})`,
  ],
];

describe("uses of the current API that do not work", () => {
  it.each(WRONG)("sees %s", async (_what, file, code, found) => {
    expect(await misusedIn(file, (file === "a.py" ? PYTHON : TYPESCRIPT) + code)).toEqual(found);
  });

  it.each(RIGHT)("lets %s pass", async (_what, file, code) => {
    expect(await misusedIn(file, (file === "a.py" ? PYTHON : TYPESCRIPT) + code)).toEqual([]);
  });
});
