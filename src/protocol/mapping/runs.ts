import { refusedWithAgent } from "../current/limits.js";
import { toolResources, tools } from "../reshape/foldToolResources.js";
import { include } from "../reshape/include.js";
import { additionalInstructions, additionalMessages } from "../reshape/messageItems.js";
import { responseFormat } from "../reshape/responseFormat.js";
import { toolChoice } from "../reshape/toolChoice.js";
import { toolApprovals, toolOutputs } from "../reshape/toolOutputs.js";
import { truncation } from "../reshape/truncation.js";
import { incompleteReason, objectName, runStatus, toolCallType } from "../reshape/words.js";
import type { OperationMapping, Row, ShapeMapping } from "../types.js";
import { care, dropped, forgone, none, PAGING_KEPT, rename, reshape, same } from "./rows.js";

/** A setting that a response may not bring along next to an agent; `instead` says what to do where it must. */
function override(field: string, instead: string) {
  const refusal = refusedWithAgent.find((refused) => refused.field === field)!;
  return care(`${refusal.because} ${instead}`);
}
const INTO_DEFINITION =
  "If it never varies, it belongs in the definition; otherwise send the whole definition with the response and reference no agent.";

const AGENT: Row = rename(
  "assistant_id",
  "agent_reference.name",
  care(
    "The agent is referenced by name, optionally with a version. Plain OpenAI has no agents: there the model, instructions and tools are sent with every response.",
  ),
);

const TOOL_RESOURCES: Row = reshape(
  "tool_resources",
  "tools",
  toolResources,
  override("tools", "Declare structured inputs in the agent's tools and pass the ids in `structured_inputs`."),
);

const SETTINGS: readonly Row[] = [
  same("model", override("model", INTO_DEFINITION)),
  same("instructions", override("instructions", INTO_DEFINITION)),
  reshape("tools", "tools", tools, override("tools", INTO_DEFINITION)),
  same("metadata"),
  same("temperature", override("temperature", INTO_DEFINITION)),
  same("top_p", override("top_p", INTO_DEFINITION)),
  same("stream"),
  forgone(
    "max_prompt_tokens",
    "There is no budget for input tokens.",
    "nothing limits the input of a response. A run ended as incomplete where its input went beyond the limit.",
  ),
  rename(
    "max_completion_tokens",
    "max_output_tokens",
    care("It was a budget for the whole run and is one for each response now; reasoning tokens count."),
  ),
  reshape(
    "truncation_strategy",
    "truncation",
    truncation,
    care(
      "The default changed: without it, a conversation that outgrows the context makes the request fail. With an agent the service truncates by itself and the field is not sent.",
    ),
  ),
  reshape("tool_choice", "tool_choice", toolChoice, override("tool_choice", "Set `tool_choice` in the definition.")),
  same("parallel_tool_calls", override("parallel_tool_calls", "A definition has no such field.")),
  reshape("response_format", "text.format", responseFormat, override("text", "Set `text.format` in the definition.")),
];

/** The rows of `threads.createAndRun`: those of a run, and the thread to be made. */
export function createAndRunRows(noThreadResources: string): readonly Row[] {
  return [
    AGENT,
    rename(
      "thread",
      "",
      care(`Its messages become the items and its metadata the metadata of the conversation. ${noThreadResources}`),
    ),
    ...SETTINGS,
    TOOL_RESOURCES,
  ];
}

const RESPONSE_ID: Row = rename("run_id", "response_id");
const THREAD_DROPPED: Row = dropped("thread_id", "A response is found by its id alone.");
/** Where the service lists no responses. */
export const NO_LIST = "Plain OpenAI lists no responses. Keep the ids of your responses yourself.";

