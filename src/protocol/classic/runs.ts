import { operation, PAGING, shape, type FieldSpecs } from "../define.js";

const RUN = "/threads/{thread_id}/runs/{run_id}";

/** What a run may override of its assistant, and its own limits. */
export const RUN_SETTINGS = {
  model: "string",
  instructions: "string",
  tools: "Tool[]",
  metadata: "json",
  temperature: "number",
  top_p: "number",
  stream: "boolean",
  max_prompt_tokens: "integer",
  max_completion_tokens: "integer",
  truncation_strategy: "TruncationStrategy",
  tool_choice: "string|ToolChoice",
  parallel_tool_calls: "boolean",
  response_format: "string|ResponseFormat",
} as const satisfies FieldSpecs;

export const RUN_OPERATIONS = [
  operation("runs.create", "POST /threads/{thread_id}/runs", "Run", {
    query: { include: "string[]" },
    body: {
      assistant_id: "id(assistant)!",
      ...RUN_SETTINGS,
      reasoning_effort: "enum(ReasoningEffort)",
      additional_instructions: "string",
      additional_messages: "InputMessage[]",
      tool_resources: "ToolResources @foundry",
    },
  }),
  operation("runs.retrieve", `GET ${RUN}`, "Run"),
  operation("runs.update", `POST ${RUN}`, "Run", { body: { metadata: "json" } }),
  operation("runs.list", "GET /threads/{thread_id}/runs", "Page(Run)", { query: PAGING }),
  operation("runs.cancel", `POST ${RUN}/cancel`, "Run"),
  operation("runs.submitToolOutputs", `POST ${RUN}/submit_tool_outputs`, "Run", {
    body: { tool_outputs: "ToolOutput[]!", tool_approvals: "ToolApproval[] @foundry", stream: "boolean" },
  }),
];

export const RUN_SHAPES = [
  shape("Run", {
    id: "id(run)!",
    object: "string!",
    created_at: "timestamp!",
    thread_id: "id(thread)!",
    assistant_id: "id(assistant)!",
    status: "enum(RunStatus)!",
    required_action: "RequiredAction",
    last_error: "RunError",
    expires_at: "timestamp",
    started_at: "timestamp",
    cancelled_at: "timestamp",
    failed_at: "timestamp",
    completed_at: "timestamp",
    incomplete_details: "IncompleteDetails",
    model: "string!",
    instructions: "string",
    tools: "Tool[]!",
    tool_resources: "ToolResources",
    metadata: "json!",
    usage: "RunUsage",
    temperature: "number",
    top_p: "number",
    reasoning_effort: "enum(ReasoningEffort)",
    max_prompt_tokens: "integer",
    max_completion_tokens: "integer",
    truncation_strategy: "TruncationStrategy",
    tool_choice: "string|ToolChoice",
    parallel_tool_calls: "boolean",
    response_format: "string|ResponseFormat",
  }),
  shape("RequiredAction", {
    type: "string!",
    submit_tool_outputs: "SubmitToolOutputs",
    submit_tool_approval: "SubmitToolApproval @foundry",
  }),
  shape("SubmitToolOutputs", { tool_calls: "ToolCall[]!" }),
  shape("SubmitToolApproval", { tool_calls: "ApprovalCall[]!" }, "foundry"),
  shape("ToolCall", { id: "id(toolCall)!", type: "string!", function: "FunctionCall!" }),
  shape("FunctionCall", { name: "string!", arguments: "string!" }),
  shape(
    "ApprovalCall",
    {
      id: "id(toolCall)!",
      type: "string!",
      name: "string!",
      arguments: "string!",
      server_label: "string!",
    },
    "foundry",
  ),
  shape("ToolOutput", { tool_call_id: "id(toolCall)", output: "string" }),
  shape("ToolApproval", { tool_call_id: "id(toolCall)!", approve: "boolean!", headers: "json" }, "foundry"),
  shape("RunError", { code: "string!", message: "string!" }),
  shape("IncompleteDetails", { reason: "enum(IncompleteReason)" }),
  shape("RunUsage", {
    prompt_tokens: "integer!",
    completion_tokens: "integer!",
    total_tokens: "integer!",
    prompt_token_details: "PromptTokenDetails",
    completion_tokens_details: "CompletionTokenDetails",
  }),
  shape("PromptTokenDetails", { cached_tokens: "integer" }),
  shape("CompletionTokenDetails", { reasoning_tokens: "integer" }),
];
