import { describe, expect, it } from "vitest";
import { CLASSIC_OPERATIONS } from "../../src/protocol/classic.js";
import { classicPath, createShim, memoryStore } from "../../src/shim/index.js";
import { findRoute } from "../../src/shim/routes.js";
import { at, polled, SURFACES, type Json } from "./http.js";
import { bench, ENDPOINTS, type Upstream } from "./setup.js";

describe("paths", () => {
  it.each([
    ["/v1/threads", "openai", "/threads"],
    ["/v1/assistants/asst_1", "openai", "/assistants/asst_1"],
    ["/openai/threads/thread_1/messages", "azure", "/threads/thread_1/messages"],
    ["/api/projects/p/threads/runs", "foundry", "/threads/runs"],
    ["/api/projects/threads/assistants", "foundry", "/assistants"],
    ["/api/projects/p/files/f/content", "foundry", "/files/f/content"],
    ["/some/where/v1/vector_stores/vs_1/files", "openai", "/vector_stores/vs_1/files"],
  ])("%s is of %s", (path, surface, below) => {
    expect(classicPath(path)).toEqual({ surface, path: below });
  });

  it.each(["/v1/chat/completions", "/v1/threadsafe", "/v1/models", "/"])("%s is not classic", (path) => {
    expect(classicPath(path)).toBeUndefined();
  });

  it("lead to every operation of the classic API except those of its first beta", () => {
    const unserved = CLASSIC_OPERATIONS.filter(({ endpoint }) => {
      const path = endpoint.path.replace(/\{(\w+)\}/g, "x_$1");
      return findRoute(endpoint.method, path) === undefined;
    });
    expect(unserved.filter(({ only }) => only !== "v1")).toEqual([]);
    expect(findRoute("POST", "/threads/runs")?.params).toEqual({});
  });
});

const all = (["foundry", "openai"] as Upstream[]).flatMap((upstream) =>
  Object.entries(SURFACES).map(([surface, base]) => [surface, upstream, base] as const),
);

