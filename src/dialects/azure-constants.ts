import { CLASSIC_WORDS } from "../protocol/classic.js";

type Words = readonly string[] | Readonly<Record<string, string>>;

const events = CLASSIC_WORDS.StreamEvent;
const stepEvents = events.filter((event) => event.startsWith("thread.run.step."));
const runEvents = events.filter((event) => event.startsWith("thread.run.") && !stepEvents.includes(event));
const messageEvents = events.filter((event) => event.startsWith("thread.message."));

/** "RunStatus.IN_PROGRESS" → "in_progress" for every word; words in a record have a member name of their own. */
function constants(enums: Readonly<Record<string, Words>>, memberOf: (word: string) => string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(enums).flatMap(([name, words]) =>
      (Array.isArray(words) ? words.map((word: string) => [memberOf(word), word] as const) : Object.entries(words)).map(
        ([member, word]) => [`${name}.${member}`, word] as const,
      ),
    ),
  );
}

const upper = (word: string) => word.toUpperCase().replace(/[.-]/g, "_");
const pascal = (word: string) => word.replace(/(?:^|[._])(\w)/g, (_match, letter: string) => letter.toUpperCase());

const fileWork = ["in_progress", "completed", "cancelled", "failed"];
const openAiModes = ["auto", "none"];

/** Enum members of the Python packages. No Python SDK lists a run's `incomplete`. */
const python: Readonly<Record<string, Words>> = {
  AgentStreamEvent: events,
  ThreadStreamEvent: ["thread.created"],
  RunStreamEvent: runEvents,
  RunStepStreamEvent: stepEvents,
  MessageStreamEvent: messageEvents,
  DoneEvent: ["done"],
  ErrorEvent: ["error"],
  RunStatus: CLASSIC_WORDS.RunStatus.filter((status) => status !== "incomplete"),
  RunStepStatus: CLASSIC_WORDS.StepStatus,
  RunStepErrorCode: ["server_error", "rate_limit_exceeded"],
  IncompleteDetailsReason: CLASSIC_WORDS.IncompleteReason,
  RunAdditionalFieldList: { FILE_SEARCH_CONTENTS: "step_details.tool_calls[*].file_search.results[*].content" },
  TruncationStrategy: ["auto", "last_messages"],
  MessageRole: { USER: "user", AGENT: "assistant" },
  MessageStatus: CLASSIC_WORDS.MessageStatus,
  MessageIncompleteDetailsReason: ["content_filter", "max_tokens", "run_cancelled", "run_failed", "run_expired"],
  MessageBlockType: ["text", "image_file", "image_url"],
  ImageDetailLevel: ["auto", "low", "high"],
  ListSortOrder: { ASCENDING: "asc", DESCENDING: "desc" },
  ResponseFormat: ["text", "json_object"],
  AzureAISearchQueryType: ["simple", "semantic", "vector", "vector_simple_hybrid", "vector_semantic_hybrid"],
  OpenApiAuthType: ["anonymous", "connection", "managed_identity"],
  FileState: ["uploaded", "pending", "running", "processed", "error", "deleting", "deleted"],
  VectorStoreStatus: CLASSIC_WORDS.VectorStoreStatus,
  VectorStoreFileStatus: fileWork,
  VectorStoreFileStatusFilter: fileWork,
  VectorStoreFileBatchStatus: fileWork,
  VectorStoreDataSourceAssetType: ["uri_asset", "id_asset"],
  VectorStoreExpirationPolicyAnchor: ["last_active_at"],
};

const filePurposes = { AGENTS: "assistants", AGENTS_OUTPUT: "assistants_output", VISION: "vision" };

/** Enum members of `azure.ai.agents.models`. */
export const azureAgentsPythonConstants = constants(
  {
    ...python,
    AgentsResponseFormatMode: openAiModes,
    AgentsToolChoiceOptionMode: openAiModes,
    FilePurpose: filePurposes,
    RunStepType: [...CLASSIC_WORDS.StepType, "activities"],
  },
  upper,
);

/** Enum members of `azure.ai.projects.models` in the flat previews. */
export const azureProjectsBetaPythonConstants = constants(
  {
    ...python,
    AgentsApiResponseFormatMode: openAiModes,
    AgentsApiToolChoiceOptionMode: openAiModes,
    FilePurpose: {
      ...filePurposes,
      FINE_TUNE: "fine-tune",
      FINE_TUNE_RESULTS: "fine-tune-results",
      BATCH: "batch",
      BATCH_OUTPUT: "batch_output",
    },
    RunStepType: CLASSIC_WORDS.StepType,
  },
  upper,
);

/** The few enums that exist at run time in the JavaScript packages; all else there are plain strings. */
const javascript: Readonly<Record<string, Words>> = {
  RunStreamEvent: runEvents,
  RunStepStreamEvent: stepEvents,
  MessageStreamEvent: messageEvents,
  DoneEvent: ["done"],
  ErrorEvent: ["error"],
};

const connectionTools = {
  BingGrounding: "bing_grounding",
  MicrosoftFabric: "fabric_dataagent",
  SharepointGrounding: "sharepoint_grounding",
  AzureFunction: "azure_function",
};

/** Enum members of `@azure/ai-agents`. */
export const azureAgentsJsConstants = constants(
  {
    ...javascript,
    ThreadStreamEvent: { Created: "thread.created" },
    VectorStoreDataSourceAssetType: ["uri_asset", "id_asset"],
    connectionToolType: { ...connectionTools, BingCustomSearch: "bing_custom_search" },
  },
  pascal,
);

/** Enum members of the flat previews of `@azure/ai-projects`. */
export const azureProjectsBetaJsConstants = constants(
  {
    ...javascript,
    RunStreamEvent: runEvents.filter((event) => event !== "thread.run.incomplete"),
    ThreadStreamEvent: ["thread.created"],
    connectionToolType: { ...connectionTools, MicrosoftFabric: "microsoft_fabric" },
  },
  pascal,
);
