import { operation, PAGING, shape } from "../define.js";

const SETTINGS = {
  name: "string",
  description: "string",
  instructions: "string",
  reasoning_effort: "enum(ReasoningEffort)",
  tools: "Tool[]",
  tool_resources: "ToolResources",
  metadata: "json",
  temperature: "number",
  top_p: "number",
  response_format: "string|ResponseFormat",
  file_ids: "id(file)[] @v1",
} as const;

const FILE = "/assistants/{assistant_id}/files/{file_id}";

/** Assistants; Foundry's classic agents are the same under the name "agents". */
export const ASSISTANT_OPERATIONS = [
  operation("assistants.create", "POST /assistants", "Assistant", { body: { model: "string!", ...SETTINGS } }),
  operation("assistants.retrieve", "GET /assistants/{assistant_id}", "Assistant"),
  operation("assistants.update", "POST /assistants/{assistant_id}", "Assistant", {
    body: { model: "string", ...SETTINGS },
  }),
  operation("assistants.list", "GET /assistants", "Page(Assistant)", { query: PAGING }),
  operation("assistants.delete", "DELETE /assistants/{assistant_id}", "Deleted"),

  operation("assistants.files.create", "POST /assistants/{assistant_id}/files", "AssistantFile", {
    body: { file_id: "id(file)!" },
    only: "v1",
  }),
  operation("assistants.files.retrieve", `GET ${FILE}`, "AssistantFile", { only: "v1" }),
  operation("assistants.files.list", "GET /assistants/{assistant_id}/files", "Page(AssistantFile)", {
    query: PAGING,
    only: "v1",
  }),
  operation("assistants.files.delete", `DELETE ${FILE}`, "Deleted", { only: "v1" }),
];

export const ASSISTANT_SHAPES = [
  shape("Assistant", {
    id: "id(assistant)!",
    object: "string!",
    created_at: "timestamp!",
    name: "string",
    description: "string",
    model: "string!",
    instructions: "string",
    reasoning_effort: "enum(ReasoningEffort)",
    tools: "Tool[]!",
    tool_resources: "ToolResources",
    metadata: "json!",
    temperature: "number",
    top_p: "number",
    response_format: "string|ResponseFormat",
    file_ids: "id(file)[] @v1",
  }),
  shape(
    "AssistantFile",
    {
      id: "id(file)!",
      object: "string!",
      created_at: "timestamp!",
      assistant_id: "id(assistant)!",
    },
    "v1",
  ),
];
