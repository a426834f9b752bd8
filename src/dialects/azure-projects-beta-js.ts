import { agentOperations, azureRequestOptions, clientOptions } from "./azure-agents-js.js";
import { azureProjectsBetaJsConstants } from "./azure-constants.js";
import { azureProjectsBetaJsTools } from "./azure-tools-js.js";
import { azureProjectsBetaJsTypes } from "./azure-types.js";
import { operationWriter } from "./operation.js";
import { javascriptServices } from "./project-services.js";
import type { ClassicDialect, ClientType } from "./types.js";

/** JavaScript names that are not the wire's in camel case. */
const fieldNames = { azureAISearch: "azure_ai_search", fabricAISkill: "fabric_dataagent" };

/** Required arguments by position, all else in the options object; lists are envelopes, and awaited. */
const op = operationWriter({ list: "page", aliases: fieldNames });

const run = { streamsBy: "stream" } as const;
/** Uploads and vector stores give pollers even without `AndPoll` in the name: awaiting them waits until the work is done. */
const poller = { mode: "wait", poller: true } as const;

const threads = [
  op("createThread", "threads.create", "@body?"),
  op("getThread", "threads.retrieve", "thread_id @body?"),
  op("updateThread", "threads.update", "thread_id @body?"),
  op("deleteThread", "threads.delete", "thread_id @body?"),
  op("listThreads", "threads.list", "@body?", { since: "1.0.0-beta.5" }),
];

const messages = [
  op("createMessage", "messages.create", "thread_id @body @options?"),
  op("updateMessage", "messages.update", "thread_id message_id @body?"),
  op("listMessages", "messages.list", "thread_id @body?"),
];

const runs = [
  op("createRun", "runs.create", "thread_id assistant_id @body?", run),
  op("createThreadAndRun", "threads.createAndRun", "assistant_id @body?", run),
  op("getRun", "runs.retrieve", "thread_id run_id @body?"),
  op("updateRun", "runs.update", "thread_id run_id @body?"),
  op("listRuns", "runs.list", "thread_id @body?"),
  op("cancelRun", "runs.cancel", "thread_id run_id @body?"),
  op("submitToolOutputsToRun", "runs.submitToolOutputs", "thread_id run_id tool_outputs @body?", run),
  op("getRunStep", "steps.retrieve", "thread_id run_id step_id @body?"),
  op("listRunSteps", "steps.list", "thread_id run_id @body?"),
];

const upload = "file purpose @body?";

const files = [
  op("uploadFile", "files.create", upload, poller),
  op("uploadFileAndPoll", "files.create", upload, poller),
  op("getFile", "files.retrieve", "file_id @body?"),
  op("listFiles", "files.list", "@body?"),
  op("deleteFile", "files.delete", "file_id @body?"),
  op("getFileContent", "files.content", "file_id @body?", { sync: true }),
];

const batch = "vectorStores.fileBatches";

const vectorStores = [
  op("createVectorStore", "vectorStores.create", "@body?", poller),
  op("createVectorStoreAndPoll", "vectorStores.create", "@body?", poller),
  op("getVectorStore", "vectorStores.retrieve", "vector_store_id @body?"),
  op("modifyVectorStore", "vectorStores.update", "vector_store_id @body?"),
  op("listVectorStores", "vectorStores.list", "@body?"),
  op("deleteVectorStore", "vectorStores.delete", "vector_store_id @body?"),
  op("createVectorStoreFile", "vectorStores.files.create", "vector_store_id @body?", poller),
  op("createVectorStoreFileAndPoll", "vectorStores.files.create", "vector_store_id @body?", poller),
  op("getVectorStoreFile", "vectorStores.files.retrieve", "vector_store_id file_id @body?"),
  op("listVectorStoreFiles", "vectorStores.files.list", "vector_store_id @body?"),
  op("deleteVectorStoreFile", "vectorStores.files.delete", "vector_store_id file_id @body?"),
  op("createVectorStoreFileBatch", `${batch}.create`, "vector_store_id @body?", poller),
  op("createVectorStoreFileBatchAndPoll", `${batch}.create`, "vector_store_id @body?", poller),
  op("getVectorStoreFileBatch", `${batch}.retrieve`, "vector_store_id batch_id @body?"),
  op("cancelVectorStoreFileBatch", `${batch}.cancel`, "vector_store_id batch_id @body?"),
  op("listVectorStoreFileBatchFiles", `${batch}.listFiles`, "vector_store_id batch_id @body?"),
];

const constructed: ClientType = {
  modules: ["@azure/ai-projects"],
  name: "AIProjectsClient",
  typeName: "AIProjectsClient",
  async: true,
  service: "foundry",
  prefix: "agents",
  construct: {
    positional: ["endpoint", "other", "other", "other", "credential"],
    options: 5,
    named: clientOptions,
  },
  servesMore: true,
  services: javascriptServices,
};

const fromConnectionString: ClientType = {
  ...constructed,
  factory: "fromConnectionString",
  construct: { positional: ["connectionString", "credential"], options: 2, named: clientOptions },
};

/** `@azure/ai-projects` 1.0.0-beta.1–5, when all agent operations stood flat on `client.agents`. */
export const azureProjectsBetaJs: ClassicDialect = {
  id: "azure-projects-beta-js",
  title: "@azure/ai-projects (JavaScript, 1.0.0-beta.1–5)",
  language: "javascript",
  service: "foundry",
  casing: "camel",
  fieldNames,
  timestamps: "date",
  packages: ["@azure/ai-projects"],
  clients: [constructed, fromConnectionString],
  operations: [
    ...agentOperations,
    op("listAgents", "assistants.list", "@body?"),
    ...threads,
    ...messages,
    ...runs,
    ...files,
    ...vectorStores,
  ],
  types: azureProjectsBetaJsTypes,
  constants: azureProjectsBetaJsConstants,
  models: azureProjectsBetaJsTools,
  members: {},
  modelModules: ["@azure/ai-projects"],
  requestOptions: azureRequestOptions,
  methods: {},
};
