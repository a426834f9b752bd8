import { azureAgentsPythonConstants } from "./azure-constants.js";
import { azurePythonMembers } from "./azure-members.js";
import { azurePythonDataModels } from "./azure-models.js";
import { azureAgentsPythonTools } from "./azure-tools.js";
import { azureAgentsPythonTypes } from "./azure-types.js";
import { layout, operationWriter } from "./operation.js";
import { pythonServices } from "./project-services.js";
import { semanticKernelProject } from "./semantic-kernel.js";
import type { ClassicDialect, ClientArgument, ClientType } from "./types.js";

/** Python names of all generations that are not the wire's. */
export const fieldNames = {
  agent_id: "assistant_id",
  asset_identifier: "uri",
  asset_type: "type",
  connection_list: "connections",
  index_list: "indexes",
  microsoft_fabric: "fabric_dataagent",
  open_api: "openapi",
  queue_service_uri: "queue_service_endpoint",
  share_point: "sharepoint_grounding",
  storage_service_endpoint: "queue_service_endpoint",
  store_configuration: "configuration",
  store_name: "name",
};

/** Path parameters go by position or keyword, `body=` takes the whole body, fields go by keyword. Pagers are never awaited. */
const op = operationWriter({
  list: "iterable",
  keywords: true,
  lazyLists: true,
  aliases: fieldNames,
});

const wait = { mode: "wait" } as const;
const process = { mode: "process" } as const;

/** Spelled alike by every generation of the package. */
export const agentOperations = [
  op("create_agent", "assistants.create", "@body?"),
  op("get_agent", "assistants.retrieve", "assistant_id"),
  op("update_agent", "assistants.update", "assistant_id @body?"),
  op("delete_agent", "assistants.delete", "assistant_id"),
  op("create_thread_and_run", "threads.createAndRun", [layout("@body?", { aliases: { stream_parameter: "stream" } })]),
];

const threads = [
  op("threads.create", "threads.create", "@body?"),
  op("threads.get", "threads.retrieve", "thread_id"),
  op("threads.update", "threads.update", "thread_id @body?"),
  op("threads.delete", "threads.delete", "thread_id"),
  op("threads.list", "threads.list"),
  op("create_thread_and_process_run", "threads.createAndRun", "", process),
];

const messages = [
  op("messages.create", "messages.create", "thread_id @body?"),
  op("messages.get", "messages.retrieve", "thread_id message_id"),
  op("messages.update", "messages.update", "thread_id message_id @body?"),
  op("messages.delete", "messages.delete", "thread_id message_id", { since: "1.2.0b3" }),
  op("messages.list", "messages.list", "thread_id"),
  op("messages.get_last_message_by_role", "messages.list", "thread_id role", { select: "lastMessage" }),
  op("messages.get_last_message_text_by_role", "messages.list", "thread_id role", { select: "lastMessageText" }),
];

const runs = [
  op("runs.create", "runs.create", "thread_id @body?"),
  op("runs.create_and_process", "runs.create", "thread_id", process),
  op("runs.stream", "runs.create", "thread_id @body?", { mode: "stream" }),
  op("runs.get", "runs.retrieve", "thread_id run_id"),
  op("runs.update", "runs.update", "thread_id run_id @body?"),
  op("runs.list", "runs.list", "thread_id"),
  op("runs.cancel", "runs.cancel", "thread_id run_id"),
  op("runs.submit_tool_outputs", "runs.submitToolOutputs", "thread_id run_id @body?"),
  op("runs.submit_tool_outputs_stream", "runs.submitToolOutputs", "thread_id run_id @body?", { mode: "stream" }),
  op("run_steps.get", "steps.retrieve", "thread_id run_id step_id"),
  op("run_steps.list", "steps.list", "thread_id run_id"),
];

/** A file as content or as a path. */
export const upload = [layout("@body?", { aliases: { file_path: "file" } })];

const files = [
  op("files.upload", "files.create", upload),
  op("files.upload_and_poll", "files.create", upload, wait),
  op("files.get", "files.retrieve", "file_id"),
  op("files.list", "files.list", "", { gives: "page", sync: false }),
  op("files.delete", "files.delete", "file_id"),
  op("files.get_content", "files.content", "file_id"),
  op("files.save", "files.content", "file_id file_name target_dir?", { select: "save" }),
];

