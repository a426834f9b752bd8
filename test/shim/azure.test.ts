import { AgentsClient, ToolUtility, isOutputOfType, type SubmitToolOutputsAction } from "@azure/ai-agents";
import { describe, expect, it } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../src/emulator/index.js";
import { classicHttpClient } from "../../src/shim/index.js";

const credential = { getToken: async () => ({ token: "fake", expiresOnTimestamp: Date.now() + 3_600_000 }) };

/** A classic client whose requests never leave the process; its project serves both APIs. */
function bench(options: EmulatorOptions = {}) {
  const emulator = createEmulator({ backgroundDelay: 1, requireAuth: true, ...options });
  const httpClient = classicHttpClient({ upstream: (request) => emulator.fetch(request) });
  const client = new AgentsClient("https://emulator/api/projects/p", credential, { httpClient });
  return { emulator, client };
}

async function all<Row>(rows: AsyncIterable<Row>): Promise<Row[]> {
  const read: Row[] = [];
  for await (const row of rows) read.push(row);
  return read;
}

const weather = ToolUtility.createFunctionTool({
  name: "get_weather",
  parameters: { type: "object", properties: { city: { type: "string" } } },
});

describe("@azure/ai-agents through the shim", () => {
  it("runs agents, polls, pages, and reads what came of it", async () => {
    const { emulator, client } = bench();
    const agent = await client.createAgent("gpt-5", { name: "My agent", instructions: "Be kind." });
    expect(agent).toMatchObject({ name: "My agent", instructions: "Be kind.", object: "assistant" });
    expect(agent.createdAt).toBeInstanceOf(Date);
    const listed = [];
    for await (const entry of client.listAgents()) listed.push(entry.id);
    expect(listed).toEqual([agent.id]);
    const updated = await client.updateAgent(agent.id, { instructions: "Be brief." });
    expect(updated).toMatchObject({ id: agent.id, instructions: "Be brief.", name: "My agent" });

    const thread = await client.threads.create({ metadata: { k: "v" } });
    await client.messages.create(thread.id, "user", "Hello");
    const run = await client.runs.createAndPoll(thread.id, agent.id, { pollingOptions: { intervalInMs: 5 } });
    expect(run).toMatchObject({ status: "completed", assistantId: agent.id, threadId: thread.id });
    const texts = [];
    for await (const message of client.messages.list(thread.id, { order: "asc" })) {
      for (const content of message.content) {
        if (isOutputOfType<{ type: "text"; text: { value: string } }>(content, "text")) texts.push(content.text.value);
      }
    }
    expect(texts).toEqual(["Hello", "You said: Hello"]);
    const threads = [];
    for await (const entry of client.threads.list()) threads.push(entry.id);
    expect(threads).toEqual([thread.id]);
    const runs = [];
    for await (const entry of client.runs.list(thread.id)) runs.push(entry.id);
    expect(runs).toEqual([run.id]);
    const steps = [];
    for await (const step of client.runSteps.list(thread.id, run.id)) steps.push(step.type);
    expect(steps).toEqual(["message_creation"]);
    await client.threads.delete(thread.id);
    await client.deleteAgent(agent.id);
    await expect(client.getAgent(agent.id)).rejects.toMatchObject({ statusCode: 404, message: /No assistant found/ });
    expect(emulator.turns[0]).toMatchObject({ instructions: "Be brief.", surface: "foundry" });
  });

  it("submits tool outputs, plain and streamed", async () => {
    const { client } = bench({
      script: {
        rules: [
          { when: { output_of: "get_weather" }, then: "It is {{output}}." },
          {
            when: { text: "weather" },
            then: [{ function_call: { name: "get_weather", arguments: { city: "Rome" } } }],
          },
        ],
      },
    });
    const agent = await client.createAgent("gpt-5", { tools: [weather.definition] });
    const thread = await client.threads.create({ messages: [{ role: "user", content: "How is the weather?" }] });
    const events = [];
    for await (const event of await client.runs.create(thread.id, agent.id).stream()) events.push(event);
    expect(events.map((event) => event.event)).toEqual([
      "thread.run.created",
      "thread.run.queued",
      "thread.run.in_progress",
      "thread.run.step.created",
      "thread.run.step.in_progress",
      "thread.run.step.delta",
      "thread.run.step.delta",
      "thread.run.requires_action",
      "done",
    ]);
    const [run] = await all(client.runs.list(thread.id));
    const action = run!.requiredAction as SubmitToolOutputsAction;
    const [call] = action.submitToolOutputs.toolCalls;
    const outputs = [{ toolCallId: call!.id, output: "sunny" }];
    const next: string[] = [];
    for await (const event of await client.runs.submitToolOutputs(thread.id, run!.id, outputs).stream()) {
      next.push(event.event);
    }
    expect(next.slice(0, 3)).toEqual(["thread.run.step.completed", "thread.run.queued", "thread.run.in_progress"]);
    expect(next.slice(-2)).toEqual(["thread.run.completed", "done"]);
    expect((await client.runs.get(thread.id, run!.id)).status).toBe("completed");
  });

  it("uploads files, searches them, and cites them and web pages", async () => {
    const { emulator, client } = bench();
    const file = await client.files.upload(new Blob(["pizza"]).stream(), "assistants", { fileName: "foods.txt" });
    const store = await client.vectorStores.createAndPoll({ fileIds: [file.id], name: "foods" });
    expect(store.fileCounts.completed).toBe(1);
    const search = ToolUtility.createFileSearchTool([store.id]);
    const agent = await client.createAgent("gpt-5", {
      tools: [search.definition],
      toolResources: search.resources,
    });
    emulator.script(() => [
      { file_search: { queries: ["pizza"] } },
      {
        text: "Pizza, says the page.",
        citations: [
          { file_id: file.id, at: 5 },
          { url: "https://example.com", quote: "the page" },
        ],
      },
    ]);
    const thread = await client.threads.create({ messages: [{ role: "user", content: "Food?" }] });
    const events = [];
    for await (const event of await client.runs.create(thread.id, agent.id).stream()) events.push(event);
    expect(events.every((event) => typeof event.data !== "string" || event.event === "done")).toBe(true);
    const [message] = await all(client.messages.list(thread.id));
    expect(message!.content[0]).toMatchObject({
      text: {
        value: "Pizza【0:0†foods.txt】, says the page.",
        annotations: [{ type: "file_citation" }, { type: "url_citation", urlCitation: { url: "https://example.com" } }],
      },
    });
  });
});
