import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold, type ResponseObject } from "../../src/emulator/events/fold.js";
import { unfold } from "../../src/emulator/events/unfold.js";
import type { Item } from "../../src/emulator/store/state.js";
import { createEmulator } from "./checked.js";
import { at, OPENAI } from "./http.js";
import { parseEvents } from "./spec.js";

const text = fc.string({ unit: "grapheme", maxLength: 60 });
const citation = fc.record({ type: fc.constant("file_citation"), file_id: text, filename: text, index: fc.nat(60) });
const outputText = fc.record({
  type: fc.constant("output_text"),
  text,
  annotations: fc.array(citation, { maxLength: 3 }),
  logprobs: fc.constant([]),
});
const refusal = fc.record({ type: fc.constant("refusal"), refusal: text });
const summary = fc.record({ type: fc.constant("summary_text"), text });
const item: fc.Arbitrary<Item> = fc.oneof(
  fc.record({
    id: text,
    type: fc.constant("message"),
    role: fc.constant("assistant"),
    status: fc.constant("completed"),
    content: fc.array(fc.oneof(outputText, refusal), { maxLength: 3 }),
  }),
  fc.record({ id: text, type: fc.constant("reasoning"), summary: fc.array(summary, { maxLength: 3 }) }),
  fc.record({
    id: text,
    type: fc.constant("function_call"),
    status: fc.constant("completed"),
    call_id: text,
    name: text,
    arguments: text,
  }),
  fc.record({ id: text, type: fc.constant("custom_tool_call"), call_id: text, name: text, input: text }),
  fc.record({
    id: text,
    type: fc.constant("mcp_call"),
    name: text,
    arguments: text,
    output: text,
    error: fc.constant(null),
    server_label: text,
    approval_request_id: fc.constant(null),
  }),
) as fc.Arbitrary<Item>;

/** What the stream says piece by piece, without the events that repeat the whole. */
function fromDeltas(items: readonly Item[]): Item[] {
  const response: ResponseObject = { id: "r", status: "in_progress", output: [] };
  for (const [index, made] of items.entries()) {
    for (const event of unfold(made, index)) if (!event.type.endsWith(".done")) fold(response, event);
  }
  return response.output;
}

describe("the events of an output item", () => {
  it("fold back to the item", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 4 }), (items) => {
        const response: ResponseObject = { id: "r", status: "in_progress", output: [] };
        for (const [index, made] of items.entries()) for (const event of unfold(made, index)) fold(response, event);
        expect(response.output).toEqual(items);
      }),
    );
  });

  it("tell texts, arguments, summaries and citations completely in their deltas", () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 4 }), (items) => {
        // Outputs and states that have no delta come with the done event only.
        const told = ({ content, summary: thoughts, arguments: called, input }: Item) => ({
          content,
          thoughts,
          called,
          input,
        });
        expect(fromDeltas(items).map(told)).toEqual(items.map(told));
      }),
    );
  });

  it("never say that a text is finished when the response fails in the middle of it", () => {
    const message = {
      id: "m",
      type: "message",
      role: "assistant",
      status: "completed",
      content: [{ type: "output_text", text: "a b", annotations: [], logprobs: [] }],
    };
    const types = [...unfold(message, 0, "open")].map((event) => event.type);
    expect(types).toEqual([
      "response.output_item.added",
      "response.content_part.added",
      "response.output_text.delta",
      "response.output_text.delta",
    ]);
  });
});

describe("a background response", () => {
  it("tells its stream from the beginning, as it was then", async () => {
    const emulator = createEmulator({ backgroundDelay: 0, script: () => [{ text: "Hello there." }] });
    const body = JSON.stringify({ model: "m", input: "x", background: true, stream: true });
    const read = async (request: Request) => parseEvents(await (await emulator.fetch(request)).text());
    const live = await read(new Request("http://e/v1/responses", { method: "POST", body }));
    const { id } = live[0]!["response"] as { id: string };
    const again = await read(new Request(`http://e/v1/responses/${id}?stream=true`));
    expect(again).toEqual(live);
    const states = again.flatMap(({ response }) => {
      const { status, output } = (response ?? {}) as { status?: string; output?: unknown[] };
      return status === undefined ? [] : [[status, output?.length]];
    });
    expect(states).toEqual([
      ["queued", 0],
      ["queued", 0],
      ["in_progress", 0],
      ["completed", 1],
    ]);
  });
});

describe("a response", () => {
  it("is the same streamed, plain and in the background", async () => {
    const steps = [
      { reasoning: "Hm." },
      { function_call: { name: "f", arguments: { a: 1 } } },
      { text: "Hello there." },
    ];
    const answers = [];
    for (const mode of [{}, { stream: true }, { background: true }]) {
      const emulator = createEmulator({ seed: 7, startTime: 1, backgroundDelay: 0, script: () => steps });
      const body = JSON.stringify({ model: "m", input: "x", ...mode });
      const response = await emulator.fetch(new Request("http://e/v1/responses", { method: "POST", body }));
      const answer = await response.text();
      if ("background" in mode) {
        const { id } = JSON.parse(answer) as { id: string };
        await expect
          .poll(async () => (await at(emulator, OPENAI)("GET", `/responses/${id}`)).json["status"])
          .toBe("completed");
        answers.push((await at(emulator, OPENAI)("GET", `/responses/${id}`)).json["output"]);
      } else {
        const final = "stream" in mode ? parseEvents(answer).at(-1)?.["response"] : JSON.parse(answer);
        answers.push((final as { output: unknown }).output);
      }
    }
    const [plain, streamed, background] = answers;
    expect(streamed).toEqual(plain);
    expect((background as object[]).map((entry) => ({ ...entry, id: "" }))).toEqual(
      (plain as object[]).map((entry) => ({ ...entry, id: "" })),
    );
  });
});
