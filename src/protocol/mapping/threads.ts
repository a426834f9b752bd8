import { messageItems } from "../reshape/messageItems.js";
import { objectName } from "../reshape/words.js";
import type { OperationMapping, ShapeMapping } from "../types.js";
import { createAndRunRows } from "./runs.js";
import { care, none, PAGING_KEPT, rename, reshape, same } from "./rows.js";

const NO_THREAD_RESOURCES =
  "A conversation has no files or vector stores of its own. Give them to the agent's tools, or pass them as structured inputs with each response.";

const MESSAGES = care(
  "Messages become items; one call takes at most 20, the rest must be added with conversations.items.create. Attachments and metadata of a message have no place in an item.",
);

export const THREAD_OPERATIONS: readonly OperationMapping[] = [
  {
    classic: "threads.create",
    current: ["conversations.create"],
    class: "mechanical",
    request: [
      reshape("messages", "items", messageItems, MESSAGES),
      none("tool_resources", { because: NO_THREAD_RESOURCES }),
      same("metadata"),
    ],
  },
  {
    classic: "threads.retrieve",
    current: ["conversations.retrieve"],
    class: "mechanical",
    request: [rename("thread_id", "conversation_id")],
  },
  {
    classic: "threads.update",
    current: ["conversations.update"],
    class: "mechanical",
    request: [
      rename("thread_id", "conversation_id"),
      none("tool_resources", { because: NO_THREAD_RESOURCES }),
      same("metadata", care("Metadata is required now and replaces the stored metadata as a whole.")),
    ],
  },
  {
    classic: "threads.delete",
    current: ["conversations.delete"],
    class: "mechanical",
    because: "On plain OpenAI the items of a deleted conversation are kept; delete them one by one where that matters.",
    request: [rename("thread_id", "conversation_id")],
  },
  {
    classic: "threads.list",
    current: [],
    class: "none",
    because:
      "No SDK lists conversations, and plain OpenAI does not offer it at all. Keep the ids of your conversations yourself.",
    request: PAGING_KEPT.map((row) => none(row.from, { because: "Conversations are not listed." })),
  },
  {
    classic: "threads.createAndRun",
    current: ["conversations.create", "responses.create"],
    class: "care",
    because:
      "Two calls take the place of one: if the second fails, the conversation exists nevertheless. Where nothing uses the thread afterwards, a response without a conversation does.",
    request: createAndRunRows(NO_THREAD_RESOURCES),
  },
];

export const THREAD_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "Thread",
    current: "Conversation",
    rows: [
      same("id"),
      reshape("object", "object", objectName),
      same("created_at"),
      none("tool_resources", { because: NO_THREAD_RESOURCES }),
      same("metadata"),
    ],
  },
  {
    classic: "ThreadRequest",
    current: "ConversationRequest",
    rows: [
      reshape("messages", "items", messageItems, MESSAGES),
      none("tool_resources", { because: NO_THREAD_RESOURCES }),
      same("metadata"),
    ],
  },
];
