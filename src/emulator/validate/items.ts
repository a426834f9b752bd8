import { CURRENT_WORDS } from "../../protocol/current.js";
import { invalidType, missingParameter } from "../http/errors.js";
import { isObject, type Json } from "../json.js";
import { inputPart, outputPart, toolOutput } from "./content.js";
import {
  anything,
  byKind,
  flag,
  freeObject,
  id,
  integer,
  list,
  oneOf,
  tagged,
  text,
  type Fields,
  type Type,
} from "./type.js";

const status = oneOf("in_progress", "completed", "incomplete");
const callId = text({ max: 64 });

const execution = oneOf("server", "client");
/** What calls and outputs of some tools have in common. */
const called: Fields = { id: text(), "call_id!": callId, caller: freeObject };
const callStatus = (...more: readonly string[]) => oneOf("in_progress", "completed", "incomplete", "failed", ...more);

/** Items other than messages (OpenAPI description, union `InputItem`). */
const ITEMS: Readonly<Record<string, Fields>> = {
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
  custom_tool_call: { ...called, "name!": text(), "input!": text(), namespace: text(), status },
  custom_tool_call_output: { ...called, "output!": toolOutput, status },
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
  apply_patch_call: { ...called, "status!": oneOf("in_progress", "completed"), "operation!": freeObject },
  apply_patch_call_output: { ...called, "status!": oneOf("completed", "failed"), output: text() },
  code_interpreter_call: {
    "id!": text(),
    "status!": callStatus("interpreting"),
    "container_id!": text(),
    code: text(),
    outputs: list(freeObject),
  },
  compaction: { id: text(), "encrypted_content!": text(), created_by: anything },
  compaction_trigger: {},
  additional_tools: { id: text(), "role!": oneOf("developer"), "tools!": list(freeObject) },
  computer_call: {
    "id!": text(),
    "call_id!": callId,
    action: freeObject,
    actions: list(freeObject),
    "pending_safety_checks!": list(freeObject),
    "status!": status,
  },
  computer_call_output: {
    id: text(),
    "call_id!": callId,
    "output!": freeObject,
    acknowledged_safety_checks: list(freeObject),
    status,
  },
  file_search_call: {
    "id!": text(),
    "status!": callStatus("searching"),
    "queries!": list(text()),
    results: list(freeObject),
  },
  image_generation_call: { "id!": text(), "status!": callStatus("generating"), result: text() },
  local_shell_call: { "id!": text(), "call_id!": callId, "action!": freeObject, "status!": status },
  local_shell_call_output: { "id!": text(), "output!": text(), status },
  mcp_call: {
    "id!": text(),
    "server_label!": text(),
    "name!": text(),
    "arguments!": text(),
    output: text(),
    error: anything,
    status: callStatus("calling"),
    approval_request_id: text(),
  },
  mcp_list_tools: { "id!": text(), "server_label!": text(), "tools!": list(freeObject), error: anything },
  program: { "id!": text(), "call_id!": callId, "code!": text(), "fingerprint!": text() },
  program_output: { "id!": text(), "call_id!": callId, "result!": text(), "status!": oneOf("completed", "incomplete") },
  shell_call: { ...called, "action!": freeObject, status, environment: freeObject },
  shell_call_output: { ...called, "output!": list(freeObject), status, max_output_length: integer() },
  tool_search_call: { id: text(), call_id: callId, execution, "arguments!": freeObject, status },
  tool_search_output: { id: text(), call_id: callId, execution, "tools!": list(freeObject), status },
  web_search_call: { "id!": text(), "status!": callStatus("searching"), "action!": freeObject },
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
