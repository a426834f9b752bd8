import { describe, expect, it } from "vitest";
import { createShim, memoryStore, type Store } from "../../src/shim/index.js";
import { at, eventsIn, polled, type Json } from "./http.js";
import { bench, ENDPOINTS, MAJORS, type Upstream } from "./setup.js";

const ASK = [{ role: "user", content: "Hello" }];
const CALL_RULES = {
  rules: [
    { when: { output_of: "f" }, then: "Done." },
    { when: { text: "call" }, then: [{ function_call: { name: "f", arguments: {} } }] },
  ],
};
const TOOLS = [{ type: "function", function: { name: "f" } }];

/** Texts of a thread, oldest first. */
async function texts(send: ReturnType<typeof at>, thread: string): Promise<string[]> {
  const { json } = await send("GET", `/threads/${thread}/messages?order=asc`);
  return json.data.map(({ content }: Json) => content[0].text.value);
}

/** Another bench whose upstream a test can get in the way of. */
function disturbed(upstream: Upstream, disturb: (request: Request, go: () => Promise<Response>) => Promise<Response>) {
  const { emulator, options } = bench(upstream);
  const shim = createShim({
    ...options,
    upstream: (request) => disturb(request, () => emulator.fetch(request)),
  });
  return { emulator, shim, send: at(shim, "/v1") };
}

/** Whether a response that is read has ended. */
async function ended(answer: Promise<Response>): Promise<boolean> {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return ((await (await answer).json()) as Json).status === "completed";
}

const startsRun = ({ method, url }: Request): boolean =>
  method === "POST" && new URL(url).pathname.endsWith("/responses");

