import { beforeEach, describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, OPENAI, PROJECT, refusal } from "./http.js";

type Listed = {
  data: { id: string; [key: string]: unknown }[];
  first_id: string | null;
  last_id: string | null;
  has_more: boolean;
};

let emulator: Emulator;
const project = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
  at(emulator, PROJECT)(method, `${path}${path.includes("?") ? "&" : "?"}api-version=v1`, body, headers);
const foundry = (method: string, path: string, body?: object) => at(emulator, FOUNDRY)(method, path, body);
const openai = (method: string, path: string, body?: object) => at(emulator, OPENAI)(method, path, body);

beforeEach(() => {
  emulator = createEmulator({ seed: 1, backgroundDelay: 0 });
});

describe("agents", () => {
  const definition = { kind: "prompt", model: "gpt-5", instructions: "Be kind." };
  const helper = { agent_reference: { type: "agent_reference", name: "helper" } };

  it("get a version per change and keep its number", async () => {
    await project("POST", "/agents", { name: "helper", definition, metadata: { a: "b" } });
    const latest = async () =>
      ((await project("GET", "/agents/helper")).json["versions"] as { latest: { version: string } }).latest.version;
    const same = { definition: { instructions: "Be kind.", model: "gpt-5", kind: "prompt" }, metadata: { a: "b" } };
    await project("POST", "/agents/helper", same);
    expect(await latest()).toBe("1");
    await project("POST", "/agents/helper", { ...same, metadata: {} });
    await project("POST", "/agents/helper/versions", { definition });
    expect(await latest()).toBe("3");
    await project("DELETE", "/agents/helper/versions/3");
    expect(await latest()).toBe("2");
    expect((await project("POST", "/agents/helper/versions", { definition })).json["version"]).toBe("4");
    await project("POST", "/agents/helper/versions", { definition, draft: true });
    expect(await latest()).toBe("4");
    const versions = async (query = "") =>
      ((await project("GET", `/agents/helper/versions?order=asc${query}`)).json as unknown as Listed).data.map(
        (entry) => entry.id,
      );
    expect(await versions()).toEqual(["helper:1", "helper:2", "helper:4"]);
    expect(await versions("&include_drafts=true&after=helper:2")).toEqual(["helper:4", "helper:5"]);
  });

  it("answer with the version they are asked for, and not while they are disabled", async () => {
    await project("POST", "/agents/helper/versions", { definition });
    await project("POST", "/agents/helper/versions", { definition: { ...definition, instructions: "Be brief." } });
    await foundry("POST", "/responses", { ...helper, input: "x" });
    await foundry("POST", "/responses", { agent_reference: { ...helper.agent_reference, version: "1" }, input: "x" });
    expect(emulator.turns.map((turn) => turn.instructions)).toEqual(["Be brief.", "Be kind."]);
    expect((await project("POST", "/agents/helper:disable")).status).toBe(204);
    expect(refusal(await foundry("POST", "/responses", { ...helper, input: "x" }))).toContain("is disabled");
    await project("POST", "/agents/helper:enable");
    expect((await foundry("POST", "/responses", { ...helper, input: "x" })).status).toBe(200);
  });

  it("are listed by kind, and go with all their versions", async () => {
    await project("POST", "/agents/helper/versions", { definition });
    await project(
      "POST",
      "/agents/flow/versions",
      { definition: { kind: "workflow" } },
      { "foundry-features": "WorkflowAgents=V1Preview" },
    );
    const names = async (query: string) =>
      ((await project("GET", `/agents${query}`)).json as unknown as Listed).data.map((entry) => entry["name"]);
    expect(await names("?kind=prompt")).toEqual(["helper"]);
    expect(await names("?limit=1")).toEqual(["flow"]);
    expect((await project("DELETE", "/agents/helper?force=true")).json).toEqual({
      object: "agent.deleted",
      name: "helper",
      deleted: true,
    });
    expect((await project("GET", "/agents/helper/versions/1")).status).toBe(404);
  });
});

