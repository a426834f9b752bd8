import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Emulator, Step } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, OPENAI, PROJECT } from "./http.js";
import { HAVE_SPECS, parseEvents } from "./spec.js";
import { watched, wire } from "./watched.js";

/** A turn with everything a model can do. */
const EVERYTHING: Step[] = [
  { reasoning: ["First thought.", "Second thought."] },
  { function_call: { name: "f", arguments: { a: 1 } } },
  { custom_tool_call: { name: "g", input: "raw text" } },
  {
    code_interpreter: {
      code: "print(1)",
      logs: "1",
      files: [{ name: "a.txt", content: "1" }],
      image: "data:image/png;base64,AA==",
    },
  },
  { file_search: { queries: ["q"], results: [{ file_id: "file-1", filename: "q.txt", score: 1, text: "q" }] } },
  { web_search: { query: "news", sources: ["https://example.com"] } },
  { mcp_list_tools: { server_label: "s", tools: [{ name: "roll", input_schema: { type: "object" } }] } },
  { mcp_call: { server_label: "s", name: "roll", arguments: { d: 6 }, output: "4" } },
  { mcp_approval_request: { server_label: "s", name: "roll", arguments: {} } },
  { image_generation: { result: "AA==" } },
  {
    text: "See a.txt and example.",
    citations: [
      { container_file: "a.txt", quote: "a.txt" },
      { url: "https://example.com", quote: "example" },
      { file_id: "file-1", filename: "q.txt", quote: "See" },
    ],
  },
  { refusal: "I will not." },
];

const INCLUDE = [
  "file_search_call.results",
  "code_interpreter_call.outputs",
  "web_search_call.action.sources",
  "reasoning.encrypted_content",
  "message.input_image.image_url",
  "message.output_text.logprobs",
];

const MODES = [{}, { include: INCLUDE, top_logprobs: 2 }, { stream: true }, { stream: true, include: INCLUDE }].flatMap(
  (mode) => [mode, { ...mode, background: true }],
);

describe.skipIf(!HAVE_SPECS)("answers and events fit the API descriptions", () => {
  it.each(MODES)("a turn with everything, %j, by a model and by an agent", async (mode) => {
    const emulator = createEmulator({ backgroundDelay: 0, script: () => EVERYTHING });
    const definition = { kind: "prompt", model: "gpt-5", tools: [{ type: "code_interpreter" }] };
    await at(emulator, PROJECT)("POST", "/agents/helper/versions?api-version=v1", { definition });
    const agent = { agent_reference: { type: "agent_reference", name: "helper" } };
    for (const [base, settings] of [
      [OPENAI, { model: "gpt-5", tools: [{ type: "image_generation" }] }],
      [FOUNDRY, agent],
    ] as const) {
      const { json } = await at(emulator, base)("POST", "/conversations", {});
      const body = { ...settings, ...mode, input: "x", conversation: json["id"] };
      await at(emulator, base)("POST", "/responses", body);
      await expect.poll(() => emulator.turns.at(-1)?.status).toBe("completed");
      const include = "include" in mode ? `?${INCLUDE.map((name) => `include[]=${name}`).join("&")}` : "";
      const id = emulator.turns.at(-1)?.response_id;
      expect((await at(emulator, base)("GET", `/responses/${id}${include}`)).json["status"]).toBe("completed");
      const { json: items } = await at(emulator, base)("GET", `/conversations/${json["id"]}/items${include}`);
      expect((items["data"] as unknown[]).length).toBe(EVERYTHING.length + 1);
    }
  });

  it.each([
    [{ type: "message", role: "assistant", content: [{ type: "output_text" }] }, "text"],
    [{ type: "function_call", name: "f" }, "call_id"],
    [{ type: "unheard_of" }, "must be equal to one of the allowed values"],
  ])("an item that does not fit, %j, is noticed, streamed and plain", async (item, missing) => {
    const emulator = createEmulator({ script: () => [{ item }] });
    for (const stream of [false, true]) {
      await at(emulator, OPENAI)("POST", "/responses", { model: "m", input: "x", stream });
      const found = wire.problems.splice(0);
      expect(found.length).toBeGreaterThan(0);
      expect(found.join()).toContain(missing);
    }
  });

  it.each([
    ["POST", "/api/projects/p/agents", { object: "agent", id: "a", name: "a", versions: {} }, "latest"],
    ["GET", "/api/projects/p/agents/a/versions", { data: [{ created_at: "today" }] }, "must be unix seconds"],
    ["DELETE", "/api/projects/p/memory_stores/m", { object: "deleted", id: "m" }, "/id is no member"],
    ["DELETE", "/v1/responses/resp_1", { id: "resp_2", object: "response.deleted", deleted: true }, "resp_1"],
    ["GET", "/api/projects/p/openai/v1/responses", { data: [{ id: "resp_1" }] }, "/data/0 must have"],
    ["GET", "/v1/nowhere", {}, "is described nowhere"],
  ])("an answer that does not fit, %s %s, is noticed", async (method, path, body, problem) => {
    const liar = watched({ fetch: async () => Response.json(body) } as unknown as Emulator);
    await liar.fetch(new Request(`http://e${path}`, { method }));
    expect(wire.problems.splice(0).join()).toContain(problem);
  });

  it("an event in another framing is noticed", async () => {
    const headers = { "content-type": "text/event-stream" };
    const liar = watched({ fetch: async () => new Response("data: {}\n\n", { headers }) } as unknown as Emulator);
    await (await liar.fetch(new Request("http://e/v1/responses", { method: "POST" }))).text();
    expect(wire.problems.splice(0)).toHaveLength(1);
  });

  it("in every test of this folder", () => {
    const folder = new URL(".", import.meta.url);
    const tests = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
    const sources = tests.map((name) => [name, readFileSync(new URL(name, folder), "utf8")] as const);
    const using = sources.filter(([, source]) => /createEmulator|startEmulator/.test(source));
    expect(using.length).toBeGreaterThan(10);
    expect(using.filter(([, source]) => !/"\.\/(checked|watched)\.js"/.test(source)).map(([name]) => name)).toEqual([]);
  });
});

describe("include", () => {
  it("logprobs: those of the deltas are those of the text, token by token", async () => {
    const citations = [{ file_id: "file-1", at: 6 }];
    const emulator = createEmulator({ script: () => [{ text: "See a.txt and example.", citations }] });
    const ask = async (body: object) => {
      const init = { method: "POST", body: JSON.stringify({ model: "m", input: "x", stream: true, ...body }) };
      return parseEvents(await (await emulator.fetch(new Request("http://e/v1/responses", init))).text());
    };
    type Logprob = { token: string; logprob: number; top_logprobs: unknown[] };
    const of = (events: Awaited<ReturnType<typeof ask>>, type: string) =>
      events.filter((event) => event.type === type).flatMap((event) => event["logprobs"] as Logprob[]);
    const events = await ask({ include: ["message.output_text.logprobs"], top_logprobs: 1 });
    const told = of(events, "response.output_text.delta");
    expect(told.map(({ token }) => token).join("")).toBe("See a.txt and example.");
    expect(told.every(({ top_logprobs }) => top_logprobs.length === 1)).toBe(true);
    expect(of(events, "response.output_text.done")).toEqual(told);
    expect(of(await ask({}), "response.output_text.delta")).toEqual([]);
  });
});
