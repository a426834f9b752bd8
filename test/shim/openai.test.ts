import { AzureOpenAI } from "openai";
import { AzureOpenAI as AzureOpenAI4 } from "openai-4";
import { AzureOpenAI as AzureOpenAI5 } from "openai-5";
import { AzureOpenAI as AzureOpenAI7 } from "openai-7";
import OpenAI6 from "openai";
import { describe, expect, it } from "vitest";
import { classicFetch } from "../../src/shim/index.js";
import { bench, calls, MAJORS, type Upstream } from "./setup.js";

const WEATHER = {
  type: "function",
  function: { name: "get_weather", parameters: { type: "object", properties: { city: { type: "string" } } } },
} as const;

const WEATHER_RULES = {
  rules: [
    { when: { output_of: "get_weather" }, then: "It is {{output}}." },
    { when: { text: "weather" }, then: [{ function_call: { name: "get_weather", arguments: { city: "Paris" } } }] },
  ],
};

const cases = MAJORS.flatMap(([name, OpenAI]) =>
  (["foundry", "openai"] as Upstream[]).map((upstream) => [name, upstream, OpenAI] as const),
);

describe.each(cases)("%s through the shim on %s", (_name, upstream, OpenAI) => {
  it("keeps assistants", async () => {
    const client = bench(upstream).client(OpenAI);
    const made = await client.beta.assistants.create({
      model: "gpt-5",
      name: "Math Tutor",
      instructions: "Use {{braces}} freely.",
      tools: [WEATHER, { type: "code_interpreter" }, { type: "file_search" }],
      metadata: { team: "a" },
    });
    expect(made.id).toMatch(/^asst_[0-9a-z]{24}$/);
    expect(made).toMatchObject({
      object: "assistant",
      name: "Math Tutor",
      description: null,
      instructions: "Use {{braces}} freely.",
      metadata: { team: "a" },
      temperature: 1,
      response_format: "auto",
    });
    expect(made.tools.map((tool) => tool.type)).toEqual(["function", "code_interpreter", "file_search"]);
    expect(made.tools[0]).toMatchObject({ function: { name: "get_weather", strict: false } });
    expect(await client.beta.assistants.retrieve(made.id)).toEqual(made);
    const updated = await client.beta.assistants.update(made.id, { instructions: "Shorter.", temperature: 0.2 });
    expect(updated).toEqual({ ...made, instructions: "Shorter.", temperature: 0.2 });
    expect(await client.beta.assistants.retrieve(made.id)).toEqual(updated);
    const deleted = await calls(client).deleteAssistant(made.id);
    expect(deleted).toMatchObject({ id: made.id, object: "assistant.deleted", deleted: true });
    await expect(client.beta.assistants.retrieve(made.id)).rejects.toMatchObject({
      status: 404,
      message: expect.stringContaining(`No assistant found with id '${made.id}'.`),
    });
  });

  it("pages through assistants, messages and runs in both directions", async () => {
    const client = bench(upstream).client(OpenAI);
    const names = ["a", "b", "c", "d", "e"];
    for (const name of names) await client.beta.assistants.create({ model: "gpt-5", name });
    const listed: (string | null)[] = [];
    for await (const assistant of client.beta.assistants.list({ limit: 2, order: "asc" })) listed.push(assistant.name);
    expect(listed).toEqual(names);

    const thread = await client.beta.threads.create({
      messages: Array.from({ length: 25 }, (_entry, index) => ({ role: "user" as const, content: `m${index}` })),
    });
    const texts: string[] = [];
    for await (const message of client.beta.threads.messages.list(thread.id, { limit: 10 })) {
      const [part] = message.content;
      texts.push(part?.type === "text" ? part.text.value : "");
    }
    expect(texts).toEqual(Array.from({ length: 25 }, (_entry, index) => `m${24 - index}`));
    const first = await client.beta.threads.messages.list(thread.id, { limit: 5, order: "asc" });
    const second = await client.beta.threads.messages.list(thread.id, {
      limit: 5,
      order: "asc",
      after: first.data[4]!.id,
    });
    const back = await client.beta.threads.messages.list(thread.id, {
      limit: 5,
      order: "asc",
      before: second.data[0]!.id,
    });
    expect(back.data).toEqual(first.data);

    const [assistant] = (await client.beta.assistants.list({ limit: 1 })).data;
    const runs: string[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant!.id });
      runs.push(run.id);
    }
    const seen: string[] = [];
    for await (const run of client.beta.threads.runs.list(thread.id, { limit: 2, order: "asc" })) seen.push(run.id);
    expect(seen).toEqual(runs);
  });

  it("runs a thread to its end", async () => {
    const { emulator, client: make } = bench(upstream);
    const client = make(OpenAI);
    const assistant = await client.beta.assistants.create({ model: "gpt-5", instructions: "Be kind." });
    const thread = await client.beta.threads.create({ metadata: { user: "ann" } });
    expect(thread).toMatchObject({
      id: expect.stringMatching(/^thread_/),
      object: "thread",
      metadata: { user: "ann" },
    });
    await client.beta.threads.messages.create(thread.id, { role: "user", content: "Hello" });
    const run = await client.beta.threads.runs.create(thread.id, { assistant_id: assistant.id });
    expect(run).toMatchObject({ status: "queued", model: "gpt-5", instructions: "Be kind.", usage: null });
    const done = await calls(client).poll(thread.id, run.id);
    expect(done).toMatchObject({ id: run.id, status: "completed", thread_id: thread.id, assistant_id: assistant.id });
    expect(done.usage?.total_tokens).toBeGreaterThan(0);
    const messages = await client.beta.threads.messages.list(thread.id);
    expect(messages.data.map((message) => message.role)).toEqual(["assistant", "user"]);
    expect(messages.data[0]).toMatchObject({
      run_id: run.id,
      assistant_id: assistant.id,
      thread_id: thread.id,
      content: [{ type: "text", text: { value: "You said: Hello", annotations: [] } }],
    });
    expect(messages.data[1]).toMatchObject({ run_id: null, assistant_id: null });
    const filtered = await client.beta.threads.messages.list(thread.id, { run_id: run.id });
    expect(filtered.data.map((message) => message.id)).toEqual([messages.data[0]!.id]);
    const steps = await calls(client).steps(thread.id, run.id);
    expect(steps.data).toMatchObject([
      {
        type: "message_creation",
        status: "completed",
        step_details: { message_creation: { message_id: messages.data[0]!.id } },
      },
    ]);
    expect(emulator.turns[0]).toMatchObject({
      instructions: "Be kind.",
      agent: upstream === "foundry" ? { name: assistant.id.replace("_", "-") } : null,
    });
    const deleted = await calls(client).deleteThread(thread.id);
    expect(deleted.deleted).toBe(true);
  });

  it("waits for tool outputs and keeps the run's id", async () => {
    const { emulator, client: make } = bench(upstream, {}, { script: WEATHER_RULES });
    const client = make(OpenAI);
    const assistant = await client.beta.assistants.create({ model: "gpt-5", tools: [WEATHER] });
    const run = await client.beta.threads.createAndRunPoll({
      assistant_id: assistant.id,
      thread: { messages: [{ role: "user", content: "How is the weather?" }] },
    });
    expect(run.status).toBe("requires_action");
    const [call] = run.required_action!.submit_tool_outputs.tool_calls;
    expect(call).toMatchObject({ type: "function", function: { name: "get_weather", arguments: '{"city":"Paris"}' } });
    await expect(
      client.beta.threads.messages.create(run.thread_id, { role: "user", content: "Quick!" }),
    ).rejects.toMatchObject({
      status: 400,
      message: expect.stringContaining(`Can't add messages to ${run.thread_id} while a run ${run.id} is active.`),
    });
    await expect(client.beta.threads.runs.create(run.thread_id, { assistant_id: assistant.id })).rejects.toMatchObject({
      message: expect.stringContaining(`Thread ${run.thread_id} already has an active run ${run.id}.`),
    });
    const { submit, submitAndPoll } = calls(client);
    await expect(submit(run.thread_id, run.id, [])).rejects.toMatchObject({ status: 400 });
    const done = await submitAndPoll(run.thread_id, run.id, [{ tool_call_id: call!.id, output: "sunny" }]);
    expect(done).toMatchObject({ id: run.id, status: "completed" });
    expect(emulator.turns).toHaveLength(2);
    const steps = await calls(client).steps(run.thread_id, run.id, { order: "asc" });
    expect(steps.data.map((step) => step.type)).toEqual(["tool_calls", "message_creation"]);
    expect(steps.data[0]!.step_details).toMatchObject({
      tool_calls: [{ id: call!.id, function: { name: "get_weather", output: "sunny" } }],
    });
    const perStep = steps.data.map((step) => step.usage?.total_tokens ?? 0);
    expect(done.usage!.total_tokens).toBe(perStep[0]! + perStep[1]!);
    await expect(submit(run.thread_id, run.id, [{ tool_call_id: call!.id, output: "late" }])).rejects.toMatchObject({
      message: expect.stringContaining('Runs in status "completed" do not accept tool outputs.'),
    });
    const [newest] = (await client.beta.threads.messages.list(run.thread_id)).data;
    expect(newest).toMatchObject({ run_id: run.id, content: [{ text: { value: "It is sunny." } }] });
  });

  it("cancels runs that wait and runs that work", async () => {
    const { emulator, client: make } = bench(upstream, {}, { script: WEATHER_RULES });
    const client = make(OpenAI);
    const assistant = await client.beta.assistants.create({ model: "gpt-5", tools: [WEATHER] });
    const waiting = await client.beta.threads.createAndRunPoll({
      assistant_id: assistant.id,
      thread: { messages: [{ role: "user", content: "How is the weather?" }] },
    });
    const { cancel, retrieveRun } = calls(client);
    const cancelled = await cancel(waiting.thread_id, waiting.id);
    expect(cancelled.status).toBe("cancelled");
    await expect(cancel(waiting.thread_id, waiting.id)).rejects.toMatchObject({
      message: expect.stringContaining("Cannot cancel run with status 'cancelled'."),
    });
    const next = await client.beta.threads.runs.createAndPoll(waiting.thread_id, {
      assistant_id: assistant.id,
      additional_messages: [{ role: "user", content: "Never mind" }],
    });
    expect(next.status).toBe("completed");
    emulator.script(() => [{ delay: 60_000 }, { text: "never" }]);
    const working = await client.beta.threads.runs.create(waiting.thread_id, { assistant_id: assistant.id });
    expect((await cancel(waiting.thread_id, working.id)).status).toBe("cancelled");
    const seen = await retrieveRun(waiting.thread_id, working.id);
    expect(seen).toMatchObject({ status: "cancelled", cancelled_at: expect.any(Number), expires_at: null });
  });

  it("demands a call of the first response of a run alone", async () => {
    const { emulator, client: make } = bench(upstream, {}, { script: WEATHER_RULES });
    const client = make(OpenAI);
    const assistant = await client.beta.assistants.create({ model: "gpt-5", tools: [WEATHER] });
    for (const tool_choice of ["required", { type: "function", function: { name: "get_weather" } }] as const) {
      const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "weather?" }] });
      const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id, tool_choice });
      const [call] = run.required_action!.submit_tool_outputs.tool_calls;
      const { submitAndPoll } = calls(client);
      const done = await submitAndPoll(thread.id, run.id, [{ tool_call_id: call!.id, output: "sunny" }]);
      expect(done).toMatchObject({ status: "completed", tool_choice });
    }
    const flat = { type: "function", name: "get_weather" };
    expect(emulator.turns.map((turn) => turn.tool_choice)).toEqual(["required", "auto", flat, "auto"]);
  });

  it("carries out what a run changes of its assistant", async () => {
    const { emulator, client: make } = bench(upstream);
    const client = make(OpenAI);
    const assistant = await client.beta.assistants.create({
      model: "gpt-5",
      instructions: "Be kind to {{all}}.",
      tools: [WEATHER],
      response_format: { type: "json_object" },
    });
    const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "Hi, in JSON" }] });
    const go = (body: object) =>
      client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id, ...body });
    await go({ additional_instructions: "Be brief." });
    await go({ instructions: "Be rude.", model: "gpt-5-mini", temperature: 0.5 });
    await go({ model: "gpt-5", instructions: "Be kind to {{all}}.", temperature: 1 });
    await go({ tool_choice: { type: "function", function: { name: "get_weather" } }, response_format: "auto" }).catch(
      () => undefined,
    );
    const [extra, override, same, choice] = emulator.turns;
    expect(extra).toMatchObject({ instructions: "Be kind to {{all}}.\nBe brief.", model: "gpt-5" });
    expect(override).toMatchObject({ instructions: "Be rude.", model: "gpt-5-mini", temperature: 0.5 });
    expect(override?.tools.map((tool) => [tool["name"], tool["strict"]])).toEqual([["get_weather", false]]);
    expect(override?.text["format"]).toEqual({ type: "json_object" });
    expect(same).toMatchObject({ instructions: "Be kind to {{all}}." });
    expect(choice).toMatchObject({
      tool_choice: { type: "function", name: "get_weather" },
      text: { format: { type: "text" } },
    });
    const agents = emulator.turns.map((turn) => turn.agent !== null);
    expect(agents).toEqual(upstream === "foundry" ? [true, false, true, false] : [false, false, false, false]);
  });

  it("searches and computes with files of the assistant, the thread and its messages", async () => {
    const { emulator, client: make } = bench(upstream);
    const client = make(OpenAI);
    const upload = (name: string) => client.files.create({ file: new File([name], name), purpose: "assistants" });
    const [own, inline, attached, data] = await Promise.all(
      ["own.txt", "inline.txt", "attached.txt", "data.csv"].map(upload),
    );
    const store = await client.vectorStores?.create({ file_ids: [own!.id] }).catch(() => undefined);
    const assistant = await client.beta.assistants.create({
      model: "gpt-5",
      tools: [{ type: "file_search" }, { type: "code_interpreter" }],
      tool_resources: {
        file_search: store ? { vector_store_ids: [store.id] } : { vector_stores: [{ file_ids: [own!.id] }] },
        code_interpreter: { file_ids: [own!.id] },
      },
    });
    const ownStores = assistant.tool_resources!.file_search!.vector_store_ids!;
    expect(ownStores).toHaveLength(1);
    expect(assistant.tool_resources!.code_interpreter!.file_ids).toEqual([own!.id]);
    const thread = await client.beta.threads.create({
      tool_resources: { file_search: { vector_stores: [{ file_ids: [inline!.id] }] } },
    });
    const threadStores = thread.tool_resources!.file_search!.vector_store_ids!;
    await client.beta.threads.messages.create(thread.id, {
      role: "user",
      content: "search",
      attachments: [
        { file_id: attached!.id, tools: [{ type: "file_search" }] },
        { file_id: data!.id, tools: [{ type: "code_interpreter" }] },
      ],
      metadata: { k: "v" },
    });
    const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id });
    expect(run.status).toBe("completed");
    const [turn] = emulator.turns;
    const tool = (type: string) => turn!.tools.find((entry) => entry["type"] === type)!;
    expect(tool("file_search")["vector_store_ids"]).toEqual([...ownStores, ...threadStores]);
    expect(tool("code_interpreter")["container"]).toMatchObject({ file_ids: [own!.id, data!.id] });
    expect(turn!.agent !== null).toBe(upstream === "foundry");
    const [asked] = (await client.beta.threads.messages.list(thread.id, { order: "asc" })).data;
    expect(asked).toMatchObject({
      metadata: { k: "v" },
      attachments: [{ file_id: attached!.id }, { file_id: data!.id }],
    });
    const changed = await calls(client).updateMessage(thread.id, asked!.id, { metadata: { k: "w" } });
    expect(changed).toMatchObject({ id: asked!.id, metadata: { k: "w" } });
  });
});

