import { describe, expect, it } from "vitest";
import { CLASSIC_OPERATIONS, classicShape } from "../../../src/protocol/classic.js";
import type { ApiOperation } from "../../../src/protocol/types.js";
import { differences, stale, type Exceptions } from "./compare.js";
import { anonymous, readDerived, sentFields } from "./derived.js";
import { SPECS } from "./folder.js";

/** Answers of the classic Foundry surface that one of our shapes stands for; several where we merge a union. */
const MODELS: Readonly<Record<string, readonly string[]>> = {
  Assistant: ["Agent"],
  Tool: [
    "CodeInterpreterToolDefinition",
    "FileSearchToolDefinition",
    "FunctionToolDefinition",
    "BingGroundingToolDefinition",
    "AzureAISearchToolDefinition",
    "OpenApiToolDefinition",
    "ConnectedAgentToolDefinition",
    "AzureFunctionToolDefinition",
  ],
  FunctionDefinition: ["FunctionDefinition"],
  FileSearchOptions: ["FileSearchToolDefinitionDetails"],
  RankingOptions: ["FileSearchRankingOptions"],
  BingConfiguration: ["BingGroundingSearchConfiguration"],
  OpenApi: ["OpenApiFunctionDefinition"],
  OpenApiAuth: ["OpenApiConnectionAuthDetails", "OpenApiManagedAuthDetails"],
  OpenApiSecurity: ["OpenApiConnectionSecurityScheme", "OpenApiManagedSecurityScheme"],
  AzureFunction: ["AzureFunctionDefinition"],
  AzureFunctionBinding: ["AzureFunctionBinding"],
  StorageQueue: ["AzureFunctionStorageQueue"],
  ConnectedAgent: ["ConnectedAgentDetails"],
  ToolResources: ["ToolResources"],
  CodeInterpreterResources: ["CodeInterpreterToolResource"],
  FileSearchResources: ["FileSearchToolResource"],
  AzureAiSearchResources: ["AzureAISearchToolResource"],
  SearchIndex: ["AiSearchIndexResource"],
  DataSource: ["VectorStoreDataSource"],
  StoreConfiguration: ["VectorStoreConfiguration"],
  ResponseFormat: ["ResponseFormatJsonSchemaType"],
  JsonSchemaFormat: ["ResponseFormatJsonSchema"],
  ToolChoice: ["AgentsNamedToolChoice"],
  FunctionName: ["FunctionName"],
  TruncationStrategy: ["TruncationObject"],
  Thread: ["AgentThread"],
  Message: ["ThreadMessage"],
  Attachment: ["MessageAttachment"],
  IncompleteDetails: ["MessageIncompleteDetails", "IncompleteRunDetails"],
  ContentPart: ["MessageTextContent", "MessageImageFileContent"],
  ClassicText: ["MessageTextDetails"],
  ImageFile: ["MessageImageFileDetails"],
  Annotation: [
    "MessageTextUrlCitationAnnotation",
    "MessageTextFileCitationAnnotation",
    "MessageTextFilePathAnnotation",
  ],
  UrlCitation: ["MessageTextUrlCitationDetails"],
  FileCitation: ["MessageTextFileCitationDetails"],
  FilePath: ["MessageTextFilePathDetails"],
  Run: ["ThreadRun"],
  RequiredAction: ["SubmitToolOutputsAction"],
  SubmitToolOutputs: ["SubmitToolOutputsDetails"],
  ToolCall: ["RequiredFunctionToolCall"],
  FunctionCall: ["RequiredFunctionToolCallDetails"],
  RunError: ["RunError"],
  RunUsage: ["RunCompletionUsage"],
  RunStep: ["RunStep"],
  StepDetails: ["RunStepMessageCreationDetails", "RunStepToolCallDetails"],
  MessageCreation: ["RunStepMessageCreationReference"],
  StepToolCall: [
    "RunStepCodeInterpreterToolCall",
    "RunStepFileSearchToolCall",
    "RunStepFunctionToolCall",
    "RunStepBingGroundingToolCall",
    "RunStepAzureAISearchToolCall",
    "RunStepOpenAPIToolCall",
  ],
  StepFunctionCall: ["RunStepFunctionToolCallDetails"],
  CodeInterpreterCall: ["RunStepCodeInterpreterToolCallDetails"],
  CodeInterpreterOutput: ["RunStepCodeInterpreterLogOutput", "RunStepCodeInterpreterImageOutput"],
  CodeInterpreterImage: ["RunStepCodeInterpreterImageReference"],
  FileSearchCall: ["RunStepFileSearchToolCallResults"],
  FileSearchResult: ["RunStepFileSearchToolCallResult"],
  FileSearchContent: ["FileSearchToolCallContent"],
  MessageDeltaEvent: ["MessageDeltaChunk"],
  MessageDelta: ["MessageDelta"],
  DeltaPart: ["MessageDeltaTextContent", "MessageDeltaImageFileContent"],
  DeltaText: ["MessageDeltaTextContentObject"],
  RunStepDeltaEvent: ["RunStepDeltaChunk"],
  RunStepDelta: ["RunStepDelta"],
  StepDetailsDelta: ["RunStepDeltaMessageCreation", "RunStepDeltaToolCallObject"],
  ToolCallDelta: [
    "RunStepDeltaFunctionToolCall",
    "RunStepDeltaFileSearchToolCall",
    "RunStepDeltaCodeInterpreterToolCall",
  ],
  FunctionDelta: ["RunStepDeltaFunction"],
  CodeInterpreterDelta: ["RunStepDeltaCodeInterpreterDetailItemObject"],
  VectorStore: ["VectorStore"],
  FileCounts: ["VectorStoreFileCount"],
  ExpiresAfter: ["VectorStoreExpirationPolicy"],
  ChunkingStrategy: ["VectorStoreStaticChunkingStrategyResponse"],
  StaticChunking: ["VectorStoreStaticChunkingStrategyOptions"],
  VectorStoreFile: ["VectorStoreFile"],
  VectorStoreFileError: ["VectorStoreFileError"],
  VectorStoreFileBatch: ["VectorStoreFileBatch"],
  File: ["FileInfo"],
  Deleted: ["AgentDeletionStatus"],
};

