import { CURRENT_WORDS, LIMITS } from "../../protocol/current.js";
import { badRequest } from "../http/errors.js";
import { isObject, objectOf, type Json, type JsonObject } from "../json.js";
import {
  anything,
  byKind,
  flag,
  freeObject,
  integer,
  list,
  number,
  object,
  oneOf,
  tagged,
  text,
  type Fields,
  type Type,
} from "./type.js";

const toolName = text({
  max: 64,
  pattern: /^[a-zA-Z0-9_-]+$/,
  hint: "Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'.",
});
const place = object({
  type: oneOf("approximate"),
  country: text(),
  region: text(),
  city: text(),
  timezone: text(),
});
const searchSize = oneOf("low", "medium", "high");
const callers = list(text());
const approval = byKind({
  string: oneOf("always", "never"),
  object: object({ always: freeObject, never: freeObject }),
});
const webSearch: Fields = {
  filters: object({ allowed_domains: list(text()) }),
  user_location: place,
  search_context_size: searchSize,
  external_web_access: flag,
};
const webSearchPreview: Fields = {
  user_location: place,
  search_context_size: searchSize,
  search_content_types: list(text()),
};
const container = byKind({
  string: text(),
  object: tagged("type", {
    auto: {
      file_ids: list(text(), { max: LIMITS.containerFiles }),
      memory_limit: oneOf("1g", "4g", "16g", "64g"),
      network_policy: freeObject,
    },
  }),
});
const fileSearch: Fields = {
  "vector_store_ids!": list(text()),
  max_num_results: integer({ min: 1, max: 50 }),
  ranking_options: object({
    ranker: oneOf("auto", "default-2024-11-15", "none"),
    score_threshold: number({ min: 0, max: 1 }),
    hybrid_search: freeObject,
  }),
  filters: freeObject,
};
const mcp: Fields = {
  "server_label!": text(),
  server_url: text(),
  connector_id: text(),
  tunnel_id: text(),
  authorization: text(),
  server_description: text(),
  headers: freeObject,
  allowed_tools: byKind({ array: list(text()), object: object({ tool_names: list(text()), read_only: flag }) }),
  allowed_callers: callers,
  require_approval: approval,
  defer_loading: flag,
};

/** Tools of plain OpenAI (OpenAPI description, union `Tool`). */
const OPENAI_TOOLS: Readonly<Record<string, Fields | "open">> = {
  function: {
    "name!": toolName,
    description: text(),
    parameters: freeObject,
    output_schema: freeObject,
    strict: flag,
    defer_loading: flag,
    allowed_callers: callers,
    async: flag,
  },
  file_search: fileSearch,
  code_interpreter: { "container!": container, allowed_callers: callers },
  web_search: webSearch,
  web_search_2025_08_26: webSearch,
  web_search_preview: webSearchPreview,
  web_search_preview_2025_03_11: webSearchPreview,
  mcp,
  image_generation: "open",
  custom: {
    "name!": toolName,
    description: text(),
    format: freeObject,
    defer_loading: flag,
    allowed_callers: callers,
    async: flag,
  },
  apply_patch: { allowed_callers: callers },
  computer: "open",
  computer_use_preview: "open",
  local_shell: "open",
  shell: "open",
  namespace: "open",
  tool_search: "open",
  programmatic_tool_calling: "open",
};

/** What Foundry allows on most tools beside their own fields. */
const named: Fields = { name: text(), description: text(), tool_configs: freeObject };
const connection = list(object({ "project_connection_id!": text() }));

