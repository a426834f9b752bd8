import { describe, expect, it } from "vitest";
import type { Emulator, Rules } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { at, FOUNDRY, OPENAI, PROJECT } from "./http.js";

const f = {
  type: "function",
  name: "get_weather",
  strict: false,
  parameters: {
    type: "object",
    properties: { city: { type: "string", enum: ["Paris"] }, days: { type: "integer", minimum: 2 } },
  },
};

async function output(emulator: Emulator, body: object): Promise<Record<string, unknown>[]> {
  const { json } = await at(emulator, OPENAI)("POST", "/responses", { model: "m", ...body });
  return json["output"] as Record<string, unknown>[];
}

async function said(emulator: Emulator, body: object): Promise<string> {
  const items = await output(emulator, body);
  const parts = items.flatMap((item) => (item["content"] ?? []) as { text?: string; refusal?: string }[]);
  return parts.map((part) => part.text ?? part.refusal).join("|");
}

/** An MCP call that somebody approved of, or did not. */
function approval(approve: boolean): object[] {
  const request = { type: "mcp_approval_request", id: "mcpr_1", server_label: "s", name: "n", arguments: "{}" };
  return [request, { type: "mcp_approval_response", approval_request_id: "mcpr_1", approve }];
}

describe("rules", () => {
  const rules: Rules = {
    rules: [
      { when: { text: "/order (\\d+)/i" }, then: "Order {{1}} is on its way." },
      { when: { image: true }, then: "I see." },
      { when: { file: true }, then: "I read." },
      { when: { output_of: "get_weather", output: "rain" }, then: "Umbrella: {{output}}" },
      { when: { text: "secret" }, then: [{ refusal: "No." }] },
      { when: { model: "special" }, then: "Special." },
      { when: { instructions: "pirate" }, then: "Arr." },
      { when: { text: "twice" }, times: 2, then: "Once more." },
      { when: { approved: true }, then: "Approved." },
      { when: { approved: false }, then: "Refused." },
      { when: { tool: "web_search" }, then: [{ web_search: { query: "{{input}}" } }, { text: "Found." }] },
    ],
  };
  const emulator = createEmulator({ script: rules });

  it.each([
    [{ input: "Where is ORDER 42?" }, "Order 42 is on its way."],
    [{ input: [{ role: "user", content: [{ type: "input_image", image_url: "https://e/x.png" }] }] }, "I see."],
    [{ input: [{ role: "user", content: [{ type: "input_file", file_data: "data:," }] }] }, "I read."],
    [
      {
        input: [
          { type: "function_call", call_id: "c", name: "get_weather", arguments: "{}" },
          { type: "function_call_output", call_id: "c", output: "rain" },
        ],
      },
      "Umbrella: rain",
    ],
    [{ input: "the secret" }, "No."],
    [{ input: "x", model: "special" }, "Special."],
    [{ input: "x", instructions: "Talk like a pirate." }, "Arr."],
    [{ input: "x", tools: [{ type: "web_search" }] }, "Found."],
    [{ input: approval(true) }, "Approved."],
    [{ input: approval(false) }, "Refused."],
    [{ input: "nothing fits" }, "You said: nothing fits"],
  ])("%j", async (body, expected) => {
    expect(await said(emulator, body)).toBe(expected);
  });

  it("are used as often as they say, again after a reset", async () => {
    const answers = async () => [
      await said(emulator, { input: "twice" }),
      await said(emulator, { input: "twice" }),
      await said(emulator, { input: "twice" }),
    ];
    expect(await answers()).toEqual(["Once more.", "Once more.", "You said: twice"]);
    emulator.reset();
    expect(await answers()).toEqual(["Once more.", "Once more.", "You said: twice"]);
  });

  it("look at the agent", async () => {
    const definition = { kind: "prompt", model: "m" };
    const ask = async (name: string) => {
      await at(emulator, PROJECT)("POST", `/agents/${name}/versions?api-version=v1`, { definition });
      const agent_reference = { type: "agent_reference", name };
      const { json } = await at(emulator, FOUNDRY)("POST", "/responses", { agent_reference, input: "x" });
      return JSON.stringify(json["output"]);
    };
    emulator.script({ rules: [{ when: { agent: "poet" }, then: "Roses." }] });
    expect(await ask("poet")).toContain("Roses.");
    expect(await ask("clerk")).toContain("You said: x");
    emulator.script(rules);
  });

  it("call functions over several rounds, one or in parallel", async () => {
    const call = (name: string, city: string) => ({ function_call: { name, arguments: { city } } });
    const rounds = createEmulator({
      script: {
        rules: [
          { when: { output_of: "book" }, then: "Booked: {{output}}" },
          { when: { output_of: "get_weather" }, then: [call("book", "Rome")] },
          { when: { text: "trip" }, then: [call("get_weather", "Paris"), call("get_weather", "Rome")] },
        ],
      },
    });
    const { json: conversation } = await at(rounds, OPENAI)("POST", "/conversations", {});
    const seen: string[][] = [];
    let input: string | object[] = "Plan a trip";
    let items: Record<string, unknown>[];
    do {
      items = await output(rounds, { conversation: conversation["id"], input });
      seen.push(items.map((item) => `${item["type"] as string} ${(item["name"] ?? "") as string}`.trim()));
      input = items.map(({ call_id }) => ({ type: "function_call_output", call_id, output: "fine" }));
    } while (items[0]?.["type"] === "function_call");
    const calls = ["function_call get_weather", "function_call get_weather"];
    expect(seen).toEqual([calls, ["function_call book"], ["message"]]);
    expect(rounds.turns.at(-1)?.input.map(({ type }) => type)).toEqual([
      ...["message", "function_call", "function_call", "function_call_output", "function_call_output"],
      ...["function_call", "function_call_output"],
    ]);
  });

  it("may take their time", async () => {
    const slow = createEmulator({ script: { rules: [{ then: [{ delay: 60 }, { text: "Late." }] }] } });
    const begin = Date.now();
    expect(await said(slow, { input: "x" })).toBe("Late.");
    expect(Date.now() - begin).toBeGreaterThanOrEqual(59);
  });

  it("that make no sense are refused by name", () => {
    const make = (script: unknown) => () => createEmulator({ script: script as Rules });
    expect(make({ rules: [{ when: { txt: "x" }, then: "y" }] })).toThrow(
      'Rule 1 of the script has an unknown condition "txt"',
    );
    expect(make({ rules: [{ then: [{ say: "y" }] }] })).toThrow("unknown step");
    expect(make({ rules: [{ when: {} }] })).toThrow('has no "then"');
    expect(make({ rules: [{ times: 0, then: "x" }] })).toThrow("Rule 1 of the script: Invalid 'times'");
    expect(make({ rules: [{ when: { image: "yes" }, then: "x" }] })).toThrow("Invalid type for 'when.image'");
    expect(make({ rules: [{ then: [{ delay: -1 }] }] })).toThrow("Invalid 'then[0].delay'");
    expect(make({})).toThrow("list of rules");
  });
});

