import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { messageContent } from "../../../src/protocol/reshape/messageContent.js";
import {
  additionalInstructions,
  additionalMessages,
  messageItems,
} from "../../../src/protocol/reshape/messageItems.js";
import { toolApprovals, toolOutputs } from "../../../src/protocol/reshape/toolOutputs.js";
import { CannotReshape, type Json } from "../../../src/protocol/types.js";
import { leaves, word } from "./arbitrary.js";

describe("messageContent", () => {
  it("keeps a string", () => {
    expect(messageContent.apply("Hello", { role: "assistant" })).toBe("Hello");
  });

  it("names parts by the role of the message", () => {
    const text = [{ type: "text", text: "Hello" }];
    expect(messageContent.apply(text)).toEqual([{ type: "input_text", text: "Hello" }]);
    expect(messageContent.apply(text, { role: "user" })).toEqual([{ type: "input_text", text: "Hello" }]);
    expect(messageContent.apply(text, { role: "assistant" })).toEqual([
      { type: "output_text", text: "Hello", annotations: [] },
    ]);
  });

  it("flattens images", () => {
    expect(
      messageContent.apply([
        { type: "image_url", image_url: { url: "https://example.com/a.png", detail: "low" } },
        { type: "image_file", image_file: { file_id: "file-1" } },
      ]),
    ).toEqual([
      { type: "input_image", image_url: "https://example.com/a.png", detail: "low" },
      { type: "input_image", file_id: "file-1", detail: "auto" },
    ]);
  });

  it.each<[Json, Json, string]>([
    [[{ type: "image_file", image_file: { file_id: "f" } }], "assistant", "message of the user"],
    [[{ type: "image_url", image_url: "https://example.com" }], "user", "names no image"],
    [[{ type: "audio" }], "user", "has no counterpart"],
    [["Hello"], "user", "is not an object"],
    [7, "user", "neither a string nor a list"],
  ])("refuses %j of %s", (content, role, message) => {
    expect(() => messageContent.apply(content, { role })).toThrow(CannotReshape);
    expect(() => messageContent.apply(content, { role })).toThrow(message);
  });

  it("changes nothing the second time, keeps order and loses nothing", () => {
    const part = fc.oneof(
      word.map((text): Json => ({ type: "text", text })),
      fc.webUrl().map((url): Json => ({ type: "image_url", image_url: { url } })),
      word.map((file_id): Json => ({ type: "image_file", image_file: { file_id, detail: "high" } })),
    );
    fc.assert(
      fc.property(fc.array(part), (content) => {
        const current = messageContent.apply(content, { role: "user" })!;
        expect(messageContent.apply(current, { role: "user" })).toEqual(current);
        const kept = leaves(content);
        expect(leaves(current).filter((leaf) => kept.includes(leaf))).toEqual(kept);
      }),
    );
  });
});

describe("messageItems", () => {
  const message = fc
    .record({
      role: fc.constantFrom("user", "assistant"),
      content: fc.oneof(
        word,
        word.map((text): Json => [{ type: "text", text }]),
      ),
    })
    .map((fields): Json => fields);

  it("makes items in order, and the same items from items", () => {
    fc.assert(
      fc.property(fc.array(message), (messages) => {
        const items = messageItems.apply(messages)! as readonly Json[];
        expect(items).toHaveLength(messages.length);
        expect(messageItems.apply(items)).toEqual(items);
        expect(items.map((item) => (item as { role: Json }).role)).toEqual(
          messages.map((one) => (one as { role: Json }).role),
        );
      }),
    );
  });

  it("takes messages whose extras are empty", () => {
    expect(messageItems.apply([{ role: "user", content: "Hi", attachments: [], metadata: {} }])).toEqual([
      { type: "message", role: "user", content: "Hi" },
    ]);
  });

  it.each<[Json, string]>([
    [[{ role: "user", content: "Hi", attachments: [{ file_id: "f", tools: [] }] }], "attachments"],
    [[{ role: "user", content: "Hi", metadata: { topic: "x" } }], "metadata"],
    [[{ role: "user" }], "needs a role and content"],
    ["Hi", "are not a list"],
  ])("refuses %j", (messages, text) => {
    expect(() => messageItems.apply(messages)).toThrow(CannotReshape);
    expect(() => messageItems.apply(messages)).toThrow(text);
  });
});

describe("the input of a run", () => {
  const messages = [{ role: "user", content: "Hi" }];
  const both = [
    { type: "message", role: "developer", content: "Be brief." },
    { type: "message", role: "user", content: "Hi" },
  ];

  it("has the additional instructions before the additional messages, from either field", () => {
    expect(additionalInstructions.apply("Be brief.", { additional_messages: messages })).toEqual(both);
    expect(additionalMessages.apply(messages, { additional_instructions: "Be brief." })).toEqual(both);
  });

  it("has one of them alone", () => {
    expect(additionalInstructions.apply("Be brief.")).toEqual(both.slice(0, 1));
    expect(additionalMessages.apply(messages)).toEqual(both.slice(1));
  });

  it("is left out when there is neither", () => {
    expect(additionalInstructions.apply("")).toBeUndefined();
    expect(additionalMessages.apply([])).toBeUndefined();
  });
});

describe("answers to calls", () => {
  it("become items, outputs before approvals, from either field", () => {
    const outputs: Json = [{ tool_call_id: "call_1", output: "4" }, { tool_call_id: "call_2" }];
    const approvals = [{ tool_call_id: "mcpr_1", approve: true }];
    const items = [
      { type: "function_call_output", call_id: "call_1", output: "4" },
      { type: "function_call_output", call_id: "call_2", output: "" },
      { type: "mcp_approval_response", approval_request_id: "mcpr_1", approve: true },
    ];
    expect(toolOutputs.apply(outputs, { tool_approvals: approvals })).toEqual(items);
    expect(toolApprovals.apply(approvals, { tool_outputs: outputs })).toEqual(items);
    expect(toolOutputs.apply(outputs)).toEqual(items.slice(0, 2));
    expect(toolApprovals.apply(approvals)).toEqual(items.slice(2));
  });

  it("keep every call and output, and stay as they are when done again", () => {
    fc.assert(
      fc.property(fc.array(fc.record({ tool_call_id: word, output: word })), (outputs) => {
        const items = toolOutputs.apply(outputs)!;
        expect(leaves(items)).toEqual(leaves(outputs));
        expect(toolOutputs.apply(items)).toEqual(items);
      }),
    );
  });

  it("are refused without the call they belong to", () => {
    expect(() => toolOutputs.apply([{ output: "4" }])).toThrow("has no tool_call_id");
    expect(() => toolOutputs.apply("4")).toThrow("is not a list of objects");
  });

  it("are refused with headers, which an approval cannot carry", () => {
    const approval = [{ tool_call_id: "mcpr_1", approve: true, headers: { Authorization: "secret" } }];
    expect(() => toolApprovals.apply(approval)).toThrow("set them on the mcp tool");
    expect(() => toolApprovals.apply(approval)).not.toThrow("secret");
  });
});
