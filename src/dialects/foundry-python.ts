import { foundryJs } from "./foundry-js.js";
import { foundryPythonHelpers } from "./foundry-python-helpers.js";
import type { TargetDialect, TargetOperation } from "./target.js";

/** The same operations with keyword arguments and snake_case paths: Python takes every field by name. */
export const pythonOperations = Object.fromEntries(
  Object.entries(foundryJs.operations).map(([id, operation]): [string, TargetOperation] => [
    id,
    {
      face: operation.face,
      path: toSnake(operation.path),
      positional: [],
      ...(operation.waits && { waits: toSnake(operation.waits) }),
    },
  ]),
);

function toSnake(path: string): string {
  return path.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
}

/** Foundry Agent Service in Python: `azure-ai-projects` 2.x. */
export const foundryPython: TargetDialect = {
  id: "foundry-python",
  target: "foundry",
  language: "python",
  operations: pythonOperations,
  faces: {
    project: {
      module: "azure.ai.projects",
      asyncModule: "azure.ai.projects.aio",
      name: "AIProjectClient",
      local: "AIProjectClient",
      variable: "project_client",
    },
    openai: { module: "openai", name: "OpenAI", local: "OpenAI", asyncLocal: "AsyncOpenAI", variable: "openai_client" },
    agents: {
      module: "azure.ai.agents",
      asyncModule: "azure.ai.agents.aio",
      name: "AgentsClient",
      local: "AgentsClient",
      variable: "agents_client",
    },
  },
  definitions: "service",
  project: {
    openaiFromProject: "get_openai_client",
    arguments: "named",
    credential: { module: "azure.identity", asyncModule: "azure.identity.aio", name: "DefaultAzureCredential" },
    endpointVariable: "FOUNDRY_PROJECT_ENDPOINT",
  },
  shim: {
    openai: {
      option: "base_url",
      upstream: "project",
      variable: "CLASSIC_API_URL",
      // The module joins paths to its address as it is.
      moduleAddress: (address) => [address, '.rstrip("/") + "/"'],
    },
    "azure-openai": { option: "azure_endpoint", upstream: "project", variable: "CLASSIC_API_URL" },
    foundry: { option: "endpoint", upstream: "project", variable: "CLASSIC_API_URL" },
  },
  extraBody: "keyword",
  models: {
    PromptAgentDefinition: {
      name: "PromptAgentDefinition",
      fixed: ["kind"],
      fields: {
        tools: "Tool[]",
        text: "PromptAgentDefinitionTextOptions",
        reasoning: "Reasoning",
        structured_inputs: "StructuredInput{}",
      },
    },
    StructuredInput: { name: "StructuredInputDefinition", fixed: [] },
    PromptAgentDefinitionTextOptions: {
      name: "PromptAgentDefinitionTextOptions",
      fixed: [],
      fields: { format: "TextFormat" },
    },
    Reasoning: { name: "Reasoning", fixed: [] },
    "TextFormat.text": { name: "TextResponseFormatText", fixed: ["type"] },
    "TextFormat.json_object": { name: "TextResponseFormatJsonObject", fixed: ["type"] },
    "TextFormat.json_schema": { name: "TextResponseFormatJsonSchema", fixed: ["type"] },
    "Tool.function": { name: "FunctionTool", fixed: ["type"] },
    "Tool.code_interpreter": { name: "CodeInterpreterTool", fixed: ["type"], fields: { container: "Container" } },
    "Tool.file_search": { name: "FileSearchTool", fixed: ["type"], fields: { ranking_options: "RankingOptions" } },
    "Tool.openapi": { name: "OpenApiTool", fixed: ["type"], fields: { openapi: "OpenApiFunctionDefinition" } },
    OpenApiFunctionDefinition: { name: "OpenApiFunctionDefinition", fixed: [], fields: { auth: "OpenApiAuth" } },
    "OpenApiAuth.anonymous": { name: "OpenApiAnonymousAuthDetails", fixed: ["type"] },
    "OpenApiAuth.managed_identity": {
      name: "OpenApiManagedAuthDetails",
      fixed: ["type"],
      fields: { security_scheme: "OpenApiManagedSecurityScheme" },
    },
    OpenApiManagedSecurityScheme: { name: "OpenApiManagedSecurityScheme", fixed: [] },
    "OpenApiAuth.project_connection": {
      name: "OpenApiProjectConnectionAuthDetails",
      fixed: ["type"],
      fields: { security_scheme: "OpenApiProjectConnectionSecurityScheme" },
    },
    OpenApiProjectConnectionSecurityScheme: { name: "OpenApiProjectConnectionSecurityScheme", fixed: [] },
    "Tool.mcp": { name: "MCPTool", fixed: ["type"] },
    "Tool.bing_grounding": {
      name: "BingGroundingTool",
      fixed: ["type"],
      fields: { bing_grounding: "BingGroundingParameters" },
    },
    BingGroundingParameters: {
      name: "BingGroundingSearchToolParameters",
      fixed: [],
      fields: { search_configurations: "BingGroundingConfiguration[]" },
    },
    BingGroundingConfiguration: { name: "BingGroundingSearchConfiguration", fixed: [] },
    "Tool.bing_custom_search_preview": {
      name: "BingCustomSearchPreviewTool",
      fixed: ["type"],
      fields: { bing_custom_search_preview: "BingCustomSearchParameters" },
    },
    BingCustomSearchParameters: {
      name: "BingCustomSearchToolParameters",
      fixed: [],
      fields: { search_configurations: "BingCustomSearchConfiguration[]" },
    },
    BingCustomSearchConfiguration: { name: "BingCustomSearchConfiguration", fixed: [] },
    "Tool.azure_ai_search": {
      name: "AzureAISearchTool",
      fixed: ["type"],
      fields: { azure_ai_search: "AzureAISearchResource" },
    },
    AzureAISearchResource: { name: "AzureAISearchToolResource", fixed: [], fields: { indexes: "AISearchIndex[]" } },
    AISearchIndex: { name: "AISearchIndexResource", fixed: [] },
    "Tool.sharepoint_grounding_preview": {
      name: "SharepointPreviewTool",
      fixed: ["type"],
      fields: { sharepoint_grounding_preview: "SharepointParameters" },
    },
    SharepointParameters: {
      name: "SharepointGroundingToolParameters",
      fixed: [],
      fields: { project_connections: "ProjectConnection[]" },
    },
    "Tool.fabric_dataagent_preview": {
      name: "MicrosoftFabricPreviewTool",
      fixed: ["type"],
      fields: { fabric_dataagent_preview: "FabricParameters" },
    },
    FabricParameters: {
      name: "FabricDataAgentToolParameters",
      fixed: [],
      fields: { project_connections: "ProjectConnection[]" },
    },
    ProjectConnection: { name: "ToolProjectConnection", fixed: [] },
    "Tool.browser_automation_preview": {
      name: "BrowserAutomationPreviewTool",
      fixed: ["type"],
      fields: { browser_automation_preview: "BrowserAutomationParameters" },
    },
    BrowserAutomationParameters: {
      name: "BrowserAutomationToolParameters",
      fixed: [],
      fields: { connection: "BrowserAutomationConnection" },
    },
    BrowserAutomationConnection: { name: "BrowserAutomationToolConnectionParameters", fixed: [] },
    "Tool.azure_function": {
      name: "AzureFunctionTool",
      fixed: ["type"],
      fields: { azure_function: "AzureFunctionDefinition" },
    },
    AzureFunctionDefinition: {
      name: "AzureFunctionDefinition",
      fixed: [],
      fields: {
        function: "AzureFunctionSignature",
        input_binding: "AzureFunctionBinding",
        output_binding: "AzureFunctionBinding",
      },
    },
    AzureFunctionSignature: { name: "AzureFunctionDefinitionFunction", fixed: [] },
    AzureFunctionBinding: {
      name: "AzureFunctionBinding",
      fixed: ["type"],
      fields: { storage_queue: "AzureFunctionStorageQueue" },
    },
    AzureFunctionStorageQueue: { name: "AzureFunctionStorageQueue", fixed: [] },
    "Container.auto": { name: "AutoCodeInterpreterToolParam", fixed: ["type"] },
    RankingOptions: { name: "RankingOptions", fixed: [] },
  },
  modelModule: "azure.ai.projects.models",
  listOfTools: ": list[Tool]",
  defaults: { "code_interpreter.container": { type: "auto" }, "mcp.headers": {} },
  helpers: foundryPythonHelpers,
  serialisers: {
    project: { data: "as_dict", text: undefined, also: [] },
    openai: { data: "to_dict", text: "to_json", also: ["model_dump", "model_dump_json", "dict", "json"] },
  },
  types: {
    Assistant: { module: "azure.ai.projects.models", name: "AgentVersionDetails" },
    Thread: { module: "openai.types.conversations", name: "Conversation" },
    Run: { module: "openai.types.responses", name: "Response" },
    ToolCall: { module: "openai.types.responses", name: "ResponseFunctionToolCall" },
    "ToolOutput[]": { module: "openai.types.responses", name: "ResponseInputParam" },
    ToolOutput: { module: "openai.types.responses.response_input_param", name: "FunctionCallOutput" },
    Message: { module: "openai.types.conversations", name: "Message" },
    "Deleted.assistant": { module: "azure.ai.projects.models", name: "DeleteAgentResponse" },
    "Deleted.thread": { module: "openai.types.conversations", name: "ConversationDeletedResource" },
    "ContentPart.text": { module: "openai.types.responses", name: "ResponseOutputText" },
    "ContentPart.image_file": { module: "openai.types.responses", name: "ResponseInputImage" },
    "ContentPart.image_url": { module: "openai.types.responses", name: "ResponseInputImage" },
    "ContentPart.refusal": { module: "openai.types.responses", name: "ResponseOutputRefusal" },
    File: { module: "openai.types", name: "FileObject" },
    VectorStore: { module: "openai.types", name: "VectorStore" },
    VectorStoreFile: { module: "openai.types.vector_stores", name: "VectorStoreFile" },
    VectorStoreFileBatch: { module: "openai.types.vector_stores", name: "VectorStoreFileBatch" },
  },
};