describe("a model in code", () => {
  it("gets what the record shows, may answer late, and its failure fails the response", async () => {
    const seen: unknown[] = [];
    const emulator = createEmulator({
      script: async (turn) => {
        seen.push(structuredClone(turn.input));
        await new Promise((resolve) => setTimeout(resolve, 1));
        if (turn.model === "broken") throw new Error("Out of order.");
        if (turn.model === "typo") return { tetx: "Fine." } as unknown as { text: string };
        return turn.model === "http" ? { http_error: { status: 418, message: "Teapot.", code: "teapot" } } : "Fine.";
      },
    });
    expect(await said(emulator, { input: "x" })).toBe("Fine.");
    expect(seen[0]).toEqual(emulator.turns[0]?.input);
    const failed = await at(emulator, OPENAI)("POST", "/responses", { model: "broken", input: "x" });
    expect(failed.json).toMatchObject({ status: "failed", error: { code: "server_error", message: "Out of order." } });
    const typo = await at(emulator, OPENAI)("POST", "/responses", { model: "typo", input: "x" });
    expect(JSON.stringify(typo.json["error"])).toContain("What the script answers has an unknown step");
    const refused = await at(emulator, OPENAI)("POST", "/responses", { model: "http", input: "x" });
    expect(refused).toMatchObject({ status: 418, json: { error: { code: "teapot" } } });
  });
});