describe("what Foundry lists", () => {
  it("responses by conversation and agent, and conversations", async () => {
    await project("POST", "/agents/helper/versions", { definition: { kind: "prompt", model: "m" } });
    const { json: conversation } = await foundry("POST", "/conversations", {});
    const reference = { agent_reference: { type: "agent_reference", name: "helper" } };
    const ids = [];
    for (const body of [
      { ...reference, conversation: conversation["id"] },
      { ...reference, conversation: conversation["id"] },
      { ...reference },
      { model: "m", conversation: conversation["id"] },
    ]) {
      ids.push((await foundry("POST", "/responses", { ...body, input: "x" })).json["id"]);
    }
    const listed = async (query: string) =>
      ((await foundry("GET", `/responses?order=asc&${query}`)).json as unknown as Listed).data.map((entry) => entry.id);
    expect(await listed(`conversation_id=${conversation["id"]}`)).toEqual(ids.slice(0, 2));
    expect(await listed("agent_name=helper")).toEqual(ids.slice(0, 3));
    expect(await listed("agent_name=other")).toEqual([]);
    expect(await listed(`conversation_id=${conversation["id"]}&agent_name=helper`)).toEqual(ids.slice(0, 2));
    expect(((await foundry("GET", "/conversations")).json as unknown as Listed).first_id).toBe(conversation["id"]);
  });
});

describe("pages", () => {
  it("run forwards and backwards without gaps or repeats", async () => {
    const items = ["a", "b", "c", "d", "e"].map((text, index) => ({
      type: "message",
      role: "user",
      content: text,
      id: `msg_${index}`,
    }));
    const { json } = await foundry("POST", "/conversations", { items });
    const list = async (query: string) =>
      (await foundry("GET", `/conversations/${json["id"]}/items?${query}`)).json as unknown as Listed;
    const ids = async (query: string) => (await list(query)).data.map((item) => item.id.slice(4)).join("");
    expect(await ids("")).toBe("43210");
    expect(await ids("order=asc&limit=2")).toBe("01");
    expect(await ids("order=asc&limit=2&after=msg_1")).toBe("23");
    expect(await ids("order=asc&limit=2&after=msg_3")).toBe("4");
    expect(await ids("order=asc&limit=2&before=msg_3")).toBe("12");
    expect(await ids("order=desc&limit=2&before=msg_1")).toBe("32");
    expect(await ids("order=asc&after=msg_0&before=msg_4")).toBe("123");
    expect((await list("limit=2")).has_more).toBe(true);
    expect((await list("limit=5")).has_more).toBe(false);
    expect((await list("order=asc&limit=2&before=msg_3")).has_more).toBe(true);
    expect((await list("order=asc&limit=2&before=msg_2")).has_more).toBe(false);
    expect((await list("order=asc&limit=1&after=msg_0&before=msg_3")).has_more).toBe(true);
    expect((await list("order=asc&limit=2&after=msg_0&before=msg_3")).has_more).toBe(false);
    expect(await list("after=msg_0")).toEqual({
      object: "list",
      data: [],
      first_id: null,
      last_id: null,
      has_more: false,
    });
    expect(refusal(await foundry("GET", `/conversations/${json["id"]}/items?after=msg_9`))).toContain(
      "No item found with id 'msg_9'",
    );
  });
});