describe.each(all)("the surface of %s on %s", (surface, upstream, base) => {
  it("answers errors in the classic envelope with the classic texts", async () => {
    const { shim } = bench(upstream);
    const send = at(shim, base);
    const thread = (await send("POST", "/threads", {})).json;
    const refused = async (method: string, path: string, body?: object) => {
      const { status, json } = await send(method, path, body);
      expect(Object.keys(json.error).sort()).toEqual(["code", "message", "param", "type"]);
      return `${status} ${json.error.message}`;
    };
    expect(await refused("GET", "/assistants/asst_none")).toBe("404 No assistant found with id 'asst_none'.");
    expect(await refused("DELETE", "/assistants/asst_none")).toBe("404 No assistant found with id 'asst_none'.");
    expect(await refused("GET", "/threads/thread_none")).toBe("404 No thread found with id 'thread_none'.");
    expect(await refused("DELETE", "/threads/thread_none")).toBe("404 No thread found with id 'thread_none'.");
    expect(await refused("GET", "/threads/thread_none/messages")).toBe("404 No thread found with id 'thread_none'.");
    expect(await refused("POST", "/threads/thread_none/messages", { role: "user", content: "x" })).toBe(
      "404 No thread found with id 'thread_none'.",
    );
    const at_thread = `/threads/${thread.id}`;
    expect(await refused("GET", `${at_thread}/runs/run_none`)).toBe("404 No run found with id 'run_none'.");
    expect(await refused("GET", `${at_thread}/messages/msg_none`)).toBe("404 No message found with id 'msg_none'.");
    expect(await refused("POST", `${at_thread}/runs`, { assistant_id: "asst_none" })).toBe(
      "404 No assistant found with id 'asst_none'.",
    );
    expect(await refused("POST", `${at_thread}/runs`, {})).toBe("400 Missing required parameter: 'assistant_id'.");
    expect(await refused("GET", `${at_thread}/messages?limit=101`)).toMatch(/^400 Invalid 'limit'/);
    expect(await refused("PUT", "/threads")).toMatch(/^404 Invalid URL \(PUT /);
    expect(await refused("POST", `${at_thread}/messages`, { role: "user", content: [{ type: "audio" }] })).toMatch(
      /^400 Message part .* has no counterpart/,
    );
    const bad = await shim.fetch(new Request(`http://classic${base}/threads`, { method: "POST", body: "{" }));
    expect(bad.status).toBe(400);
  });

  it("approves calls of an MCP server", async () => {
    const { emulator, shim } = bench(upstream);
    const send = at(shim, base);
    emulator.script(({ input }) =>
      input.some((item) => item.type === "mcp_approval_response")
        ? [{ text: "Rolled." }]
        : [{ mcp_approval_request: { server_label: "s", name: "roll", arguments: { d: 6 } } }],
    );
    const tools = [{ type: "mcp", server_label: "s", server_url: "https://example.com" }];
    const assistant = (await send("POST", "/assistants", { model: "gpt-5", tools })).json;
    const thread = { messages: [{ role: "user", content: "Roll" }] };
    const started = (await send("POST", "/threads/runs", { assistant_id: assistant.id, thread })).json;
    const run = await polled(send, started);
    expect(run.required_action).toMatchObject({
      type: "submit_tool_approval",
      submit_tool_approval: { tool_calls: [{ type: "mcp", name: "roll", server_label: "s", arguments: '{"d":6}' }] },
    });
    const tool_approvals = [{ tool_call_id: run.required_action.submit_tool_approval.tool_calls[0].id, approve: true }];
    const path = `/threads/${run.thread_id}/runs/${run.id}`;
    const next = (await send("POST", `${path}/submit_tool_outputs`, { tool_outputs: [], tool_approvals })).json;
    expect(await polled(send, next)).toMatchObject({ id: run.id, status: "completed" });
  });

  it("keeps what was said of an MCP server, also when a run changes its assistant", async () => {
    const { emulator, shim } = bench(upstream);
    const send = at(shim, base);
    const server = { server_label: "s", headers: { key: "value" }, require_approval: "never" };
    const created = await send("POST", "/assistants", {
      model: "gpt-5",
      tools: [{ type: "mcp", server_label: "s", server_url: "https://example.com" }],
      tool_resources: { mcp: [server] },
    });
    expect(created.json.tool_resources).toEqual({ mcp: [server] });
    const assistant = (await send("GET", `/assistants/${created.json.id}`)).json;
    expect(assistant).toEqual(created.json);
    const thread = { messages: [{ role: "user", content: "Hello" }] };
    for (const change of [{}, { model: "gpt-5-mini" }]) {
      await polled(send, (await send("POST", "/threads/runs", { assistant_id: assistant.id, thread, ...change })).json);
    }
    const tools = emulator.turns.map((turn) => turn.tools[0]);
    expect(tools[0]).toMatchObject({ type: "mcp", ...server });
    expect(tools[1]).toEqual(tools[0]);
  });

  it("cites web pages where the surface knows such citations", async () => {
    const { emulator, shim } = bench(upstream);
    const send = at(shim, base);
    emulator.script(() => [{ text: "See here.", citations: [{ url: "https://example.com", quote: "here" }] }]);
    const assistant = (await send("POST", "/assistants", { model: "gpt-5" })).json;
    const thread = { messages: [{ role: "user", content: "Where?" }] };
    const run = await polled(send, (await send("POST", "/threads/runs", { assistant_id: assistant.id, thread })).json);
    const messages = (await send("GET", `/threads/${run.thread_id}/messages`)).json;
    const { value, annotations } = messages.data[0].content[0].text;
    expect(value).toBe("See here.");
    const url_citation = { url: "https://example.com", title: "https://example.com" };
    const expected = { type: "url_citation", text: "here", start_index: 4, end_index: 8, url_citation };
    expect(annotations).toEqual(surface === "foundry" ? [expected] : []);
  });

  it("lists threads where the classic service did", async () => {
    const { shim } = bench(upstream);
    const send = at(shim, base);
    const made = [];
    for (let count = 0; count < 3; count += 1) made.push((await send("POST", "/threads", {})).json.id);
    const { status, json } = await send("GET", "/threads?limit=2&order=asc");
    if (surface !== "foundry" || upstream !== "foundry") {
      expect(status).toBe(404);
      return;
    }
    expect(json.data.map(({ id }: Json) => id)).toEqual(made.slice(0, 2));
    const rest = (await send("GET", `/threads?order=asc&after=${json.last_id}`)).json;
    expect(rest).toMatchObject({ data: [{ id: made[2] }], has_more: false });
  });
});

describe.each(["foundry", "openai"] as Upstream[])("on %s", (upstream) => {
  it("hands out native ids when asked to, and takes either kind", async () => {
    const { emulator, options } = bench(upstream);
    const store = memoryStore();
    const native = at(createShim({ ...options, store, ids: "native" }), "/v1");
    const classic = at(createShim({ ...options, store, ids: "classic" }), "/v1");
    const assistant = (await native("POST", "/assistants", { model: "gpt-5" })).json;
    expect(assistant.id).toMatch(/^asst-/);
    const thread = (await native("POST", "/threads", { messages: [{ role: "user", content: "Hi" }] })).json;
    expect(thread.id).toMatch(/^conv_/);
    const body = { assistant_id: assistant.id };
    const run = await polled(native, (await native("POST", `/threads/${thread.id}/runs`, body)).json);
    expect(run).toMatchObject({ id: expect.stringMatching(/^resp_/), assistant_id: assistant.id, status: "completed" });
    const same = (await classic("GET", `/threads/${thread.id}/runs/${run.id}`)).json;
    expect(same.id).toBe(run.id.replace("resp_", "run_"));
    expect(same.assistant_id).toBe(assistant.id.replace("-", "_"));
    expect((await native("GET", `/threads/${same.thread_id}/runs/${same.id}`)).json).toEqual(run);
    expect(emulator.turns).toHaveLength(1);
  });

  it("finds runs of another process again, with their tool outputs and cancellations", async () => {
    const rules = [
      { when: { output_of: "f" }, then: "Done." },
      { when: { text: "call" }, then: [{ function_call: { name: "f", arguments: {} } }] },
    ];
    const { options } = bench(upstream, {}, { script: { rules } });
    const first = at(createShim(options), "/v1");
    const tools = [{ type: "function", function: { name: "f" } }];
    const assistant = (await first("POST", "/assistants", { model: "gpt-5", tools, instructions: "Be kind." })).json;
    const thread = { messages: [{ role: "user", content: "call" }] };
    const body = { assistant_id: assistant.id, thread, metadata: { k: "v" } };
    const waiting = await polled(first, (await first("POST", "/threads/runs", body)).json);
    expect(waiting.status).toBe("requires_action");

    const second = at(createShim(options), "/v1");
    const found = (await second("GET", `/threads/${waiting.thread_id}/runs/${waiting.id}`)).json;
    expect(found).toEqual(waiting);
    const [call] = found.required_action.submit_tool_outputs.tool_calls;
    const path = `/threads/${waiting.thread_id}/runs/${waiting.id}`;
    const tool_outputs = [{ tool_call_id: call.id, output: "ok" }];
    const done = await polled(second, (await second("POST", `${path}/submit_tool_outputs`, { tool_outputs })).json);
    expect(done).toMatchObject({ id: waiting.id, status: "completed", metadata: { k: "v" } });

    const third = at(createShim(options), "/v1");
    expect((await third("GET", path)).json).toEqual(done);
    const steps = (await third("GET", `${path}/steps?order=asc`)).json.data;
    expect(steps.map(({ type, status }: Json) => `${type} ${status}`)).toEqual([
      "tool_calls completed",
      "message_creation completed",
    ]);
    expect(steps[0].step_details.tool_calls[0].function.output).toBe("ok");

    const again = { assistant_id: assistant.id, thread };
    if (upstream === "foundry") {
      const other = await polled(third, (await third("POST", "/threads/runs", again)).json);
      const cancelled = (await third("POST", `/threads/${other.thread_id}/runs/${other.id}/cancel`)).json;
      const fourth = at(createShim(options), "/v1");
      expect((await fourth("GET", `/threads/${other.thread_id}/runs/${other.id}`)).json.status).toBe(cancelled.status);
      const listed = (await fourth("GET", `/threads/${waiting.thread_id}/runs`)).json.data;
      expect(listed.map(({ id }: Json) => id)).toEqual([waiting.id]);
      const messages = (await fourth("GET", `/threads/${waiting.thread_id}/messages`)).json.data;
      expect(messages[0]).toMatchObject({ run_id: waiting.id, assistant_id: assistant.id });
    }
  });

  it("does not run twice what an SDK repeats, nor submit outputs twice", async () => {
    const { emulator, shim } = bench(upstream);
    const send = at(shim, "/v1");
    const assistant = (await send("POST", "/assistants", { model: "gpt-5" })).json;
    const thread = (await send("POST", "/threads", { messages: [{ role: "user", content: "Hi" }] })).json;
    const runs = `/threads/${thread.id}/runs`;
    const body = { assistant_id: assistant.id };
    const one = await send("POST", runs, body);
    const two = await send("POST", runs, body, { "x-stainless-retry-count": "1" });
    expect(two.json.id).toBe(one.json.id);
    await polled(send, one.json);
    const three = await send("POST", runs, body);
    expect(three.json.id).not.toBe(one.json.id);
    await polled(send, three.json);
    expect(emulator.turns).toHaveLength(2);

    emulator.script(({ input }) =>
      input.some((item) => item.type === "function_call_output")
        ? [{ delay: 30 }, { text: "Done." }]
        : [{ function_call: { name: "f", arguments: {} } }],
    );
    const tools = [{ type: "function", function: { name: "f" } }];
    const run = await polled(send, (await send("POST", runs, { ...body, tools })).json);
    const tool_outputs = [{ tool_call_id: run.required_action.submit_tool_outputs.tool_calls[0].id, output: "x" }];
    const answers = await Promise.all(
      [1, 2].map(() => send("POST", `${runs}/${run.id}/submit_tool_outputs`, { tool_outputs })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    await polled(send, run);
    expect(emulator.turns).toHaveLength(4);
  });

  it("passes limits and failures of the service on, and other requests to where they were meant to go", async () => {
    const { emulator, shim, options } = bench(upstream);
    const send = at(shim, "/v1");
    const assistant = (await send("POST", "/assistants", { model: "gpt-5" })).json;
    const thread = (await send("POST", "/threads", { messages: [{ role: "user", content: "Hi" }] })).json;
    emulator.fault({ kind: "rate_limit", retryAfter: 3 });
    const limited = await send("POST", `/threads/${thread.id}/runs`, { assistant_id: assistant.id });
    expect(limited.status).toBe(429);
    expect(limited.headers.get("retry-after")).toBe("3");
    expect(limited.headers.get("x-request-id")).toMatch(/./);
    emulator.fault({ kind: "server_error" });
    expect((await send("POST", `/threads/${thread.id}/runs`, { assistant_id: assistant.id })).status).toBe(500);
    const retried = await send("POST", `/threads/${thread.id}/runs`, { assistant_id: assistant.id });
    expect(retried.status).toBe(200);
    const unreachable = at(createShim({ ...options, upstream: () => Promise.reject(new Error("no route")) }), "/v1");
    expect(await unreachable("GET", "/threads/thread_1")).toMatchObject({
      status: 502,
      json: { error: { message: "The upstream at emulator could not be reached: no route" } },
    });
    expect((await send("POST", "/chat/completions", {})).status).toBe(404);
    const elsewhere = createShim({ ...options, elsewhere: async () => new Response(null, { status: 204 }) });
    expect((await at(elsewhere, "/v1")("POST", "/chat/completions", {})).status).toBe(204);
  });

  it("uses its own credential when it has one, and the caller's otherwise", async () => {
    const seen: (string | null)[] = [];
    const { emulator } = bench(upstream);
    const options = {
      endpoint: ENDPOINTS[upstream],
      upstream: (request: Request) => {
        seen.push(
          request.headers.get("authorization"),
          request.headers.get("api-key"),
          request.headers.get("openai-beta"),
        );
        return emulator.fetch(request);
      },
    };
    const caller = { authorization: "Bearer caller", "openai-beta": "assistants=v2" };
    await at(createShim(options), "/v1")("POST", "/threads", {}, caller);
    await at(createShim({ ...options, token: () => "own" }), "/v1")("POST", "/threads", {}, { "api-key": "caller" });
    expect(seen).toEqual(["Bearer caller", null, null, "Bearer own", null, null]);
  });
});

describe("on foundry alone", () => {
  it("takes agents that were made elsewhere as they are, also when a run changes them", async () => {
    const { emulator, shim } = bench("foundry");
    const file = new FormData();
    file.set("file", new File(["x"], "x.txt"));
    file.set("purpose", "assistants");
    const call = async (path: string, body: string | FormData) =>
      (
        await emulator.fetch(new Request(`${ENDPOINTS.foundry}${path}`, { method: "POST", body }))
      ).json() as Promise<Json>;
    const { id } = await call("/openai/v1/files", file);
    const tools = [
      { type: "code_interpreter", container: { type: "auto", file_ids: [id], memory_limit: "4g" } },
      { type: "web_search", search_context_size: "low" },
      { type: "function", name: "f", parameters: { type: "object", properties: {} }, strict: false },
    ];
    await call(
      "/agents/helper/versions?api-version=v1",
      JSON.stringify({ definition: { kind: "prompt", model: "gpt-5", tools } }),
    );
    const send = at(shim, "/api/projects/p");
    const shown = (await send("GET", "/assistants/helper")).json;
    expect(shown).toMatchObject({
      id: "helper",
      name: "helper",
      tool_resources: { code_interpreter: { file_ids: [id] } },
    });
    expect(shown.tools[2]).toMatchObject({ type: "function", function: { name: "f", strict: false } });
    const thread = { messages: [{ role: "user", content: "Hello" }] };
    for (const change of [{}, { model: "gpt-5-mini" }]) {
      const run = await polled(
        send,
        (await send("POST", "/threads/runs", { assistant_id: "helper", thread, ...change })).json,
      );
      expect(run).toMatchObject({ status: "completed", assistant_id: "helper", tools: shown.tools });
    }
    const [first, second] = emulator.turns;
    expect([first!.agent?.name, second!.agent]).toEqual(["helper", null]);
    expect(second!.tools).toEqual(first!.tools);
    expect(first!.tools[0]).toMatchObject(tools[0]!);
  });
});
