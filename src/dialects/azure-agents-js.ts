import { azureAgentsJsConstants } from "./azure-constants.js";
import { azureAgentsJsTools } from "./azure-tools-js.js";
import { azureAgentsJsTypes } from "./azure-types.js";
import { operationWriter } from "./operation.js";
import { javascriptServices } from "./project-services.js";
import type { ClassicDialect, ClientArgument, ClientType } from "./types.js";

/** JavaScript names that are not the wire's in camel case. */
const fieldNames = {
  assetIdentifier: "uri",
  assetType: "type",
  azureAISearch: "azure_ai_search",
  indexList: "indexes",
  openAPI: "openapi",
  storageServiceEndpoint: "queue_service_endpoint",
  storeConfiguration: "configuration",
  storeName: "name",
};

/** What is required goes by position, in wire order; the options object in the end holds the other fields and the request options. */
const op = operationWriter({ list: "iterable", lazyLists: true, aliases: fieldNames });

/** The result can be awaited for the run or asked for its stream. */
const run = { streamsBy: "stream" } as const;
const poller = { mode: "wait", poller: true } as const;

/** Spelled alike by every generation of the package. */
export const agentOperations = [
  op("createAgent", "assistants.create", "model @body?"),
  op("getAgent", "assistants.retrieve", "assistant_id @body?"),
  op("updateAgent", "assistants.update", "assistant_id @body?"),
  op("deleteAgent", "assistants.delete", "assistant_id @body?"),
];

const threads = [
  op("threads.create", "threads.create", "@body?"),
  op("threads.get", "threads.retrieve", "thread_id @body?"),
  op("threads.update", "threads.update", "thread_id @body?"),
  op("threads.delete", "threads.delete", "thread_id @body?"),
  op("threads.list", "threads.list", "@body?"),
];

const messages = [
  op("messages.create", "messages.create", "thread_id role content @body?"),
  op("messages.get", "messages.retrieve", "thread_id message_id @body?"),
  op("messages.update", "messages.update", "thread_id message_id @body?"),
  op("messages.list", "messages.list", "thread_id @body?"),
];

const runs = [
  op("runs.create", "runs.create", "thread_id assistant_id @body?", run),
  op("runs.createAndPoll", "runs.create", "thread_id assistant_id @body?", { ...poller, rejects: true }),
  op("runs.createThreadAndRun", "threads.createAndRun", "assistant_id @body?", run),
  op("runs.get", "runs.retrieve", "thread_id run_id @body?"),
  op("runs.update", "runs.update", "thread_id run_id @body?"),
  op("runs.list", "runs.list", "thread_id @body?"),
  op("runs.cancel", "runs.cancel", "thread_id run_id @body?"),
  op("runs.submitToolOutputs", "runs.submitToolOutputs", "thread_id run_id tool_outputs @body?", run),
  op("runSteps.get", "steps.retrieve", "thread_id run_id step_id @body?"),
  op("runSteps.list", "steps.list", "thread_id run_id @body?"),
];

const upload = "file purpose @body";

const files = [
  op("files.upload", "files.create", upload),
  op("files.uploadAndPoll", "files.create", upload, poller),
  op("files.get", "files.retrieve", "file_id @body?"),
  op("files.list", "files.list", "@body?", { gives: "page", sync: false }),
  op("files.delete", "files.delete", "file_id @body?"),
  op("files.getContent", "files.content", "file_id @body?", { sync: true }),
];

const vectorStores = [
  op("vectorStores.create", "vectorStores.create", "@body?"),
  op("vectorStores.createAndPoll", "vectorStores.create", "@body?", poller),
  op("vectorStores.get", "vectorStores.retrieve", "vector_store_id @body?"),
  op("vectorStores.update", "vectorStores.update", "vector_store_id @body?"),
  op("vectorStores.list", "vectorStores.list", "@body?"),
  op("vectorStores.delete", "vectorStores.delete", "vector_store_id @body?"),
  op("vectorStoreFiles.create", "vectorStores.files.create", "vector_store_id @body?"),
  op("vectorStoreFiles.createAndPoll", "vectorStores.files.create", "vector_store_id @body?", poller),
  op("vectorStoreFiles.get", "vectorStores.files.retrieve", "vector_store_id file_id @body?"),
  op("vectorStoreFiles.list", "vectorStores.files.list", "vector_store_id @body?"),
  op("vectorStoreFiles.delete", "vectorStores.files.delete", "vector_store_id file_id @body?"),
  op("vectorStoreFileBatches.create", "vectorStores.fileBatches.create", "vector_store_id @body?"),
  op("vectorStoreFileBatches.createAndPoll", "vectorStores.fileBatches.create", "vector_store_id @body?", poller),
  op("vectorStoreFileBatches.get", "vectorStores.fileBatches.retrieve", "vector_store_id batch_id @body?"),
  op("vectorStoreFileBatches.cancel", "vectorStores.fileBatches.cancel", "vector_store_id batch_id @body?"),
  op("vectorStoreFileBatches.list", "vectorStores.fileBatches.listFiles", "vector_store_id batch_id @body?"),
];

/** Keys of the options object that every Azure client takes. */
export const clientOptions: Readonly<Record<string, ClientArgument>> = {
  apiVersion: "apiVersion",
  additionalPolicies: "transport",
  allowInsecureConnection: "transport",
  credentials: "transport",
  endpoint: "endpoint",
  httpClient: "transport",
  loggingOptions: "transport",
  proxyOptions: "transport",
  redirectOptions: "transport",
  retryOptions: "transport",
  telemetryOptions: "transport",
  tlsOptions: "transport",
  tracingOptions: "transport",
  userAgentOptions: "transport",
};

/** Keys of an operation's options object that are no wire fields. */
export const azureRequestOptions: ClassicDialect["requestOptions"] = {
  pollingOptions: "pollInterval",
  fileName: "fileName",
  abortSignal: "transport",
  contentType: "transport",
  onResponse: "transport",
  requestOptions: "transport",
  tracingOptions: "transport",
};

const agentsClient: ClientType = {
  modules: ["@azure/ai-agents"],
  name: "AgentsClient",
  typeName: "AgentsClient",
  async: true,
  service: "foundry",
  prefix: "",
  construct: {
    positional: ["endpoint", "credential"],
    options: 2,
    named: clientOptions,
  },
  servesMore: false,
};

const projectClient: ClientType = {
  ...agentsClient,
  modules: ["@azure/ai-projects"],
  name: "AIProjectClient",
  typeName: "AIProjectClient",
  prefix: "agents",
  servesMore: true,
  services: javascriptServices,
};

/** `@azure/ai-agents` 1.x, also as the `agents` member of `@azure/ai-projects` 1.0. */
export const azureAgentsJs: ClassicDialect = {
  id: "azure-agents-js",
  title: "@azure/ai-agents (JavaScript, 1.x)",
  language: "javascript",
  service: "foundry",
  casing: "camel",
  fieldNames,
  timestamps: "date",
  packages: ["@azure/ai-agents", "@azure/ai-projects"],
  clients: [agentsClient, projectClient, { ...projectClient, factory: "fromEndpoint" }],
  operations: [
    ...agentOperations,
    op("listAgents", "assistants.list", "@body?"),
    ...threads,
    ...messages,
    ...runs,
    ...files,
    ...vectorStores,
  ],
  types: azureAgentsJsTypes,
  constants: azureAgentsJsConstants,
  models: azureAgentsJsTools,
  members: {},
  modelModules: ["@azure/ai-agents"],
  requestOptions: azureRequestOptions,
  methods: {},
};
