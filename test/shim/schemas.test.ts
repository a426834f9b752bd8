import { describe, expect, it } from "vitest";
import type { Step } from "../../src/emulator/index.js";
import { HAVE_SPECS, recording, Spec } from "../emulator/spec.js";
import { at, eventsIn, type Json } from "./http.js";
import { bench, type Upstream } from "./setup.js";

/** Null where the description has a plain type, as the service itself answered (specs/README.md, point 3). */
const AS_RECORDED = [
  /^(\/data\/\d+)?\/(first_id|last_id|instructions|max_prompt_tokens|max_completion_tokens) must be/,
  /^(\/data\/\d+)?\/(required_action|last_error|incomplete_details|usage)(\/\w+)* must be/,
  /^(\/\w+)* must match a schema in anyOf/,
];

/** Schemas of stream events by what they carry. */
const DATA: readonly (readonly [RegExp, string])[] = [
  [/^thread\.created$/, "ThreadObject"],
  [/^thread\.run\.step\.delta$/, "RunStepDeltaObject"],
  [/^thread\.run\.step\./, "RunStepObject"],
  [/^thread\.run\./, "RunObject"],
  [/^thread\.message\.delta$/, "MessageDeltaObject"],
  [/^thread\.message\./, "MessageObject"],
];

const EVERYTHING: Step[] = [
  { reasoning: "First." },
  { code_interpreter: { code: "print(1)", logs: "1", files: [{ name: "a.png", content: "1" }] } },
  { file_search: { queries: ["pizza"] } },
  { text: "See it.", citations: [{ container_file: "a.png" }] },
  { refusal: "I will not." },
  { function_call: { name: "f", arguments: { a: 1 } } },
];

class Checked {
  readonly problems: string[] = [];
  checked = 0;
  readonly #spec = new Spec();
  readonly #send: ReturnType<typeof at>;

  constructor(send: ReturnType<typeof at>) {
    this.#send = send;
  }

  /** Sends a request and holds the answer, or each event, against the description. */
  async send(method: string, path: string, body?: object): Promise<Json> {
    const { status, json, text, headers } = await this.#send(method, path, body);
    if (status !== 200) throw new Error(`${method} ${path}: ${status} ${text}`);
    if (headers.get("content-type")?.startsWith("text/event-stream")) {
      const events = eventsIn(text);
      for (const { event, data } of events) {
        const schema = DATA.find(([pattern]) => pattern.test(event))?.[1];
        if (schema) this.#note(event, this.#spec.schema(schema)(data));
      }
      return events.at(-2)!.data;
    }
    const pathname = new URL(`http://x${path}`).pathname;
    const check = this.#spec.answer(method, pathname);
    if (!check) throw new Error(`The description has no answer for ${method} ${pathname}.`);
    this.#note(`${method} ${pathname}`, check(json));
    return json;
  }

  #note(what: string, errors: string[]): void {
    this.checked += 1;
    const open = errors.filter((error) => !AS_RECORDED.some((known) => known.test(error)));
    if (open.length > 0) this.problems.push(`${what}: ${open.slice(0, 4).join(" | ")}`);
  }
}

describe.skipIf(!HAVE_SPECS).each(["foundry", "openai"] as Upstream[])("answers on %s", (upstream) => {
  it("are those of the API description", async () => {
    const { emulator, shim } = bench(upstream);
    const api = new Checked(at(shim, "/v1"));
    const store = await at(shim, "/v1")("POST", "/vector_stores", { name: "s" });
    const assistant = await api.send("POST", "/assistants", {
      model: "gpt-5",
      name: "A",
      instructions: "Be kind.",
      tools: [
        { type: "code_interpreter" },
        { type: "file_search", file_search: { max_num_results: 3 } },
        { type: "function", function: { name: "f", description: "d", parameters: { type: "object" }, strict: false } },
      ],
      tool_resources: { file_search: { vector_store_ids: [store.json.id] } },
      response_format: { type: "json_schema", json_schema: { name: "r", schema: { type: "object" }, strict: false } },
    });
    const named = `/assistants/${assistant.id}`;
    await api.send("GET", named);
    await api.send("POST", named, { response_format: "auto", metadata: { a: "b" } });
    await api.send("GET", "/assistants?limit=1");
    const thread = await api.send("POST", "/threads", {
      messages: [{ role: "user", content: [{ type: "image_url", image_url: { url: "https://example.com/a.png" } }] }],
    });
    const threads = `/threads/${thread.id}`;
    await api.send("GET", threads);
    await api.send("POST", threads, { metadata: { a: "b" } });
    const message = await api.send("POST", `${threads}/messages`, { role: "assistant", content: "Yes?" });
    await api.send("GET", `${threads}/messages/${message.id}`);
    await api.send("POST", `${threads}/messages/${message.id}`, { metadata: { a: "b" } });
    await api.send("GET", `${threads}/messages`);

    emulator.script(() => EVERYTHING);
    const runs = `${threads}/runs`;
    const streamed = await api.send("POST", runs, { assistant_id: assistant.id, stream: true });
    expect(streamed.status).toBe("requires_action");
    const outputs = (run: Json) => ({
      tool_outputs: run.required_action.submit_tool_outputs.tool_calls.map(({ id }: Json) => ({ tool_call_id: id })),
    });
    emulator.script();
    const submitted = `${runs}/${streamed.id}/submit_tool_outputs`;
    expect((await api.send("POST", submitted, { ...outputs(streamed), stream: true })).status).toBe("completed");
    const read = `${runs}/${streamed.id}`;
    await api.send("GET", read);
    await api.send("POST", read, { metadata: { k: "v" } });
    const steps = await api.send("GET", `${read}/steps?order=asc`);
    expect(steps.data.length).toBe(6);
    await api.send("GET", `${read}/steps/${steps.data[0].id}`);
    await api.send("GET", `${threads}/messages`);
    for (const end of [{ incomplete: "max_output_tokens" }, { failed: { message: "broken" } }] as Step[]) {
      emulator.script(() => [{ text: "half" }, end]);
      await api.send("POST", runs, { assistant_id: assistant.id, stream: true });
    }
    emulator.script(() => [{ delay: 60_000 }]);
    const stuck = await api.send("POST", "/threads/runs", { assistant_id: assistant.id, thread: {} });
    await api.send("POST", `/threads/${stuck.thread_id}/runs/${stuck.id}/cancel`);
    await api.send("GET", runs);
    await api.send("DELETE", `${threads}/messages/${message.id}`);
    await api.send("DELETE", threads);
    await api.send("DELETE", named);
    expect(api.problems).toEqual([]);
    expect(api.checked).toBeGreaterThan(80);
  });
});