export const RUN_OPERATIONS: readonly OperationMapping[] = [
  {
    classic: "runs.create",
    current: ["responses.create"],
    class: "care",
    because:
      "The call answers when the response is finished, so loops that only wait go. With `background: true` it answers at once and is polled like a run.",
    request: [
      rename("thread_id", "conversation"),
      reshape("include", "include", include),
      AGENT,
      ...SETTINGS,
      rename(
        "reasoning_effort",
        "reasoning.effort",
        override("reasoning", "Set `reasoning.effort` in the definition."),
      ),
      reshape(
        "additional_instructions",
        "input",
        additionalInstructions,
        care(
          "Becomes a developer message in the input, which stays in the conversation. Where you own the agent, a structured input in its instructions does not leave a trace; without an agent, append the text to `instructions`.",
        ),
      ),
      reshape("additional_messages", "input", additionalMessages, {
        ...care("The messages are stored in the conversation once the response is complete, not before it."),
      }),
      TOOL_RESOURCES,
    ],
  },
  {
    classic: "runs.retrieve",
    current: ["responses.retrieve"],
    class: "mechanical",
    request: [THREAD_DROPPED, RESPONSE_ID],
  },
  {
    classic: "runs.update",
    current: [],
    class: "none",
    because: "Responses cannot be changed. Give the metadata when the response is created.",
    request: ["thread_id", "run_id", "metadata"].map((field) =>
      none(field, { because: "Responses cannot be changed." }),
    ),
  },
  {
    classic: "runs.list",
    current: ["responses.list"],
    class: "care",
    because:
      "Foundry lists the responses of a conversation; a run whose calls were answered is several of them. No SDK has a method for it. Plain OpenAI lists none: keep the ids of your responses yourself.",
    request: [rename("thread_id", "conversation_id"), ...PAGING_KEPT],
  },
  {
    classic: "runs.cancel",
    current: ["responses.cancel"],
    class: "care",
    because:
      "Only responses created with `background: true` can be cancelled, and they are cancelled at once. Any other is stopped by ending its request or stream.",
    request: [THREAD_DROPPED, RESPONSE_ID],
  },
  {
    classic: "runs.submitToolOutputs",
    current: ["responses.create"],
    class: "care",
    because:
      "Tool outputs are the input of a new response with an id of its own. Every call of the response before must be answered in one request, and agent, tools and settings must be given again.",
    request: [
      rename("thread_id", "conversation"),
      dropped("run_id", "The conversation says what is being answered; the answer is a new response."),
      reshape("tool_outputs", "input", toolOutputs),
      reshape("tool_approvals", "input", toolApprovals),
      same("stream"),
    ],
  },
];

const NO_TIME = "A response has `created_at` and `completed_at` only.";

