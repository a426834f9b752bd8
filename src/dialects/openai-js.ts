import { either, layout, operationWriter } from "./operation.js";
import { openaiJsTypes } from "./openai-js-types.js";
import type { ClassicDialect, ClientArgument, ClientType, DialectOperation } from "./types.js";

const op = operationWriter({ list: "page" });

/** `openai` 4 names it `del` and takes path parameters in order; 5 and later name it `delete` and take the last one in front. */
function removal(
  path: string,
  operation: string,
  positional: string,
  named: string,
  since?: string,
): readonly DialectOperation[] {
  return [
    op(`${path}.del`, operation, `${positional} @options?`, { ...(since && { since }), until: "4" }),
    op(`${path}.delete`, operation, `${named} @options?`, { since: "5" }),
  ];
}

const assistants = [
  op("beta.assistants.create", "assistants.create", "@body @options?"),
  op("beta.assistants.retrieve", "assistants.retrieve", "assistant_id @options?"),
  op("beta.assistants.update", "assistants.update", "assistant_id @body @options?"),
  op("beta.assistants.list", "assistants.list", "@body? @options?"),
  ...removal("beta.assistants", "assistants.delete", "assistant_id", "assistant_id"),
  op("beta.assistants.files.create", "assistants.files.create", "assistant_id @body @options?", { until: "4.36" }),
  op("beta.assistants.files.retrieve", "assistants.files.retrieve", "assistant_id file_id @options?", {
    until: "4.36",
  }),
  op("beta.assistants.files.list", "assistants.files.list", "assistant_id @body? @options?", { until: "4.36" }),
  op("beta.assistants.files.del", "assistants.files.delete", "assistant_id file_id @options?", { until: "4.36" }),
];

const threads = [
  op("beta.threads.create", "threads.create", "@body? @options?"),
  op("beta.threads.retrieve", "threads.retrieve", "thread_id @options?"),
  op("beta.threads.update", "threads.update", "thread_id @body @options?"),
  ...removal("beta.threads", "threads.delete", "thread_id", "thread_id"),
  op("beta.threads.createAndRun", "threads.createAndRun", "@body @options?"),
  op("beta.threads.createAndRunPoll", "threads.createAndRun", "@body @options?", { mode: "wait", since: "4.32" }),
  op("beta.threads.createAndRunStream", "threads.createAndRun", "@body @options?", {
    mode: "stream",
    sync: true,
    since: "4.29",
  }),
];

const messages = [
  op("beta.threads.messages.create", "messages.create", "thread_id @body @options?"),
  op(
    "beta.threads.messages.retrieve",
    "messages.retrieve",
    either("thread_id message_id @options?", "message_id @params @options?"),
  ),
  op(
    "beta.threads.messages.update",
    "messages.update",
    either("thread_id message_id @body @options?", "message_id @params @options?"),
  ),
  op("beta.threads.messages.list", "messages.list", "thread_id @body? @options?"),
  ...removal("beta.threads.messages", "messages.delete", "thread_id message_id", "message_id @params", "4.40"),
  op("beta.threads.messages.files.retrieve", "messages.files.retrieve", "thread_id message_id file_id @options?", {
    until: "4.36",
  }),
  op("beta.threads.messages.files.list", "messages.files.list", "thread_id message_id @body? @options?", {
    until: "4.36",
  }),
];

const startStream = { mode: "stream", sync: true } as const;
const onRun = either("thread_id run_id @options?", "run_id @params @options?");
const onRunWithBody = either("thread_id run_id @body @options?", "run_id @params @options?");

