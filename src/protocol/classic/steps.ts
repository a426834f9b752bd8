import { operation, PAGING, shape } from "../define.js";

const STEPS = "/threads/{thread_id}/runs/{run_id}/steps";

export const STEP_OPERATIONS = [
  operation("steps.retrieve", `GET ${STEPS}/{step_id}`, "RunStep", { query: { include: "string[]" } }),
  operation("steps.list", `GET ${STEPS}`, "Page(RunStep)", { query: { ...PAGING, include: "string[]" } }),
];

/** Details, tool calls and outputs are merged unions: each kind uses the fields its `type` calls for. */
export const STEP_SHAPES = [
  shape("RunStep", {
    id: "id(step)!",
    object: "string!",
    created_at: "timestamp!",
    assistant_id: "id(assistant)!",
    thread_id: "id(thread)!",
    run_id: "id(run)!",
    type: "enum(StepType)!",
    status: "enum(StepStatus)!",
    step_details: "StepDetails!",
    last_error: "RunError",
    expires_at: "timestamp",
    expired_at: "timestamp",
    cancelled_at: "timestamp",
    failed_at: "timestamp",
    completed_at: "timestamp",
    metadata: "json",
    usage: "RunUsage",
  }),
  shape("StepDetails", {
    type: "enum(StepType)!",
    message_creation: "MessageCreation",
    tool_calls: "StepToolCall[]",
  }),
  shape("MessageCreation", { message_id: "id(message)!" }),
  shape("StepToolCall", {
    id: "id(toolCall)!",
    type: "enum(StepCallType)!",
    function: "StepFunctionCall",
    code_interpreter: "CodeInterpreterCall",
    file_search: "FileSearchCall",
    bing_grounding: "json @foundry",
    azure_ai_search: "json @foundry",
    openapi: "json @foundry",
    name: "string @foundry",
    arguments: "string @foundry",
    output: "string @foundry",
    server_label: "string @foundry",
    connected_agent: "json @foundry",
    deep_research: "json @foundry",
    browser_automation: "json @foundry",
    sharepoint_grounding: "json @foundry",
    fabric_dataagent: "json @foundry",
    bing_custom_search: "json @foundry",
  }),
  shape("StepFunctionCall", { name: "string!", arguments: "string!", output: "string" }),
  shape("CodeInterpreterCall", { input: "string!", outputs: "CodeInterpreterOutput[]!" }),
  shape("CodeInterpreterOutput", { type: "string!", logs: "string", image: "CodeInterpreterImage" }),
  shape("CodeInterpreterImage", { file_id: "id(file)!" }),
  shape("FileSearchCall", { ranking_options: "RankingOptions", results: "FileSearchResult[]" }),
  shape("FileSearchResult", {
    file_id: "id(file)!",
    file_name: "string!",
    score: "number!",
    attributes: "json",
    content: "FileSearchContent[]",
  }),
  shape("FileSearchContent", { type: "string!", text: "string!" }),
];