describe("include", () => {
  it("decides what is shown, at creation, on retrieval and in streams", async () => {
    emulator.script(() => [
      { reasoning: "Hm." },
      { code_interpreter: { code: "1", logs: "1" } },
      { file_search: { queries: ["q"], results: [{ file_id: "file-1" }] } },
      { web_search: { query: "q", sources: ["https://example.com"] } },
    ]);
    const tools = [{ type: "web_search" }];
    const all = [
      "reasoning.encrypted_content",
      "code_interpreter_call.outputs",
      "file_search_call.results",
      "web_search_call.action.sources",
    ];
    const shown = (output: unknown) =>
      (output as Record<string, Record<string, unknown>>[]).map((item) =>
        Boolean(item["encrypted_content"] ?? item["outputs"] ?? item["results"] ?? item["action"]?.["sources"]),
      );
    const bare = await openai("POST", "/responses", { model: "m", input: "x", tools });
    expect(shown(bare.json["output"])).toEqual([false, false, false, false]);
    const full = await openai("POST", "/responses", { model: "m", input: "x", tools, include: all });
    expect(shown(full.json["output"])).toEqual([true, true, true, true]);
    const query = all.map((name) => `include[]=${name}`).join("&");
    expect(shown((await openai("GET", `/responses/${bare.json["id"]}?${query}`)).json["output"])).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(shown((await openai("GET", `/responses/${full.json["id"]}`)).json["output"])).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(refusal(await openai("GET", `/responses/${bare.json["id"]}?include[]=everything`))).toContain(
      "400 invalid_value include[0]",
    );
    const stream = await emulator.fetch(
      new Request("http://e/v1/responses", {
        method: "POST",
        body: JSON.stringify({ model: "m", input: "x", tools, stream: true }),
      }),
    );
    const text = await stream.text();
    expect(text).not.toContain("example.com");
    expect(text).not.toContain("file-1");
  });

  it("shows image addresses only when asked", async () => {
    const content = [{ type: "input_image", image_url: "https://example.com/a.png" }];
    const { json } = await openai("POST", "/conversations", { items: [{ role: "user", content }] });
    const seen = async (query: string) =>
      JSON.stringify((await openai("GET", `/conversations/${json["id"]}/items${query}`)).json);
    expect(await seen("")).not.toContain("a.png");
    expect(await seen("?include[]=message.input_image.image_url")).toContain("a.png");
    await openai("POST", "/responses", { model: "m", input: [], conversation: json["id"] });
    expect(JSON.stringify(emulator.turns[0]?.input)).toContain("a.png");
  });
});

describe("containers", () => {
  it("are kept through a conversation, and replaced once they have expired", async () => {
    emulator.script(() => [{ code_interpreter: { code: "1" } }]);
    const { json: conversation } = await openai("POST", "/conversations", {});
    const run = async () => {
      const body = {
        model: "m",
        input: "x",
        conversation: conversation["id"],
        tools: [{ type: "code_interpreter", container: { type: "auto" } }],
      };
      return ((await openai("POST", "/responses", body)).json["output"] as { container_id: string }[])[0]?.container_id;
    };
    const first = await run();
    expect(await run()).toBe(first);
    emulator.advance(21 * 60);
    expect(await run()).not.toBe(first);
    expect((await openai("GET", `/containers/${first}`)).json["status"]).toBe("expired");
    const named = { model: "m", input: "x", tools: [{ type: "code_interpreter", container: first }] };
    expect(refusal(await openai("POST", "/responses", named))).toContain("Container is expired.");
  });
});

describe("what expires", () => {
  const day = 86_400;

  it("containers live on while their files are read", async () => {
    const { json: container } = await openai("POST", "/containers", { name: "c" });
    const body = new FormData();
    body.set("file", new File(["x"], "x.txt"));
    const added = await emulator.fetch(
      new Request(`http://e/v1/containers/${container["id"]}/files`, { method: "POST", body }),
    );
    const path = `/containers/${container["id"]}/files/${((await added.json()) as { id: string }).id}`;
    for (let visit = 0; visit < 3; visit += 1) {
      emulator.advance(15 * 60);
      expect((await openai("GET", path)).status).toBe(200);
    }
    emulator.advance(21 * 60);
    expect((await openai("GET", path)).status).toBe(404);
  });

  it("vector stores live on while they are searched, then refuse it and say so", async () => {
    const expires_after = { anchor: "last_active_at", days: 2 };
    const { json: store } = await openai("POST", "/vector_stores", { expires_after });
    const search = () => openai("POST", `/vector_stores/${store["id"]}/search`, { query: "x" });
    for (let visit = 0; visit < 3; visit += 1) {
      emulator.advance(1.5 * day);
      expect((await search()).status).toBe(200);
    }
    emulator.advance(2.5 * day);
    expect(refusal(await search())).toContain("400 - -: Vector store with id");
    expect((await openai("GET", `/vector_stores/${store["id"]}`)).json["status"]).toBe("expired");
    const tools = [{ type: "file_search", vector_store_ids: [store["id"]] }];
    expect((await openai("POST", "/responses", { model: "m", input: "x", tools })).status).toBe(400);
  });

  it("files go when their time is over, also from vector stores", async () => {
    const body = new FormData();
    body.set("file", new File(["x"], "x.txt"));
    body.set("purpose", "assistants");
    body.set("expires_after[anchor]", "created_at");
    body.set("expires_after[seconds]", "3600");
    const uploaded = await emulator.fetch(new Request("http://e/v1/files", { method: "POST", body }));
    const { id } = (await uploaded.json()) as { id: string };
    const { json: store } = await openai("POST", "/vector_stores", { file_ids: [id] });
    const count = async () => ((await openai("GET", "/files")).json as unknown as Listed).data.length;
    emulator.advance(3590);
    expect([await count(), (await openai("GET", `/files/${id}`)).status]).toEqual([1, 200]);
    emulator.advance(20);
    expect([await count(), (await openai("GET", `/files/${id}`)).status]).toEqual([0, 404]);
    expect((await openai("GET", `/vector_stores/${store["id"]}/files/${id}`)).status).toBe(404);
  });
});

