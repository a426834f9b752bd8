import { layout, operationWriter } from "./operation.js";
import { openaiPythonTypes } from "./openai-python-types.js";
import { semanticKernelOpenAi } from "./semantic-kernel.js";
import type { ClassicDialect, ClientArgument, ClientType, DialectOperation } from "./types.js";

/** Only what the SDK takes by position is listed; everything goes by keyword. */
const op = operationWriter({ list: "page", keywords: true });

const v1 = { until: "1.20" };
const stream = { mode: "stream", sync: true } as const;
const wait = { mode: "wait" } as const;

const assistants = [
  op("beta.assistants.create", "assistants.create"),
  op("beta.assistants.retrieve", "assistants.retrieve", "assistant_id"),
  op("beta.assistants.update", "assistants.update", "assistant_id"),
  op("beta.assistants.list", "assistants.list"),
  op("beta.assistants.delete", "assistants.delete", "assistant_id"),
  op("beta.assistants.files.create", "assistants.files.create", "assistant_id", v1),
  op("beta.assistants.files.retrieve", "assistants.files.retrieve", "file_id", v1),
  op("beta.assistants.files.list", "assistants.files.list", "assistant_id", v1),
  op("beta.assistants.files.delete", "assistants.files.delete", "file_id", v1),
];

const threads = [
  op("beta.threads.create", "threads.create"),
  op("beta.threads.retrieve", "threads.retrieve", "thread_id"),
  op("beta.threads.update", "threads.update", "thread_id"),
  op("beta.threads.delete", "threads.delete", "thread_id"),
  op("beta.threads.create_and_run", "threads.createAndRun"),
  op("beta.threads.create_and_run_poll", "threads.createAndRun", "", wait),
  op("beta.threads.create_and_run_stream", "threads.createAndRun", "", stream),
];

const messages = [
  op("beta.threads.messages.create", "messages.create", "thread_id"),
  op("beta.threads.messages.retrieve", "messages.retrieve", "message_id"),
  op("beta.threads.messages.update", "messages.update", "message_id"),
  op("beta.threads.messages.list", "messages.list", "thread_id"),
  op("beta.threads.messages.delete", "messages.delete", "message_id", { since: "1.22" }),
  op("beta.threads.messages.files.retrieve", "messages.files.retrieve", "file_id", v1),
  op("beta.threads.messages.files.list", "messages.files.list", "message_id", v1),
];

const runs = [
  op("beta.threads.runs.create", "runs.create", "thread_id"),
  op("beta.threads.runs.create_and_poll", "runs.create", "", wait),
  op("beta.threads.runs.create_and_stream", "runs.create", "", stream),
  op("beta.threads.runs.stream", "runs.create", "", stream),
  op("beta.threads.runs.retrieve", "runs.retrieve", "run_id"),
  op("beta.threads.runs.poll", "runs.retrieve", "run_id thread_id", wait),
  op("beta.threads.runs.update", "runs.update", "run_id"),
  op("beta.threads.runs.list", "runs.list", "thread_id"),
  op("beta.threads.runs.cancel", "runs.cancel", "run_id"),
  op("beta.threads.runs.submit_tool_outputs", "runs.submitToolOutputs", "run_id"),
  op("beta.threads.runs.submit_tool_outputs_and_poll", "runs.submitToolOutputs", "", wait),
  op("beta.threads.runs.submit_tool_outputs_stream", "runs.submitToolOutputs", "", stream),
  op("beta.threads.runs.steps.retrieve", "steps.retrieve", "step_id"),
  op("beta.threads.runs.steps.list", "steps.list", "run_id"),
];

const batch = "vectorStores.fileBatches";

