import { beforeEach, describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, PROJECT, refusal } from "./http.js";

const reference = { agent_reference: { type: "agent_reference", name: "helper" } };

let emulator: Emulator;
beforeEach(() => {
  emulator = createEmulator({ backgroundDelay: 0 });
});

describe("Foundry refuses", () => {
  const send = (path: string, body: object) => at(emulator, FOUNDRY)("POST", path, body).then(refusal);
  const agents = (method: string, path: string, body?: object, headers?: Record<string, string>) =>
    at(emulator, PROJECT)(method, `${path}?api-version=v1`, body, headers).then(refusal);
  const definition = { kind: "prompt", model: "gpt-5", instructions: "Be kind." };

  beforeEach(async () => {
    await at(emulator, PROJECT)("POST", "/agents/helper/versions?api-version=v1", { definition });
  });

  it.each([
    "instructions",
    "temperature",
    "top_p",
    "tools",
    "text",
    "reasoning",
    "model",
    "tool_choice",
    "parallel_tool_calls",
    "truncation",
  ])("%s beside an agent reference", async (field) => {
    const values: Record<string, unknown> = {
      instructions: "x",
      temperature: 1,
      top_p: 1,
      tools: [],
      text: {},
      reasoning: {},
      model: "m",
      tool_choice: "auto",
      parallel_tool_calls: true,
      truncation: "auto",
    };
    const body = { ...reference, input: "x", [field]: values[field] };
    expect(await send("/responses", body)).toBe(`400 invalid_payload ${field}: Not allowed when agent is specified.`);
  });

  it("takes what is documented beside an agent reference", async () => {
    const { json: conversation } = await at(emulator, FOUNDRY)("POST", "/conversations", {});
    const body = {
      ...reference,
      conversation: conversation["id"],
      max_output_tokens: 100,
      metadata: { a: "b" },
      store: true,
      include: [],
    };
    const { status, json } = await at(emulator, FOUNDRY)("POST", "/responses", body);
    expect(status).toBe(200);
    expect(json).toMatchObject({
      instructions: null,
      tools: [],
      model: "gpt-5",
      agent_reference: { name: "helper", version: "1" },
    });
    expect(json["output"]).toMatchObject([{ response_id: json["id"], agent_reference: { name: "helper" } }]);
    expect(emulator.turns[0]).toMatchObject({
      agent: { name: "helper", version: "1" },
      instructions: "Be kind.",
      model: "gpt-5",
    });
  });

  it("the agent key, in the envelope of Foundry", async () => {
    const { status, json } = await at(emulator, FOUNDRY)("POST", "/responses", {
      agent: { name: "helper" },
      input: "x",
    });
    expect(status).toBe(400);
    expect(json.error).toMatchObject({
      code: "invalid_payload",
      param: "agent",
      type: "invalid_request_error",
      details: [],
    });
    expect(json.error?.["message"]).toContain("The 'agent' property is deprecated.");
    expect(json.error?.["additionalInfo"]).toHaveProperty("request_id");
  });

  it.each([
    [{ input: "x" }, "400 missing_required_parameter model: Missing required parameter: 'model'."],
    [
      { agent_reference: { type: "agent_reference", name: "nobody" }, input: "x" },
      "404 not_found agent_reference: Agent with name 'nobody' not found.",
    ],
    [
      { agent_reference: { type: "agent_reference", name: "helper", version: "9" }, input: "x" },
      "404 not_found agent_reference: Agent 'helper' with version '9' not found.",
    ],
    [
      { agent_reference: { name: "helper" }, input: "x" },
      "400 missing_required_parameter agent_reference.type: Missing required parameter: 'agent_reference.type'.",
    ],
    [
      { ...reference, input: "x", structured_inputs: { a: "b" } },
      "400 invalid_payload structured_inputs.a: Structured input 'a' is not defined for this agent.",
    ],
    [
      { ...reference, input: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "x" }] }] },
      "400 missing_required_parameter input[0].content[0].annotations: Missing required parameter: 'input[0].content[0].annotations'.",
    ],
  ])("POST /responses %j", async (body, expected) => {
    expect(await send("/responses", body)).toBe(expected);
  });

  it.each(["has_underscore", "-front", "back-", "a".repeat(64), "with.dot"])("the agent name %s", async (name) => {
    expect(await agents("POST", `/agents/${name}/versions`, { definition })).toContain(
      "400 invalid_payload agent_name",
    );
  });

  it.each([
    [
      { definition: { model: "m" } },
      "400 missing_required_parameter definition.kind: Missing required parameter: 'definition.kind'.",
    ],
    [
      { definition: { ...definition, response_format: {} } },
      "400 unknown_parameter definition.response_format: Unknown parameter: 'definition.response_format'.",
    ],
    [
      { definition: { kind: "prompt" } },
      "400 missing_required_parameter definition.model: Missing required parameter: 'definition.model'.",
    ],
    [
      { definition: { ...definition, tools: [{ type: "connected_agent" }] } },
      "400 invalid_value definition.tools[0].type",
    ],
    [{ definition, metadata: { k: "v".repeat(513) } }, "400 string_above_max_length metadata.k"],
    [{ definition: { kind: "workflow", workflow: "kind: workflow" } }, "403 preview_feature_required"],
    [{ definition, name: "x" }, "400 unknown_parameter name: Unknown parameter: 'name'."],
    [
      { definition: null },
      "400 invalid_type definition: Invalid type for 'definition': expected an object, but got null",
    ],
  ])("POST /agents/…/versions %j", async (body, expected) => {
    expect(await agents("POST", "/agents/new-one/versions", body)).toContain(expected);
  });

  it("agent operations without an api-version, and names that are taken", async () => {
    const plain = refusal(await at(emulator, PROJECT)("GET", "/agents/helper"));
    expect(plain).toContain("400 MissingApiVersionParameter api-version");
    expect(await agents("POST", "/agents", { name: "helper", definition })).toBe(
      "409 conflict name: Agent with name 'helper' already exists.",
    );
  });
});
