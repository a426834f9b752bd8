import {
  agentOperations,
  azureAgentsClients,
  azureRequestOptions,
  clientOptions,
  createStore,
  fieldNames,
  upload,
} from "./azure-agents-python.js";
import { azureProjectsBetaPythonConstants } from "./azure-constants.js";
import { azureProjectsBetaPythonMembers } from "./azure-members.js";
import { azurePythonDataModels } from "./azure-models.js";
import { azureProjectsBetaPythonTools } from "./azure-tools.js";
import { azureProjectsBetaPythonTypes } from "./azure-types.js";
import { operationWriter } from "./operation.js";
import { pythonServices } from "./project-services.js";
import { semanticKernelProject } from "./semantic-kernel.js";
import type { ClassicDialect, ClientType } from "./types.js";

/** Lists are envelopes here, and awaited. `agent_id` was `assistant_id` until 1.0.0b6. */
const op = operationWriter({ list: "page", keywords: true, aliases: fieldNames });

const wait = { mode: "wait" } as const;

const threads = [
  op("create_thread", "threads.create", "@body?"),
  op("get_thread", "threads.retrieve", "thread_id"),
  op("update_thread", "threads.update", "thread_id @body?"),
  op("delete_thread", "threads.delete", "thread_id"),
  op("list_threads", "threads.list", "", { since: "1.0.0b6" }),
];

const messages = [
  op("create_message", "messages.create", "thread_id @body?"),
  op("get_message", "messages.retrieve", "thread_id message_id"),
  op("update_message", "messages.update", "thread_id message_id @body?"),
  op("list_messages", "messages.list", "thread_id"),
  op("get_messages", "messages.list", "thread_id", { until: "1.0.0b4" }),
];

const runs = [
  op("create_run", "runs.create", "thread_id @body?"),
  op("create_and_process_run", "runs.create", "thread_id", { mode: "process" }),
  op("create_stream", "runs.create", "thread_id @body?", { mode: "stream" }),
  op("get_run", "runs.retrieve", "thread_id run_id"),
  op("update_run", "runs.update", "thread_id run_id @body?"),
  op("list_runs", "runs.list", "thread_id"),
  op("cancel_run", "runs.cancel", "thread_id run_id"),
  op("submit_tool_outputs_to_run", "runs.submitToolOutputs", "thread_id run_id @body?"),
  op("submit_tool_outputs_to_stream", "runs.submitToolOutputs", "thread_id run_id @body?", { mode: "stream" }),
  op("get_run_step", "steps.retrieve", "thread_id run_id step_id"),
  op("list_run_steps", "steps.list", "thread_id run_id"),
];

const files = [
  op("upload_file", "files.create", upload),
  op("upload_file_and_poll", "files.create", upload, wait),
  // What Microsoft's samples made of it when files moved into a part of their own.
  op("files.upload_file_and_poll", "files.create", upload, { ...wait, unpublished: true }),
  op("get_file", "files.retrieve", "file_id"),
  op("list_files", "files.list"),
  op("delete_file", "files.delete", "file_id"),
  op("get_file_content", "files.content", "file_id"),
  op("save_file", "files.content", "file_id file_name target_dir?", { select: "save" }),
];

const batch = "vectorStores.fileBatches";

const vectorStores = [
  op("create_vector_store", "vectorStores.create", createStore),
  op("create_vector_store_and_poll", "vectorStores.create", createStore, wait),
  op("get_vector_store", "vectorStores.retrieve", "vector_store_id"),
  op("modify_vector_store", "vectorStores.update", "vector_store_id @body?"),
  op("list_vector_stores", "vectorStores.list"),
  op("delete_vector_store", "vectorStores.delete", "vector_store_id"),
  op("create_vector_store_file", "vectorStores.files.create", "vector_store_id @body?"),
  op("create_vector_store_file_and_poll", "vectorStores.files.create", "vector_store_id @body?", wait),
  op("get_vector_store_file", "vectorStores.files.retrieve", "vector_store_id file_id"),
  op("list_vector_store_files", "vectorStores.files.list", "vector_store_id"),
  op("delete_vector_store_file", "vectorStores.files.delete", "vector_store_id file_id"),
  op("create_vector_store_file_batch", `${batch}.create`, "vector_store_id @body?"),
  op("create_vector_store_file_batch_and_poll", `${batch}.create`, "vector_store_id @body?", wait),
  op("get_vector_store_file_batch", `${batch}.retrieve`, "vector_store_id batch_id"),
  op("cancel_vector_store_file_batch", `${batch}.cancel`, "vector_store_id batch_id"),
  op("list_vector_store_file_batch_files", `${batch}.listFiles`, "vector_store_id batch_id"),
];

/** Microsoft's first samples of the agents package call the flat methods on its client. */
const sampleClients = azureAgentsClients.map((client): ClientType => ({ ...client, unpublished: true }));

function clients(module: string): readonly ClientType[] {
  const constructed: ClientType = {
    modules: [module],
    name: "AIProjectClient",
    typeName: "AIProjectClient",
    async: module.endsWith(".aio"),
    service: "foundry",
    prefix: "agents",
    construct: {
      positional: ["endpoint", "other", "other", "other", "credential"],
      named: {
        ...clientOptions,
        endpoint: "endpoint",
        subscription_id: "other",
        resource_group_name: "other",
        project_name: "other",
        credential: "credential",
      },
    },
    servesMore: true,
    services: pythonServices,
  };
  const fromConnectionString: ClientType = {
    ...constructed,
    factory: "from_connection_string",
    construct: {
      positional: ["connectionString", "credential"],
      named: { ...clientOptions, conn_str: "connectionString", credential: "credential" },
    },
  };
  return [constructed, fromConnectionString];
}

/** `azure-ai-projects` 1.0.0b1–b10, when all agent operations stood flat on `project_client.agents`. */
export const azureProjectsBetaPython: ClassicDialect = {
  id: "azure-projects-beta-python",
  title: "azure-ai-projects (Python, 1.0.0b1–b10)",
  language: "python",
  service: "foundry",
  casing: "snake",
  fieldNames,
  timestamps: "date",
  packages: ["azure-ai-projects"],
  clients: [
    ...clients("azure.ai.projects"),
    ...clients("azure.ai.projects.aio"),
    ...semanticKernelProject,
    ...sampleClients,
  ],
  operations: [
    ...agentOperations,
    op("list_agents", "assistants.list"),
    ...threads,
    ...messages,
    ...runs,
    ...files,
    ...vectorStores,
  ],
  types: azureProjectsBetaPythonTypes,
  constants: azureProjectsBetaPythonConstants,
  models: { ...azurePythonDataModels, ...azureProjectsBetaPythonTools },
  members: azureProjectsBetaPythonMembers,
  serialisers: { as_dict: "data" },
  // The current package has tool classes of the same names there: a model says nothing until it reaches a classic operation.
  modelModules: ["azure.ai.projects.models"],
  requestOptions: { ...azureRequestOptions, sleep_interval: "pollInterval" },
  methods: { enable_auto_function_calls: "autoFunctionCalls", close: "close" },
};
