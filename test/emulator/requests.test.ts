import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { surfaceFields } from "../../src/emulator/validate/fields.js";
import { CONTAINER_BODIES, VECTOR_STORE_BODIES } from "../../src/emulator/validate/resources.js";
import { SAFER_READING } from "../../src/emulator/unverified.js";
import { createEmulator } from "./checked.js";
import { at, OPENAI, PROJECT, refusal } from "./http.js";
import { Samples, type Schema } from "./samples.js";
import { HAVE_SPECS, Spec, SPECS } from "./spec.js";

/** The schemas cannot say that an MCP tool needs one of several ways to its server, and no sample fits a pattern. */
const MCP = { server_url: "https://example.com", tunnel_id: `tunnel_${"a".repeat(32)}` };

describe.skipIf(!HAVE_SPECS)("tools and items", () => {
  const foundry = HAVE_SPECS
    ? (JSON.parse(readFileSync(path.join(SPECS, "foundry-agents-v1.jsonschema.json"), "utf8")) as {
        definitions: Record<string, Schema>;
      })
    : { definitions: {} };
  const named = (ref: string) => foundry.definitions[ref.split("/").at(-1)!]!;
  const foundryTools = ((foundry.definitions["ToolUnion"]?.["anyOf"] ?? []) as { $ref: string }[])
    .map(({ $ref }) => $ref.split("/").at(-1)!)
    .filter((name) => name !== "Tool");

  it.each(foundryTools)("agents take %s, with all its members or the required ones, and no others", async (name) => {
    const post = at(createEmulator(), PROJECT);
    const samples = new Samples(named);
    const send = async (tool: object) =>
      refusalOrOk(
        await post("POST", "/agents/helper/versions?api-version=v1", {
          definition: { kind: "prompt", model: "gpt-5", tools: [tool] },
        }),
      );
    const given = name === "MCPTool" ? MCP : {};
    const least = { ...(samples.of(named(name), false) as object), ...given };
    expect(await send(least)).toBe("accepted");
    expect(await send({ ...(samples.of(named(name), true) as object), ...given })).toBe("accepted");
    expect(await send({ ...least, not_a_member: 1 })).toContain(
      "400 unknown_parameter definition.tools[0].not_a_member",
    );
  });

  const spec = HAVE_SPECS ? new Spec() : undefined;
  const openaiTools = ((spec?.component("Tool")["anyOf"] ?? []) as { $ref: string }[]).map(({ $ref }) =>
    $ref.split("/").at(-1)!,
  );

  it.each(openaiTools)("responses take %s, with all its members or the required ones", async (name) => {
    const emulator = createEmulator();
    const post = at(emulator, OPENAI);
    const samples = new Samples((ref) => spec!.component(ref.split("/").at(-1)!));
    const { json: container } = await post("POST", "/containers", { name: "c" });
    for (const all of [false, true]) {
      const tool = samples.of(spec!.component(name), all) as Record<string, unknown>;
      // What it names has to be there.
      if (tool["type"] === "file_search") tool["vector_store_ids"] = [];
      if (tool["type"] === "code_interpreter") tool["container"] = container["id"];
      if (tool["type"] === "mcp") Object.assign(tool, MCP);
      expect(refusalOrOk(await post("POST", "/responses", { model: "gpt-5", input: "x", tools: [tool] }))).toBe(
        "accepted",
      );
    }
  });

  const fields = surfaceFields(SAFER_READING).openai;
  it.each([
    ["/responses", fields.response],
    ["/responses/input_tokens", fields.tokenCount],
    ["/responses/compact", fields.compact],
    ["/conversations", fields.conversation.create],
    ["/conversations/conv_1", fields.conversation.update],
    ["/conversations/conv_1/items", fields.conversation.items],
    ["/vector_stores", VECTOR_STORE_BODIES.create],
    ["/vector_stores/vs_1", VECTOR_STORE_BODIES.update],
    ["/vector_stores/vs_1/search", VECTOR_STORE_BODIES.search],
    ["/vector_stores/vs_1/files", VECTOR_STORE_BODIES.addFile],
    ["/vector_stores/vs_1/files/file-1", VECTOR_STORE_BODIES.updateFile],
    ["/vector_stores/vs_1/file_batches", VECTOR_STORE_BODIES.batch],
    ["/containers", CONTAINER_BODIES.create],
  ])("POST %s knows the members that the description has, and no others", (path, known) => {
    expect(Object.keys(known).sort()).toEqual(spec!.bodyMembers("POST", path).sort());
  });

  const kinds = ((spec?.component("Item")["anyOf"] ?? []) as { $ref: string }[]).map(({ $ref }) =>
    $ref.split("/").at(-1)!,
  );
  // Stricter than the description: ids have to look like ids, and an output has to say which call it answers.
  const stricter: Readonly<Record<string, object>> = {
    OutputMessage: { id: "msg_1" },
    FunctionToolCall: { id: "fc_1" },
    ReasoningItem: { id: "rs_1" },
    FunctionCallOutputItemParam: { call_id: "call_1" },
  };

  it.each(kinds)("conversations take %s, with all its members or the required ones, and no others", async (name) => {
    const post = at(createEmulator(), OPENAI);
    const samples = new Samples((ref) => spec!.component(ref.split("/").at(-1)!));
    for (const all of [false, true]) {
      const item = { ...(samples.of(spec!.component(name), all) as object), ...stricter[name] };
      const send = async (more: object) =>
        refusalOrOk(await post("POST", "/conversations", { items: [{ ...item, ...more }] }));
      expect(await send({})).toBe("accepted");
      expect(await send({ not_a_member: 1 })).toBe(
        "400 unknown_parameter items[0].not_a_member: Unknown parameter: 'items[0].not_a_member'.",
      );
    }
  });
});

const refusalOrOk = (answer: Parameters<typeof refusal>[0]) => (answer.status === 200 ? "accepted" : refusal(answer));
