import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import type { Emulator, Step } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { HAVE_SPECS, parseEvents, Spec, SPECS, type Check } from "./spec.js";

/**
 * Where the real service differs from its own description, in recordings (specs/README.md, point 3): null where the description has a
 * plain type. Everything else must validate.
 */
const AS_RECORDED = [
  /^\/(first_id|last_id|name|user|expires_at|expires_after|status_details|description)(\/\w+)? must be/,
  /^\/data\/\d+\/(name|expires_after|expires_at|description|status_details)(\/\w+)? must be/,
  /^\/response\/user must be/,
  /^(\/response)?\/usage must be object/,
];

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
  { file_search: { queries: ["q"] } },
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
    ],
  },
  { refusal: "I will not." },
  { item: { type: "reasoning", summary: [], content: [{ type: "reasoning_text", text: "In full." }] } },
  { item: { type: "mcp_list_tools", server_label: "s", tools: [], error: "unreachable" } },
];

const INCLUDE = [
  "file_search_call.results",
  "code_interpreter_call.outputs",
  "web_search_call.action.sources",
  "reasoning.encrypted_content",
  "message.input_image.image_url",
];

class Client {
  readonly problems: string[] = [];
  readonly eventTypes = new Set<string>();
  checked = 0;
  readonly #emulator: Emulator;
  readonly #spec: Spec;
  readonly #base: string;

  constructor(emulator: Emulator, spec: Spec, base: string) {
    this.#emulator = emulator;
    this.#spec = spec;
    this.#base = base;
  }

  /** Sends a request and validates what comes back, JSON or stream. */
  async send(method: string, at: string, body?: object | FormData): Promise<Record<string, unknown>> {
    const init = body instanceof FormData ? { method, body } : { method, body: body && JSON.stringify(body) };
    const answer = await this.#emulator.fetch(new Request(`http://emulator${this.#base}${at}`, init));
    const text = await answer.text();
    if (answer.status !== 200) throw new Error(`${method} ${at}: ${answer.status} ${text}`);
    const type = answer.headers.get("content-type") ?? "";
    if (type.startsWith("text/event-stream")) {
      const events = parseEvents(text);
      for (const event of events) {
        this.eventTypes.add(event.type);
        this.#note(`event ${event.type}`, this.#spec.schema(eventSchema(event.type)), event);
      }
      return (events.at(-1)?.["response"] ?? {}) as Record<string, unknown>;
    }
    if (!type.startsWith("application/json")) return {};
    const json = JSON.parse(text) as Record<string, unknown>;
    const check = this.#spec.answer(method, new URL(`http://x${at}`).pathname);
    if (check) this.#note(`${method} ${at}`, check, json);
    return json;
  }

  #note(what: string, check: Check, value: unknown): void {
    this.checked += 1;
    const errors = check(value);
    // A union that fails names every branch; it counts as recorded when one of its errors is a known deviation and no other path fails.
    const open = errors.filter(
      (error) =>
        !AS_RECORDED.some((known) => known.test(error)) && !/^(\/\w+)? must match a schema in anyOf/.test(error),
    );
    if (open.length > 0) this.problems.push(`${what}: ${open.slice(0, 6).join(" | ")}`);
  }
}

/** `response.output_text.delta` → `ResponseTextDeltaEvent`: the description's own names are irregular. */
function eventSchema(type: string): string {
  const irregular: Record<string, string> = {
    "response.output_text.delta": "ResponseTextDeltaEvent",
    "response.output_text.done": "ResponseTextDoneEvent",
  };
  const words = type.replace("response.", "").replace("image_generation_call", "image_gen_call").split(/[._]/);
  const name = words.map((word) => (word === "mcp" ? "MCP" : word[0]!.toUpperCase() + word.slice(1))).join("");
  return irregular[type] ?? `Response${name}Event`;
}

