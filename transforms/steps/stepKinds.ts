import { elementType } from "../../src/analysis/value.js";
import type { Code, Style } from "../../src/languages/code.js";
import type { Printer } from "../../src/languages/language.js";
import type { TypeRef } from "../../src/protocol/types.js";

/**
 * What an item of a response is where a run had a step or a tool call: one type of item, or "call" for every tool call. Outputs of the
 * code interpreter are of two kinds as they were.
 */
export type ItemKind =
  "message" | "call" | "function_call" | "code_interpreter_call" | "file_search_call" | "mcp_call" | "logs" | "image";

/** Shapes of a run's steps that items of a response stand for, and the parts of their results. */
const STEP_SHAPES: ReadonlySet<TypeRef> = new Set([
  "RunStep",
  "StepDetails",
  "MessageCreation",
  "StepToolCall",
  "StepFunctionCall",
  "CodeInterpreterCall",
  "CodeInterpreterOutput",
  "CodeInterpreterImage",
  "FileSearchCall",
  "FileSearchResult",
  "FileSearchContent",
]);

/** Whether a type is (a list or page of) something among the steps of a run. */
export function isStepType(type: TypeRef): boolean {
  return isStep(elementType(type) ?? type);
}

/** Whether a type is one thing among the steps of a run. */
export function isStep(type: TypeRef): boolean {
  return STEP_SHAPES.has(type);
}

/** The kind of item that has a field of a step's details or of a tool call. */
export function kindOfField(field: string): ItemKind | undefined {
  return BY_FIELD[field];
}

const BY_FIELD: Readonly<Record<string, ItemKind | undefined>> = {
  message_creation: "message",
  tool_calls: "call",
  function: "function_call",
  code_interpreter: "code_interpreter_call",
  file_search: "file_search_call",
  logs: "logs",
  image: "image",
};

/** The kind of item that a word of a classic `type` became. */
export function kindOfWord(word: string): ItemKind | undefined {
  return word === "mcp" ? "mcp_call" : BY_FIELD[word];
}

/** The kind of item that an SDK class of steps describes: `RunStepFunctionToolCall`, `ToolCallsStepDetails`. */
export function kindOfClass(name: string): ItemKind | undefined {
  return BY_CLASS[name.replace(/^RunStep/, "")];
}

const BY_CLASS: Readonly<Record<string, ItemKind | undefined>> = {
  MessageCreationDetails: "message",
  MessageCreationStepDetails: "message",
  ToolCallDetails: "call",
  ToolCallsStepDetails: "call",
  FunctionToolCall: "function_call",
  CodeInterpreterToolCall: "code_interpreter_call",
  FileSearchToolCall: "file_search_call",
  McpToolCall: "mcp_call",
};

/** `item.type == "message"`; every tool call is of a type that ends in `_call`. `type` is the item's type. */
export function kindTest(printer: Printer, type: Code, kind: ItemKind, style: Style): Code {
  return kind === "call" ? printer.endsWith(type, "_call", style) : printer.equals(type, printer.string(kind, style));
}
