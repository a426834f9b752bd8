import { messageContent } from "../reshape/messageContent.js";
import type { OperationMapping, Row, ShapeMapping } from "../types.js";
import { care, none, PAGING_KEPT, rename, reshape, same } from "./rows.js";

const NO_METADATA = "Items have no metadata. Keep it in your own storage, by the item's id.";
const NO_ATTACHMENTS =
  "Items have no attachments. Give the files to the code_interpreter tool (container.file_ids) or, in a vector store, to the file_search tool; a document that fits into the context can be an input_file part.";
const V1_FILES = "Messages of the first beta had files of their own; items have none.";
const NOT_RECORDED =
  "An item does not record this. Where it matters, keep it with the item's id when the item is made.";

const ITEM_ID: Row = rename("message_id", "item_id");
const THREAD_ID: Row = rename("thread_id", "conversation_id");

const MESSAGES_ONLY = { type: ["message"], role: ["user", "assistant"] };

export const MESSAGE_OPERATIONS: readonly OperationMapping[] = [
  {
    classic: "messages.create",
    current: ["conversations.items.create"],
    class: "care",
    because:
      "The call takes a list of items and answers with a list. A message directly followed by a run can be the run's `input` instead, but then it is not stored when the response fails.",
    request: [
      THREAD_ID,
      rename("role", "items.0.role"),
      reshape("content", "items.0.content", messageContent),
      none("attachments", { because: NO_ATTACHMENTS }),
      none("metadata", { because: NO_METADATA }),
      none("file_ids", { because: V1_FILES }),
    ],
    result: { at: "data.0" },
  },
  {
    classic: "messages.retrieve",
    current: ["conversations.items.retrieve"],
    class: "mechanical",
    request: [THREAD_ID, ITEM_ID],
  },
  {
    classic: "messages.update",
    current: [],
    class: "none",
    because: "Items cannot be changed.",
    request: [
      none("thread_id", { because: "Items cannot be changed." }),
      none("message_id", { because: "Items cannot be changed." }),
      none("metadata", { because: NO_METADATA }),
    ],
  },
  {
    classic: "messages.list",
    current: ["conversations.items.list"],
    class: "care",
    because:
      "The list has every kind of item, tool calls included: keep those of type `message` from user and assistant. Right after a run, `output_text` of its response is the answer.",
    request: [
      THREAD_ID,
      same("limit", care("It counts items of every kind, so a page can hold fewer messages than that.")),
      same("order"),
      same("after"),
      none("before", {
        because: "Items are paged forwards only: ask in the opposite order with `after` and reverse the page.",
      }),
      none("run_id", { because: "Items are not filtered by run: read the `output` of that run's response." }),
    ],
    result: { at: "data.*", where: MESSAGES_ONLY },
  },
  {
    classic: "messages.delete",
    current: ["conversations.items.delete"],
    class: "care",
    because: "The answer is the conversation; it has no `deleted`. A call that failed throws.",
    request: [THREAD_ID, ITEM_ID],
  },
  {
    classic: "messages.files.retrieve",
    current: [],
    class: "none",
    because: V1_FILES,
    request: ["thread_id", "message_id", "file_id"].map((field) => none(field, { because: V1_FILES })),
  },
  {
    classic: "messages.files.list",
    current: [],
    class: "none",
    because: V1_FILES,
    request: ["thread_id", "message_id", ...PAGING_KEPT.map((row) => row.from)].map((field) =>
      none(field, { because: V1_FILES }),
    ),
  },
];

export const MESSAGE_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Message",
    current: "ConversationItem",
    rows: [
      same("id"),
      none("object", { because: 'Items have no `object`; their `type` is "message".' }),
      none("created_at", {
        because: "Items have no time. Rely on the order of the list, or on the response's `created_at`.",
      }),
      none("thread_id", { because: "An item does not name its conversation; it was read through it." }),
      same("status"),
      none("incomplete_details", { because: "An item does not say why it is incomplete; its response does." }),
      none("completed_at", { because: "Items have no time; the response has `completed_at`." }),
      none("incomplete_at", { because: "Items have no time." }),
      same("role", care("Items can also come from `system` and `developer`.")),
      same("content"),
      none("assistant_id", { because: NOT_RECORDED }),
      none("run_id", { because: NOT_RECORDED }),
      none("attachments", { because: NO_ATTACHMENTS }),
      none("metadata", { because: NO_METADATA }),
      none("file_ids", { because: V1_FILES }),
    ],
  },
  {
    classic: "InputMessage",
    current: "ConversationItem",
    rows: [
      same("role"),
      reshape("content", "content", messageContent),
      none("attachments", { because: NO_ATTACHMENTS }),
      none("metadata", { because: NO_METADATA }),
      none("file_ids", { because: V1_FILES }),
    ],
  },
  {
    classic: "Attachment",
    current: "",
    rows: ["file_id", "tools", "data_source"].map((field) => none(field, { because: NO_ATTACHMENTS })),
  },
  {
    classic: "MessageFile",
    current: "",
    rows: ["id", "object", "created_at", "message_id"].map((field) => none(field, { because: V1_FILES })),
  },
];
