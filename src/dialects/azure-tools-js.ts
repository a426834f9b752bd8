import type { ModelClass, Template } from "./types.js";

/** A static helper of `ToolUtility`: gives `{ definition, resources? }`. */
function helper(positional: readonly string[], definition: Template | undefined, resources?: Template): ModelClass {
  return {
    shape: "Tool",
    positional,
    members: { definition: "tool", ...(resources !== undefined && { resources: "tool_resources" }) },
    templates: {
      ...(definition !== undefined && { definition }),
      ...(resources !== undefined && { resources }),
    },
  };
}

/** A `ToolSet` collects what the helpers of the same name would give. */
function toolSet(tools: readonly string[]): ModelClass {
  return {
    shape: "Tool",
    members: { toolDefinitions: "tools", toolResources: "tool_resources" },
    builds: Object.fromEntries(tools.map((tool) => [`add${tool}Tool`, `ToolUtility.create${tool}Tool`])),
  };
}

const common = {
  // The type decides a key of the definition, so there is no template.
  "ToolUtility.createConnectionTool": helper(["tool_type", "connection_ids"], undefined),
  "ToolUtility.createFileSearchTool": helper(
    ["vector_store_ids", "vector_stores", "definition_details"],
    { type: "file_search", file_search: "$definition_details" },
    { file_search: { vector_store_ids: "$vector_store_ids", vector_stores: "$vector_stores" } },
  ),
  "ToolUtility.createCodeInterpreterTool": helper(
    ["file_ids", "data_sources"],
    { type: "code_interpreter" },
    { code_interpreter: { file_ids: "$file_ids", data_sources: "$data_sources" } },
  ),
  "ToolUtility.createFunctionTool": helper(["function_definition"], {
    type: "function",
    function: "$function_definition",
  }),
} satisfies Readonly<Record<string, ModelClass>>;

const searchIndex = { index_connection_id: "$index_connection_id", index_name: "$index_name" };

/** Helpers of `@azure/ai-agents`. */
export const azureAgentsJsTools: Readonly<Record<string, ModelClass>> = {
  ...common,
  "ToolUtility.createBingGroundingTool": helper(["search_configurations"], {
    type: "bing_grounding",
    bing_grounding: { search_configurations: "$search_configurations" },
  }),
  "ToolUtility.createAzureAISearchTool": helper(
    ["index_connection_id", "index_name", "options"],
    { type: "azure_ai_search" },
    { azure_ai_search: { indexes: [{ ...searchIndex, "...": "$options" }] } },
  ),
  "ToolUtility.createConnectedAgentTool": helper(["id", "name", "description"], {
    type: "connected_agent",
    connected_agent: { id: "$id", name: "$name", description: "$description" },
  }),
  "ToolUtility.createOpenApiTool": helper(["open_api_function_definition"], {
    type: "openapi",
    openapi: "$open_api_function_definition",
  }),
  ToolSet: toolSet([
    "Connection",
    "FileSearch",
    "CodeInterpreter",
    "AzureAISearch",
    "OpenApi",
    "BingGrounding",
    "ConnectedAgent",
  ]),
};

/** Helpers of the flat previews of `@azure/ai-projects`. */
export const azureProjectsBetaJsTools: Readonly<Record<string, ModelClass>> = {
  ...common,
  "ToolUtility.createAzureAISearchTool": helper(
    ["index_connection_id", "index_name"],
    { type: "azure_ai_search" },
    { azure_ai_search: { indexes: [searchIndex] } },
  ),
  "ToolUtility.createAzureFunctionTool": helper(
    ["name", "description", "parameters", "input_queue", "output_queue", "definition_details"],
    { type: "azure_function", azure_function: "$definition_details" },
  ),
  "ToolUtility.createOpenApiTool": helper(["open_api_function_definition"], {
    type: "openapi",
    openapi: "$open_api_function_definition",
  }),
  ToolSet: toolSet(["Connection", "FileSearch", "CodeInterpreter", "AzureAISearch", "OpenApi", "AzureFunction"]),
};
