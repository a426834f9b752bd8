import { foundryJs } from "./foundry-js.js";
import type { TargetDialect, TargetOperation } from "./target.js";

/** The same operations with keyword arguments and snake_case paths: Python takes every field by name. */
const operations = Object.fromEntries(
  Object.entries(foundryJs.operations).map(([id, operation]): [string, TargetOperation] => [
    id,
    { face: operation.face, path: operation.path.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), positional: [] },
  ]),
);

/** Foundry Agent Service in Python: `azure-ai-projects` 2.x. */
export const foundryPython: TargetDialect = {
  id: "foundry-python",
  target: "foundry",
  language: "python",
  operations,
  faces: {
    project: {
      module: "azure.ai.projects",
      asyncModule: "azure.ai.projects.aio",
      name: "AIProjectClient",
      local: "AIProjectClient",
      variable: "project_client",
    },
    openai: { module: "openai", name: "OpenAI", local: "OpenAI", asyncLocal: "AsyncOpenAI", variable: "openai_client" },
  },
  openaiFromProject: "get_openai_client",
  projectArguments: "named",
  credential: { module: "azure.identity", name: "DefaultAzureCredential" },
  endpointVariable: "FOUNDRY_PROJECT_ENDPOINT",
  extraBody: "keyword",
  models: {
    PromptAgentDefinition: {
      name: "PromptAgentDefinition",
      fixed: ["kind"],
      fields: { tools: "Tool[]", text: "PromptAgentDefinitionTextOptions", reasoning: "Reasoning" },
    },
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
    "Container.auto": { name: "AutoCodeInterpreterToolParam", fixed: ["type"] },
    RankingOptions: { name: "RankingOptions", fixed: [] },
  },
  modelModule: "azure.ai.projects.models",
  defaults: { "code_interpreter.container": { type: "auto" } },
  types: {
    Assistant: { module: "azure.ai.projects.models", name: "AgentVersionDetails" },
  },
};