describe("memory stores", () => {
  const preview = { "foundry-features": "MemoryStores=V1Preview" };
  const memory = (method: string, path: string, body?: object) =>
    project(method, `/memory_stores${path}`, body, preview);

  it("remember by scope, for agents whose tool names them", async () => {
    const definition = { kind: "default", chat_model: "m", embedding_model: "e" };
    expect((await project("POST", "/memory_stores", { name: "notes", definition })).status).toBe(403);
    const tools = [{ type: "memory_search_preview", memory_store_name: "notes", scope: "ann", update_delay: 60 }];
    await project("POST", "/agents/helper/versions", { definition: { kind: "prompt", model: "m", tools } });
    const ask = () =>
      foundry("POST", "/responses", { agent_reference: { type: "agent_reference", name: "helper" }, input: "x" });
    expect(refusal(await ask())).toContain("Memory store with name 'notes' not found.");
    await memory("POST", "", { name: "notes", definition });
    expect((await ask()).status).toBe(200);
    await memory("POST", "/notes:update_memories", {
      scope: "ann",
      items: [{ type: "message", role: "user", content: "Likes tea" }],
    });
    await memory("POST", "/notes/items", { scope: "bob", content: "Likes coffee" });
    const found = async (scope: string) =>
      (
        (await memory("POST", "/notes:search_memories", { scope })).json["memories"] as {
          memory_item: { content: string };
        }[]
      ).map((entry) => entry.memory_item.content);
    expect(await found("ann")).toEqual(["Likes tea"]);
    emulator.script(() => [{ memory_search: {} }, { text: "I remember." }]);
    const { json: recalled } = await ask();
    expect(recalled["output"]).toMatchObject([
      { type: "memory_search_call", memories: [{ scope: "ann", content: "Likes tea" }] },
      { type: "message" },
    ]);
    emulator.advance(50);
    expect((await ask()).status).toBe(200);
    emulator.advance(50);
    // What was said is taken in once nothing was said for a while.
    expect(await found("ann")).toEqual(["Likes tea"]);
    emulator.advance(11);
    expect(await found("ann")).toEqual(["Likes tea", "x", "x", "x"]);
    await memory("POST", "/notes:delete_scope", { scope: "ann" });
    expect([await found("ann"), await found("bob")]).toEqual([[], ["Likes coffee"]]);
    expect((await memory("DELETE", "/notes")).json["deleted"]).toBe(true);
  });
});

describe("previous responses", () => {
  it("are read as one history, with references resolved", async () => {
    const first = await openai("POST", "/responses", { model: "m", instructions: "First.", input: "one" });
    const second = await openai("POST", "/responses", {
      model: "m",
      input: "two",
      previous_response_id: first.json["id"],
    });
    const [message] = second.json["output"] as { id: string }[];
    await openai("POST", "/responses", {
      model: "m",
      input: [
        { type: "item_reference", id: message!.id },
        { role: "user", content: "three" },
      ],
    });
    const texts = emulator.turns.map((turn) =>
      turn.input.map((item) => (item["content"] as { text: string }[])[0]?.text),
    );
    expect(texts).toEqual([["one"], ["one", "You said: one", "two"], ["You said: two", "three"]]);
    expect(emulator.turns.map((turn) => turn.instructions)).toEqual(["First.", null, null]);
  });
});