describe.each(["foundry", "openai"] as Upstream[])("on %s", (upstream) => {
  async function begin(options: Parameters<typeof bench>[1] = {}, service: Parameters<typeof bench>[2] = {}) {
    const { emulator, shim } = bench(upstream, options, service);
    const send = at(shim, "/v1");
    const assistant_id = (await send("POST", "/assistants", { model: "gpt-5", tools: TOOLS })).json.id as string;
    const thread = (await send("POST", "/threads", { messages: ASK })).json.id as string;
    return { emulator, shim, send, assistant_id, thread, runs: `/threads/${thread}/runs` };
  }

  it("a refused run leaves none of its messages behind, so that asking again does not double them", async () => {
    const { emulator, send, assistant_id, thread, runs } = await begin();
    const body = { assistant_id, additional_messages: [{ role: "user", content: "More" }] };
    for (const kind of ["rate_limit", "server_error"] as const) {
      emulator.fault({ kind });
      expect((await send("POST", runs, body)).status).toBe(kind === "rate_limit" ? 429 : 500);
      expect(await texts(send, thread)).toEqual(["Hello"]);
    }
    await polled(send, (await send("POST", runs, body)).json);
    expect(await texts(send, thread)).toEqual(["Hello", "More", "You said: Hello\nMore"]);
    expect(emulator.turns).toHaveLength(1);
  });

  it("a thread that was made for a refused run is taken back", async () => {
    const { emulator, send, assistant_id } = await begin();
    const made = emulator.requests.length;
    emulator.fault({ kind: "rate_limit" });
    const refused = await send("POST", "/threads/runs", { assistant_id, thread: { messages: ASK } });
    expect(refused.status).toBe(429);
    const requests = emulator.requests
      .slice(made)
      .map(({ method, path }) => `${method} ${path.replace(/conv_\w+/, "X")}`);
    expect(requests.filter((request) => /conversations/.test(request)).map((request) => request.split(" ")[0])).toEqual(
      ["POST", "DELETE"],
    );
    const unknown = emulator.requests.length;
    await send("POST", "/threads/runs", { assistant_id: "asst_none", thread: { messages: ASK } });
    expect(emulator.requests.slice(unknown).filter(({ path }) => /conversations/.test(path))).toEqual([]);
  });

  it("SDKs get through limits and failures by themselves, with every message once and one run", async () => {
    for (const [, OpenAI] of MAJORS) {
      const { emulator, options } = bench(upstream);
      const { classicFetch } = await import("../../src/shim/index.js");
      const client = new OpenAI({ apiKey: "test", fetch: classicFetch(options), maxRetries: 2 });
      const assistant = await client.beta.assistants.create({ model: "gpt-5" });
      const thread = await client.beta.threads.create();
      emulator.fault({ kind: "rate_limit", retryAfter: 0, path: "/items" });
      await client.beta.threads.messages.create(thread.id, { role: "user", content: "Hello" });
      emulator.fault({ kind: "rate_limit", retryAfter: 0 });
      emulator.fault({ kind: "server_error", skip: 0 });
      const run = await client.beta.threads.runs.createAndPoll(thread.id, {
        assistant_id: assistant.id,
        additional_messages: [{ role: "user", content: "More" }],
      });
      expect(run.status).toBe("completed");
      expect((await client.beta.threads.messages.list(thread.id)).data).toHaveLength(3);
      expect(emulator.turns).toHaveLength(1);
    }
  });

  it("a locked conversation is told in the words of the classic service, and nothing is added", async () => {
    const { emulator, send, assistant_id, thread, runs } = await begin();
    emulator.fault({ kind: "conversation_locked" });
    const body = { assistant_id, additional_messages: [{ role: "user", content: "More" }] };
    const run = await send("POST", runs, body);
    expect(run.json.error.message).toMatch(/^Thread thread_\w+ already has an active run run_\w+\.$/);
    emulator.fault({ kind: "conversation_locked", path: "/items" });
    const message = await send("POST", `/threads/${thread}/messages`, { role: "user", content: "More" });
    expect(message.json.error.message).toMatch(/^Can't add messages to thread_\w+ while a run run_\w+ is active\.$/);
    expect(await texts(send, thread)).toEqual(["Hello"]);
  });

  it("faithful: what the service refuses for now is a run that failed, plain and streamed", async () => {
    const { emulator, send, assistant_id, runs } = await begin({ faithful: true }, { script: CALL_RULES });
    emulator.fault({ kind: "rate_limit" });
    const { json: failed } = await send("POST", runs, { assistant_id });
    expect(failed).toMatchObject({ status: "failed", last_error: { code: "rate_limit_exceeded" } });
    const read = (await send("GET", `${runs}/${failed.id}`)).json;
    expect(read).toEqual(failed);
    expect((await send("GET", `${runs}/${failed.id}/steps`)).json.data).toEqual([]);
    emulator.fault({ kind: "server_error" });
    const told = eventsIn((await send("POST", runs, { assistant_id, stream: true })).text);
    expect(told.map(({ event }) => event)).toEqual([
      "thread.run.created",
      "thread.run.queued",
      "thread.run.in_progress",
      "thread.run.failed",
      "done",
    ]);
    expect(told.at(-2)!.data.last_error.code).toBe("server_error");
    // Neither of them stands in the way, and a wrong request is still refused.
    expect((await send("POST", runs, { assistant_id, temperature: 9 })).status).toBe(400);
    const additional_messages = [{ role: "user", content: "call" }];
    const waiting = await polled(send, (await send("POST", runs, { assistant_id, additional_messages })).json);
    const [call] = waiting.required_action.submit_tool_outputs.tool_calls;
    emulator.fault({ kind: "rate_limit" });
    const tool_outputs = [{ tool_call_id: call.id, output: "x" }];
    const end = (await send("POST", `${runs}/${waiting.id}/submit_tool_outputs`, { tool_outputs })).json;
    expect(end).toMatchObject({ id: waiting.id, status: "failed" });
    const next = await polled(send, (await send("POST", runs, { assistant_id, additional_messages: ASK })).json);
    expect(next.status).toBe("completed");
    const listed = (await send("GET", runs)).json.data.map(({ id }: Json) => id);
    expect(listed).toContain(waiting.id);
    expect(listed).toContain(failed.id);
  });

  it("without it, outputs that met a limit are submitted again", async () => {
    const { emulator, send, assistant_id, runs } = await begin({}, { script: CALL_RULES });
    const additional_messages = [{ role: "user", content: "call" }];
    const waiting = await polled(send, (await send("POST", runs, { assistant_id, additional_messages })).json);
    const [call] = waiting.required_action.submit_tool_outputs.tool_calls;
    const submit = `${runs}/${waiting.id}/submit_tool_outputs`;
    const body = { tool_outputs: [{ tool_call_id: call.id, output: "x" }] };
    emulator.fault({ kind: "rate_limit" });
    expect((await send("POST", submit, body)).status).toBe(429);
    const retry = { "x-stainless-retry-count": "1" };
    const [one, two] = [await send("POST", submit, body, retry), await send("POST", submit, body, retry)];
    expect([one.status, two.json.id]).toEqual([200, waiting.id]);
    expect((await polled(send, one.json)).status).toBe("completed");
    expect(emulator.turns).toHaveLength(2);
  });

  it("runs that wait too long expire when asked to, and leave the thread usable", async () => {
    let now = 1_790_000_000;
    const clock = { now: () => now, expireAfter: 600 };
    const { send, assistant_id, runs } = await begin(clock, { script: CALL_RULES, startTime: now });
    const additional_messages = [{ role: "user", content: "call" }];
    const waiting = await polled(send, (await send("POST", runs, { assistant_id, additional_messages })).json);
    expect(waiting.status).toBe("requires_action");
    now += 1000;
    const reads = await Promise.all([1, 2].map(() => send("GET", `${runs}/${waiting.id}`)));
    expect(reads.map(({ json }) => json.status)).toEqual(["expired", "expired"]);
    expect(reads[0]!.json).toMatchObject({ required_action: null, expires_at: null, last_error: null });
    const steps = (await send("GET", `${runs}/${waiting.id}/steps`)).json.data;
    expect(steps).toMatchObject([{ status: "expired", expired_at: expect.any(Number) }]);
    const late = await send("POST", `${runs}/${waiting.id}/submit_tool_outputs`, { tool_outputs: [] });
    expect(late.json.error.message).toBe('Runs in status "expired" do not accept tool outputs.');
    const next = await polled(send, (await send("POST", runs, { assistant_id, additional_messages: ASK })).json);
    expect(next.status).toBe("completed");
  });

  it("a run that ended while its cancellation was on the way says so", async () => {
    const { emulator, options } = bench(upstream);
    const shim = createShim({
      ...options,
      upstream: async (request) => {
        const response = request.url.replace("/cancel", "");
        if (response !== request.url) while (!(await ended(emulator.fetch(new Request(response)))));
        return emulator.fetch(request);
      },
    });
    const send = at(shim, "/v1");
    const assistant_id = (await send("POST", "/assistants", { model: "gpt-5" })).json.id;
    emulator.script(() => [{ delay: 20 }, { text: "Done." }]);
    const run = (await send("POST", "/threads/runs", { assistant_id, thread: { messages: ASK } })).json;
    const { status, json } = await send("POST", `/threads/${run.thread_id}/runs/${run.id}/cancel`);
    expect([status, json.error.message]).toEqual([400, "Cannot cancel run with status 'completed'."]);
  });

  it("a thread and run is made once when an SDK gives up waiting and asks again, and twice when two are meant", async () => {
    const { emulator, shim, assistant_id } = await begin();
    const body = JSON.stringify({ assistant_id, thread: { messages: ASK } });
    const ask = (headers: Record<string, string>, signal?: AbortSignal) =>
      shim.fetch(new Request("http://classic/v1/threads/runs", { method: "POST", body, headers, signal }));
    const given = new AbortController();
    const lost = ask({}, given.signal);
    given.abort();
    const again: Json = await (await ask({ "x-stainless-retry-count": "1" })).json();
    expect(await (await lost).json()).toEqual(again);
    const other: Json = await (await ask({})).json();
    const retried: Json = await (await ask({ "x-stainless-retry-count": "1" })).json();
    expect(new Set([again.id, other.id, retried.id]).size).toBe(3);
    // Azure's SDKs repeat the id of the request.
    const azure = { "x-ms-client-request-id": "1" };
    const [first, second]: Json[] = [await (await ask(azure)).json(), await (await ask(azure)).json()];
    expect(second).toEqual(first);
    const third: Json = await (await ask({ "x-ms-client-request-id": "2" })).json();
    expect(third.id).not.toBe(first.id);
    await polled(at(shim, "/v1"), third);
    expect(emulator.turns).toHaveLength(5);
  });

  it("a client that leaves before its stream begins takes the upstream's request along", async () => {
    const { emulator, shim, assistant_id, runs, send } = await begin();
    emulator.fault({ kind: "slow_first_byte", ms: 60_000 });
    const left = new AbortController();
    const body = JSON.stringify({ assistant_id, stream: true });
    const asked = shim.fetch(new Request(`http://classic/v1${runs}`, { method: "POST", body, signal: left.signal }));
    await new Promise((resolve) => setTimeout(resolve, 20));
    left.abort();
    expect((await asked).status).toBeGreaterThanOrEqual(500);
    const next = await polled(send, (await send("POST", runs, { assistant_id })).json);
    expect(next.status).toBe("completed");
  });

  it("a store that fails in the midst of a stream ends it with an error that clients see", async () => {
    let broken = false;
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      set: async (...entry) => {
        if (broken) throw new Error("The store is gone.");
        return inner.set(...entry);
      },
    };
    for (const [name, OpenAI] of MAJORS) {
      broken = false;
      const { emulator, client: make } = bench(upstream, { store });
      const client = make(OpenAI);
      emulator.script(() => [{ text: "one" }, { delay: 5 }, { text: "two" }]);
      const assistant = await client.beta.assistants.create({ model: "gpt-5" });
      const thread = await client.beta.threads.create({ messages: [{ role: "user", content: "Hello" }] });
      const stream = client.beta.threads.runs.stream(thread.id, { assistant_id: assistant.id });
      stream.on("messageDone", () => (broken = true));
      await expect(stream.finalRun(), name).rejects.toThrow(/The store is gone/);
    }
  });

  it("no credential is in answers, in the store, or in what is said of an upstream that cannot be reached", async () => {
    const kept: unknown[] = [];
    const inner = memoryStore();
    const store: Store = {
      ...inner,
      set: async (...entry) => {
        kept.push(entry);
        return inner.set(...entry);
      },
    };
    const secret = { authorization: "Bearer s3cret-caller", "api-key": "s3cret-key" };
    const { emulator } = bench(upstream);
    const options = { endpoint: ENDPOINTS[upstream], store, token: () => "s3cret-own" };
    const said: string[] = [];
    const log = console.log;
    const original = { log: console.log, error: console.error, warn: console.warn };
    for (const name of ["log", "error", "warn"] as const) console[name] = (...words) => void said.push(words.join(" "));
    try {
      const up = at(createShim({ ...options, upstream: (request) => emulator.fetch(request) }), "/v1");
      const down = at(createShim({ ...options, upstream: () => Promise.reject(new Error("no route")) }), "/v1");
      for (const send of [up, down]) {
        const assistant = await send("POST", "/assistants", { model: "gpt-5" }, secret);
        const body = { assistant_id: assistant.json.id ?? "a", thread: { messages: ASK } };
        const run = await send("POST", "/threads/runs", body, secret);
        const stream = await send("POST", "/threads/runs", { ...body, stream: true }, secret);
        for (const answer of [assistant, run, stream]) said.push(answer.text, JSON.stringify([...answer.headers]));
      }
    } finally {
      Object.assign(console, original);
    }
    expect(console.log).toBe(log);
    expect(kept.length).toBeGreaterThan(0);
    expect(JSON.stringify([said, kept])).not.toContain("s3cret");
  });
});