const runs = [
  op("beta.threads.runs.create", "runs.create", "thread_id @body @options?"),
  op("beta.threads.runs.createAndPoll", "runs.create", "thread_id @body @options?", { mode: "wait", since: "4.32" }),
  op("beta.threads.runs.createAndStream", "runs.create", "thread_id @body @options?", {
    ...startStream,
    since: "4.29",
  }),
  op("beta.threads.runs.stream", "runs.create", "thread_id @body @options?", { ...startStream, since: "4.32" }),
  op("beta.threads.runs.retrieve", "runs.retrieve", onRun),
  op("beta.threads.runs.poll", "runs.retrieve", onRun, { mode: "wait", since: "4.32" }),
  op("beta.threads.runs.update", "runs.update", onRunWithBody),
  op("beta.threads.runs.list", "runs.list", "thread_id @body? @options?"),
  op("beta.threads.runs.cancel", "runs.cancel", onRun),
  op("beta.threads.runs.submitToolOutputs", "runs.submitToolOutputs", onRunWithBody),
  op("beta.threads.runs.submitToolOutputsAndPoll", "runs.submitToolOutputs", onRunWithBody, {
    mode: "wait",
    since: "4.32",
  }),
  op("beta.threads.runs.submitToolOutputsStream", "runs.submitToolOutputs", onRunWithBody, {
    ...startStream,
    since: "4.29",
  }),
  op(
    "beta.threads.runs.steps.retrieve",
    "steps.retrieve",
    either("thread_id run_id step_id @body? @options?", "step_id @params @options?"),
  ),
  op(
    "beta.threads.runs.steps.list",
    "steps.list",
    either("thread_id run_id @body? @options?", "run_id @params @options?"),
  ),
];

const uploads = { aliases: { fileIds: "file_ids" } };
const onStoreFile = either("vector_store_id file_id @options?", "file_id @params @options?");
const onBatch = either("vector_store_id batch_id @options?", "batch_id @params @options?");

const storeCalls = [
  op("vectorStores.create", "vectorStores.create", "@body @options?"),
  op("vectorStores.retrieve", "vectorStores.retrieve", "vector_store_id @options?"),
  op("vectorStores.update", "vectorStores.update", "vector_store_id @body @options?"),
  op("vectorStores.list", "vectorStores.list", "@body? @options?"),
  op("vectorStores.search", "vectorStores.search", "vector_store_id @body @options?", { gives: "page" }),
  ...removal("vectorStores", "vectorStores.delete", "vector_store_id", "vector_store_id"),
  op("vectorStores.files.create", "vectorStores.files.create", "vector_store_id @body @options?"),
  op("vectorStores.files.createAndPoll", "vectorStores.files.create", "vector_store_id @body @options?", {
    mode: "wait",
  }),
  op("vectorStores.files.upload", "vectorStores.files.create", "vector_store_id file @options?", { select: "upload" }),
  op("vectorStores.files.uploadAndPoll", "vectorStores.files.create", "vector_store_id file @options?", {
    mode: "wait",
    select: "uploadAndPoll",
  }),
  op("vectorStores.files.retrieve", "vectorStores.files.retrieve", onStoreFile),
  op("vectorStores.files.poll", "vectorStores.files.retrieve", "vector_store_id file_id @options?", { mode: "wait" }),
  op(
    "vectorStores.files.update",
    "vectorStores.files.update",
    either("vector_store_id file_id @body @options?", "file_id @params @options?"),
  ),
  op("vectorStores.files.list", "vectorStores.files.list", "vector_store_id @body? @options?"),
  op("vectorStores.files.content", "vectorStores.files.content", onStoreFile, { gives: "page" }),
  ...removal("vectorStores.files", "vectorStores.files.delete", "vector_store_id file_id", "file_id @params"),
  op("vectorStores.fileBatches.create", "vectorStores.fileBatches.create", "vector_store_id @body @options?"),
  op("vectorStores.fileBatches.createAndPoll", "vectorStores.fileBatches.create", "vector_store_id @body @options?", {
    mode: "wait",
  }),
  op(
    "vectorStores.fileBatches.uploadAndPoll",
    "vectorStores.fileBatches.create",
    [layout("vector_store_id @body @options?", uploads)],
    {
      mode: "wait",
      select: "uploadAndPoll",
    },
  ),
  op("vectorStores.fileBatches.retrieve", "vectorStores.fileBatches.retrieve", onBatch),
  op("vectorStores.fileBatches.poll", "vectorStores.fileBatches.retrieve", "vector_store_id batch_id @options?", {
    mode: "wait",
  }),
  op("vectorStores.fileBatches.cancel", "vectorStores.fileBatches.cancel", onBatch),
  op(
    "vectorStores.fileBatches.listFiles",
    "vectorStores.fileBatches.listFiles",
    either("vector_store_id batch_id @body? @options?", "batch_id @params @options?"),
  ),
];

