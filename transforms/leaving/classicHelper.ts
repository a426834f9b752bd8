import type { ResultValue } from "../../src/analysis/value.js";
import type { ClassicRunHelper, ClassicShapeHelper } from "../../src/dialects/target.js";
import { shapeMapping } from "../../src/protocol/mapping/index.js";
import { writtenLimit } from "../agents/agentLists.js";
import type { Rewrite } from "../rewrite.js";

/** A printed function that gives an object its classic shape. */
export type ClassicHelper = ClassicShapeHelper | ClassicRunHelper;

/** Whether a value is one whose current counterpart this tool makes, as SDKs of snake case have it. */
export function isAvailable(cx: Rewrite, { operation, dialect, iterable }: ResultValue): boolean {
  return operation !== undefined && cx.isActive(operation) && dialect.casing === "snake" && !iterable;
}

/** The function that gives a value its classic shape; undefined where there is none. */
export function helperFor(cx: Rewrite, value: ResultValue): ClassicHelper | undefined {
  const { type, path, operation } = value;
  if (operation && /\bAssistant\b/.test(type) && cx.definitionsOf(value) === "code") {
    // Whoever gets it looks for its id: configuration in the code has none.
    cx.keep(operation);
    return undefined;
  }
  switch (type) {
    case "ContentPart[]":
      return path.endsWith("content") ? "asContent" : undefined;
    case "Message":
    case "Message[]":
      return "asMessage";
    case "Page(Message)":
      return "asMessages";
    case "Assistant":
      return "asAssistant";
    case "Assistant[]":
    case "Page(Assistant)":
      // Agents are listed by a pager, to its end: a page has as many of them as the call says.
      if (operation!.id !== "assistants.list") return undefined;
      if (type === "Page(Assistant)") return writtenLimit(cx, operation!) === "unknown" ? undefined : "asAssistants";
      return path === "data" ? "asAssistant" : undefined;
    case "Deleted":
      return operation!.id === "assistants.delete" && cx.target(operation!.call.tree).helpers.asDeletedAssistant
        ? "asDeletedAssistant"
        : undefined;
    case "ToolCall":
    case "ToolCall[]":
      return "asToolCall";
    case "SubmitToolOutputs":
      return "asToolCalls";
    case "RequiredAction":
      // Classic agents of Foundry could also want approval.
      return value.dialect.service === "foundry" ? undefined : "asRequiredAction";
    case "RunUsage":
      return "asUsage";
    case "RunStep":
      return isOfSteps(value) ? "asStep" : undefined;
    case "RunStep[]":
    case "Page(RunStep)":
      return isOfSteps(value) && /^(data)?$/.test(path) ? "asSteps" : undefined;
    default:
      return undefined;
  }
}

/** Whether a step was asked for: those that events bring are of another kind. */
function isOfSteps({ operation }: ResultValue): boolean {
  return operation!.id.startsWith("steps.");
}

/** The fields that the classic object had and its current counterpart cannot give. */
export function lostFields({ type }: ResultValue): readonly string[] {
  const shape = type.replace(/^Page\((.*)\)$/, "$1").replace(/\[\]$/, "");
  if (shape === "RequiredAction" || shape === "RunUsage") return [];
  const rows = shapeMapping(shape)?.rows ?? [];
  const unnamed = new Set(["object", "tool_resources", "file_ids"]);
  const lost = rows.filter((row) => row.kind === "none" && !unnamed.has(row.from)).map(({ from }) => from);
  if (shape === "RunStep") return [...lost, "output", "image"];
  return shape === "Assistant" ? [...lost, "response_format", "reasoning_effort"] : lost;
}

/** What a value is called in messages. */
export function nameOf({ type }: ResultValue): string {
  return type.replace(/^Page\((.*)\)$/, "list of $1").replace(/^(.*)\[\]$/, "list of $1");
}
