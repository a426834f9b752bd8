import { foundryJsHelpers } from "./foundry-js-helpers.js";
import type { TargetDialect } from "./target.js";

const shim = { module: "migrate-agents/shim", upstream: "project" } as const;
/** Types of events by what they are called on the wire. */
const eventTypes = Object.fromEntries(
  [
    ["StreamEvent", "ResponseStreamEvent"],
    ["StreamEvent.response.created", "ResponseCreatedEvent"],
    ["StreamEvent.response.queued", "ResponseQueuedEvent"],
    ["StreamEvent.response.in_progress", "ResponseInProgressEvent"],
    ["StreamEvent.response.completed", "ResponseCompletedEvent"],
    ["StreamEvent.response.incomplete", "ResponseIncompleteEvent"],
    ["StreamEvent.response.failed", "ResponseFailedEvent"],
    ["StreamEvent.response.output_item.added", "ResponseOutputItemAddedEvent"],
    ["StreamEvent.response.output_item.done", "ResponseOutputItemDoneEvent"],
    ["StreamEvent.response.content_part.added", "ResponseContentPartAddedEvent"],
    ["StreamEvent.response.output_text.delta", "ResponseTextDeltaEvent"],
    ["StreamEvent.error", "ResponseErrorEvent"],
  ].map(([event, type]) => [event, { module: "openai", name: "default", member: `Responses.${type}` }]),
);

const foundrySignIn = { provider: "getBearerTokenProvider", scope: "https://ai.azure.com/.default" };

