import { describe, expect, it } from "vitest";
import { CLASSIC_WORDS } from "../../../src/protocol/classic.js";
import { CURRENT_WORDS } from "../../../src/protocol/current.js";
import { partType } from "../../../src/protocol/reshape/partType.js";
import {
  annotationType,
  incompleteReason,
  objectName,
  runStatus,
  stepCallType,
  stepStatus,
  stepType,
  toolCallType,
  toolType,
} from "../../../src/protocol/reshape/words.js";
import { CannotReshape, type Reshape } from "../../../src/protocol/types.js";

const ENUMS: readonly {
  readonly reshape: Reshape;
  readonly classic: readonly string[];
  readonly current: readonly string[];
}[] = [
  { reshape: runStatus, classic: CLASSIC_WORDS.RunStatus, current: CURRENT_WORDS.ResponseStatus },
  {
    reshape: incompleteReason,
    classic: CLASSIC_WORDS.IncompleteReason,
    current: CURRENT_WORDS.ResponseIncompleteReason,
  },
  { reshape: stepType, classic: CLASSIC_WORDS.StepType, current: CURRENT_WORDS.ItemType },
  { reshape: stepStatus, classic: CLASSIC_WORDS.StepStatus, current: CURRENT_WORDS.ItemStatus },
  { reshape: annotationType, classic: CLASSIC_WORDS.AnnotationType, current: CURRENT_WORDS.ItemAnnotationType },
  { reshape: toolType, classic: CLASSIC_WORDS.ToolType, current: CURRENT_WORDS.ToolType },
  { reshape: partType, classic: CLASSIC_WORDS.PartType, current: CURRENT_WORDS.ItemPartType },
];

describe.each(ENUMS)("$reshape.name", ({ reshape, classic, current }) => {
  it("knows every classic word: it has a current one, or says why not", () => {
    for (const word of classic) {
      const result = outcome(reshape, word);
      if (result instanceof CannotReshape) expect(result.message).toContain("does not exist any more. ");
      else expect(current).toContain(result);
    }
  });

  it("refuses words that are none", () => {
    expect(() => reshape.apply("colour")).toThrow(CannotReshape);
    expect(() => reshape.apply("constructor")).toThrow(CannotReshape);
    expect(() => reshape.apply(1)).toThrow(CannotReshape);
  });
});

describe("single words", () => {
  it.each<[Reshape, string, string]>([
    [runStatus, "completed", "completed"],
    [incompleteReason, "max_completion_tokens", "max_output_tokens"],
    [toolCallType, "function", "function_call"],
    [toolCallType, "mcp", "mcp_approval_request"],
    [stepCallType, "code_interpreter", "code_interpreter_call"],
    [stepType, "message_creation", "message"],
    [annotationType, "file_path", "container_file_citation"],
    [objectName, "thread.run", "response"],
    [toolType, "retrieval", "file_search"],
    [runStatus, "in_progress", "in_progress"],
    [toolCallType, "function_call", "function_call"],
  ])("%o: %s becomes %s", (reshape, classic, current) => {
    expect(reshape.apply(classic)).toBe(current);
  });

  it.each<[Reshape, string, string]>([
    [runStatus, "requires_action", "function_call"],
    [runStatus, "expired", "timeout of your own"],
    [stepType, "tool_calls", "item with a type of its own"],
    [toolType, "connected_agent", "function tool"],
  ])("%o: %s is gone, and the message says what to do", (reshape, classic, message) => {
    expect(() => reshape.apply(classic)).toThrow(message);
  });
});

describe("partType", () => {
  it("depends on the role", () => {
    expect(partType.apply("text", { role: "user" })).toBe("input_text");
    expect(partType.apply("text", { role: "assistant" })).toBe("output_text");
    expect(partType.apply("image_file", { role: "user" })).toBe("input_image");
    expect(() => partType.apply("image_file", { role: "assistant" })).toThrow("container_file_citation");
  });

  it("takes text for the assistant's where the role is not known, as answers are what programs read", () => {
    expect(partType.apply("text")).toBe("output_text");
  });
});

function outcome(reshape: Reshape, word: string): unknown {
  try {
    return reshape.apply(word);
  } catch (error) {
    return error;
  }
}
