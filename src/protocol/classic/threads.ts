import { operation, PAGING, shape } from "../define.js";
import { RUN_SETTINGS } from "./runs.js";

export const THREAD_OPERATIONS = [
  operation("threads.create", "POST /threads", "Thread", {
    body: { messages: "InputMessage[]", tool_resources: "ToolResources", metadata: "json" },
  }),
  operation("threads.retrieve", "GET /threads/{thread_id}", "Thread"),
  operation("threads.update", "POST /threads/{thread_id}", "Thread", {
    body: { tool_resources: "ToolResources", metadata: "json" },
  }),
  operation("threads.delete", "DELETE /threads/{thread_id}", "Deleted"),
  operation("threads.list", "GET /threads", "Page(Thread)", { query: PAGING, only: "foundry" }),
  operation("threads.createAndRun", "POST /threads/runs", "Run", {
    body: {
      assistant_id: "id(assistant)!",
      thread: "ThreadRequest",
      ...RUN_SETTINGS,
      tool_resources: "ToolResources",
    },
  }),
];

export const THREAD_SHAPES = [
  shape("Thread", {
    id: "id(thread)!",
    object: "string!",
    created_at: "timestamp!",
    tool_resources: "ToolResources",
    metadata: "json!",
  }),
  shape("ThreadRequest", { messages: "InputMessage[]", tool_resources: "ToolResources", metadata: "json" }),
];
