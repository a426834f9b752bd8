import { clientOptions } from "./azure-agents-js.js";
import { operationWriter } from "./operation.js";
import type { ClassicDialect, ClientType, DialectType } from "./types.js";

/** Path parameters by position; bodies, queries and transport options in objects behind them. Lists are envelopes, and awaited. */
const op = operationWriter({ list: "page" });

const assistants = [
  op("createAssistant", "assistants.create", "@body @options?"),
  op("listAssistants", "assistants.list", "@body?"),
  op("getAssistant", "assistants.retrieve", "assistant_id @options?"),
  op("updateAssistant", "assistants.update", "assistant_id @body @options?"),
  op("deleteAssistant", "assistants.delete", "assistant_id @options?"),
  op("createAssistantFile", "assistants.files.create", "assistant_id file_id @options?"),
  op("listAssistantFiles", "assistants.files.list", "assistant_id @body?"),
  op("getAssistantFile", "assistants.files.retrieve", "assistant_id file_id @options?"),
  op("deleteAssistantFile", "assistants.files.delete", "assistant_id file_id @options?"),
];

const threads = [
  op("createThread", "threads.create", "@body? @options?"),
  op("getThread", "threads.retrieve", "thread_id @options?"),
  op("updateThread", "threads.update", "thread_id @body?"),
  op("deleteThread", "threads.delete", "thread_id @options?"),
  op("createThreadAndRun", "threads.createAndRun", "@body @options?"),
];

const messages = [
  op("createMessage", "messages.create", "thread_id role content @body?"),
  op("listMessages", "messages.list", "thread_id @body?"),
  op("getMessage", "messages.retrieve", "thread_id message_id @options?"),
  op("updateMessage", "messages.update", "thread_id message_id @body?"),
  op("listMessageFiles", "messages.files.list", "thread_id message_id @body?"),
  op("getMessageFile", "messages.files.retrieve", "thread_id message_id file_id @options?"),
];

const runs = [
  op("createRun", "runs.create", "thread_id @body @options?"),
  op("listRuns", "runs.list", "thread_id @body?"),
  op("getRun", "runs.retrieve", "thread_id run_id @options?"),
  op("updateRun", "runs.update", "thread_id run_id @body?"),
  op("submitToolOutputsToRun", "runs.submitToolOutputs", "thread_id run_id tool_outputs @options?"),
  op("cancelRun", "runs.cancel", "thread_id run_id @options?"),
  op("getRunStep", "steps.retrieve", "thread_id run_id step_id @options?"),
  op("listRunSteps", "steps.list", "thread_id run_id @body?"),
];

const files = [
  op("listFiles", "files.list", "@body?"),
  op("uploadFile", "files.create", "file purpose @body?"),
  op("getFile", "files.retrieve", "file_id @options?"),
  op("deleteFile", "files.delete", "file_id @options?"),
];

const client: ClientType = {
  modules: ["@azure/openai-assistants"],
  name: "AssistantsClient",
  typeName: "AssistantsClient",
  async: true,
  service: "azure-openai",
  prefix: "",
  construct: { positional: ["endpoint", "credential"], options: 2, named: clientOptions },
  servesMore: false,
};

/** Result types by what they describe; the arguments of an operation as "@". */
const SHAPES: Readonly<Record<string, string>> = {
  Assistant: "Assistant",
  AssistantThread: "Thread",
  ThreadMessage: "Message",
  ThreadRun: "Run",
  RunStep: "RunStep",
  ToolDefinition: "Tool",
  FunctionToolDefinition: "Tool",
  ToolOutput: "ToolOutput",
  RunStatus: "enum(RunStatus)",
  AssistantCreationOptions: "@assistants.create",
  UpdateAssistantOptions: "@assistants.update",
  AssistantThreadCreationOptions: "@threads.create",
  CreateRunOptions: "@runs.create",
  CreateAndRunThreadOptions: "@threads.createAndRun",
};

/** `@azure/openai-assistants`: Azure's own client of the first beta, retired in January 2025. */
export const azureOpenAiAssistantsJs: ClassicDialect = {
  id: "azure-openai-assistants-js",
  title: "@azure/openai-assistants (JavaScript, 1.0.0-beta)",
  language: "javascript",
  service: "azure-openai",
  casing: "camel",
  fieldNames: {},
  timestamps: "date",
  packages: ["@azure/openai-assistants"],
  clients: [client],
  operations: [...assistants, ...threads, ...messages, ...runs, ...files],
  types: Object.entries(SHAPES).map(([name, shape]): DialectType => ({
    name,
    modules: ["@azure/openai-assistants"],
    shape,
  })),
  constants: {},
  models: {},
  members: {},
  modelModules: [],
  requestOptions: {
    filename: "fileName",
    contentType: "transport",
    abortSignal: "transport",
    onResponse: "transport",
    requestOptions: "transport",
    tracingOptions: "transport",
  },
  methods: {},
};
