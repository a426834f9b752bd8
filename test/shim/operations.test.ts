import { describe, expect, it } from "vitest";
import type { Step } from "../../src/emulator/index.js";
import { ENDED_OPERATIONS, SERVED_OPERATIONS, servingOf } from "../../src/shim/serving.js";
import { HAVE_SPECS } from "../emulator/spec.js";
import { Checked } from "./checked.js";
import { at, polled, SURFACES, type Json } from "./http.js";
import { bench, type Upstream } from "./setup.js";

const EVERYTHING: Step[] = [
  { reasoning: "First." },
  { code_interpreter: { code: "print(1)", logs: "1", files: [{ name: "a.png", content: "1" }] } },
  { file_search: { queries: ["pizza"] } },
  { text: "See it.", citations: [{ container_file: "a.png" }] },
  { refusal: "I will not." },
  { function_call: { name: "f", arguments: { a: 1 } } },
];

const TOOLS = [
  { type: "code_interpreter" },
  { type: "file_search", file_search: { max_num_results: 3 } },
  { type: "function", function: { name: "f", description: "d", parameters: { type: "object" }, strict: false } },
];

const cases = (["foundry", "openai"] as Upstream[]).flatMap((upstream) =>
  (Object.keys(SURFACES) as (keyof typeof SURFACES)[]).map((surface) => [surface, upstream] as const),
);

