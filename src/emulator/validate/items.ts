import { CURRENT_WORDS } from "../../protocol/current.js";
import { invalidType, missingParameter } from "../http/errors.js";
import { isObject, type Json } from "../json.js";
import { inputPart, outputPart, toolOutput } from "./content.js";
import { anything, byKind, flag, freeObject, id, list, oneOf, tagged, text, type Fields, type Type } from "./type.js";

const status = oneOf("in_progress", "completed", "incomplete");
const callId = text({ max: 64 });

/** Items other than messages. `open` ones are accepted as they are: the emulator stores them but knows nothing of them. */
const ITEMS: Readonly<Record<string, Fields | "open">> = {
  function_call: {
    id: text(),
    "call_id!": callId,
    "name!": text(),
    "arguments!": text(),
    status,
    namespace: text(),
    caller: freeObject,
    created_by: anything,
  },
  function_call_output: {
    id: text(),
    "call_id!": callId,
    "output!": toolOutput,
    status,
    name: text(),
    namespace: text(),
    caller: freeObject,
    created_by: anything,
  },
  custom_tool_call: { id: text(), "call_id!": callId, "name!": text(), "input!": text(), namespace: text(), status },
  custom_tool_call_output: { id: text(), "call_id!": callId, "output!": toolOutput, status },
  reasoning: {
    id: text(),
    "summary!": list(tagged("type", { summary_text: { "text!": text() } })),
    content: list(freeObject),
    encrypted_content: text(),
    status,
  },
  mcp_approval_request: { id: text(), "server_label!": text(), "name!": text(), "arguments!": text() },
  mcp_approval_response: { id: text(), "approval_request_id!": text(), "approve!": flag, reason: text() },
  item_reference: { "id!": text() },
  apply_patch_call_output: { id: text(), "call_id!": callId, "status!": oneOf("completed", "failed"), output: text() },
  apply_patch_call: "open",
  code_interpreter_call: "open",
  compaction: "open",
  computer_call: "open",
  computer_call_output: "open",
  file_search_call: "open",
  image_generation_call: "open",
  local_shell_call: "open",
  local_shell_call_output: "open",
  mcp_call: "open",
  mcp_list_tools: "open",
  program: "open",
  program_output: "open",
  shell_call: "open",
  shell_call_output: "open",
  tool_search_call: "open",
  tool_search_output: "open",
  web_search_call: "open",
};

/** How ids begin, where the service looks at it. */
const ID_PREFIXES: Readonly<Record<string, string>> = { message: "msg", function_call: "fc", reasoning: "rs" };

/** How Foundry is stricter with items than OpenAI (both reported by Microsoft's own client). */
export interface ItemRules {
  /** A message must say `type: "message"`. */
  readonly messageType: boolean;
  /** A part of an assistant message must carry `annotations`. */
  readonly annotations: boolean;
}

/** An input item of `responses.create`, or an item put into a conversation. */
export function inputItem(rules: ItemRules): Type {
  const messageFields = (content: Type): Fields => ({
    "role!": oneOf(...CURRENT_WORDS.ItemRole),
    "content!": byKind({ string: text(), array: list(content) }),
    id: text(),
    status,
    phase: oneOf("commentary", "final_answer"),
  });
  const input = tagged("type", { message: messageFields(inputPart), ...ITEMS });
  const assistant = tagged("type", { message: messageFields(outputPart(rules.annotations)) });
  return {
    expected: "an object",
    check(value: Json, path: string) {
      if (!isObject(value)) throw invalidType(path, "an input item", value);
      if (value["type"] === undefined && rules.messageType) throw missingParameter(`${path}.type`);
      const item = value["type"] === undefined || value["type"] === null ? { ...value, type: "message" } : value;
      (item["role"] === "assistant" && item["type"] === "message" ? assistant : input).check(item, path);
      const prefix = ID_PREFIXES[String(item["type"])];
      if (prefix !== undefined && typeof item["id"] === "string") id(prefix).check(item["id"], `${path}.id`);
    },
  };
}
