import { approval, callers, container, fileSearch, mcp, OPENAI_TOOLS, webSearch } from "./openaiTools.js";
import { flag, freeObject, integer, list, object, oneOf, tagged, text, type Fields } from "./type.js";

/** What Foundry allows on most tools beside their own fields. */
const named: Fields = { name: text(), description: text(), tool_configs: freeObject };
const a2a: Fields = {
  base_url: text(),
  agent_card_path: text(),
  project_connection_id: text(),
  send_credentials_for_agent_card: flag,
};
const iq: Fields = { "project_connection_id!": text(), server_label: text(), require_approval: approval };
const connection = list(object({ "project_connection_id!": text() }));

/** Tools of Foundry agents, on top of OpenAI's (JSON Schema of @azure/ai-projects 2.8.0). */
export const FOUNDRY_TOOLS: Readonly<Record<string, Fields>> = {
  ...OPENAI_TOOLS,
  file_search: { ...fileSearch, ...named },
  code_interpreter: { container, allowed_callers: callers, ...named },
  web_search: { ...webSearch, ...named, custom_search_configuration: freeObject },
  mcp: { ...mcp, project_connection_id: text(), tool_configs: freeObject },
  image_generation: { ...OPENAI_TOOLS["image_generation"], ...named },
  local_shell: named,
  shell: { ...OPENAI_TOOLS["shell"], ...named },
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
  a2a_preview: a2a,
  a2a: { ...a2a, "a2a_version!": oneOf("1.0") },
  work_iq_preview: { "project_connection_id!": text() },
  fabric_iq_preview: { ...iq, server_url: text() },
  web_iq_preview: iq,
  github_copilot_toolset_preview: {
    default_config: object({ enabled: flag }),
    configs: list(object({ "name!": text(), enabled: flag })),
  },
};