describe("the default model", () => {
  const emulator = createEmulator();
  it.each([
    ["Please use a tool", "auto", true],
    ["get_weather for me", "auto", true],
    ["Just chat", "auto", false],
    ["Just chat", "required", true],
    ["Just chat", { type: "function", name: "get_weather" }, true],
    ["Please use a tool", "none", false],
  ])("%s, tool_choice %j: calls %s", async (input, tool_choice, calls) => {
    const items = await output(emulator, { input, tool_choice, tools: [f] });
    expect(items[0]).toMatchObject(
      calls ? { type: "function_call", arguments: '{"city":"Paris","days":2}' } : { type: "message" },
    );
  });

  it("answers in the format it is asked for", async () => {
    const schema = {
      type: "object",
      properties: { name: { type: "string" }, tags: { type: "array", items: { type: "string" } } },
    };
    expect(
      JSON.parse(await said(emulator, { input: "x", text: { format: { type: "json_schema", name: "n", schema } } })),
    ).toEqual({ name: "x", tags: ["x"] });
    expect(JSON.parse(await said(emulator, { input: "Some json", text: { format: { type: "json_object" } } }))).toEqual(
      {
        echo: "Some json",
      },
    );
  });
});

describe("what the model got", () => {
  it("has templates, structured inputs and dropped ids worked in", async () => {
    const emulator = createEmulator();
    const { json: store } = await at(emulator, FOUNDRY)("POST", "/vector_stores", {});
    const definition = {
      kind: "prompt",
      model: "gpt-5",
      instructions: "Help {{ user }}. {{extra}} {{unknown}}",
      temperature: 0.2,
      tools: [{ type: "file_search", vector_store_ids: ["{{vs}}", "{{none}}"] }],
      structured_inputs: {
        user: { required: true },
        extra: { default_value: "" },
        vs: {},
        none: { default_value: "" },
      },
    };
    await at(emulator, PROJECT)("POST", "/agents/tenant/versions?api-version=v1", { definition });
    const body = {
      agent_reference: { type: "agent_reference", name: "tenant" },
      input: [
        { type: "message", role: "developer", content: "For {{user}} only." },
        { type: "message", role: "user", content: "Hi {{user}}" },
      ],
    };
    const send = (structured_inputs: object) =>
      at(emulator, FOUNDRY)("POST", "/responses", { ...body, structured_inputs });
    expect((await send({})).json.error?.["param"]).toBe("structured_inputs.user");
    expect((await send({ user: "Ann", vs: store["id"] })).status).toBe(200);
    const [turn] = emulator.turns;
    expect(turn).toMatchObject({
      instructions: "Help Ann.  ",
      temperature: 0.2,
      tools: [{ type: "file_search", vector_store_ids: [store["id"]] }],
    });
    const { json: stored } = await at(emulator, FOUNDRY)(
      "GET",
      `/responses/${turn?.response_id}/input_items?order=asc`,
    );
    expect(JSON.stringify(stored["data"])).toContain("For {{user}} only.");
    expect(turn?.input.map((item) => (item["content"] as { text: string }[])[0]?.text)).toEqual([
      "For Ann only.",
      "Hi {{user}}",
    ]);
  });

  it("overflows a small context, unless it may be cut", async () => {
    const emulator = createEmulator({ contextWindow: 30 });
    const input = ["a", "b", "c"].map((letter) => ({ role: "user", content: letter.repeat(60) }));
    const refused = await at(emulator, OPENAI)("POST", "/responses", { model: "m", input });
    expect(refused.json.error?.["code"]).toBe("context_length_exceeded");
    await at(emulator, OPENAI)("POST", "/responses", {
      model: "m",
      input: input.map((item) => ({ ...item, content: item.content.slice(0, 20) })),
      truncation: "auto",
    });
    const kept = emulator.turns[0]!.input.length;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(3);
  });

  it("is repeatable: equal programs get equal ids, times and answers", async () => {
    const run = async () => {
      const emulator = createEmulator({ seed: "s", startTime: 1_790_000_000 });
      const { json } = await at(emulator, OPENAI)("POST", "/conversations", {});
      await at(emulator, OPENAI)("POST", "/responses", {
        model: "m",
        input: "x",
        conversation: json["id"],
        tools: [f],
      });
      return emulator.export();
    };
    expect(await run()).toEqual(await run());
  });
});
