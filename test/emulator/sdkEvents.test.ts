import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import OpenAI6 from "openai";
import OpenAI7 from "openai-7";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Listening, Step } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";

/** Turns of every kind the emulator knows, and what they add to the request. */
const TURNS: Readonly<Record<string, { readonly steps: readonly Step[]; readonly request?: object }>> = {
  "text with a citation": {
    steps: [{ text: "See here.", citations: [{ url: "https://example.com", quote: "here" }] }],
  },
  refusal: { steps: [{ refusal: "I will not." }] },
  reasoning: {
    steps: [
      { reasoning: ["First.", "Second."] },
      { item: { type: "reasoning", summary: [], content: [{ type: "reasoning_text", text: "In full." }] } },
    ],
  },
  "function call": { steps: [{ function_call: { name: "f", arguments: { city: "Paris" } } }] },
  "custom tool call": { steps: [{ custom_tool_call: { name: "g", input: "raw text" } }] },
  "code interpreter": { steps: [{ code_interpreter: { code: "print(1)", logs: "1" } }] },
  "file search": { steps: [{ file_search: { queries: ["q"] } }] },
  "web search": { steps: [{ web_search: { query: "news" } }] },
  MCP: {
    steps: [{ mcp_list_tools: { server_label: "s" } }, { mcp_call: { server_label: "s", name: "n", output: "4" } }],
  },
  "MCP that fails": {
    steps: [
      { item: { type: "mcp_list_tools", server_label: "s", tools: [], error: "unreachable" } },
      { mcp_call: { server_label: "s", name: "n", error: { type: "mcp_tool_execution_error", content: [] } } },
    ],
  },
  "image generation": { steps: [{ image_generation: { result: "AA==" } }] },
  "cut off": { steps: [{ text: "Half a" }, { incomplete: "max_output_tokens" }] },
  failure: { steps: [{ text: "Half a" }, { failed: { message: "Out of order." } }] },
  "error in mid-stream": { steps: [{ text: "Half a" }, { error: { code: "server_error", message: "Out of order." } }] },
  background: { steps: [{ text: "Later." }], request: { background: true } },
};

/** What the SDKs know but the issue does not ask for. */
const OUT_OF_SCOPE: Readonly<Record<string, string>> = {
  "response.audio.delta": "audio",
  "response.audio.done": "audio",
  "response.audio.transcript.delta": "audio",
  "response.audio.transcript.done": "audio",
  "response.image_generation_call.partial_image": "images appear at once",
  "response.compaction.compacting": "compaction in mid-response",
  "response.shell_call_command.added": "hosted shell",
  "response.shell_call_command.delta": "hosted shell",
  "response.shell_call_command.done": "hosted shell",
  "response.shell_call_output_content.delta": "hosted shell",
  "response.shell_call_output_content.done": "hosted shell",
};

/** The values of `type` in an SDK's union of stream events. */
function eventTypes(sdk: string): string[] {
  const file = fileURLToPath(new URL(`../../node_modules/${sdk}/resources/responses/responses.d.ts`, import.meta.url));
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  const interfaces = new Map<string, ts.InterfaceDeclaration>();
  let union: readonly ts.TypeNode[] = [];
  for (const statement of source.statements) {
    if (ts.isInterfaceDeclaration(statement)) interfaces.set(statement.name.text, statement);
    if (ts.isTypeAliasDeclaration(statement) && statement.name.text === "ResponseStreamEvent")
      union = (statement.type as ts.UnionTypeNode).types;
  }
  return union.map((member) => {
    const name = (member as ts.TypeReferenceNode).typeName.getText(source);
    const tag = interfaces.get(name)?.members.find((field) => field.name?.getText(source) === "type");
    return /'(.+)'/.exec((tag as ts.PropertySignature).type!.getText(source))![1]!;
  });
}

describe.each([
  ["openai", OpenAI6],
  ["openai-7", OpenAI7 as unknown as typeof OpenAI6],
])("stream events of %s", (sdk, OpenAI) => {
  const emulator = createEmulator({ backgroundDelay: 0 });
  let server: Listening;
  let client: OpenAI6;
  /** Which turns caused an event. */
  const emittedBy = new Map<string, string[]>();

  beforeAll(async () => {
    server = await emulator.listen();
    client = new OpenAI({ baseURL: server.openaiBase, apiKey: "test", maxRetries: 0 });
  });
  afterAll(() => server.close());

  it.each(Object.keys(TURNS))("%s: the SDK reads what is sent", async (turn) => {
    const { steps, request } = TURNS[turn]!;
    emulator.script(() => steps);
    const read = new Map<string, number>();
    const reading = (async () => {
      for await (const event of await client.responses.create({ model: "m", input: "x", ...request, stream: true }))
        read.set(event.type, (read.get(event.type) ?? 0) + 1);
    })();
    // The SDK throws an `error` event, and looks no further.
    if (turn === "error in mid-stream") await expect(reading).rejects.toThrow("Out of order.");
    else await reading;
    await expect.poll(() => emulator.turns.at(-1)?.status).not.toBe("in_progress");
    const sent = emulator.requests.at(-1)?.response as Record<string, number>;
    const heard = Object.entries(sent).filter(
      ([type]) => turn !== "error in mid-stream" || !["error", "response.failed"].includes(type),
    );
    expect(Object.fromEntries(read)).toEqual(Object.fromEntries(heard));
    for (const type of Object.keys(sent)) emittedBy.set(type, [...(emittedBy.get(type) ?? []), turn]);
  });

  it("are all emitted by one of these turns, or out of scope", () => {
    const known = eventTypes(sdk);
    expect(known.length).toBeGreaterThan(50);
    const missing = known.filter((type) => !emittedBy.has(type) && !Object.hasOwn(OUT_OF_SCOPE, type));
    expect(missing).toEqual([]);
    expect([...emittedBy.keys()].filter((type) => !known.includes(type) || type in OUT_OF_SCOPE)).toEqual([]);
  });
});
