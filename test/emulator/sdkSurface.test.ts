import { AIProjectClient } from "@azure/ai-projects";
import OpenAI6 from "openai";
import OpenAI7 from "openai-7";
import { describe, expect, it } from "vitest";
import type { Emulator, Listening } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";

/** Notes which methods of an object and the objects inside it are called: `files.list`. */
function recorded<Target extends object>(target: Target, called: Set<string>, path = ""): Target {
  return new Proxy(target, {
    get(_target, key) {
      const value = Reflect.get(target, key) as unknown;
      const name = path === "" ? String(key) : `${path}.${String(key)}`;
      if (typeof value === "function") {
        return (...given: unknown[]) => {
          called.add(name);
          return Reflect.apply(value, target, given) as unknown;
        };
      }
      return typeof value === "object" && value !== null && !name.includes("_") ? recorded(value, called, name) : value;
    },
  });
}

/** The methods of a resource of the OpenAI SDK and of those inside it. */
function methodsOf(resource: object, path: string): string[] {
  const own = Object.getOwnPropertyNames(Object.getPrototypeOf(resource)).filter((name) => name !== "constructor");
  const inside = Object.entries(resource).filter(([name, value]) => name !== "_client" && typeof value === "object");
  return [
    ...own.map((name) => `${path}.${name}`),
    ...inside.flatMap(([name, value]) => methodsOf(value as object, `${path}.${name}`)),
  ];
}

const upload = (text: string, name = "notes.txt") => new File([text], name);
const POLL = { pollIntervalMs: 1 };