const PREVIEW = "in previews of the Python SDK, not in the JavaScript SDK this description comes from";
const PREVIEWS: Exceptions = {
  Tool: {
    bing_custom_search: PREVIEW,
    sharepoint_grounding: PREVIEW,
    fabric_dataagent: PREVIEW,
    browser_automation: PREVIEW,
    deep_research: PREVIEW,
    server_label: PREVIEW,
    server_url: PREVIEW,
    allowed_tools: PREVIEW,
  },
  ToolResources: { mcp: PREVIEW },
  RequiredAction: { submit_tool_approval: PREVIEW },
  StepToolCall: {
    name: PREVIEW,
    arguments: PREVIEW,
    output: PREVIEW,
    server_label: PREVIEW,
    connected_agent: PREVIEW,
    deep_research: PREVIEW,
    browser_automation: PREVIEW,
    sharepoint_grounding: PREVIEW,
    fabric_dataagent: PREVIEW,
    bing_custom_search: PREVIEW,
  },
};

describe.skipIf(SPECS === undefined)("classic Foundry agents as their SDK describes them", () => {
  const derived = SPECS === undefined ? undefined! : readDerived("azure-classic-agents-v1.derived.json");
  const ours = (method: string, path: string): ApiOperation | undefined =>
    CLASSIC_OPERATIONS.find(
      ({ endpoint }) => endpoint.method === method && anonymous(endpoint.path) === anonymous(path),
    );
  const described = SPECS === undefined ? [] : derived.operations;

  it.each(described)("$operation is one of our operations with all its fields", (operation) => {
    const match = ours(operation.method, operation.path);
    expect(match).toBeDefined();
    const fields = [...Object.keys(match!.query), ...Object.keys(match!.body)];
    expect(sentFields(operation).filter((name) => !fields.includes(name))).toEqual([]);
  });

  it("has every operation that we say is Foundry's alone, and its fields", () => {
    const theirs = (operation: ApiOperation) =>
      described.find(
        ({ method, path }) =>
          method === operation.endpoint.method && anonymous(path) === anonymous(operation.endpoint.path),
      );
    const missing = CLASSIC_OPERATIONS.flatMap((operation) => {
      const match = theirs(operation);
      if (operation.only === "foundry" && match === undefined) return [operation.id];
      const own = Object.entries({ ...operation.query, ...operation.body }).filter(
        ([, { only }]) => only === "foundry",
      );
      return own
        .filter(([name]) => match !== undefined && !sentFields(match).includes(name))
        .map(([name]) => `${operation.id}: ${name}`);
    });
    expect(missing).toEqual(["runs.submitToolOutputs: tool_approvals"]); // previews of the Python SDK only
  });

  describe("answers", () => {
    const shapes = Object.entries(MODELS).map(([name, models]) => ({ name, models }));
    const theirs = (models: readonly string[]) =>
      models.flatMap((model) => Object.keys(derived.response_models[model]!));

    it.each(shapes)("$name has all fields of $models", ({ name, models }) => {
      const fields = Object.keys(classicShape(name)!.fields);
      expect(differences(name, fields, theirs(models), { onlyOurs: {}, onlyTheirs: {} }).onlyTheirs).toEqual([]);
    });

    it("has every field that we say is Foundry's alone", () => {
      const missing = shapes.flatMap(({ name, models }) =>
        Object.entries(classicShape(name)!.fields)
          .filter(([field, { only }]) => only === "foundry" && !theirs(models).includes(field))
          .filter(([field]) => PREVIEWS[name]?.[field] === undefined)
          .map(([field]) => `${name}: ${field}`),
      );
      expect(missing).toEqual([]);
      expect(
        stale(PREVIEWS, (place, field) => {
          const own = classicShape(place)?.fields[field]?.only === "foundry";
          return own && !theirs(MODELS[place] ?? []).includes(field);
        }),
      ).toEqual([]);
    });
  });
});