const storeCalls = [
  op("vector_stores.create", "vectorStores.create"),
  op("vector_stores.retrieve", "vectorStores.retrieve", "vector_store_id"),
  op("vector_stores.update", "vectorStores.update", "vector_store_id"),
  op("vector_stores.list", "vectorStores.list"),
  op("vector_stores.delete", "vectorStores.delete", "vector_store_id"),
  op("vector_stores.search", "vectorStores.search", "vector_store_id", { gives: "page" }),
  op("vector_stores.files.create", "vectorStores.files.create", "vector_store_id"),
  op("vector_stores.files.create_and_poll", "vectorStores.files.create", "file_id", wait),
  op("vector_stores.files.upload", "vectorStores.files.create", "", { select: "upload" }),
  op("vector_stores.files.upload_and_poll", "vectorStores.files.create", "", { ...wait, select: "uploadAndPoll" }),
  op("vector_stores.files.retrieve", "vectorStores.files.retrieve", "file_id"),
  op("vector_stores.files.poll", "vectorStores.files.retrieve", "file_id", wait),
  op("vector_stores.files.update", "vectorStores.files.update", "file_id"),
  op("vector_stores.files.list", "vectorStores.files.list", "vector_store_id"),
  op("vector_stores.files.content", "vectorStores.files.content", "file_id", { gives: "page" }),
  op("vector_stores.files.delete", "vectorStores.files.delete", "file_id"),
  op("vector_stores.file_batches.create", `${batch}.create`, "vector_store_id"),
  op("vector_stores.file_batches.create_and_poll", `${batch}.create`, "vector_store_id", wait),
  op("vector_stores.file_batches.upload_and_poll", `${batch}.create`, "vector_store_id", {
    ...wait,
    select: "uploadAndPoll",
  }),
  op("vector_stores.file_batches.retrieve", `${batch}.retrieve`, "batch_id"),
  op("vector_stores.file_batches.poll", `${batch}.retrieve`, "batch_id", wait),
  op("vector_stores.file_batches.cancel", `${batch}.cancel`, "batch_id"),
  op("vector_stores.file_batches.list_files", `${batch}.listFiles`, "batch_id"),
];

const vectorStores = storeCalls.map((call): DialectOperation => ({ ...call, since: "1.66" }));

/** 1.21–1.65 kept vector stores under `beta`, without what came later. */
const betaVectorStores = storeCalls
  .filter(({ path }) => !/\.(search|content|files\.update)$/.test(path))
  .map((call): DialectOperation => ({ ...call, path: `beta.${call.path}`, since: "1.21", until: "1.65" }));

const files = [
  op("files.create", "files.create"),
  op("files.retrieve", "files.retrieve", "file_id"),
  op("files.wait_for_processing", "files.retrieve", [layout("file_id", { aliases: { id: "file_id" } })], wait),
  op("files.list", "files.list"),
  op("files.delete", "files.delete", "file_id"),
  op("files.content", "files.content", "file_id"),
  op("files.retrieve_content", "files.content", "file_id", { select: "text" }),
];

const common: Record<string, ClientArgument> = {
  api_key: "apiKey",
  base_url: "endpoint",
  timeout: "transport",
  max_retries: "transport",
  default_headers: "transport",
  default_query: "transport",
  http_client: "transport",
  organization: "other",
  project: "other",
  webhook_secret: "other",
  websocket_base_url: "other",
};

const azure: Record<string, ClientArgument> = {
  ...common,
  azure_endpoint: "endpoint",
  api_version: "apiVersion",
  azure_deployment: "deployment",
  azure_ad_token: "credential",
  azure_ad_token_provider: "credential",
};

function client(name: string, typeName: string, service: "openai" | "azure-openai"): ClientType {
  return {
    modules: service === "openai" ? ["openai"] : ["openai", "openai.lib.azure"],
    name,
    typeName,
    async: typeName.startsWith("Async"),
    service,
    prefix: "",
    construct: { positional: [], named: service === "openai" ? common : azure },
    servesMore: true,
  };
}

/** `openai` for Python, 1.x and later, with every spelling the Assistants API had there. */
export const openaiPython: ClassicDialect = {
  id: "openai-python",
  title: "openai (Python, 1–3)",
  language: "python",
  service: "openai",
  casing: "snake",
  fieldNames: {},
  timestamps: "unix",
  packages: ["openai"],
  clients: [
    ...semanticKernelOpenAi,
    client("OpenAI", "OpenAI", "openai"),
    client("AsyncOpenAI", "AsyncOpenAI", "openai"),
    client("Client", "OpenAI", "openai"),
    client("AsyncClient", "AsyncOpenAI", "openai"),
    client("AzureOpenAI", "AzureOpenAI", "azure-openai"),
    client("AsyncAzureOpenAI", "AsyncAzureOpenAI", "azure-openai"),
    client("*", "OpenAI", "openai"),
  ],
  operations: [...assistants, ...threads, ...messages, ...runs, ...vectorStores, ...betaVectorStores, ...files],
  types: openaiPythonTypes,
  constants: {},
  models: {},
  members: {},
  serialisers: {
    to_dict: "data",
    model_dump: "data",
    dict: "data",
    to_json: "text",
    model_dump_json: "text",
    json: "text",
  },
  modelModules: [],
  requestOptions: {
    extra_headers: "transport",
    extra_query: "transport",
    extra_body: "extraBody",
    timeout: "transport",
    poll_interval_ms: "pollInterval",
    poll_interval: "pollInterval",
    max_wait_seconds: "pollTimeout",
    max_concurrency: "transport",
    event_handler: "eventHandler",
    file: "upload",
  },
  methods: { with_options: "sameClient", copy: "sameClient", close: "close" },
};
