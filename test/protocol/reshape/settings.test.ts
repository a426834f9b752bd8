import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { include } from "../../../src/protocol/reshape/include.js";
import { responseFormat } from "../../../src/protocol/reshape/responseFormat.js";
import { toolChoice } from "../../../src/protocol/reshape/toolChoice.js";
import { truncation } from "../../../src/protocol/reshape/truncation.js";
import { CannotReshape, type Json, type Reshape } from "../../../src/protocol/types.js";
import { word } from "./arbitrary.js";

interface Case {
  readonly reshape: Reshape;
  /** Classic value and current one; undefined where the field is left out. */
  readonly values: readonly (readonly [Json, Json | undefined])[];
  /** Values without counterpart, and a part of the message. */
  readonly refused: readonly (readonly [Json, string])[];
}

const CASES: readonly Case[] = [
  {
    reshape: responseFormat,
    values: [
      ["auto", undefined],
      [null, undefined],
      [{ type: "text" }, { type: "text" }],
      [{ type: "json_object" }, { type: "json_object" }],
      [
        { type: "json_schema", json_schema: { name: "answer", schema: { type: "object" }, strict: true } },
        { type: "json_schema", name: "answer", schema: { type: "object" }, strict: true },
      ],
      [
        { type: "json_schema", json_schema: { name: "answer", description: null, schema: {} } },
        { type: "json_schema", name: "answer", schema: {} },
      ],
    ],
    refused: [
      ["json", '"json"'],
      [{}, "with a type"],
      [{ type: "json_schema", json_schema: "answer" }, "is not an object"],
    ],
  },
  {
    reshape: toolChoice,
    values: [
      [null, undefined],
      ["auto", "auto"],
      ["none", "none"],
      ["required", "required"],
      [
        { type: "function", function: { name: "add" } },
        { type: "function", name: "add" },
      ],
      [{ type: "file_search" }, { type: "file_search" }],
      [{ type: "code_interpreter" }, { type: "code_interpreter" }],
    ],
    refused: [
      ["always", '"always"'],
      [{ type: "function" }, "the name of a function"],
      [{ type: "bing_grounding" }, "bing_grounding"],
    ],
  },
  {
    reshape: truncation,
    values: [
      [null, undefined],
      [{ type: "auto" }, "auto"],
      [{ type: "auto", last_messages: null }, "auto"],
      ["disabled", "disabled"],
    ],
    refused: [
      [{ type: "last_messages", last_messages: 5 }, "last 5 messages"],
      [{ type: "oldest" }, "oldest"],
      [3, "3"],
    ],
  },
  {
    reshape: include,
    values: [
      [["step_details.tool_calls[*].file_search.results[*].content"], ["file_search_call.results"]],
      ["step_details.tool_calls[*].file_search.results[*].content", "file_search_call.results"],
      [[], []],
      [["code_interpreter_call.outputs"], ["code_interpreter_call.outputs"]],
    ],
    refused: [
      [["everything"], '"everything"'],
      [[1], "1"],
    ],
  },
];

describe.each(CASES)("$reshape.name", ({ reshape, values, refused }) => {
  it.each(values)("%j becomes %j", (classic, current) => {
    expect(reshape.apply(classic)).toEqual(current);
  });

  it.each(refused)("refuses %j", (value, message) => {
    expect(() => reshape.apply(value)).toThrow(CannotReshape);
    expect(() => reshape.apply(value)).toThrow(message);
  });

  it("changes nothing the second time", () => {
    for (const [, current] of values) {
      if (current !== undefined) expect(reshape.apply(current)).toEqual(current);
    }
  });
});

describe("responseFormat", () => {
  it("loses nothing of a schema", () => {
    const schema = fc.record(
      { name: word, description: word, schema: fc.dictionary(word, word), strict: fc.boolean() },
      { requiredKeys: ["name"] },
    );
    fc.assert(
      fc.property(schema, (json_schema) => {
        const current = responseFormat.apply({ type: "json_schema", json_schema: json_schema as unknown as Json });
        expect(current).toEqual({ type: "json_schema", ...json_schema });
        expect(responseFormat.apply(current!)).toEqual(current);
      }),
    );
  });
});