async function exercise(client: Client, emulator: Emulator, reference: object): Promise<void> {
  const upload = new FormData();
  upload.set("file", new File(["q and a"], "q.txt"));
  upload.set("purpose", "assistants");
  const file = await client.send("POST", "/files", upload);
  await client.send("GET", `/files/${file["id"]}`);
  await client.send("GET", "/files");
  const store = await client.send("POST", "/vector_stores", {
    name: "s",
    file_ids: [file["id"]],
    expires_after: { anchor: "last_active_at", days: 1 },
  });
  const at = `/vector_stores/${store["id"]}`;
  await client.send("GET", at);
  await client.send("POST", at, { name: "t" });
  await client.send("POST", `${at}/files`, { file_id: file["id"], attributes: { k: "v" } });
  await client.send("GET", `${at}/files`);
  await client.send("GET", `${at}/files/${file["id"]}`);
  await client.send("GET", `${at}/files/${file["id"]}/content`);
  await client.send("POST", `${at}/search`, { query: "q" });
  const batch = await client.send("POST", `${at}/file_batches`, { file_ids: [file["id"]] });
  await client.send("GET", `${at}/file_batches/${batch["id"]}`);
  await client.send("GET", `${at}/file_batches/${batch["id"]}/files`);
  await client.send("POST", `${at}/file_batches/${batch["id"]}/cancel`);
  await client.send("GET", "/vector_stores");
  const container = await client.send("POST", "/containers", { name: "c", file_ids: [file["id"]] });
  const inside = await client.send("GET", `/containers/${container["id"]}/files`);
  const [first] = inside["data"] as { id: string }[];
  await client.send("GET", `/containers/${container["id"]}`);
  await client.send("GET", "/containers");
  await client.send("GET", `/containers/${container["id"]}/files/${first!.id}`);

  const conversation = await client.send("POST", "/conversations", {
    items: [
      {
        type: "message",
        role: "user",
        content: [
          { type: "input_text", text: "hi" },
          { type: "input_image", image_url: "https://example.com/a.png" },
        ],
      },
    ],
    metadata: { a: "b" },
  });
  const items = `/conversations/${conversation["id"]}/items`;
  await client.send("GET", `/conversations/${conversation["id"]}`);
  await client.send("POST", `/conversations/${conversation["id"]}`, { metadata: {} });
  const added = await client.send("POST", items, {
    items: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "yes", annotations: [] }] }],
  });
  await client.send("GET", `${items}/${added["first_id"]}`);
  const tools = [
    { type: "function", name: "f", parameters: { type: "object", properties: {} }, strict: false },
    { type: "custom", name: "g" },
    { type: "code_interpreter", container: { type: "auto" } },
    { type: "file_search", vector_store_ids: [store["id"]] },
    { type: "web_search" },
    { type: "mcp", server_label: "s", server_url: "https://example.com" },
    { type: "image_generation" },
  ];
  const settings = "agent_reference" in reference ? reference : { model: "gpt-5", tools };
  emulator.script(() => EVERYTHING);
  const whole = await client.send("POST", "/responses", { ...settings, input: "hi", include: INCLUDE });
  await client.send("GET", `/responses/${whole["id"]}`);
  await client.send("GET", `/responses/${whole["id"]}/input_items`);
  await client.send("POST", "/responses", { ...settings, input: "hi", stream: true, include: INCLUDE });
  await client.send("POST", "/responses", { ...settings, input: "hi", stream: true });
  await client.send("POST", "/responses", { ...settings, input: "hi", stream: true, background: true });
  emulator.script(() => [
    { mcp_call: { server_label: "s", name: "roll", error: { type: "mcp_tool_execution_error", content: [] } } },
    { text: "half" },
    { incomplete: "max_output_tokens" },
  ]);
  await client.send("POST", "/responses", { ...settings, input: "hi", stream: true });
  emulator.script(() => [{ text: "half a te" }, { failed: { message: "broken" } }]);
  await client.send("POST", "/responses", { ...settings, input: "hi", stream: true });
  emulator.script();
  await client.send("POST", "/responses", { ...settings, input: "hi", conversation: conversation["id"] });
  await client.send("GET", `${items}?limit=2&include[]=message.input_image.image_url`);
  await client.send("GET", items);
  emulator.script(() => [{ delay: 60_000 }]);
  const stuck = await client.send("POST", "/responses", { ...settings, input: "hi", background: true });
  await client.send("POST", `/responses/${stuck["id"]}/cancel`);
  await client.send("DELETE", `${items}/${added["first_id"]}`);
  await client.send("DELETE", `/conversations/${conversation["id"]}`);
  await client.send("DELETE", `${at}/files/${file["id"]}`);
  await client.send("DELETE", at);
  await client.send("DELETE", `/containers/${container["id"]}/files/${first!.id}`);
  await client.send("DELETE", `/files/${file["id"]}`);
  if (!("agent_reference" in reference)) {
    await client.send("POST", "/responses/input_tokens", { model: "m", input: "hello" });
    await client.send("POST", "/responses/compact", { model: "m", input: "hello" });
  }
}

