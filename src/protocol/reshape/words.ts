import { RUN_STATUSES } from "../mapping/status.js";
import { quote } from "../json.js";
import { CannotReshape, type Reshape } from "../types.js";

/** What becomes of the words of an enum: the current word, or why there is none. */
export type Words = Readonly<Record<string, string | { readonly gone: string }>>;

/** A reshape of single words. Words that are current already stay. */
function words(name: string, noun: string, table: Words): Reshape {
  const current = new Set(Object.values(table).filter((word) => typeof word === "string"));
  return {
    name,
    apply: (value) => {
      const word = typeof value === "string" && Object.hasOwn(table, value) ? table[value] : undefined;
      if (typeof word === "string") return word;
      if (typeof value === "string" && current.has(value)) return value;
      throw new CannotReshape(
        word ? `${noun} ${quote(value)} does not exist any more. ${word.gone}` : `${quote(value)} is not a ${noun}.`,
      );
    },
  };
}

/** A run status as response status. */
export const runStatus = words(
  "runStatus",
  "run status",
  Object.fromEntries(RUN_STATUSES.map((status) => [status.classic, status.current ?? { gone: status.because ?? "" }])),
);

/** Why a run, now a response, is incomplete. */
export const incompleteReason = words("incompleteReason", "reason", {
  max_completion_tokens: "max_output_tokens",
  max_prompt_tokens: { gone: "There is no budget for input tokens." },
});

/** The `object` of an answer. */
export const objectName = words("objectName", "object", {
  assistant: "agent.version",
  "assistant.deleted": "agent.deleted",
  thread: "conversation",
  "thread.deleted": "conversation.deleted",
  "thread.run": "response",
  file: "file",
  "vector_store.deleted": "vector_store.deleted",
  "vector_store.file.deleted": "vector_store.file.deleted",
  "thread.message": { gone: 'Items have no `object`; their `type` is "message".' },
  "thread.run.step": { gone: "Steps are items of a response's `output`, which have a `type` instead." },
});

/** The `type` of a call that waits for an answer. */
export const toolCallType = words("toolCallType", "type of call", {
  function: "function_call",
  mcp: "mcp_approval_request",
});

/** The `type` of a tool call among the steps of a run. */
export const stepCallType = words("stepCallType", "type of tool call", {
  function: "function_call",
  code_interpreter: "code_interpreter_call",
  file_search: "file_search_call",
  mcp: "mcp_call",
});

/** The `type` of a run step. */
export const stepType = words("stepType", "type of step", {
  message_creation: "message",
  tool_calls: {
    gone: "Each tool call is an item with a type of its own: function_call, code_interpreter_call and so on.",
  },
});

/** The status of a run step as status of an item. */
export const stepStatus = words("stepStatus", "step status", {
  in_progress: "in_progress",
  completed: "completed",
  failed: { gone: "Only calls of built-in tools can be `failed`; for all else look at the status of the response." },
  cancelled: { gone: "Look at the status of the response." },
  expired: { gone: "Responses do not expire." },
});

/** The `type` of an annotation: the path of a generated file is a citation of a file in a container now. */
export const annotationType = words("annotationType", "type of annotation", {
  file_citation: "file_citation",
  file_path: "container_file_citation",
  url_citation: "url_citation",
});

/** The ranker of a file search. */
export const ranker = words("ranker", "ranker", {
  auto: "auto",
  default_2024_08_21: "auto",
  "default-2024-11-15": "default-2024-11-15",
});

/** How an openapi tool signs its requests. */
export const openApiAuthType = words("openApiAuthType", "type of authentication", {
  anonymous: "anonymous",
  connection: "project_connection",
  managed_identity: "managed_identity",
});

/** The `type` of a tool. */
export const toolType = words("toolType", "type of tool", {
  function: "function",
  code_interpreter: "code_interpreter",
  file_search: "file_search",
  retrieval: "file_search",
  azure_ai_search: "azure_ai_search",
  azure_function: "azure_function",
  bing_grounding: "bing_grounding",
  bing_custom_search: "bing_custom_search_preview",
  browser_automation: "browser_automation_preview",
  computer_use_preview: "computer_use_preview",
  fabric_dataagent: "fabric_dataagent_preview",
  mcp: "mcp",
  openapi: "openapi",
  sharepoint_grounding: "sharepoint_grounding_preview",
  connected_agent: { gone: "Make the other agent a function tool, or use the A2A tool." },
  deep_research: { gone: "Use a deep research model with the web_search tool." },
});
