import type { ModelClass, Template } from "./types.js";

const pythonMembers = { definitions: "tools", resources: "tool_resources" };

/** A Python tool helper: one definition, and the resources it needs. */
function tool(
  positional: readonly string[],
  definition: Template,
  more: Partial<ModelClass> & { readonly resources?: Template } = {},
): ModelClass {
  const { resources = {}, ...rest } = more;
  return {
    shape: "Tool",
    positional,
    members: pythonMembers,
    templates: { definitions: [definition], resources },
    ...rest,
  };
}

const connections: Template = { connections: [{ connection_id: "$connection_id" }] };
const azureFunctionQueue = (hole: string): Template => ({ type: "storage_queue", storage_queue: hole });

const openApiArguments = ["name", "description", "spec", "auth", "default_parameters"];

/** Tools whose helper is the same in every Python generation. */
const pythonTools: Readonly<Record<string, ModelClass>> = {
  AzureFunctionTool: tool(["name", "description", "parameters", "input_queue", "output_queue"], {
    type: "azure_function",
    azure_function: {
      function: { name: "$name", description: "$description", parameters: "$parameters" },
      input_binding: azureFunctionQueue("$input_queue"),
      output_binding: azureFunctionQueue("$output_queue"),
    },
  }),
  ConnectedAgentTool: tool(["id", "name", "description"], {
    type: "connected_agent",
    connected_agent: { id: "$id", name: "$name", description: "$description" },
  }),
  FabricTool: tool(["connection_id"], { type: "fabric_dataagent", fabric_dataagent: connections }),
  FileSearchTool: tool(
    ["vector_store_ids"],
    { type: "file_search" },
    {
      resources: { file_search: { vector_store_ids: "$vector_store_ids" } },
      appends: { add_vector_store: "vector_store_ids" },
    },
  ),
  OpenApiTool: tool(
    openApiArguments,
    {
      type: "openapi",
      openapi: {
        name: "$name",
        description: "$description",
        spec: "$spec",
        auth: "$auth",
        default_params: "$default_parameters",
      },
    },
    { repeats: { add_definition: openApiArguments } },
  ),
  SharepointTool: tool(["connection_id"], { type: "sharepoint_grounding", sharepoint_grounding: connections }),
  // Their definitions come from the signatures and docstrings of Python functions.
  FunctionTool: {
    shape: "Tool",
    positional: ["functions"],
    members: pythonMembers,
    describes: "functions",
    appends: { add_functions: "functions" },
  },
  AsyncFunctionTool: {
    shape: "Tool",
    isAsync: true,
    positional: ["functions"],
    members: pythonMembers,
    describes: "functions",
    appends: { add_functions: "functions" },
  },
  ToolSet: { shape: "Tool", members: pythonMembers, collects: "add", appends: { add: "tools" } },
  AsyncToolSet: { shape: "Tool", members: pythonMembers, collects: "add", appends: { add: "tools" } },
};

const searchIndex = {
  index_connection_id: "$index_connection_id",
  index_name: "$index_name",
  query_type: "$query_type",
  filter: "$filter",
  top_k: "$top_k",
};
const searchIndexArguments = ["index_connection_id", "index_name", "query_type", "filter", "top_k"];
const searchDefaults = { query_type: "simple", top_k: 5 };

/** Tool helpers of `azure.ai.agents.models`. */
export const azureAgentsPythonTools: Readonly<Record<string, ModelClass>> = {
  ...pythonTools,
  AzureAISearchTool: tool(
    [...searchIndexArguments, "index_asset_id"],
    { type: "azure_ai_search" },
    {
      resources: { azure_ai_search: { indexes: [{ ...searchIndex, index_asset_id: "$index_asset_id" }] } },
      defaults: searchDefaults,
    },
  ),
  BingCustomSearchTool: tool(
    ["connection_id", "instance_name", "market", "set_lang", "count", "freshness"],
    { type: "bing_custom_search", bing_custom_search: bingSearch({ instance_name: "$instance_name" }) },
    { defaults: { count: 5 } },
  ),
  BingGroundingTool: tool(
    ["connection_id", "market", "set_lang", "count", "freshness"],
    { type: "bing_grounding", bing_grounding: bingSearch({}) },
    { defaults: { count: 5 } },
  ),
  BrowserAutomationTool: tool(["connection_id"], {
    type: "browser_automation",
    browser_automation: { connection: { id: "$connection_id" } },
  }),
  CodeInterpreterTool: tool(
    ["file_ids", "data_sources"],
    { type: "code_interpreter" },
    {
      resources: { code_interpreter: { file_ids: "$file_ids", data_sources: "$data_sources" } },
      appends: { add_file: "file_ids" },
    },
  ),
  DeepResearchTool: tool(["bing_grounding_connection_id", "deep_research_model"], {
    type: "deep_research",
    deep_research: {
      deep_research_model: "$deep_research_model",
      bing_grounding_connections: [{ connection_id: "$bing_grounding_connection_id" }],
    },
  }),
  McpTool: tool(
    ["server_label", "server_url", "allowed_tools"],
    { type: "mcp", server_label: "$server_label", server_url: "$server_url", allowed_tools: "$allowed_tools" },
    {
      resources: {
        mcp: [{ server_label: "$server_label", headers: "$headers", require_approval: "$approval_mode" }],
      },
      defaults: { approval_mode: "always", headers: {} },
      appends: { allow_tool: "allowed_tools" },
      sets: { set_approval_mode: "approval_mode" },
      puts: { update_headers: "headers" },
      givenAgain: ["headers"],
    },
  ),
};

function bingSearch(more: Readonly<Record<string, Template>>): Template {
  return {
    search_configurations: [
      {
        connection_id: "$connection_id",
        ...more,
        market: "$market",
        set_lang: "$set_lang",
        count: "$count",
        freshness: "$freshness",
      },
    ],
  };
}

/** Tool helpers of `azure.ai.projects.models` in the flat previews. */
export const azureProjectsBetaPythonTools: Readonly<Record<string, ModelClass>> = {
  ...pythonTools,
  AzureAISearchTool: tool(
    searchIndexArguments,
    { type: "azure_ai_search" },
    { resources: { azure_ai_search: { indexes: [searchIndex] } }, defaults: searchDefaults },
  ),
  BingCustomSearchTool: tool(["connection_id", "instance_name"], {
    type: "bing_custom_search",
    bing_custom_search: {
      search_configurations: [{ connection_id: "$connection_id", instance_name: "$instance_name" }],
    },
  }),
  BingGroundingTool: tool(["connection_id"], { type: "bing_grounding", bing_grounding: connections }),
  CodeInterpreterTool: tool(
    ["file_ids"],
    { type: "code_interpreter" },
    { resources: { code_interpreter: { file_ids: "$file_ids" } }, appends: { add_file: "file_ids" } },
  ),
};