/** Tools of Foundry agents, on top of OpenAI's (JSON Schema of @azure/ai-projects 2.8.0). */
const FOUNDRY_TOOLS: Readonly<Record<string, Fields | "open">> = {
  ...OPENAI_TOOLS,
  file_search: { ...fileSearch, ...named },
  code_interpreter: { container, allowed_callers: callers, ...named },
  web_search: { ...webSearch, ...named, custom_search_configuration: freeObject },
  mcp: { ...mcp, project_connection_id: text(), tool_configs: freeObject },
  openapi: {
    "openapi!": object({
      "name!": text(),
      description: text(),
      "spec!": freeObject,
      "auth!": tagged("type", {
        anonymous: {},
        project_connection: { "security_scheme!": object({ "project_connection_id!": text() }) },
        managed_identity: { "security_scheme!": object({ "audience!": text() }) },
      }),
      default_params: list(text()),
      functions: list(freeObject),
    }),
    tool_configs: freeObject,
  },
  bing_grounding: {
    "bing_grounding!": object({
      "search_configurations!": list(
        object({
          "project_connection_id!": text(),
          market: text(),
          set_lang: text(),
          count: integer(),
          freshness: text(),
        }),
      ),
    }),
    ...named,
  },
  bing_custom_search_preview: {
    "bing_custom_search_preview!": object({
      "search_configurations!": list(
        object({
          "project_connection_id!": text(),
          "instance_name!": text(),
          market: text(),
          set_lang: text(),
          count: integer(),
          freshness: text(),
        }),
      ),
    }),
  },
  azure_ai_search: {
    "azure_ai_search!": object({
      "indexes!": list(
        object({
          project_connection_id: text(),
          index_name: text(),
          query_type: text(),
          top_k: integer(),
          filter: text(),
          index_asset_id: text(),
        }),
      ),
    }),
    ...named,
  },
  azure_function: {
    "azure_function!": object({
      "function!": object({ "name!": text(), description: text(), "parameters!": freeObject }),
      "input_binding!": freeObject,
      "output_binding!": freeObject,
    }),
    tool_configs: freeObject,
  },
  fabric_dataagent_preview: { "fabric_dataagent_preview!": object({ project_connections: connection }) },
  sharepoint_grounding_preview: { "sharepoint_grounding_preview!": object({ project_connections: connection }) },
  browser_automation_preview: { "browser_automation_preview!": freeObject },
  browser_automation: { "browser_automation!": freeObject },
  memory_search_preview: {
    "memory_store_name!": text(),
    "scope!": text(),
    search_options: object({ max_memories: integer({ min: 1 }) }),
    update_delay: integer({ min: 0 }),
  },
  capture_structured_outputs: { "outputs!": freeObject, ...named },
  a2a_preview: "open",
  a2a: "open",
  work_iq_preview: { "project_connection_id!": text() },
  fabric_iq_preview: "open",
  web_iq_preview: "open",
  toolbox_search_preview: "open",
  github_copilot_toolset_preview: "open",
};

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

/**
 * The rule of strict schemas: every object closes its members and requires all of them.
 * @throws ApiError 400 `invalid_function_parameters`, `invalid_json_schema` for formats
 */
export function checkStrictSchema(schema: Json, context: string[], prefix: string, param: string): void {
  if (!isObject(schema)) return;
  const code = prefix.includes("function") ? "invalid_function_parameters" : "invalid_json_schema";
  const where = `In context=(${context.map((step) => `'${step}'`).join(", ")})`;
  const properties = objectOf(schema["properties"]);
  if (schema["type"] === "object") {
    if (schema["additionalProperties"] !== false) {
      throw badRequest(
        `${prefix}: ${where}, 'additionalProperties' is required to be supplied and to be false.`,
        param,
        code,
      );
    }
    const required = Array.isArray(schema["required"]) ? schema["required"] : [];
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined) {
      throw badRequest(
        `${prefix}: ${where}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`,
        param,
        code,
      );
    }
  }
  for (const [name, member] of Object.entries(properties)) {
    checkStrictSchema(member ?? null, [...context, "properties", name], prefix, param);
  }
  if (schema["items"] !== undefined) checkStrictSchema(schema["items"], [...context, "items"], prefix, param);
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