/** Uses everything that the SDK offers on the surfaces of the emulator. */
async function useAll(client: OpenAI6): Promise<void> {
  const model = "gpt-5";
  const file = await client.files.create({ file: upload("Travis likes pizza."), purpose: "assistants" });
  const second = await client.files.create({ file: upload("Anna likes soup."), purpose: "batch" });
  expect((await client.files.waitForProcessing(file.id)).status).toBe("processed");
  expect((await client.files.retrieve(file.id)).filename).toBe("notes.txt");
  expect((await client.files.list({ purpose: "batch" })).data.map(({ id }) => id)).toEqual([second.id]);
  expect(await (await client.files.content(second.id)).text()).toBe("Anna likes soup.");

  const { vectorStores } = client;
  const store = await vectorStores.create({ name: "s" });
  expect((await vectorStores.update(store.id, { name: "t" })).name).toBe("t");
  const stored = { vector_store_id: store.id };
  await vectorStores.files.create(store.id, { file_id: file.id });
  await vectorStores.files.createAndPoll(store.id, { file_id: second.id }, POLL);
  await vectorStores.files.poll(store.id, file.id, POLL);
  await vectorStores.files.upload(store.id, upload("third"));
  const fourth = await vectorStores.files.uploadAndPoll(store.id, upload("fourth"), POLL);
  const tagged = await vectorStores.files.update(fourth.id, { ...stored, attributes: { a: "b" } });
  expect(tagged.attributes).toEqual({ a: "b" });
  expect((await vectorStores.files.retrieve(fourth.id, stored)).status).toBe("completed");
  expect((await vectorStores.files.content(fourth.id, stored)).data[0]?.text).toBe("fourth");
  await vectorStores.files.delete(fourth.id, stored);
  expect((await vectorStores.files.list(store.id, { filter: "completed" })).data).toHaveLength(3);
  const batch = await vectorStores.fileBatches.create(store.id, { file_ids: [file.id, second.id] });
  expect((await vectorStores.fileBatches.retrieve(batch.id, stored)).file_counts.total).toBe(2);
  await vectorStores.fileBatches.poll(store.id, batch.id, POLL);
  expect((await vectorStores.fileBatches.listFiles(batch.id, stored)).data).toHaveLength(2);
  expect((await vectorStores.fileBatches.cancel(batch.id, stored)).status).toBe("cancelled");
  await vectorStores.fileBatches.createAndPoll(store.id, { file_ids: [file.id] }, POLL);
  await vectorStores.fileBatches.uploadAndPoll(store.id, { files: [upload("fifth")] }, POLL);
  expect((await vectorStores.retrieve(store.id)).file_counts.total).toBe(4);
  expect((await vectorStores.search(store.id, { query: "who likes pizza" })).data[0]?.file_id).toBe(file.id);
  expect((await vectorStores.list()).data).toHaveLength(1);

  const container = await client.containers.create({ name: "c", file_ids: [file.id] });
  const held = { container_id: container.id };
  const inside = await client.containers.files.create(container.id, { file: upload("inside", "in.txt") });
  expect(await (await client.containers.files.content.retrieve(inside.id, held)).text()).toBe("inside");
  expect((await client.containers.files.retrieve(inside.id, held)).path).toBe("/mnt/data/in.txt");
  expect((await client.containers.files.list(container.id)).data).toHaveLength(2);
  await client.containers.files.delete(inside.id, held);
  expect((await client.containers.files.list(container.id)).data).toHaveLength(1);
  expect((await client.containers.retrieve(container.id)).status).toBe("running");
  expect((await client.containers.list()).data).toHaveLength(1);
  await client.containers.delete(container.id);

  const conversation = await client.conversations.create({});
  const renamed = await client.conversations.update(conversation.id, { metadata: { a: "b" } });
  expect([renamed.metadata, (await client.conversations.retrieve(conversation.id)).id]).toEqual([
    { a: "b" },
    renamed.id,
  ]);
  const message = { type: "message", role: "user", content: "Hi" } as const;
  const { data } = await client.conversations.items.create(conversation.id, { items: [message, message] });
  const named = { conversation_id: conversation.id };
  expect((await client.conversations.items.retrieve(data[0]!.id!, named)).type).toBe("message");
  await client.conversations.items.delete(data[0]!.id!, named);
  expect((await client.conversations.items.list(conversation.id)).data).toHaveLength(1);

  const response = await client.responses.create({ model, input: "Hi", conversation: conversation.id });
  expect((await client.responses.retrieve(response.id)).output_text).toBe("You said: Hi\nHi");
  expect((await client.responses.inputItems.list(response.id)).data).toHaveLength(2);
  expect((await client.responses.inputTokens.count({ model, input: "Hi there" })).input_tokens).toBeGreaterThan(0);
  expect((await client.responses.compact({ model, input: "Hi" })).output.at(-1)?.type).toBe("compaction");
  expect((await client.responses.stream({ model, input: "Hi" }).finalResponse()).status).toBe("completed");
  expect((await client.responses.parse({ model, input: "Hi" })).output_text).toBe("You said: Hi");
  const later = await client.responses.create({ model, input: "Hi", background: true });
  expect(["cancelled", "completed"]).toContain((await client.responses.cancel(later.id)).status);
  await client.responses.delete(response.id);
  await expect(client.responses.retrieve(response.id)).rejects.toMatchObject({ status: 404 });

  await client.conversations.delete(conversation.id);
  await vectorStores.delete(store.id);
  await client.files.delete(file.id);
}

describe.each([
  ["openai 6", OpenAI6],
  ["openai 7", OpenAI7 as unknown as typeof OpenAI6],
])("%s", (_name, OpenAI) => {
  it.each([
    ["plain OpenAI", ({ openaiBase }: Listening) => openaiBase],
    ["Foundry", ({ foundryBase }: Listening) => `${foundryBase}/openai/v1`],
  ])("every method of responses, conversations, containers, files and vector stores works on %s", async (_on, base) => {
    const server = await createEmulator().listen();
    const called = new Set<string>();
    const client = new OpenAI({ baseURL: base(server), apiKey: "test", maxRetries: 0 });
    await useAll(recorded(client, called)).finally(() => server.close());
    const { responses, conversations, containers, files, vectorStores } = client;
    const all = Object.entries({ responses, conversations, containers, files, vectorStores });
    expect([...called].sort()).toEqual(all.flatMap(([name, resource]) => methodsOf(resource, name)).sort());
  });
});

/** Methods of `project.agents` that are not about agents and versions. */
const OTHER_AGENT_METHODS = /Session|Microsoft365|Optimization|AgentCode|FromCode/;