const vectorStores = storeCalls.map((call): DialectOperation => ({ ...call, since: call.since ?? "4.87" }));

/** 4.37–4.86 kept vector stores under `beta`: the same calls, path parameters always in order, without what came later. */
const betaVectorStores = storeCalls
  .filter(({ path, since }) => since !== "5" && !/\.(search|content|files\.update)$/.test(path))
  .map((call): DialectOperation => ({
    ...call,
    path: `beta.${call.path}`,
    layouts: call.layouts.slice(0, 1).map(({ positional, aliases }) => ({ positional, ...(aliases && { aliases }) })),
    since: "4.37",
    until: "4.86",
  }));

const files = [
  op("files.create", "files.create", "@body @options?"),
  op("files.retrieve", "files.retrieve", "file_id @options?"),
  op("files.waitForProcessing", "files.retrieve", "file_id @options?", { mode: "wait" }),
  op("files.list", "files.list", "@body? @options?"),
  ...removal("files", "files.delete", "file_id", "file_id"),
  op("files.content", "files.content", "file_id @options?"),
  op("files.retrieveContent", "files.content", "file_id @options?", { select: "text", until: "4" }),
];

const common: Record<string, ClientArgument> = {
  apiKey: "apiKey",
  baseURL: "endpoint",
  timeout: "transport",
  maxRetries: "transport",
  defaultHeaders: "transport",
  defaultQuery: "transport",
  fetch: "transport",
  fetchOptions: "transport",
  httpAgent: "transport",
  organization: "other",
  project: "other",
  dangerouslyAllowBrowser: "other",
  webhookSecret: "other",
  logLevel: "other",
  logger: "other",
};

const openAI: Omit<ClientType, "name"> = {
  modules: ["openai", "openai/client"],
  typeName: "OpenAI",
  async: true,
  service: "openai",
  prefix: "",
  construct: { positional: [], options: 0, named: common },
  servesMore: true,
};

/** LangChain hands the class on by another name. */
const ofLangChain: ClientType = { ...openAI, modules: ["@langchain/openai"], name: "OpenAIClient" };

const azureOpenAI: ClientType = {
  ...openAI,
  modules: ["openai", "openai/azure"],
  name: "AzureOpenAI",
  typeName: "AzureOpenAI",
  service: "azure-openai",
  construct: {
    positional: [],
    options: 0,
    named: {
      ...common,
      endpoint: "endpoint",
      apiVersion: "apiVersion",
      deployment: "deployment",
      azureADTokenProvider: "credential",
    },
  },
};

/** `openai` for JavaScript, majors 4 to 7, with every spelling the Assistants API had there. */
export const openaiJs: ClassicDialect = {
  id: "openai-js",
  title: "openai (JavaScript, 4–7)",
  language: "javascript",
  service: "openai",
  casing: "snake",
  fieldNames: {},
  timestamps: "unix",
  packages: ["openai"],
  clients: [{ ...openAI, name: "default" }, { ...openAI, name: "OpenAI" }, azureOpenAI, ofLangChain],
  operations: [...assistants, ...threads, ...messages, ...runs, ...vectorStores, ...betaVectorStores, ...files],
  types: openaiJsTypes,
  constants: {},
  models: {},
  members: {},
  moved: { AzureClientOptions: "openai/azure" },
  modelModules: [],
  requestOptions: {
    pollIntervalMs: "pollInterval",
    pollInterval: "pollInterval",
    maxWait: "pollTimeout",
    maxConcurrency: "transport",
    body: "body",
    headers: "transport",
    query: "transport",
    path: "transport",
    method: "transport",
    timeout: "transport",
    maxRetries: "transport",
    signal: "transport",
    idempotencyKey: "transport",
    httpAgent: "transport",
    fetchOptions: "transport",
  },
  methods: { withOptions: "sameClient" },
};
