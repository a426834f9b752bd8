import { CURRENT_WORDS, LIMITS } from "../../protocol/current.js";
import { badRequest } from "../http/errors.js";
import { objectOf, type Json, type JsonObject } from "../json.js";
import { FOUNDRY_TOOLS } from "./foundryTools.js";
import { OPENAI_TOOLS, toolName } from "./openaiTools.js";
import { checkStrictSchema } from "./strictSchema.js";
import { anything, byKind, flag, freeObject, list, object, oneOf, tagged, text, type Type } from "./type.js";

/** The tools array of a request or an agent definition. */
export function tools(surface: "foundry" | "openai"): Type {
  const entry = tagged("type", surface === "foundry" ? FOUNDRY_TOOLS : OPENAI_TOOLS);
  const all = list(entry, { max: LIMITS.agentTools });
  return {
    expected: all.expected,
    check(value: Json, path: string) {
      all.check(value, path);
      (value as JsonObject[]).forEach((tool, index) => checkTool(tool, `${path}[${index}]`));
    },
  };
}

/** How the model is told to use tools. */
export const toolChoice: Type = byKind({
  string: oneOf("none", "auto", "required"),
  object: tagged("type", {
    function: { "name!": text() },
    custom: { "name!": text() },
    mcp: { "server_label!": text(), name: text() },
    allowed_tools: { "mode!": oneOf("auto", "required"), "tools!": list(freeObject) },
    file_search: {},
    code_interpreter: {},
    web_search: {},
    web_search_preview: {},
    web_search_preview_2025_03_11: {},
    image_generation: {},
    computer: {},
    computer_use: {},
    computer_use_preview: {},
    apply_patch: {},
    shell: {},
    programmatic_tool_calling: {},
  }),
});

/** Rules that need more than one field of a tool. */
function checkTool(tool: JsonObject, path: string): void {
  if (tool["type"] === "function" && tool["strict"] === true) {
    const name = String(tool["name"]);
    checkStrictSchema(tool["parameters"] ?? {}, [], `Invalid schema for function '${name}'`, `${path}.parameters`);
  }
  if (
    tool["type"] === "mcp" &&
    !["server_url", "connector_id", "tunnel_id", "project_connection_id"].some((key) => tool[key])
  ) {
    throw badRequest(
      `Invalid '${path}': one of 'server_url' or 'connector_id' must be provided for an MCP tool.`,
      path,
      "missing_required_parameter",
    );
  }
}

const formats = tagged("type", {
  text: {},
  json_object: {},
  json_schema: { "name!": toolName, "schema!": freeObject, description: text(), strict: flag },
});

/** `text.format` of responses and prompt agents. */
export const textFormat: Type = {
  expected: formats.expected,
  check(value: Json, path: string) {
    formats.check(value, path);
    const format = objectOf(value);
    if (format["type"] === "json_schema" && format["strict"] === true) {
      const prefix = `Invalid schema for response_format '${String(format["name"])}'`;
      checkStrictSchema(format["schema"] ?? {}, [], prefix, `${path}.schema`);
    }
  },
};

/** `reasoning` of responses and prompt agents. */
export const reasoning: Type = object({
  effort: oneOf(...CURRENT_WORDS.ReasoningEffort),
  summary: oneOf("auto", "concise", "detailed"),
  generate_summary: oneOf("auto", "concise", "detailed"),
  context: oneOf("auto", "current_turn", "all_turns"),
  mode: anything,
});
