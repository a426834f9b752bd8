import { describe, expect, it } from "vitest";
import { migrateFiles, type PlanOptions } from "../harness/migrate.js";

async function run(file: string, text: string, plan: Partial<PlanOptions> = {}) {
  const { migration, files } = await migrateFiles(new Map([[file, text]]), "/project", { plan });
  const findings = migration.findings.filter(({ rule }) => rule === "MA906");
  return { findings: findings.map(({ severity, message }) => `${severity}: ${message}`), text: files.get(file)! };
}

const CLIENTS = `import OpenAI from "openai";
import { AIProjectClient } from "@azure/ai-projects";
const old = new OpenAI();
const project = new AIProjectClient(endpoint, credential);
const openai = project.getOpenAIClient();
`;

describe("code that was half migrated by hand", () => {
  it("is told where an id of a classic call that stays goes to a current one", async () => {
    const { findings } = await run(
      "a.ts",
      `${CLIENTS}
const thread = await old.beta.threads.create();
await old.beta.threads.runs.list(thread.id, strange);
await openai.responses.create({ conversation: thread.id, model: "m", input: "" });`,
      { skip: ["MA501"] },
    );
    expect(findings).toEqual(["error: The id of a thread of classic threads.create goes to responses.create."]);
  });

  it("is not told what the run puts right", async () => {
    const { findings, text } = await run(
      "a.ts",
      `${CLIENTS}
const thread = await old.beta.threads.create();
await openai.responses.create({ conversation: thread.id, model: "m", input: "" });`,
    );
    expect(text).toContain("conversations.create()");
    expect(findings).toEqual([]);
  });

  it("is not held back by what is current already: a create_agent that was left over migrates", async () => {
    const python = await run(
      "a.py",
      `from azure.ai.projects import AIProjectClient
project = AIProjectClient(endpoint=endpoint, credential=credential)
openai_client = project.get_openai_client()
agent = project.agents.create_agent(model="gpt-4.1", name="clerk", instructions="Help.")
openai_client.responses.create(input="", extra_body={"agent_reference": {"type": "agent_reference", "name": agent.name}})
`,
    );
    expect(python.text).toContain("project.agents.create_version(");
    expect(python.findings).toEqual([]);
    const typescript = await run(
      "a.ts",
      `${CLIENTS}
export const agent = await project.agents.createAgent("gpt-4.1", { name: "clerk", instructions: "Help." });
await openai.conversations.create();`,
    );
    expect(typescript.text).toContain("project.agents.createVersion(");
    expect(typescript.findings).toEqual([]);
  });

  it("can be told to be quiet, as a whole and in one place", async () => {
    const code = `${CLIENTS}\nawait project.conversations.create();`;
    expect((await run("a.ts", code)).findings).toHaveLength(1);
    expect((await run("a.ts", code, { skip: ["MA906"] })).findings).toEqual([]);
    const commented = code.replace("await project", "// migrate-agents-ignore MA906\nawait project");
    expect((await run("a.ts", commented)).findings).toEqual([]);
  });
});

describe("models of agents from another service", () => {
  it("are named once for each, with the way to find out whether they are there", async () => {
    const text = `import OpenAI from "openai";
const client = new OpenAI();
export const clerk = await client.beta.assistants.create({ model: "gpt-4o", name: "clerk" });`;
    const { migration } = await migrateFiles(new Map([["a.ts", text]]), "/project");
    const told = migration.findings.filter(({ message }) => message.includes("deployment of the Foundry project"));
    expect(told.map(({ severity, help }) => [severity, help.includes("verify --model gpt-4o")])).toEqual([
      ["note", true],
    ]);
    const plain = await migrateFiles(new Map([["a.ts", text]]), "/project", { plan: { target: "openai" } });
    expect(plain.migration.findings.map(({ message }) => message).join()).not.toContain("deployment");
  });
});
