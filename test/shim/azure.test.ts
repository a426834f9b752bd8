import { AgentsClient, ToolUtility, isOutputOfType, type SubmitToolOutputsAction } from "@azure/ai-agents";
import { AIProjectClient } from "ai-projects-1";
import { describe, expect, it } from "vitest";
import { createEmulator, type EmulatorOptions } from "../../src/emulator/index.js";
import { classicHttpClient, classicPolicy, type MountOptions } from "../../src/shim/index.js";
import { look } from "./answered.js";

const ENDPOINT = "https://emulator/api/projects/p";
const credential = { getToken: async () => ({ token: "fake", expiresOnTimestamp: Date.now() + 3_600_000 }) };

/** Every way to put the shim into a client, as one line each. */
const MOUNTS: readonly (readonly [string, (options: MountOptions) => AgentsClient])[] = [
  [
    "an httpClient of AgentsClient",
    (options) => new AgentsClient(ENDPOINT, credential, { httpClient: noted(classicHttpClient(options)) }),
  ],
  [
    "a policy of AgentsClient",
    (options) =>
      new AgentsClient(ENDPOINT, credential, {
        additionalPolicies: [{ policy: noted(classicPolicy(options)), position: "perRetry" }],
      }),
  ],
  [
    "an httpClient of AIProjectClient 1",
    (options) => new AIProjectClient(ENDPOINT, credential, { httpClient: noted(classicHttpClient(options)) }).agents,
  ],
];