describe.each(cases)("the surface of %s on %s", (surface, upstream) => {
  function begin() {
    const { emulator, shim } = bench(upstream);
    const plain = at(shim, SURFACES[surface]);
    const api = new Checked(plain, surface);
    /** Uploads are no JSON. */
    const upload = async (name: string, text: string, purpose = "assistants"): Promise<Json> => {
      const body = new FormData();
      body.set("file", new File([text], name));
      body.set("purpose", purpose);
      const address = `http://classic${SURFACES[surface]}/files${surface === "openai" ? "" : "?api-version=v1"}`;
      const response = await shim.fetch(new Request(address, { method: "POST", body }));
      return response.json();
    };
    return { emulator, api, plain, upload };
  }

  it("keeps assistants, as described", async () => {
    const { api } = begin();
    const format = { type: "json_schema", json_schema: { name: "r", schema: { type: "object" }, strict: false } };
    const body = { model: "gpt-5", name: "A", instructions: "Be kind.", tools: TOOLS, response_format: format };
    const assistant = await api.send("POST", "/assistants", body);
    const named = `/assistants/${assistant.id}`;
    expect(await api.send("GET", named)).toEqual(assistant);
    const changed = await api.send("POST", named, { response_format: "auto", metadata: { a: "b" } });
    expect(changed).toEqual({ ...assistant, response_format: "auto", metadata: { a: "b" } });
    const listed = await api.send("GET", "/assistants?limit=1");
    expect(listed.data).toEqual([changed]);
    expect(await api.send("DELETE", named)).toMatchObject({ id: assistant.id, deleted: true });
    expect(api.problems).toEqual([]);
  });

  it("keeps threads and messages, as described", async () => {
    const { api, plain } = begin();
    const image = { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } };
    const messages = [{ role: "user", content: [{ type: "text", text: "Look." }, image] }];
    const thread = await api.send("POST", "/threads", { messages });
    const threads = `/threads/${thread.id}`;
    expect(await api.send("GET", threads)).toEqual(thread);
    expect(await api.send("POST", threads, { metadata: { a: "b" } })).toEqual({ ...thread, metadata: { a: "b" } });
    const message = await api.send("POST", `${threads}/messages`, { role: "assistant", content: "Yes?" });
    expect(await api.send("GET", `${threads}/messages/${message.id}`)).toEqual(message);
    const noted = await api.send("POST", `${threads}/messages/${message.id}`, { metadata: { a: "b" } });
    expect(noted).toEqual({ ...message, metadata: { a: "b" } });
    const page = await api.send("GET", `${threads}/messages?order=asc`);
    expect(page.data.map(({ role }: Json) => role)).toEqual(["user", "assistant"]);
    expect(page.data[0].content[1]).toEqual(image);
    expect(page.data[1]).toEqual(noted);
    const listed = await plain("GET", "/threads");
    expect(listed.status).toBe(surface === "foundry" && upstream === "foundry" ? 200 : 404);
    await api.send("DELETE", `${threads}/messages/${message.id}`);
    expect((await plain("GET", `${threads}/messages/${message.id}`)).status).toBe(404);
    await api.send("DELETE", threads);
    expect((await plain("GET", threads)).status).toBe(404);
    expect(api.problems).toEqual([]);
  });

  it("runs threads in every way that a run can end, as described", async () => {
    const { emulator, api, plain } = begin();
    const store = await plain("POST", "/vector_stores", { name: "s" });
    const tool_resources = { file_search: { vector_store_ids: [store.json.id] } };
    const assistant = await api.send("POST", "/assistants", { model: "gpt-5", tools: TOOLS, tool_resources });
    const thread = await api.send("POST", "/threads", { messages: [{ role: "user", content: "Hello" }] });
    const runs = `/threads/${thread.id}/runs`;
    const assistant_id = assistant.id;
    emulator.script(() => EVERYTHING);
    const streamed = await api.send("POST", runs, { assistant_id, stream: true });
    expect(streamed.status).toBe("requires_action");
    const waiting = await api.send("GET", `${runs}/${streamed.id}`);
    expect(waiting.required_action).toEqual(streamed.required_action);
    const outputs = streamed.required_action.submit_tool_outputs.tool_calls.map(({ id }: Json) => ({
      tool_call_id: id,
    }));
    emulator.script();
    const submitted = `${runs}/${streamed.id}/submit_tool_outputs`;
    const over = await api.send("POST", submitted, { tool_outputs: outputs, stream: true });
    expect(over.status).toBe("completed");
    const read = `${runs}/${streamed.id}`;
    expect(await api.send("GET", read)).toEqual(over);
    const updated = await api.send("POST", read, { metadata: { k: "v" } });
    expect(updated).toEqual({ ...over, metadata: { k: "v" } });
    const steps = await api.send("GET", `${read}/steps?order=asc`);
    expect(steps.data.length).toBe(6);
    expect(await api.send("GET", `${read}/steps/${steps.data[0].id}`)).toEqual(steps.data[0]);
    await api.send("GET", `/threads/${thread.id}/messages`);

    for (const [end, status] of [
      [{ incomplete: "max_output_tokens" }, "incomplete"],
      [{ failed: { message: "broken" } }, "failed"],
    ] as [Step, string][]) {
      emulator.script(() => [{ text: "half" }, end]);
      expect((await api.send("POST", runs, { assistant_id, stream: true })).status).toBe(status);
      const plainly = await api.send("POST", runs, { assistant_id });
      expect((await polled(plain, plainly)).status).toBe(status);
      await api.send("GET", `/threads/${thread.id}/messages`);
      await api.send("GET", `${runs}/${plainly.id}/steps`);
    }
    emulator.script(() => [{ delay: 60_000 }]);
    const stuck = await api.send("POST", "/threads/runs", { assistant_id, thread: {} });
    const cancelled = await api.send("POST", `/threads/${stuck.thread_id}/runs/${stuck.id}/cancel`);
    expect(cancelled.status).toBe("cancelled");
    const listed = await api.send("GET", runs);
    expect(listed.data.map(({ status }: Json) => status)).toEqual([
      "failed",
      "failed",
      "incomplete",
      "incomplete",
      "completed",
    ]);
    expect(api.problems).toEqual([]);
    if (HAVE_SPECS) expect(api.checked).toBeGreaterThan(15);
  });

  it("passes files and vector stores on, as described", async () => {
    const { api, plain, upload } = begin();
    const file = await upload("pizza.txt", "Pizza is round.");
    expect(await api.send("GET", `/files/${file.id}`)).toMatchObject({ id: file.id, filename: "pizza.txt" });
    expect((await plain("GET", `/files/${file.id}/content`)).status).toBe(400);
    const readable = await upload("readable.txt", "Read me.", "vision");
    expect((await plain("GET", `/files/${readable.id}/content`)).text).toBe("Read me.");
    expect((await api.send("GET", "/files?purpose=assistants")).data.map(({ id }: Json) => id)).toEqual([file.id]);
    const store = await api.send("POST", "/vector_stores", { name: "s", file_ids: [] });
    const stores = `/vector_stores/${store.id}`;
    expect((await api.send("GET", "/vector_stores")).data[0].id).toBe(store.id);
    expect((await api.send("POST", stores, { name: "t" })).name).toBe("t");
    expect((await api.send("GET", stores)).name).toBe("t");
    await api.send("POST", `${stores}/files`, { file_id: file.id });
    await api.send("GET", `${stores}/files`);
    const added = await api.send("GET", `${stores}/files/${file.id}`);
    expect(added).toMatchObject({ id: file.id, vector_store_id: store.id });
    await api.send("POST", `${stores}/files/${file.id}`, { attributes: { a: "b" } });
    await plain("GET", `${stores}/files/${file.id}/content`);
    await api.send("POST", `${stores}/search`, { query: "pizza" });
    const batch = await api.send("POST", `${stores}/file_batches`, { file_ids: [file.id] });
    const batches = `${stores}/file_batches/${batch.id}`;
    await api.send("GET", batches);
    await api.send("GET", `${batches}/files`);
    await plain("POST", `${batches}/cancel`);
    expect(await api.send("DELETE", `${stores}/files/${file.id}`)).toMatchObject({ deleted: true });
    expect(await api.send("DELETE", stores)).toMatchObject({ deleted: true });
    expect(await api.send("DELETE", `/files/${file.id}`)).toMatchObject({ deleted: true });
    expect(api.problems).toEqual([]);
  });

  it("answers the operations of the first beta as the classic service did since its end", async () => {
    const { plain } = begin();
    for (const { endpoint } of ENDED_OPERATIONS) {
      const { status, json } = await plain(endpoint.method, endpoint.path.replace(/\{(\w+)\}/g, "x_$1"));
      expect(status).toBe(404);
      expect(json.error.message).toMatch(/^Invalid URL \(/);
    }
  });
});

describe("the table of what is served", () => {
  it("has a way for every operation of the classic API, and none for others", () => {
    expect(SERVED_OPERATIONS.filter(({ id }) => servingOf(id) === undefined)).toEqual([]);
    expect(ENDED_OPERATIONS.filter(({ id }) => servingOf(id) !== undefined)).toEqual([]);
    const refused = SERVED_OPERATIONS.filter(({ id }) =>
      Object.values(servingOf(id)!).some(({ kind }) => kind === "refused"),
    );
    expect(refused.map(({ id }) => id)).toEqual(["threads.list"]);
  });
});