/** Events that a model's text, reasoning and tools can cause; only image and audio details are not made. */
const EXPECTED_EVENTS = [
  "response.code_interpreter_call.completed",
  "response.code_interpreter_call.in_progress",
  "response.code_interpreter_call.interpreting",
  "response.code_interpreter_call_code.delta",
  "response.code_interpreter_call_code.done",
  "response.completed",
  "response.content_part.added",
  "response.content_part.done",
  "response.created",
  "response.custom_tool_call_input.delta",
  "response.custom_tool_call_input.done",
  "response.failed",
  "response.file_search_call.completed",
  "response.file_search_call.in_progress",
  "response.file_search_call.searching",
  "response.function_call_arguments.delta",
  "response.function_call_arguments.done",
  "response.image_generation_call.completed",
  "response.image_generation_call.generating",
  "response.image_generation_call.in_progress",
  "response.in_progress",
  "response.incomplete",
  "response.mcp_call.completed",
  "response.mcp_call.failed",
  "response.mcp_call.in_progress",
  "response.mcp_call_arguments.delta",
  "response.mcp_call_arguments.done",
  "response.mcp_list_tools.completed",
  "response.mcp_list_tools.failed",
  "response.mcp_list_tools.in_progress",
  "response.output_item.added",
  "response.output_item.done",
  "response.output_text.annotation.added",
  "response.output_text.delta",
  "response.output_text.done",
  "response.queued",
  "response.reasoning_summary_part.added",
  "response.reasoning_summary_part.done",
  "response.reasoning_summary_text.delta",
  "response.reasoning_summary_text.done",
  "response.reasoning_text.delta",
  "response.reasoning_text.done",
  "response.refusal.delta",
  "response.refusal.done",
  "response.web_search_call.completed",
  "response.web_search_call.in_progress",
  "response.web_search_call.searching",
];

describe.skipIf(!HAVE_SPECS)("answers and events against the API descriptions", () => {
  it("plain OpenAI", async () => {
    const emulator = createEmulator({ backgroundDelay: 0 });
    const client = new Client(emulator, new Spec(), "/v1");
    await exercise(client, emulator, {});
    expect(client.problems).toEqual([]);
    expect(client.checked).toBeGreaterThan(250);
    expect([...client.eventTypes].sort()).toEqual(EXPECTED_EVENTS);
  });

  it("Foundry: the same operations, run by an agent", async () => {
    const emulator = createEmulator({ backgroundDelay: 0 });
    const base = "/api/projects/p";
    const agents = new Ajv({ strict: false, validateFormats: false });
    agents.addSchema(foundrySchema(), "foundry");
    const valid = (name: string, value: unknown) => {
      const validate = agents.compile({ $ref: `foundry#/definitions/${name}` });
      return validate(value) ? [] : validate.errors;
    };
    const post = async (at: string, body: object) => {
      const request = new Request(`http://emulator${base}${at}?api-version=v1`, {
        method: "POST",
        body: JSON.stringify(body),
      });
      return (await emulator.fetch(request)).json() as Promise<object>;
    };
    const definition = {
      kind: "prompt",
      model: "gpt-5",
      instructions: "Be kind.",
      tools: [{ type: "code_interpreter" }],
    };
    expect(valid("AgentVersion", await post("/agents/helper/versions", { definition, metadata: { a: "b" } }))).toEqual(
      [],
    );
    expect(valid("Agent", await post("/agents", { name: "other", definition }))).toEqual([]);
    const client = new Client(emulator, new Spec(), `${base}/openai/v1`);
    await exercise(client, emulator, { agent_reference: { type: "agent_reference", name: "helper" } });
    expect(client.problems).toEqual([]);
  });
});

/** The JSON schema of agents, with `created_at` as it is on the wire (specs/README.md, point 4). */
function foundrySchema(): object {
  const schema = JSON.parse(readFileSync(path.join(SPECS, "foundry-agents-v1.jsonschema.json"), "utf8")) as {
    definitions: Record<string, { properties: Record<string, object> }>;
  };
  schema.definitions["AgentVersion"]!.properties["created_at"] = { type: "integer" };
  return schema;
}
