import { describe, expect, it } from "vitest";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, OPENAI, PROJECT, refusal } from "./http.js";

const PREVIEW = { "foundry-features": "MemoryStores=V1Preview" };
const file = "file-nothere";
const definition = { kind: "prompt", model: "gpt-5" };
const store = { kind: "default", chat_model: "m", embedding_model: "e" };

/** Paths that name one thing below both OpenAI bases, and what may be sent to them. */
const NAMED: readonly (readonly [path: string, methods: readonly string[], body?: object])[] = [
  ["/responses/resp_0", ["GET", "DELETE"]],
  ["/responses/resp_0/cancel", ["POST"]],
  ["/responses/resp_0/input_items", ["GET"]],
  ["/conversations/conv_0", ["GET", "DELETE"]],
  ["/conversations/conv_0", ["POST"], { metadata: {} }],
  ["/conversations/conv_0/items", ["GET"]],
  ["/conversations/conv_0/items", ["POST"], { items: [] }],
  ["/conversations/conv_0/items/msg_0", ["GET", "DELETE"]],
  ["/files/file-0", ["GET", "DELETE"]],
  ["/files/file-0/content", ["GET"]],
  ["/containers/cntr_0", ["GET", "DELETE"]],
  ["/containers/cntr_0/files", ["GET"]],
  ["/containers/cntr_0/files", ["POST"], { file_id: file }],
  ["/containers/cntr_0/files/cfile_0", ["GET", "DELETE"]],
  ["/containers/cntr_0/files/cfile_0/content", ["GET"]],
  ["/vector_stores/vs_0", ["GET", "DELETE"]],
  ["/vector_stores/vs_0", ["POST"], {}],
  ["/vector_stores/vs_0/search", ["POST"], { query: "x" }],
  ["/vector_stores/vs_0/files", ["GET"]],
  ["/vector_stores/vs_0/files", ["POST"], { file_id: file }],
  ["/vector_stores/vs_0/files/file-0", ["GET", "DELETE"]],
  ["/vector_stores/vs_0/files/file-0", ["POST"], { attributes: {} }],
  ["/vector_stores/vs_0/files/file-0/content", ["GET"]],
  ["/vector_stores/vs_0/file_batches", ["POST"], { file_ids: [file] }],
  ["/vector_stores/vs_0/file_batches/vsfb_0", ["GET"]],
  ["/vector_stores/vs_0/file_batches/vsfb_0/cancel", ["POST"]],
  ["/vector_stores/vs_0/file_batches/vsfb_0/files", ["GET"]],
];

/** The same for Foundry's own. */
const FOUNDRY_NAMED: typeof NAMED = [
  ["/agents/nobody", ["GET", "DELETE"]],
  ["/agents/nobody", ["POST"], { definition }],
  ["/agents/nobody", ["PATCH"], {}],
  ["/agents/nobody:enable", ["POST"]],
  ["/agents/nobody/versions", ["GET"]],
  ["/agents/nobody/versions/1", ["GET", "DELETE"]],
  ["/memory_stores/none", ["GET", "DELETE"]],
  ["/memory_stores/none", ["POST"], {}],
  ["/memory_stores/none:search_memories", ["POST"], { scope: "x" }],
  ["/memory_stores/none:update_memories", ["POST"], { scope: "x" }],
  ["/memory_stores/none:delete_scope", ["POST"], { scope: "x" }],
  ["/memory_stores/none/updates/u", ["GET"]],
  ["/memory_stores/none/items", ["POST"], { scope: "x", content: "x" }],
  ["/memory_stores/none/items:list", ["POST"], {}],
  ["/memory_stores/none/items/m", ["GET", "DELETE"]],
  ["/memory_stores/none/items/m", ["POST"], { content: "x" }],
  ["/connections/none", ["GET"]],
  ["/deployments/none", ["GET"]],
];

const onOpenAI = NAMED.flatMap(([path, methods, body]) => methods.map((method) => [method, path, body] as const));
const onFoundry = FOUNDRY_NAMED.flatMap(([path, methods, body]) =>
  methods.map((method) => [method, path, body] as const),
);

describe("unknown ids", () => {
  it.each(onOpenAI)("%s %s", async (method, path, body) => {
    const emulator = createEmulator();
    for (const base of [OPENAI, FOUNDRY]) expect((await at(emulator, base)(method, path, body)).status).toBe(404);
  });

  it.each(onFoundry)("%s %s", async (method, path, body) => {
    const send = at(createEmulator(), PROJECT);
    expect((await send(method, `${path}?api-version=v1`, body, PREVIEW)).status).toBe(404);
  });
});

/** Requests that are accepted as they are. */
const ACCEPTED: readonly (readonly [base: string, path: string, body: object])[] = [
  ...[OPENAI, FOUNDRY].flatMap((base) => [
    [base, "/responses", { model: "m", input: "x" }] as const,
    [base, "/responses/input_tokens", { model: "m", input: "x" }] as const,
    [base, "/responses/compact", { model: "m", input: "x" }] as const,
    [base, "/conversations", {}] as const,
    [base, "/conversations/ID", { metadata: {} }] as const,
    [base, "/conversations/ID/items", { items: [] }] as const,
    [base, "/containers", { name: "c" }] as const,
    [base, "/vector_stores", {}] as const,
  ]),
  [PROJECT, "/agents", { name: "a", definition }],
  [PROJECT, "/agents/helper", { definition }],
  [PROJECT, "/agents/helper/versions", { definition }],
  [PROJECT, "/memory_stores", { name: "m", definition: store }],
  [PROJECT, "/memory_stores/notes", {}],
  [PROJECT, "/memory_stores/notes:search_memories", { scope: "x" }],
  [PROJECT, "/memory_stores/notes:update_memories", { scope: "x" }],
  [PROJECT, "/memory_stores/notes:delete_scope", { scope: "x" }],
  [PROJECT, "/memory_stores/notes/items", { scope: "x", content: "x" }],
  [PROJECT, "/memory_stores/notes/items:list", { scope: "x" }],
];

describe("unknown fields and parameters", () => {
  it.each(ACCEPTED)("%s%s", async (base, path, body) => {
    const emulator = createEmulator();
    const project = (at: string) => `${at}?api-version=v1`;
    await at(emulator, PROJECT)("POST", project("/agents/helper/versions"), { definition });
    await at(emulator, PROJECT)("POST", project("/memory_stores"), { name: "notes", definition: store }, PREVIEW);
    const { json } = await at(emulator, OPENAI)("POST", "/conversations", {});
    const target = path.replace("ID", String(json["id"])) + (base === PROJECT ? "?api-version=v1" : "");
    const send = (to: string, sent: object) => at(emulator, base)("POST", to, sent, PREVIEW);
    expect((await send(target, body)).status).toBeLessThan(300);
    expect(refusal(await send(target, { ...body, nothing: 1 }))).toContain("400 unknown_parameter nothing");
    const query = `${target}${target.includes("?") ? "&" : "?"}nothing=1`;
    expect(refusal(await send(query, body))).toContain("400 unknown_parameter nothing");
  });
});
