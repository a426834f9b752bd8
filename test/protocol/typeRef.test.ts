import { describe, expect, it } from "vitest";
import { classicShape } from "../../src/protocol/classic.js";
import { currentShape } from "../../src/protocol/current.js";
import { parseType, typeAt } from "../../src/protocol/typeRef.js";

describe("parseType", () => {
  it.each([
    ["string", { kind: "scalar", name: "string" }],
    ["id(thread)", { kind: "id", noun: "thread" }],
    ["enum(RunStatus)", { kind: "enum", name: "RunStatus" }],
    ["Run", { kind: "shape", name: "Run" }],
    ["id(file)[]", { kind: "list", of: "id(file)" }],
    ["Page(Message)", { kind: "page", of: "Message" }],
    ["string|InputPart[]", { kind: "union", of: ["string", "InputPart[]"] }],
  ])("%s", (type, parsed) => {
    expect(parseType(type)).toEqual(parsed);
  });
});

describe("typeAt", () => {
  const classic = (type: string, path: string) => typeAt(classicShape, type, path.split("."));

  it("follows members, lists and pages", () => {
    expect(classic("Page(Message)", "data.0.content.*.text.value")).toBe("string");
    expect(classic("Page(Message)", "has_more")).toBe("boolean");
    expect(classic("Run", "required_action.submit_tool_outputs.tool_calls.0.function.name")).toBe("string");
    expect(typeAt(currentShape, "Response", ["conversation", "id"])).toBe("id(conversation)");
  });

  it("takes the alternative that has the member", () => {
    expect(classic("Run", "response_format.json_schema.name")).toBe("string");
  });

  it("has anything below free-form values", () => {
    expect(classic("Thread", "metadata.user.name")).toBe("json");
  });

  it("has nothing where the type ends", () => {
    expect(classic("Run", "colour")).toBeUndefined();
    expect(classic("Run", "id.length")).toBeUndefined();
    expect(classic("Run", "tools.first")).toBeUndefined();
    expect(typeAt(classicShape, "Page(Message)", [])).toBe("Page(Message)");
  });
});