/** Event names in order; neighbouring deltas count once. */
const order = (names: readonly string[]) =>
  names.filter((name, index) => !(name.endsWith(".delta") && name === names[index - 1]));

/** All members of an event's data, by path, but for what programs put in by hand. */
function members(value: Json, path = ""): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((entry) => members(entry, `${path}[]`)))];
  if (typeof value !== "object" || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, entry]) => members(entry, `${path}.${name}`));
  return below.length > 0 ? below : [path];
}

/** What the recorded model said, as a script. */
function scriptOf(events: readonly { event: string; data: Json }[]): Step[] {
  const message = events.find(({ event }) => event === "thread.message.completed");
  if (message) return [{ text: message.data.content[0].text.value }];
  const action = events.find(({ event }) => event === "thread.run.requires_action")!.data.required_action;
  return action.submit_tool_outputs.tool_calls.map((call: Json) => ({ function_call: call.function }));
}

/** The streamed exchanges of a recording, with what was made before them. */
function recorded(file: string) {
  return recording(`assistants/${file}`).map(({ method, url, request, response }) => {
    const lines = Array.isArray(response) ? response.filter((line) => typeof line === "string") : [];
    return { method, path: url.pathname.replace("/v1", "") + url.search, request, events: lines.join("") };
  });
}

const cases = (["foundry", "openai"] as Upstream[]).flatMap((upstream) =>
  ["StreamingRunWorks.json", "StreamingToolCall().json"].map((file) => [file, upstream] as const),
);

describe.skipIf(!HAVE_SPECS).each(cases)("%s, replayed on %s", (file, upstream) => {
  it("is told in the same events with the same members", async () => {
    const { emulator, shim } = bench(upstream);
    const send = at(shim, "/v1");
    const known = new Map<string, string>();
    const translate = (text: string) => text.replace(/\b(asst|thread|run|call)_\w+/g, (id) => known.get(id) ?? id);
    const learn = (theirs: Json, ours: Json): void => {
      if (typeof theirs === "string" && typeof ours === "string") known.set(theirs, ours);
      else if (typeof theirs === "object" && theirs !== null && typeof ours === "object" && ours !== null) {
        for (const [name, value] of Object.entries(theirs)) learn(value, ours[name]);
      }
    };
    let compared = 0;
    for (const { method, path, request, events: stream } of recorded(file)) {
      const theirs = stream === "" ? [] : eventsIn(stream);
      if (theirs.length > 0) emulator.script(() => scriptOf(theirs));
      const body = request === null ? undefined : JSON.parse(translate(JSON.stringify(request)));
      const answer = await send(method, translate(path), body);
      expect(answer.status).toBe(200);
      if (theirs.length === 0) {
        const [exchange] = recording(`assistants/${file}`).filter(({ url }) => path.startsWith(url.pathname.slice(3)));
        learn(exchange!.response, answer.json);
        continue;
      }
      const ours = eventsIn(answer.text);
      expect(order(ours.map(({ event }) => event))).toEqual(order(theirs.map(({ event }) => event)));
      for (const { event, data } of theirs) {
        const same = ours.filter((candidate) => candidate.event === event);
        // What is there is enough; more is allowed, and only the thread's empty list of files is not repeated.
        const shown = new Set(same.flatMap((candidate) => members(candidate.data)));
        const missing = members(data).filter((path) => !shown.has(path) && !path.startsWith(".tool_resources"));
        expect(missing, event).toEqual([]);
      }
      learn(
        theirs.find(({ event }) => event === "thread.run.queued")!.data,
        ours.find(({ event }) => event === "thread.run.queued")!.data,
      );
      learn(theirs.at(-2)!.data, ours.at(-2)!.data);
      compared += 1;
    }
    expect(compared).toBeGreaterThan(0);
  });
});
