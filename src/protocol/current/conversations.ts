import { operation, shape } from "../define.js";

const CONVERSATION = "/conversations/{conversation_id}";
const ITEM = `${CONVERSATION}/items/{item_id}` as const;

const CONVERSATION_REQUEST = { items: "ConversationItem[]", metadata: "json" } as const;

/** Conversations and their items: what threads and messages became. */
export const CONVERSATION_OPERATIONS = [
  operation("conversations.create", "POST /conversations", "Conversation", {
    body: CONVERSATION_REQUEST,
  }),
  operation("conversations.retrieve", `GET ${CONVERSATION}`, "Conversation"),
  operation("conversations.update", `POST ${CONVERSATION}`, "Conversation", { body: { metadata: "json!" } }),
  operation("conversations.delete", `DELETE ${CONVERSATION}`, "Deleted"),

  operation("conversations.items.create", `POST ${CONVERSATION}/items`, "Page(ConversationItem)", {
    query: { include: "string[]" },
    body: { items: "ConversationItem[]!" },
  }),
  operation("conversations.items.retrieve", `GET ${ITEM}`, "ConversationItem", { query: { include: "string[]" } }),
  operation("conversations.items.list", `GET ${CONVERSATION}/items`, "Page(ConversationItem)", {
    query: { limit: "integer", order: "enum(Order)", after: "id(item)", include: "string[]" },
  }),
  operation("conversations.items.delete", `DELETE ${ITEM}`, "Conversation"),
];

/** Who called, where tools call tools. */
const CALLER = { caller: "json", namespace: "string", created_by: "string" } as const;

/** The narrower shape of items of one kind, by their `type`; all other kinds are read as "ConversationItem". */
export const ITEM_KINDS: Readonly<Record<string, string>> = {
  function_call: "ToolCallItem",
  function_call_output: "ToolOutputItem",
  mcp_approval_request: "ApprovalItem",
  mcp_approval_response: "ApprovalResponseItem",
};

/** Items, parts and annotations are merged unions: each kind uses the fields its `type` calls for. */
export const CONVERSATION_SHAPES = [
  shape("Conversation", { id: "id(conversation)!", object: "string!", created_at: "timestamp!", metadata: "json!" }),
  shape("ConversationRequest", CONVERSATION_REQUEST),
  shape("ConversationItem", {
    type: "enum(ItemType)!",
    id: "id(item)!",
    status: "enum(ItemStatus)",
    role: "enum(ItemRole)",
    content: "ItemPart[]",
    phase: "string",
    call_id: "id(call)",
    name: "string",
    arguments: "string",
    output: "string",
    code: "string",
    container_id: "id(container)",
    outputs: "CodeOutput[]",
    queries: "string[]",
    results: "SearchResult[]",
    server_label: "string",
    approval_request_id: "id(item)",
    approve: "boolean",
    reason: "string",
    error: "json",
    summary: "json",
    encrypted_content: "string",
    ...CALLER,
    response_id: "id(response) @foundry",
    agent_reference: "AgentReference @foundry",
  }),
  shape("ToolCallItem", {
    type: "enum(ItemType)!",
    id: "id(item)!",
    call_id: "id(call)!",
    name: "string!",
    arguments: "string!",
    status: "enum(ItemStatus)",
    ...CALLER,
  }),
  shape("ApprovalItem", {
    type: "enum(ItemType)!",
    id: "id(item)!",
    name: "string!",
    arguments: "string!",
    server_label: "string!",
  }),
  shape("ToolOutputItem", {
    type: "enum(ItemType)!",
    id: "id(item)",
    call_id: "id(call)!",
    output: "string!",
    name: "string",
    status: "enum(ItemStatus)",
    ...CALLER,
  }),
  shape("ApprovalResponseItem", {
    type: "enum(ItemType)!",
    id: "id(item)",
    approval_request_id: "id(item)!",
    approve: "boolean!",
    reason: "string",
  }),
  shape("CodeOutput", { type: "string!", logs: "string", url: "string" }),
  shape("SearchResult", {
    file_id: "id(file)",
    filename: "string",
    score: "number",
    text: "string",
    attributes: "json",
  }),
  shape("ItemPart", {
    type: "enum(ItemPartType)!",
    text: "string",
    annotations: "ItemAnnotation[]",
    refusal: "string",
    image_url: "string",
    file_id: "id(file)",
    detail: "string",
    filename: "string",
    file_data: "string",
    file_url: "string",
    logprobs: "json",
    prompt_cache_breakpoint: "json",
  }),
  shape("ItemAnnotation", {
    type: "enum(ItemAnnotationType)!",
    file_id: "id(file)",
    filename: "string",
    index: "integer",
    container_id: "id(container)",
    start_index: "integer",
    end_index: "integer",
    url: "string",
    title: "string",
  }),
];