describe("an answer of the service that gets lost", () => {
  it("is found again on Foundry, so that nothing runs twice", async () => {
    let lost = 0;
    const { emulator, send } = disturbed("foundry", async (request, go) => {
      const response = await go();
      if (!startsRun(request) || lost > 0) return response;
      lost += 1;
      throw new Error("The connection was reset.");
    });
    const assistant_id = (await send("POST", "/assistants", { model: "gpt-5" })).json.id;
    const thread = { messages: ASK };
    const run = await send("POST", "/threads/runs", { assistant_id, thread, metadata: { k: "v" } });
    expect(run.status).toBe(200);
    expect(await polled(send, run.json)).toMatchObject({ status: "completed", metadata: { k: "v" } });
    expect([lost, emulator.turns.length]).toEqual([1, 1]);
  });

  it("is an error elsewhere and where nothing has begun", async () => {
    for (const upstream of ["foundry", "openai"] as Upstream[]) {
      const { emulator, send } = disturbed(upstream, async (request, go) => {
        if (startsRun(request)) throw new Error("The connection was reset.");
        return go();
      });
      const assistant_id = (await send("POST", "/assistants", { model: "gpt-5" })).json.id;
      const run = await send("POST", "/threads/runs", { assistant_id, thread: { messages: ASK } });
      expect(run.status).toBe(502);
      expect(emulator.turns).toEqual([]);
    }
  });
});