/** The wire has data sources inside a `configuration`. */
export const createStore = [layout("@body?", { aliases: { data_sources: "configuration.data_sources" } })];

const vectorStores = [
  op("vector_stores.create", "vectorStores.create", createStore),
  op("vector_stores.create_and_poll", "vectorStores.create", createStore, wait),
  op("vector_stores.get", "vectorStores.retrieve", "vector_store_id"),
  op("vector_stores.modify", "vectorStores.update", "vector_store_id @body?"),
  op("vector_stores.list", "vectorStores.list"),
  op("vector_stores.delete", "vectorStores.delete", "vector_store_id"),
  op("vector_store_files.create", "vectorStores.files.create", "vector_store_id @body?"),
  op("vector_store_files.create_and_poll", "vectorStores.files.create", "vector_store_id @body?", wait),
  op("vector_store_files.get", "vectorStores.files.retrieve", "vector_store_id file_id"),
  op("vector_store_files.list", "vectorStores.files.list", "vector_store_id"),
  op("vector_store_files.delete", "vectorStores.files.delete", "vector_store_id file_id"),
  op("vector_store_file_batches.create", "vectorStores.fileBatches.create", "vector_store_id @body?"),
  op("vector_store_file_batches.create_and_poll", "vectorStores.fileBatches.create", "vector_store_id @body?", wait),
  op("vector_store_file_batches.get", "vectorStores.fileBatches.retrieve", "vector_store_id batch_id"),
  op("vector_store_file_batches.cancel", "vectorStores.fileBatches.cancel", "vector_store_id batch_id"),
  op("vector_store_file_batches.list_files", "vectorStores.fileBatches.listFiles", "vector_store_id batch_id"),
];

/** Keyword arguments that every Azure client takes. */
export const clientOptions: Readonly<Record<string, ClientArgument>> = {
  api_version: "apiVersion",
  credential_scopes: "transport",
  headers_policy: "transport",
  logging_enable: "transport",
  retry_total: "transport",
  transport: "transport",
  user_agent: "transport",
};

/** Keyword arguments of operations that are no wire fields. */
export const azureRequestOptions: ClassicDialect["requestOptions"] = {
  body: "body",
  toolset: "toolset",
  filename: "fileName",
  event_handler: "eventHandler",
  run_handler: "runHandler",
  polling_interval: "pollInterval",
  timeout: "pollTimeout",
  content_type: "transport",
  headers: "transport",
  params: "transport",
  logging_enable: "transport",
};

function client(modules: readonly string[], name: string, project: boolean): ClientType {
  return {
    modules,
    name,
    typeName: name,
    async: modules.some((module) => module.endsWith(".aio")),
    service: "foundry",
    prefix: project ? "agents" : "",
    construct: {
      positional: ["endpoint", "credential"],
      named: { ...clientOptions, endpoint: "endpoint", credential: "credential" },
    },
    servesMore: project,
    ...(project && { services: pythonServices }),
  };
}

/** The client of the package itself, sync and async. */
export const azureAgentsClients = [
  client(["azure.ai.agents"], "AgentsClient", false),
  client(["azure.ai.agents.aio"], "AgentsClient", false),
];

/** `azure-ai-agents` 1.x, also as the `agents` member of `azure-ai-projects` 1.0.0 (and b11, b12). */
export const azureAgentsPython: ClassicDialect = {
  id: "azure-agents-python",
  title: "azure-ai-agents (Python, 1.x)",
  language: "python",
  service: "foundry",
  casing: "snake",
  fieldNames,
  timestamps: "date",
  packages: ["azure-ai-agents", "azure-ai-projects"],
  clients: [
    ...azureAgentsClients,
    client(["azure.ai.projects"], "AIProjectClient", true),
    client(["azure.ai.projects.aio"], "AIProjectClient", true),
    ...semanticKernelProject,
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
  types: azureAgentsPythonTypes,
  constants: azureAgentsPythonConstants,
  models: { ...azurePythonDataModels, ...azureAgentsPythonTools },
  members: azurePythonMembers,
  serialisers: { as_dict: "data" },
  modelModules: ["azure.ai.agents.models"],
  requestOptions: azureRequestOptions,
  methods: { enable_auto_function_calls: "autoFunctionCalls", close: "close" },
};