describe("@azure/ai-projects", () => {
  it("every method of agents, versions and memory stores works", async () => {
    const emulator = createEmulator();
    const server = await emulator.listen({ tls: true });
    const credential = { getToken: async () => ({ token: "fake", expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const client = new AIProjectClient(server.foundryBase, credential, { tlsOptions: { ca: server.certificate } });
    const called = new Set<string>();
    await useProject(recorded(client, called), emulator).finally(() => server.close());
    const methods = Object.keys(client.agents).filter((name) => !OTHER_AGENT_METHODS.test(name));
    const expected = [
      ...methods.map((name) => `agents.${name}`),
      ...Object.keys(client.beta.memoryStores).map((name) => `beta.memoryStores.${name}`),
    ];
    expect([...called].sort()).toEqual(expected.sort());
  });
});

async function useProject({ agents, beta }: AIProjectClient, emulator: Emulator): Promise<void> {
  const { memoryStores } = beta;
  const all = async <Row>(rows: AsyncIterable<Row>) => {
    const read: Row[] = [];
    for await (const row of rows) read.push(row);
    return read;
  };
  const definition = { kind: "prompt", model: "gpt-5", instructions: "Be kind." } as const;
  expect((await agents.create("helper", definition)).versions.latest.version).toBe("1");
  expect((await agents.update("helper", { ...definition, instructions: "Be brief." })).versions.latest.version).toBe(
    "2",
  );
  expect((await agents.createVersion("helper", definition, { description: "Third" })).description).toBe("Third");
  expect((await all(agents.listVersions("helper", { limit: 2 }))).map(({ version }) => version)).toEqual([
    "3",
    "2",
    "1",
  ]);
  expect((await agents.getVersion("helper", "2")).definition).toMatchObject({ instructions: "Be brief." });
  expect((await agents.deleteVersion("helper", "3")).deleted).toBe(true);
  await agents.disable("helper");
  expect((await agents.get("helper")).state).toBe("disabled");
  await agents.enable("helper");
  const card = { agentCard: { version: "1", skills: [] } };
  expect((await agents.patchAgentObject("helper", card)).agent_card?.version).toBe("1");
  expect((await agents.updateAgent("helper", {})).name).toBe("helper");
  expect((await all(agents.list())).map(({ name }) => name)).toEqual(["helper"]);
  expect((await agents.delete("helper")).deleted).toBe(true);

  const store = { kind: "default", chat_model: "gpt-5", embedding_model: "e" } as const;
  await memoryStores.create("notes", store, { description: "Mine" });
  expect((await memoryStores.update("notes", { description: "Ours" })).description).toBe("Ours");
  expect((await memoryStores.get("notes")).description).toBe("Ours");
  expect((await all(memoryStores.list())).map(({ name }) => name)).toEqual(["notes"]);
  const memory = await memoryStores.createMemory("notes", "ann", "Likes tea", "user_profile");
  expect((await memoryStores.updateMemory("notes", memory.memory_id, "Likes coffee")).content).toBe("Likes coffee");
  expect((await memoryStores.getMemory("notes", memory.memory_id)).scope).toBe("ann");
  const items = [{ type: "message", role: "user", content: "Has a cat" }];
  const updated = await memoryStores.updateMemories("notes", "ann", { items, updateIntervalInMs: 1 }).pollUntilDone();
  expect(updated.memory_operations.map(({ memory_item }) => memory_item.content)).toEqual(["Has a cat"]);
  const { update_id } = emulator.requests.at(-1)?.response as { update_id: string };
  expect((await memoryStores.getUpdateResult("notes", update_id)).status).toBe("completed");
  expect(await all(memoryStores.listMemories("notes", "ann"))).toHaveLength(2);
  expect((await memoryStores.searchMemories("notes", "ann")).memories).toHaveLength(2);
  expect((await memoryStores.deleteMemory("notes", memory.memory_id)).deleted).toBe(true);
  expect((await memoryStores.deleteScope("notes", "ann")).deleted).toBe(true);
  expect((await memoryStores.delete("notes")).deleted).toBe(true);
}
