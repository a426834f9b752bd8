import { AZURE_SHAPES } from "./shapes/azure.js";
import type { DialectType } from "./types.js";

/** Types of the event stream and its handlers: only to be recognised. */
const STREAM_TYPES = [
  "AgentRunStream",
  "AsyncAgentRunStream",
  "AgentEventHandler",
  "AsyncAgentEventHandler",
  "BaseAgentEventHandler",
  "BaseAsyncAgentEventHandler",
  "RunHandler",
  "AsyncRunHandler",
];

const JS_STREAM_TYPES = ["AgentEventMessageStream", "AgentEventStreamData", "AgentEventStreamDataOutput"];

/** The options objects of `@azure/ai-agents`; its name, without "OptionalParams", and the operation. */
const AGENTS_OPTIONS: Readonly<Record<string, string>> = {
  CreateAgent: "assistants.create",
  UpdateAgent: "assistants.update",
  ListAgents: "assistants.list",
  CreateThreadAndRun: "threads.createAndRun",
  ThreadsCreateThread: "threads.create",
  ThreadsUpdateThread: "threads.update",
  ThreadsListThreads: "threads.list",
  MessagesCreateMessage: "messages.create",
  MessagesUpdateMessage: "messages.update",
  MessagesListMessages: "messages.list",
  RunsCreateRun: "runs.create",
  RunsUpdateRun: "runs.update",
  RunsListRuns: "runs.list",
  RunsSubmitToolOutputsToRun: "runs.submitToolOutputs",
  RunStepsListRunSteps: "steps.list",
  VectorStoresCreateVectorStore: "vectorStores.create",
};

/** The same of the flat previews. */
const PREVIEW_OPTIONS: Readonly<Record<string, string>> = {
  CreateAgent: "assistants.create",
  UpdateAgent: "assistants.update",
  ListAgents: "assistants.list",
  CreateAndRunThread: "threads.createAndRun",
  CreateAgentThread: "threads.create",
  UpdateAgentThread: "threads.update",
  ListMessages: "messages.list",
  UpdateMessage: "messages.update",
  CreateRun: "runs.create",
  UpdateRun: "runs.update",
  ListRunQuery: "runs.list",
  SubmitToolOutputsToRun: "runs.submitToolOutputs",
  ListRunSteps: "steps.list",
  CreateVectorStore: "vectorStores.create",
};

/** Bases of discriminated unions. */
const UNIONS = [
  "MessageContent",
  "MessageDeltaContent",
  "MessageDeltaTextAnnotation",
  "MessageInputContentBlock",
  "MessageTextAnnotation",
  "OpenApiAuthDetails",
  "RequiredAction",
  "RequiredToolCall",
  "RunStepCodeInterpreterToolCallOutput",
  "RunStepDeltaCodeInterpreterOutput",
  "RunStepDeltaDetail",
  "RunStepDeltaToolCall",
  "RunStepDetails",
  "RunStepToolCall",
  "ToolDefinition",
  "VectorStoreChunkingStrategyRequest",
  "VectorStoreChunkingStrategyResponse",
];

/** Names that the current projects packages export too: an import of them does not tell the previews from migrated code. */
const ALSO_CURRENT = new Set([
  "AISearchIndexResource",
  "AzureAISearchToolResource",
  "AzureFunctionBinding",
  "AzureFunctionDefinition",
  "AzureFunctionStorageQueue",
  "BingCustomSearchConfiguration",
  "BingCustomSearchToolParameters",
  "BingGroundingSearchConfiguration",
  "BingGroundingSearchToolParameters",
  "BrowserAutomationToolParameters",
  "FabricDataAgentToolParameters",
  "OpenApiAnonymousAuthDetails",
  "OpenApiAuthDetails",
  "OpenApiFunctionDefinition",
  "OpenApiManagedAuthDetails",
  "OpenApiManagedSecurityScheme",
  "SharepointGroundingToolParameters",
]);

function named(modules: readonly string[], names: readonly (readonly [string, string | undefined])[]) {
  return names.map(([name, shape]): DialectType => ({ name, modules, shape }));
}

const shapes = Object.entries(AZURE_SHAPES);
const options = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).map(([name, operation]) => [`${name}OptionalParams`, `@${operation}`] as const);
const suffixed = (names: readonly string[], suffix: string) =>
  names.map((name) => [`${name}${suffix}`, AZURE_SHAPES[name]!] as const);
const unshaped = (names: readonly string[]) => names.map((name) => [name, undefined] as const);

const previewShapes = shapes.filter(([name]) => !ALSO_CURRENT.has(name));

/** Types of `azure.ai.agents.models`. */
export const azureAgentsPythonTypes: readonly DialectType[] = named(
  ["azure.ai.agents.models"],
  [...shapes, ...unshaped(STREAM_TYPES)],
);

/** Types of `azure.ai.projects.models` in the flat previews. */
export const azureProjectsBetaPythonTypes: readonly DialectType[] = named(
  ["azure.ai.projects.models"],
  [...previewShapes, ...unshaped(STREAM_TYPES)],
);

/** Types of `@azure/ai-agents`: a discriminated union is its base's name and "Union". */
export const azureAgentsJsTypes: readonly DialectType[] = named(
  ["@azure/ai-agents"],
  [
    ...shapes,
    ...suffixed(UNIONS, "Union"),
    ...options(AGENTS_OPTIONS),
    ["AgentRunResponse", "Run"],
    ...unshaped(JS_STREAM_TYPES),
  ],
);

/** Types of the flat previews of `@azure/ai-projects`: results end with "Output", bases of unions with "Parent". */
export const azureProjectsBetaJsTypes: readonly DialectType[] = named(
  ["@azure/ai-projects"],
  [
    // A Map, because "…ToolCallOutput" is the result type of a tool call here, and an output of a tool call elsewhere.
    ...new Map([
      // `Agent` is the current package's; here it was only ever `AgentOutput`.
      ...previewShapes.filter(([name]) => name !== "Agent"),
      ...suffixed(UNIONS, "Parent"),
      ...suffixed(Object.keys(AZURE_SHAPES), "Output"),
      ...suffixed(UNIONS, "OutputParent"),
    ]),
    ...options(PREVIEW_OPTIONS),
    ["AgentRunResponse", "Run"],
    ...unshaped(JS_STREAM_TYPES),
  ],
);