/** Foundry Agent Service in JavaScript: `@azure/ai-projects` 2.x with the `openai` 6 client it gives. */
export const foundryJs: TargetDialect = {
  id: "foundry-js",
  target: "foundry",
  language: "javascript",
  operations: {
    "agents.createVersion": { face: "project", path: "agents.createVersion", positional: ["agent_name", "definition"] },
    "agents.get": { face: "project", path: "agents.get", positional: ["agent_name"] },
    "agents.list": { face: "project", path: "agents.list", positional: [] },
    "agents.delete": { face: "project", path: "agents.delete", positional: ["agent_name"] },
    "agents.deleteVersion": {
      face: "project",
      path: "agents.deleteVersion",
      positional: ["agent_name", "agent_version"],
    },
    "conversations.create": { face: "openai", path: "conversations.create", positional: [] },
    "conversations.retrieve": { face: "openai", path: "conversations.retrieve", positional: ["conversation_id"] },
    "conversations.update": { face: "openai", path: "conversations.update", positional: ["conversation_id"] },
    "conversations.delete": { face: "openai", path: "conversations.delete", positional: ["conversation_id"] },
    "conversations.items.create": {
      face: "openai",
      path: "conversations.items.create",
      positional: ["conversation_id"],
    },
    "conversations.items.retrieve": { face: "openai", path: "conversations.items.retrieve", positional: ["item_id"] },
    "conversations.items.list": { face: "openai", path: "conversations.items.list", positional: ["conversation_id"] },
    "conversations.items.delete": { face: "openai", path: "conversations.items.delete", positional: ["item_id"] },
    "responses.create": { face: "openai", path: "responses.create", positional: [], streams: "stream" },
    "responses.retrieve": { face: "openai", path: "responses.retrieve", positional: ["response_id"] },
    // No SDK has a method for it: a printed function asks, which is given the conversation first.
    "responses.list": { face: "openai", path: "getAPIList", positional: ["conversation_id"] },
    "responses.cancel": { face: "openai", path: "responses.cancel", positional: ["response_id"] },
    "files.create": { face: "openai", path: "files.create", positional: [] },
    "files.retrieve": { face: "openai", path: "files.retrieve", positional: ["file_id"] },
    "files.list": { face: "openai", path: "files.list", positional: [] },
    "files.delete": { face: "openai", path: "files.delete", positional: ["file_id"] },
    "files.content": { face: "openai", path: "files.content", positional: ["file_id"] },
    "containers.files.content.retrieve": {
      face: "openai",
      path: "containers.files.content.retrieve",
      positional: ["file_id"],
    },
    "vectorStores.create": { face: "openai", path: "vectorStores.create", positional: [] },
    "vectorStores.retrieve": { face: "openai", path: "vectorStores.retrieve", positional: ["vector_store_id"] },
    "vectorStores.update": { face: "openai", path: "vectorStores.update", positional: ["vector_store_id"] },
    "vectorStores.list": { face: "openai", path: "vectorStores.list", positional: [] },
    "vectorStores.delete": { face: "openai", path: "vectorStores.delete", positional: ["vector_store_id"] },
    "vectorStores.files.create": {
      face: "openai",
      path: "vectorStores.files.create",
      positional: ["vector_store_id"],
      waits: "createAndPoll",
    },
    "vectorStores.files.list": { face: "openai", path: "vectorStores.files.list", positional: ["vector_store_id"] },
    "vectorStores.files.retrieve": { face: "openai", path: "vectorStores.files.retrieve", positional: ["file_id"] },
    "vectorStores.files.delete": { face: "openai", path: "vectorStores.files.delete", positional: ["file_id"] },
    "vectorStores.fileBatches.create": {
      face: "openai",
      path: "vectorStores.fileBatches.create",
      positional: ["vector_store_id"],
      waits: "createAndPoll",
    },
    "vectorStores.fileBatches.retrieve": {
      face: "openai",
      path: "vectorStores.fileBatches.retrieve",
      positional: ["batch_id"],
    },
    "vectorStores.fileBatches.cancel": {
      face: "openai",
      path: "vectorStores.fileBatches.cancel",
      positional: ["batch_id"],
    },
    "vectorStores.fileBatches.listFiles": {
      face: "openai",
      path: "vectorStores.fileBatches.listFiles",
      positional: ["batch_id"],
    },
  },
  faces: {
    project: { module: "@azure/ai-projects", name: "AIProjectClient", local: "AIProjectClient", variable: "project" },
    openai: { module: "openai", name: "default", also: "OpenAI", local: "OpenAI", variable: "openai" },
    agents: { module: "@azure/ai-agents", name: "AgentsClient", local: "AgentsClient", variable: "agentsClient" },
  },
  definitions: "service",
  project: {
    openaiFromProject: "getOpenAIClient",
    arguments: "positional",
    credential: { module: "@azure/identity", name: "DefaultAzureCredential" },
    endpointVariable: "FOUNDRY_PROJECT_ENDPOINT",
  },
  shim: {
    openai: { ...shim, option: "fetch", callee: "classicFetch", signsIn: foundrySignIn },
    "azure-openai": { ...shim, option: "fetch", callee: "classicFetch", signsIn: foundrySignIn },
    foundry: { ...shim, option: "httpClient", callee: "classicHttpClient" },
  },
  extraBody: "secondArgument",
  models: {},
  modelModule: "@azure/ai-projects",
  defaults: { "code_interpreter.container": { type: "auto" } },
  helpers: foundryJsHelpers,
  types: {
    Assistant: { module: "@azure/ai-projects", name: "AgentVersion" },
    Thread: { module: "openai", name: "default", member: "Conversations.Conversation" },
    Run: { module: "openai", name: "default", member: "Responses.Response" },
    ToolCall: { module: "openai", name: "default", member: "Responses.ResponseFunctionToolCall" },
    ToolOutput: { module: "openai", name: "default", member: "Responses.ResponseInputItem.FunctionCallOutput" },
    Message: { module: "openai", name: "default", member: "Conversations.Message" },
    ContentPart: { module: "openai", name: "default", member: 'Conversations.Message["content"][number]' },
    "Deleted.assistant": { module: "@azure/ai-projects", name: "DeleteAgentResponse" },
    "Deleted.thread": { module: "openai", name: "default", member: "Conversations.ConversationDeletedResource" },
    "ContentPart.text": { module: "openai", name: "default", member: "Responses.ResponseOutputText" },
    "ContentPart.image_file": { module: "openai", name: "default", member: "Responses.ResponseInputImage" },
    "ContentPart.image_url": { module: "openai", name: "default", member: "Responses.ResponseInputImage" },
    "ContentPart.refusal": { module: "openai", name: "default", member: "Responses.ResponseOutputRefusal" },
    Stream: { module: "openai/lib/responses/ResponseStream", name: "ResponseStream" },
    ...eventTypes,
  },
};