const AZURE = [
  ["4", AzureOpenAI4 as unknown as typeof AzureOpenAI],
  ["5", AzureOpenAI5 as unknown as typeof AzureOpenAI],
  ["6", AzureOpenAI],
  ["7", AzureOpenAI7 as unknown as typeof AzureOpenAI],
] as const;

describe.each(AZURE)("AzureOpenAI %s through the shim", (_major, Client) => {
  it("runs a thread, and leaves everything else to its own resource", async () => {
    const { options } = bench("foundry");
    const elsewhere: string[] = [];
    const fetch = classicFetch({
      ...options,
      fetch: async (input) => {
        elsewhere.push((input as Request).url);
        return Response.json({ choices: [] });
      },
    });
    const client = new Client({
      endpoint: "https://resource.openai.azure.com",
      apiKey: "key",
      apiVersion: "2025-03-01-preview",
      fetch,
    });
    const assistant = await client.beta.assistants.create({ model: "gpt-5" });
    const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "Hello" }] });
    const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id });
    expect(run.status).toBe("completed");
    await client.chat.completions.create({ model: "gpt-5", messages: [] });
    expect(elsewhere).toEqual([
      "https://resource.openai.azure.com/openai/deployments/gpt-5/chat/completions?api-version=2025-03-01-preview",
    ]);
  });
});

describe("without an endpoint", () => {
  it("answers by the API that the client was made for", async () => {
    const { emulator } = bench("openai");
    const asked: string[] = [];
    const client = new OpenAI6({
      baseURL: "http://emulator/v1",
      apiKey: "test",
      fetch: classicFetch({
        upstream: (request) => {
          asked.push(new URL(request.url).pathname);
          return emulator.fetch(request);
        },
      }),
    });
    const assistant = await client.beta.assistants.create({ model: "gpt-5" });
    const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "Hello" }] });
    const run = await client.beta.threads.runs.createAndPoll(thread.id, { assistant_id: assistant.id });
    expect(run.status).toBe("completed");
    expect(asked).toContain("/v1/conversations");
    expect(asked).toContain("/v1/responses");
  });

  it("says that a resource of Azure OpenAI cannot answer", async () => {
    const client = new AzureOpenAI7({
      endpoint: "https://resource.openai.azure.com",
      apiKey: "key",
      apiVersion: "2025-03-01-preview",
      fetch: classicFetch(),
      maxRetries: 0,
    });
    const failure = await client.beta.threads.create().catch((error: { cause?: Error }) => error.cause?.message);
    expect(failure).toContain("give the shim the `endpoint` of a Foundry project");
  });
});
