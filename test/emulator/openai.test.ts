import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import OpenAI6 from "openai";
import OpenAI7 from "openai-7";
import type { Emulator, Listening } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";

const MODEL = "gpt-5";

describe.each([
  ["openai 6", OpenAI6],
  ["openai 7", OpenAI7 as unknown as typeof OpenAI6],
])("%s against the emulator", (_name, OpenAI) => {
  let emulator: Emulator;
  let server: Listening;
  let client: OpenAI6;

  beforeAll(async () => {
    emulator = createEmulator({ seed: 1, startTime: 1_790_000_000 });
    server = await emulator.listen();
    client = new OpenAI({ baseURL: server.openaiBase, apiKey: "test" });
  });
  beforeEach(() => {
    emulator.reset();
    emulator.script();
  });
  afterAll(() => server.close());

  it("answers a conversation turn by turn and stores it", async () => {
    const conversation = await client.conversations.create({ metadata: { topic: "test" } });
    const first = await client.responses.create({ model: MODEL, input: "Hello", conversation: conversation.id });
    expect(first.status).toBe("completed");
    expect(first.output_text).toBe("You said: Hello");
    await client.responses.create({ model: MODEL, input: "Again", conversation: conversation.id });
    const items = [];
    for await (const item of client.conversations.items.list(conversation.id, { limit: 2, order: "asc" }))
      items.push(item);
    expect(items.map((item) => (item.type === "message" ? item.role : item.type))).toEqual([
      "user",
      "assistant",
      "user",
      "assistant",
    ]);
    expect(emulator.turns[1]?.input.map((item) => item["role"])).toEqual(["user", "assistant", "user"]);
    const deleted = await client.conversations.delete(conversation.id);
    expect(deleted.deleted).toBe(true);
    await expect(client.conversations.retrieve(conversation.id)).rejects.toMatchObject({ status: 404 });
  });

  it("streams a text and resolves the same final response", async () => {
    const stream = client.responses.stream({ model: MODEL, input: "Tell me a story" });
    let text = "";
    const types: string[] = [];
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === "response.output_text.delta") text += event.delta;
    }
    const final = await stream.finalResponse();
    expect(text).toBe("You said: Tell me a story");
    expect(final.output_text).toBe(text);
    expect(types.slice(0, 4)).toEqual([
      "response.created",
      "response.in_progress",
      "response.output_item.added",
      "response.content_part.added",
    ]);
    expect(types.at(-1)).toBe("response.completed");
    const stored = await client.responses.retrieve(final.id);
    expect(stored.output_text).toBe(text);
  });

  it("runs a tool loop over several rounds with parallel calls", async () => {
    emulator.script({
      rules: [
        { when: { output_of: "get_time" }, then: "Paris: {{output}}" },
        {
          when: { output_of: "get_weather" },
          then: [{ function_call: { name: "get_time", arguments: { city: "Paris" } } }],
        },
        {
          when: { text: "weather" },
          then: [
            { reasoning: "I need two calls." },
            { function_call: { name: "get_weather", arguments: { city: "Paris" } } },
            { function_call: { name: "get_weather", arguments: { city: "Rome" } } },
          ],
        },
      ],
    });
    const tools: OpenAI6.Responses.Tool[] = ["get_weather", "get_time"].map((name) => ({
      type: "function",
      name,
      parameters: { type: "object", properties: { city: { type: "string" } } },
      strict: false,
    }));
    let response = await client.responses.create({ model: MODEL, input: "How is the weather?", tools });
    let rounds = 0;
    for (;;) {
      const calls = response.output.filter((item) => item.type === "function_call");
      if (calls.length === 0) break;
      rounds += 1;
      response = await client.responses.create({
        model: MODEL,
        tools,
        previous_response_id: response.id,
        input: calls.map((call) => ({
          type: "function_call_output",
          call_id: call.call_id,
          output: `${JSON.parse(call.arguments).city} ok`,
        })),
      });
    }
    expect(rounds).toBe(2);
    expect(response.output_text).toBe("Paris: Paris ok");
    const listed = await client.responses.inputItems.list(response.id, { order: "asc" });
    expect(listed.data.map((item) => item.type)).toEqual([
      "message",
      "reasoning",
      "function_call",
      "function_call",
      "function_call_output",
      "function_call_output",
      "function_call",
      "function_call_output",
    ]);
  });

  it("polls, resumes and cancels background responses", async () => {
    let response = await client.responses.create({ model: MODEL, input: "Slowly", background: true });
    expect(response.status).toBe("queued");
    while (response.status === "queued" || response.status === "in_progress") {
      await new Promise((resolve) => setTimeout(resolve, 5));
      response = await client.responses.retrieve(response.id);
    }
    expect(response.output_text).toBe("You said: Slowly");

    const stream = await client.responses.create({ model: MODEL, input: "In pieces", background: true, stream: true });
    let id = "";
    let last = -1;
    for await (const event of stream) {
      last = event.sequence_number;
      if (event.type === "response.created") id = event.response.id;
      if (event.type === "response.in_progress") break;
    }
    const rest: string[] = [];
    let next: number | undefined;
    for await (const event of await client.responses.retrieve(id, { stream: true, starting_after: last })) {
      next ??= event.sequence_number;
      rest.push(event.type);
    }
    expect(next).toBe(last + 1);
    expect(rest.at(-1)).toBe("response.completed");

    emulator.script({ rules: [{ then: [{ delay: 60_000 }, { text: "never" }] }] });
    const stuck = await client.responses.create({ model: MODEL, input: "Wait", background: true });
    const cancelled = await client.responses.cancel(stuck.id);
    expect(cancelled.status).toBe("cancelled");
    const again = await client.responses.cancel(stuck.id);
    expect(again.status).toBe("cancelled");
  });

  it("parses structured outputs", async () => {
    const schema = {
      type: "object",
      properties: { answer: { type: "string" }, score: { type: "integer" } },
      required: ["answer", "score"],
      additionalProperties: false,
    };
    const response = await client.responses.parse({
      model: MODEL,
      input: "hi",
      text: { format: { type: "json_schema", name: "reply", schema, strict: true } },
    });
    expect(response.output_parsed).toEqual({ answer: "hi", score: 1 });
  });

  it("keeps files, vector stores and containers, and cites them", async () => {
    const file = await client.files.create({
      file: new File(["Travis's favorite food is pizza."], "foods.txt"),
      purpose: "assistants",
    });
    await expect(client.files.content(file.id)).rejects.toThrow(
      "400 Not allowed to download files of purpose: assistants",
    );
    const batch = await client.files.create({ file: new File(["{}"], "requests.jsonl"), purpose: "batch" });
    expect(await (await client.files.content(batch.id)).text()).toBe("{}");
    const store = await client.vectorStores.create({ name: "foods" });
    const added = await client.vectorStores.files.createAndPoll(store.id, { file_id: file.id });
    expect(added.status).toBe("completed");
    const read = await client.vectorStores.fileBatches.createAndPoll(store.id, { file_ids: [file.id] });
    expect(read.file_counts.completed).toBe(1);
    const found = await client.vectorStores.search(store.id, { query: "favorite food" });
    expect(found.data[0]?.file_id).toBe(file.id);

    emulator.script({
      rules: [
        {
          when: { text: "food" },
          then: [{ file_search: { queries: ["food"] } }, { text: "Pizza.", citations: [{ file_id: file.id, at: 5 }] }],
        },
        {
          when: { text: "chart" },
          then: [
            {
              code_interpreter: {
                code: "plot()",
                logs: "done",
                files: [{ name: "chart.png", content: "iVBORw==", base64: true }],
              },
            },
            { text: "Here: chart.png", citations: [{ container_file: "chart.png", quote: "chart.png" }] },
          ],
        },
      ],
    });
    const cited = await client.responses.create({
      model: MODEL,
      input: "Which food?",
      tools: [{ type: "file_search", vector_store_ids: [store.id] }],
      include: ["file_search_call.results"],
    });
    const call = cited.output.find((item) => item.type === "file_search_call");
    expect(call?.results?.[0]?.filename).toBe("foods.txt");
    const message = cited.output.find((item) => item.type === "message");
    expect(message?.content[0]).toMatchObject({
      annotations: [{ type: "file_citation", file_id: file.id, filename: "foods.txt", index: 5 }],
    });

    const drawn = await client.responses.create({
      model: MODEL,
      input: "Draw a chart",
      tools: [{ type: "code_interpreter", container: { type: "auto", file_ids: [file.id] } }],
      include: ["code_interpreter_call.outputs"],
    });
    const run = drawn.output.find((item) => item.type === "code_interpreter_call")!;
    expect(run.outputs).toEqual([{ type: "logs", logs: "done" }]);
    const part = drawn.output.find((item) => item.type === "message")!.content[0]!;
    const citation = part.type === "output_text" ? part.annotations[0] : undefined;
    if (citation?.type !== "container_file_citation") throw new Error("no citation");
    const content = await client.containers.files.content.retrieve(citation.file_id, {
      container_id: citation.container_id,
    });
    expect(Buffer.from(await content.arrayBuffer()).toString("base64")).toBe("iVBORw==");
    const inside = await client.containers.files.list(run.container_id, { order: "asc" });
    expect(inside.data.map((entry) => entry.path)).toEqual(["/mnt/data/foods.txt", "/mnt/data/chart.png"]);
    emulator.advance(21 * 60);
    await expect(client.containers.files.list(run.container_id)).rejects.toMatchObject({ status: 404 });
  });

  it("retries after a 429 and a 500 as the SDK does", async () => {
    emulator.fault({ kind: "rate_limit", retryAfter: 0.01 });
    emulator.fault({ kind: "server_error" });
    const response = await client.responses.create({ model: MODEL, input: "Hello" });
    expect(response.status).toBe("completed");
    expect(emulator.requests.map((request) => request.status)).toEqual([429, 500, 200]);
  });
});
