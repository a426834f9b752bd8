import { meta, type RuleMeta } from "./meta.js";

export const clients = meta(
  "MA101",
  "clients",
  "Builds the project client and the OpenAI client it gives in place of a classic client.",
  "new OpenAI() · new AgentsClient(…)",
  "new AIProjectClient(…) · .getOpenAIClient()",
  "review",
  "clients/other-uses",
);
export const imports = meta(
  "MA102",
  "imports",
  "Imports what the new code needs and drops what nothing uses any more.",
  'import OpenAI from "openai"',
  'import { AIProjectClient } from "@azure/ai-projects"',
  "safe",
  "clients/module-top",
);
export const dependencies = meta(
  "MA103",
  "dependencies",
  "Declares the packages that the new imports need, and drops those that nothing imports any more.",
  "azure-ai-agents>=1.1",
  "azure-ai-projects>=2.3,<3",
  "safe",
  "dependencies/both-languages",
);
export const agents = meta(
  "MA201",
  "agents",
  "Creates agent versions instead of assistants, and reads and deletes agents by name.",
  "assistants.create · create_agent",
  "agents.createVersion",
  "review",
  "agents/settings",
);
export const threads = meta(
  "MA301",
  "threads",
  "Keeps the messages of a dialogue in a conversation instead of a thread.",
  "threads.create",
  "conversations.create",
  "safe",
  "threads/lifecycle",
);
export const messages = meta(
  "MA401",
  "messages",
  "Adds, reads and removes messages as items of a conversation.",
  "messages.create · messages.list",
  "conversations.items.create · conversations.items.list",
  "safe",
  "guide/message-added-openai",
);
export const reading = meta(
  "MA402",
  "reading",
  "Reads results under their new names.",
  "run.usage.prompt_tokens",
  "response.usage.input_tokens",
  "safe",
  "runs/usage-and-errors",
);
export const reply = meta(
  "MA403",
  "reply",
  "Takes the answer of a run from the response itself.",
  "messages.data[0].content[0].text.value",
  "response.output_text",
  "safe",
  "reading/newest-message",
);
export const runs = meta(
  "MA501",
  "runs",
  "Creates responses instead of runs.",
  "runs.create",
  "responses.create",
  "review",
  "guide/complete-openai",
);
export const polling = meta(
  "MA502",
  "polling",
  "Waits for a response in one call instead of asking for its status.",
  "while (run.status === …)",
  "await responses.create(…)",
  "review",
  "polling/while-not-finished",
);
export const status = meta(
  "MA503",
  "status",
  "Compares statuses and part types with the words of the current API.",
  'run.status === "expired"',
  "–",
  "safe",
  "runs/status-tests",
);
export const toolLoops = meta(
  "MA504",
  "tool-loops",
  "Answers the function calls of a response with the input of the next one.",
  "submitToolOutputs",
  "function_call_output",
  "review",
  "tool-loops/sdk-poll",
);
export const streaming = meta(
  "MA505",
  "streaming",
  "Reads the events of a streamed response.",
  "thread.message.delta",
  "response.output_text.delta",
  "review",
  "streaming/event-loop",
);
export const overrides = meta(
  "MA506",
  "overrides",
  "Carries settings of one run over to its response: next to an agent the service takes none, so the agent's definition is sent along instead.",
  "runs.create({ model, instructions, … })",
  "responses.create({ ...settingsOf(definition, { … }) })",
  "review",
  "runs/settings-of-one-run",
);
export const steps = meta(
  "MA601",
  "steps",
  "Reads what a run did from the items of the response.",
  "runs.steps.list",
  "response.output",
  "review",
  "steps/code-interpreter",
);
export const files = meta(
  "MA701",
  "files",
  "Moves files and vector stores that feed agents to the new client.",
  "beta.vectorStores.create",
  "vectorStores.create",
  "safe",
  "files/feed-an-agent",
);
export const threadFiles = meta(
  "MA702",
  "thread-files",
  "Gives files and vector stores of a thread to every response on its conversation.",
  "attachments · tool_resources of a thread",
  "structured_inputs · tools of a response",
  "review",
  "files/thread-stores",
);
export const types = meta(
  "MA801",
  "types",
  "Names the types of the current SDK.",
  "OpenAI.Beta.Threads.Run",
  "OpenAI.Responses.Response",
  "safe",
  "types/annotations",
);
export const names = meta(
  "MA901",
  "names",
  "Names local variables after what they hold now.",
  "const thread",
  "const conversation",
  "safe",
  "guide/thread-with-messages-openai",
);

export const notebooks = meta(
  "MA902",
  "notebooks",
  "Reports outputs of notebooks that show ids of the classic API.",
  "thread_…",
  "–",
  "safe",
  "notebooks/shown-ids",
);

export const wrappers = meta(
  "MA903",
  "wrappers",
  "Reports libraries that call the classic API for their users, with the way out that each has.",
  "OpenAIAssistantAgent · useAssistant",
  "–",
  "manual",
  "wrappers/libraries",
);

export const otherLanguages = meta(
  "MA904",
  "other-languages",
  "Counts classic calls in languages that are not rewritten.",
  "AssistantClient.CreateRun (C#, Java)",
  "–",
  "manual",
);

export const storedIds = meta(
  "MA905",
  "stored-ids",
  "Reports ids of the classic API that are written down, and columns that are too narrow for the new ones.",
  "ASSISTANT_ID=asst_… · VARCHAR(32)",
  "–",
  "manual",
);

export const halfMigrated = meta(
  "MA906",
  "half-migrated",
  "Reports code that was half migrated by hand: calls on the wrong client, refused keys, what is left of the classic API beside the current one.",
  'project.conversations.create() · extra_body={"agent": …}',
  "–",
  "manual",
  "manual/half-migrated",
);

export const promptObjects = meta(
  "MA907",
  "prompt-objects",
  "Reports requests that name a prompt object, and its id where it is written down: prompt objects end on 2026-11-30.",
  'responses.create({ prompt: { id: "pmpt_…" } })',
  "–",
  "manual",
  "manual/prompt-objects",
);

export const rest = meta(
  "MA104",
  "rest",
  "Sends requests that no SDK sends to the current API, in the form in which they are written; what stays goes to the shim by its address.",
  'fetch("https://api.openai.com/v1/threads") · requests.post(…)',
  'fetch("https://api.openai.com/v1/conversations")',
  "review",
  "rest/axios",
);

/** Every rule, by id. */
export const rules: readonly RuleMeta[] = [
  clients,
  imports,
  dependencies,
  rest,
  agents,
  threads,
  messages,
  reading,
  reply,
  runs,
  polling,
  status,
  toolLoops,
  streaming,
  overrides,
  steps,
  files,
  threadFiles,
  types,
  names,
  notebooks,
  wrappers,
  otherLanguages,
  storedIds,
  halfMigrated,
  promptObjects,
];