/** Notes what is answered. */
function noted<Mount extends { sendRequest: (...args: never[]) => Promise<unknown> }>(mount: Mount): Mount {
  const sendRequest = async (...args: never[]) => {
    const answer = (await mount.sendRequest(...args)) as { request: { method: string; url: string }; status: number };
    look(answer.request.method, answer.request.url, answer.status, "foundry");
    return answer;
  };
  return { ...mount, sendRequest };
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

describe.each(MOUNTS)("@azure/ai-agents through %s", (_name, mount) => {
  /** A classic client whose requests never leave the process; its project serves both APIs. */
  function bench(options: EmulatorOptions = {}) {
    const emulator = createEmulator({ backgroundDelay: 1, requireAuth: true, ...options });
    return { emulator, client: mount({ upstream: (request) => emulator.fetch(request) }) };
  }

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

  it("polls runs with their tool outputs, cancels, and throws for runs that end badly", async () => {
    const { emulator, client } = bench({
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
    let run = await client.runs.create(thread.id, agent.id);
    while (run.status === "queued" || run.status === "in_progress") {
      await new Promise((resolve) => setTimeout(resolve, 2));
      run = await client.runs.get(thread.id, run.id);
    }
    const [call] = (run.requiredAction as SubmitToolOutputsAction).submitToolOutputs.toolCalls;
    run = await client.runs.submitToolOutputs(thread.id, run.id, [{ toolCallId: call!.id, output: "sunny" }]);
    while (run.status === "queued" || run.status === "in_progress") {
      await new Promise((resolve) => setTimeout(resolve, 2));
      run = await client.runs.get(thread.id, run.id);
    }
    expect(run.status).toBe("completed");
    const updated = await client.runs.update(thread.id, run.id, { metadata: { k: "v" } });
    expect(updated.metadata).toEqual({ k: "v" });
    const steps = await all(client.runSteps.list(thread.id, run.id, { order: "asc" }));
    expect(steps.map((step) => step.type)).toEqual(["tool_calls", "message_creation"]);
    expect((await client.runSteps.get(thread.id, run.id, steps[0]!.id)).id).toBe(steps[0]!.id);
    emulator.script(() => [{ text: "half" }, { incomplete: "max_output_tokens" }]);
    const polled = client.runs.createAndPoll(thread.id, agent.id, { pollingOptions: { intervalInMs: 5 } });
    await expect(polled).rejects.toThrow(/failed/i);
    emulator.script(() => [{ delay: 60_000 }]);
    const stuck = await client.runs.create(thread.id, agent.id);
    expect((await client.runs.cancel(thread.id, stuck.id)).status).toBe("cancelled");
    const created = await client.runs.createThreadAndRun(agent.id, { thread: { messages: [] } });
    expect((await client.runs.cancel(created.threadId, created.id)).status).toBe("cancelled");
  });

  it("pages, changes and deletes as it did", async () => {
    const { client } = bench();
    const made = [];
    for (const name of ["a", "b", "c"]) made.push((await client.createAgent("gpt-5", { name })).id);
    // The client reads one page only, whatever the service says.
    const page = await all(client.listAgents({ limit: 2, order: "asc" }));
    expect(page.map(({ id }) => id)).toEqual(made.slice(0, 2));
    const rest = await all(client.listAgents({ limit: 2, order: "asc", after: made[1] }));
    expect(rest.map(({ id }) => id)).toEqual(made.slice(2));
    expect((await client.getAgent(made[0]!)).name).toBe("a");
    const thread = await client.threads.create();
    const texts = [];
    for (const text of ["one", "two", "three"]) texts.push((await client.messages.create(thread.id, "user", text)).id);
    const after = await all(client.messages.list(thread.id, { order: "asc", after: texts[0] }));
    expect(after.map(({ id }) => id)).toEqual(texts.slice(1));
    const before = await all(client.messages.list(thread.id, { order: "asc", before: texts[2] }));
    expect(before.map(({ id }) => id)).toEqual(texts.slice(0, 2));
    expect((await client.messages.update(thread.id, texts[0]!, { metadata: { k: "v" } })).metadata).toEqual({ k: "v" });
    expect((await client.messages.get(thread.id, texts[0]!)).metadata).toEqual({ k: "v" });
    const changed = await client.threads.update(thread.id, { metadata: { a: "b" } });
    expect((await client.threads.get(thread.id)).metadata).toEqual(changed.metadata);
  });

  it("shows calls of Foundry's own tools as steps, plain and streamed", async () => {
    const { emulator, client } = bench();
    const item = { type: "bing_grounding_call", status: "completed", arguments: '{"query":"pizza"}' };
    emulator.script(() => [{ item }, { text: "Found." }]);
    const agent = await client.createAgent("gpt-5");
    const thread = await client.threads.create({ messages: [{ role: "user", content: "Pizza?" }] });
    const events = [];
    for await (const event of await client.runs.create(thread.id, agent.id).stream()) events.push(event.event);
    expect(events.filter((event) => event === "thread.run.step.completed")).toHaveLength(2);
    const [run] = await all(client.runs.list(thread.id));
    const [first] = await all(client.runSteps.list(thread.id, run!.id, { order: "asc" }));
    expect(first!.stepDetails).toMatchObject({
      toolCalls: [{ type: "bing_grounding", bingGrounding: { arguments: '{"query":"pizza"}' } }],
    });
  });

  it("gives errors and a stream that is given up the way the client expects", async () => {
    const { emulator, client } = bench();
    await expect(client.threads.get("thread_none")).rejects.toMatchObject({
      statusCode: 404,
      message: expect.stringContaining("No thread found with id 'thread_none'."),
    });
    const agent = await client.createAgent("gpt-5");
    const thread = await client.threads.create({ messages: [{ role: "user", content: "Hello" }] });
    emulator.script(() => [{ text: "one" }, { delay: 60_000 }, { text: "two" }]);
    const abort = new AbortController();
    const stream = await client.runs.create(thread.id, agent.id, { abortSignal: abort.signal }).stream();
    const seen: string[] = [];
    const read = (async () => {
      for await (const event of stream) {
        seen.push(event.event);
        if (event.event === "thread.message.completed") abort.abort();
      }
    })();
    await read.catch(() => undefined);
    expect(seen).toContain("thread.message.completed");
    expect(seen).not.toContain("thread.run.completed");
    // The upstream's response goes with it, and the thread is free again.
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(emulator.turns.at(-1)!.status).toBe("cancelled");
    emulator.script();
    const next = await client.runs.createAndPoll(thread.id, agent.id, { pollingOptions: { intervalInMs: 5 } });
    expect(next.status).toBe("completed");
  });
});

describe("classicPolicy before the client's own policies", () => {
  it("says where it has to stand when it meets an upload", async () => {
    const client = new AgentsClient(ENDPOINT, credential, {
      additionalPolicies: [{ policy: classicPolicy(), position: "perCall" }],
    });
    const upload = client.files.upload(new Blob(["pizza"]).stream(), "assistants", { fileName: "foods.txt" });
    await expect(upload).rejects.toThrow(/position "perRetry"/);
  });
});
