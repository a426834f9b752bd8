import { beforeEach, describe, expect, it } from "vitest";
import type { Emulator } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";
import { at, OPENAI, refusal } from "./http.js";

const MODEL = { model: "gpt-5" };
const reference = { agent_reference: { type: "agent_reference", name: "helper" } };
const user = (text: string) => ({ type: "message", role: "user", content: text });

let emulator: Emulator;
beforeEach(() => {
  emulator = createEmulator({ backgroundDelay: 0 });
});

describe("plain OpenAI refuses", () => {
  const send = (method: string, path: string, body?: object) => at(emulator, OPENAI)(method, path, body).then(refusal);

  it.each([
    [{ input: "x" }, "400 missing_required_parameter model: Missing required parameter: 'model'."],
    [{ ...MODEL }, "400 missing_required_parameter input: Missing required parameter: 'input'."],
    [{ ...MODEL, input: "x", foo: 1 }, "400 unknown_parameter foo: Unknown parameter: 'foo'."],
    [
      { ...MODEL, input: "x", ...reference },
      "400 unknown_parameter agent_reference: Unknown parameter: 'agent_reference'.",
    ],
    [
      { ...MODEL, input: "x", max_output_tokens: 5 },
      "400 integer_below_min_value max_output_tokens: Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 5 instead.",
    ],
    [
      { ...MODEL, input: "x", temperature: 3 },
      "400 decimal_above_max_value temperature: Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
    ],
    [
      { ...MODEL, input: 5 },
      "400 invalid_type input: Invalid type for 'input': expected one of a string or an array, but got an integer instead.",
    ],
    [
      { ...MODEL, input: [{ role: "tool", content: "x" }] },
      "400 invalid_value input[0].role: Invalid value: 'tool'. Supported values are: 'user', 'assistant', 'system', and 'developer'.",
    ],
    [
      { ...MODEL, input: [{ role: "user", content: [{ type: "text", text: "x" }] }] },
      "400 invalid_value input[0].content[0].type: Invalid value: 'text'. Supported values are: 'input_text', 'input_image', and 'input_file'.",
    ],
    [
      { ...MODEL, input: "x", tools: [{ type: "function", function: { name: "f" } }] },
      "400 missing_required_parameter tools[0].name: Missing required parameter: 'tools[0].name'.",
    ],
    [
      { ...MODEL, input: "x", tools: [{ type: "code_interpreter" }] },
      "400 missing_required_parameter tools[0].container: Missing required parameter: 'tools[0].container'.",
    ],
    [
      { ...MODEL, input: "x", response_format: { type: "text" } },
      "400 unsupported_parameter response_format: Unsupported parameter: 'response_format'. In the Responses API, this parameter has moved to 'text.format'. Try again with the new parameter.",
    ],
    [{ ...MODEL, input: "x", max_tokens: 100 }, "400 unknown_parameter max_tokens: Unknown parameter: 'max_tokens'."],
    [{ model: "", input: "x" }, "400 model_not_found model: The requested model '' does not exist."],
    [
      { ...MODEL, input: null },
      "400 invalid_type input: Invalid type for 'input': expected one of a string or an array, but got null instead.",
    ],
    [
      { ...MODEL, input: [7] },
      "400 invalid_type input[0]: Invalid type for 'input[0]': expected an input item, but got an integer instead.",
    ],
    [
      { ...MODEL, input: "x", truncation: "last" },
      "400 invalid_value truncation: Invalid value: 'last'. Supported values are: 'auto' and 'disabled'.",
    ],
    [
      { ...MODEL, input: "Be brief.", instructions: "Answer in JSON.", text: { format: { type: "json_object" } } },
      "400 - input: Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
    ],
    [{ input: "x", prompt: { id: "pmpt_0" } }, "404 - prompt: Prompt with id 'pmpt_0' not found."],
    [
      {
        ...MODEL,
        input: [
          { type: "function_call", call_id: "call_1", name: "f", arguments: "{}" },
          { type: "function_call_output", call_id: "call_1", output: "x" },
          { type: "function_call_output", call_id: "call_1", output: "y" },
        ],
      },
      "400 - input: No tool call found for function call output with call_id call_1.",
    ],
    [
      {
        ...MODEL,
        input: [
          { type: "function_call", call_id: "call_1", name: "f", arguments: "{}" },
          { type: "function_call_output", call_id: "call_1", output: "x" },
          { type: "function_call", call_id: "call_1", name: "f", arguments: "{}" },
          { type: "function_call_output", call_id: "call_1", output: "y" },
        ],
      },
      "400 - input: No tool output found for function call call_1.",
    ],
    [
      { ...MODEL, input: "x", metadata: { ["k".repeat(65)]: "v" } },
      `400 property_name_above_max_length metadata.${"k".repeat(65)}: Invalid property name in 'metadata': '${"k".repeat(65)}' is too long. Expected a string with maximum length 64, but got a string with length 65 instead.`,
    ],
    [
      { ...MODEL, input: [], previous_response_id: "resp_0" },
      "400 previous_response_not_found previous_response_id: Previous response with id 'resp_0' not found.",
    ],
    [
      { ...MODEL, input: "x", conversation: "thread_1" },
      "400 invalid_value conversation: Invalid 'conversation': 'thread_1'. Expected an ID that begins with 'conv'.",
    ],
    [{ ...MODEL, input: "x", conversation: "conv_0" }, "404 - -: Conversation with id 'conv_0' not found."],
    [
      { ...MODEL, input: "x", conversation: "conv_0", previous_response_id: "resp_0" },
      "400 mutually_exclusive_parameters -: Mutually exclusive parameters. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
    ],
    [
      { ...MODEL, input: [] },
      `400 missing_required_parameter -: One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
    ],
    [
      { ...MODEL, input: "x", tools: [{ type: "file_search", vector_store_ids: ["vs_0"] }] },
      "404 - -: Vector store with id 'vs_0' not found.",
    ],
    [
      { ...MODEL, input: "x", background: true, store: false },
      "400 invalid_value background: Background mode requires 'store' to be true.",
    ],
    [
      {
        ...MODEL,
        input: "x",
        tools: [
          {
            type: "function",
            name: "f",
            strict: true,
            parameters: { type: "object", properties: { a: { type: "string" } } },
          },
        ],
      },
      "400 invalid_function_parameters tools[0].parameters: Invalid schema for function 'f': In context=(), 'additionalProperties' is required to be supplied and to be false.",
    ],
    [
      {
        ...MODEL,
        input: "x",
        metadata: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`k${index}`, "v"])),
      },
      "400 object_above_max_properties metadata: Invalid 'metadata': too many properties. Expected an object with at most 16 properties, but got an object with 17 properties instead.",
    ],
    [
      { ...MODEL, input: [{ type: "function_call_output", call_id: "call_1", output: "x" }] },
      "400 - input: No tool call found for function call output with call_id call_1.",
    ],
    [
      { ...MODEL, input: [{ type: "function_call", call_id: "call_1", name: "f", arguments: "{}" }, user("next")] },
      "400 - input: No tool output found for function call call_1.",
    ],
    [
      {
        ...MODEL,
        input: [
          { ...user("a"), id: "msg_1" },
          { ...user("b"), id: "msg_1" },
        ],
      },
      "400 - input: Duplicate item found with id msg_1. Remove duplicate items from your input and try again.",
    ],
    [
      { ...MODEL, input: [{ ...user("a"), id: "item_1" }] },
      "400 invalid_value input[0].id: Invalid 'input[0].id': 'item_1'. Expected an ID that begins with 'msg'.",
    ],
    [
      { ...MODEL, input: "x", tool_choice: "required" },
      "400 - tool_choice: Tool choice 'required' must be specified with 'tools' parameter.",
    ],
    [
      { ...MODEL, input: "x", tool_choice: { type: "function", name: "f" } },
      "400 - tool_choice: Tool choice 'f' not found in 'tools' parameter.",
    ],
    [
      { ...MODEL, input: [{ role: "user", content: [{ type: "input_image", file_id: "file-0" }] }] },
      "400 - input: No such File object: file-0",
    ],
    [{ ...MODEL, input: [{ type: "item_reference", id: "msg_9" }] }, "400 - input: Item with id 'msg_9' not found."],
  ])("POST /responses %j", async (body, expected) => {
    expect(await send("POST", "/responses", body)).toBe(expected);
    expect(emulator.turns).toEqual([]);
  });

  it.each([
    [{ a: { type: "object" } }, "In context=('properties', 'a'), 'additionalProperties' is required"],
    [
      { a: { type: "array", items: { type: "object" } } },
      "In context=('properties', 'a', 'items'), 'additionalProperties' is required",
    ],
  ])("strict schemas whose inner objects are open, %j", async (properties, message) => {
    const parameters = { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
    const tools = [{ type: "function", name: "f", strict: true, parameters }];
    expect(await send("POST", "/responses", { ...MODEL, input: "x", tools })).toContain(message);
  });

  it("strict schemas that do not require every member, for functions and formats", async () => {
    const schema = {
      type: "object",
      properties: { a: { type: "string" }, b: { type: "string" } },
      required: ["a"],
      additionalProperties: false,
    };
    const tools = [{ type: "function", name: "f", strict: true, parameters: schema }];
    expect(await send("POST", "/responses", { ...MODEL, input: "x", tools })).toContain("Missing 'b'.");
    const format = { type: "json_schema", name: "n", strict: true, schema };
    expect(await send("POST", "/responses", { ...MODEL, input: "x", text: { format } })).toContain(
      "400 invalid_json_schema text.format.schema",
    );
  });

  it("responses that still run as previous ones, and empty lists where one is needed", async () => {
    emulator.script(() => [{ delay: 600_000 }]);
    const { json } = await at(emulator, OPENAI)("POST", "/responses", { ...MODEL, input: "x", background: true });
    const body = { ...MODEL, input: "y", previous_response_id: json["id"] };
    expect(await send("POST", "/responses", body)).toContain("400 invalid_value previous_response_id");
    const { json: store } = await at(emulator, OPENAI)("POST", "/vector_stores", {});
    expect(await send("POST", `/vector_stores/${store["id"]}/file_batches`, { file_ids: [] })).toContain(
      "400 array_below_min_length file_ids",
    );
  });

  it("more than 20 items a call, and items that are there already", async () => {
    const items = Array.from({ length: 21 }, (_, index) => user(`${index}`));
    const tooLong =
      "400 array_above_max_length items: Invalid 'items': array too long. Expected an array with maximum length 20, but got an array with length 21 instead.";
    expect(await send("POST", "/conversations", { items })).toBe(tooLong);
    const { json } = await at(emulator, OPENAI)("POST", "/conversations", { items: [{ ...user("a"), id: "msg_1" }] });
    expect(await send("POST", `/conversations/${json["id"]}/items`, { items })).toBe(tooLong);
    expect(
      await send("POST", `/conversations/${json["id"]}/items`, { items: [{ ...user("a"), id: "msg_1" }] }),
    ).toContain("Duplicate item found with id msg_1");
  });

  it("a conversation whose function call nobody answered, until somebody does", async () => {
    const post = at(emulator, OPENAI);
    emulator.script({ rules: [{ when: { text: "go" }, then: [{ function_call: { name: "f", call_id: "call_1" } }] }] });
    const { json: conversation } = await post("POST", "/conversations", {});
    const tools = [{ type: "function", name: "f", parameters: { type: "object", properties: {} }, strict: false }];
    const turn = { ...MODEL, tools, conversation: conversation["id"] };
    await post("POST", "/responses", { ...turn, input: "go" });
    expect(refusal(await post("POST", "/responses", { ...turn, input: "on" }))).toContain(
      "No tool output found for function call call_1.",
    );
    const answered = await post("POST", "/responses", {
      ...turn,
      input: [{ type: "function_call_output", call_id: "call_1", output: "1" }],
    });
    expect(answered.status).toBe(200);
  });

  it("what it has not: paths, lists, cursors, synchronous cancels", async () => {
    expect(await send("GET", "/responses")).toBe("404 - -: Invalid URL (GET /v1/responses)");
    expect(await send("GET", "/conversations")).toBe("404 - -: Invalid URL (GET /v1/conversations)");
    expect(await send("POST", "/assistant", {})).toBe("404 - -: Invalid URL (POST /v1/assistant)");
    const { json } = await at(emulator, OPENAI)("POST", "/conversations", {});
    expect(await send("GET", `/conversations/${json["id"]}/items?before=msg_1`)).toBe(
      "400 unknown_parameter before: Unknown parameter: 'before'.",
    );
    expect(await send("GET", `/conversations/${json["id"]}/items?limit=101`)).toContain(
      "400 integer_above_max_value limit",
    );
    const { json: response } = await at(emulator, OPENAI)("POST", "/responses", { ...MODEL, input: "x" });
    expect(await send("POST", `/responses/${response["id"]}/cancel`)).toBe(
      "400 - response_id: Cannot cancel a synchronous response.",
    );
    expect(await send("GET", `/responses/${response["id"]}?stream=true`)).toContain("400 invalid_value stream");
    expect(await send("GET", "/responses/resp_none")).toBe("404 - -: Response with id 'resp_none' not found.");
    expect(await send("GET", "/files/file-none")).toBe("404 - id: No such File object: file-none");
    expect(await send("GET", "/files/%zz")).toBe("404 - id: No such File object: %zz");
  });

  it("stored nothing: a response with store false is not there afterwards", async () => {
    const { json } = await at(emulator, OPENAI)("POST", "/responses", { ...MODEL, input: "x", store: false });
    expect(await send("GET", `/responses/${json["id"]}`)).toContain("404");
    expect(await send("POST", "/responses", { ...MODEL, input: "x", previous_response_id: json["id"] })).toContain(
      "previous_response_not_found",
    );
  });
});