export const RUN_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Run",
    current: "Response",
    rows: [
      same("id", care("Each submission of tool outputs makes a response with a new id; a run kept its id.")),
      reshape("object", "object", objectName),
      same("created_at"),
      rename("thread_id", "conversation.id"),
      rename(
        "assistant_id",
        "agent_reference.name",
        care("Only Foundry answers with it; on plain OpenAI a response does not name an agent."),
      ),
      reshape(
        "status",
        "status",
        runStatus,
        care(
          "`requires_action` became `completed` with unanswered `function_call` items in `output`; `expired` and `cancelling` do not exist.",
        ),
      ),
      rename(
        "required_action",
        "",
        care("There is no required action: unanswered calls are items of `output`, and the status is `completed`."),
      ),
      rename("last_error", "error"),
      none("expires_at", { because: NO_TIME }),
      none("started_at", { because: NO_TIME }),
      none("cancelled_at", { because: NO_TIME }),
      none("failed_at", { because: NO_TIME }),
      same("completed_at"),
      same("incomplete_details"),
      same("model", care("Next to an agent it can come back empty; the definition has it.")),
      same("instructions", care("Next to an agent they can come back empty; the definition has them.")),
      same("tools", care("Next to an agent they can come back empty; the definition has them.")),
      none("tool_resources", { because: "Files and vector stores stand inside the tools." }),
      same("metadata"),
      same("usage", care("It counts one response; a run with tool outputs is several, whose counts must be added.")),
      same("temperature"),
      same("top_p"),
      rename("reasoning_effort", "reasoning.effort"),
      none("max_prompt_tokens", { because: "There is no budget for input tokens." }),
      rename("max_completion_tokens", "max_output_tokens", care("It limits one response, not the whole run.")),
      reshape(
        "truncation_strategy",
        "truncation",
        truncation,
        care('It is a word, "auto" or "disabled", not an object.'),
      ),
      reshape("tool_choice", "tool_choice", toolChoice),
      same("parallel_tool_calls"),
      reshape("response_format", "text.format", responseFormat, {
        ...care(
          'Where the classic value was "auto", there is no format at all; a JSON schema has no json_schema wrapper.',
        ),
      }),
    ],
  },
  {
    classic: "RequiredAction",
    current: "Response",
    rows: [
      none("type", { because: "There is no required action: look at the `type` of the items of `output`." }),
      rename("submit_tool_outputs", "", care("The unanswered calls are items of `output`.")),
      rename("submit_tool_approval", "", care("The open approval requests are items of `output`.")),
    ],
  },
  {
    classic: "SubmitToolOutputs",
    current: "Response",
    rows: [
      rename("tool_calls", "output", {
        ...care("The calls are those items of `output` whose type is `function_call`."),
        where: { type: ["function_call"] },
      }),
    ],
  },
  {
    classic: "SubmitToolApproval",
    current: "Response",
    rows: [
      rename("tool_calls", "output", {
        ...care("The requests are those items of `output` whose type is `mcp_approval_request`."),
        where: { type: ["mcp_approval_request"] },
      }),
    ],
  },
  {
    classic: "ToolCall",
    current: "ToolCallItem",
    rows: [
      rename("id", "call_id", care("The item has an `id` too, but outputs name the `call_id`.")),
      reshape("type", "type", toolCallType),
      rename("function", ""),
    ],
  },
  { classic: "FunctionCall", current: "ToolCallItem", rows: [same("name"), same("arguments")] },
  {
    classic: "ApprovalCall",
    current: "ApprovalItem",
    rows: [same("id"), reshape("type", "type", toolCallType), same("name"), same("arguments"), same("server_label")],
  },
  {
    classic: "ToolOutput",
    current: "ToolOutputItem",
    rows: [
      rename("tool_call_id", "call_id"),
      same("output", care("It is required; nothing is written as an empty string.")),
    ],
  },
  {
    classic: "ToolApproval",
    current: "ApprovalResponseItem",
    rows: [
      rename("tool_call_id", "approval_request_id"),
      same("approve"),
      none("headers", {
        because:
          "Headers cannot be sent with an approval: set them on the mcp tool of the agent, or use a project connection.",
      }),
    ],
  },
  {
    classic: "RunError",
    current: "ResponseError",
    rows: [same("code", care("There are many more codes than the three of a run.")), same("message")],
  },
  {
    classic: "IncompleteDetails",
    current: "ResponseIncompleteDetails",
    rows: [
      reshape("reason", "reason", incompleteReason, {
        ...care(
          "`max_completion_tokens` is `max_output_tokens`; `max_prompt_tokens` does not occur; `content_filter` is new.",
        ),
      }),
    ],
  },
  {
    classic: "RunUsage",
    current: "ResponseUsage",
    rows: [
      rename("prompt_tokens", "input_tokens"),
      rename("completion_tokens", "output_tokens"),
      same("total_tokens"),
      rename("prompt_token_details", "input_tokens_details"),
      rename("completion_tokens_details", "output_tokens_details"),
    ],
  },
  { classic: "PromptTokenDetails", current: "InputTokenDetails", rows: [same("cached_tokens")] },
  { classic: "CompletionTokenDetails", current: "OutputTokenDetails", rows: [same("reasoning_tokens")] },
];
