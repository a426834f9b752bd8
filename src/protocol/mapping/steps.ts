import { include } from "../reshape/include.js";
import { objectName, stepCallType, stepStatus, stepType } from "../reshape/words.js";
import type { OperationMapping, Row, ShapeMapping } from "../types.js";
import { care, dropped, none, PAGING_KEPT, rename, reshape, same } from "./rows.js";

const BY_RESPONSE: readonly Row[] = [
  dropped("thread_id", "A response is found by its id alone."),
  rename("run_id", "response_id"),
  reshape(
    "include",
    "include",
    include,
    care("Outputs of the code interpreter must be asked for as well now: `code_interpreter_call.outputs`."),
  ),
];
const WHOLE =
  "`output` has all items of the response at once, oldest first; a run's steps came in pages, newest first.";
const NO_TIME = "Items have no times; the response has `created_at` and `completed_at`.";
const READ_THROUGH = "An item does not name it; it was read through the response.";
const FOUNDRY_ITEM =
  "Calls of this tool appear as items of a type of the service's own, with other fields; its citations are annotations of the text.";

export const STEP_OPERATIONS: readonly OperationMapping[] = [
  {
    classic: "steps.list",
    current: ["responses.retrieve"],
    class: "care",
    because: "The items in a response's `output` are the steps: messages and one item for each tool call.",
    request: [...BY_RESPONSE, ...PAGING_KEPT.map((row) => none(row.from, { class: "care", because: WHOLE }))],
    result: { at: "output.*" },
  },
  {
    classic: "steps.retrieve",
    current: ["responses.retrieve"],
    class: "care",
    because: "The items in a response's `output` are the steps: find the one with the id.",
    request: [...BY_RESPONSE, none("step_id", { class: "care", because: "It is the `id` of an item of `output`." })],
    result: { at: "output.*" },
  },
];

export const STEP_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "RunStep",
    current: "ConversationItem",
    rows: [
      same("id", care("The id of an item; stored step ids do not lead to it.")),
      reshape("object", "type", objectName, care("Items have a `type` instead.")),
      none("created_at", { because: NO_TIME }),
      none("assistant_id", { because: READ_THROUGH }),
      none("thread_id", { because: READ_THROUGH }),
      none("run_id", { because: READ_THROUGH }),
      reshape(
        "type",
        "type",
        stepType,
        care(
          "A step that made a message is an item of type `message`; each tool call is an item with a type of its own.",
        ),
      ),
      reshape(
        "status",
        "status",
        stepStatus,
        care("Items are `in_progress`, `completed` or `incomplete`; calls of built-in tools can be `failed`."),
      ),
      rename("step_details", ""),
      none("last_error", { because: "An item does not say why it failed; the response has `error`." }),
      none("expires_at", { because: NO_TIME }),
      none("expired_at", { because: NO_TIME }),
      none("cancelled_at", { because: NO_TIME }),
      none("failed_at", { because: NO_TIME }),
      none("completed_at", { because: NO_TIME }),
      none("metadata", { because: "Items have no metadata." }),
      none("usage", { because: "Usage is counted for the whole response, not for its items." }),
    ],
  },
  {
    classic: "StepDetails",
    current: "ConversationItem",
    rows: [
      reshape("type", "type", stepType, care("The type of the item itself.")),
      rename("message_creation", ""),
      rename("tool_calls", "", care("Each tool call is an item of its own, so the list inside a step is gone.")),
    ],
  },
  {
    classic: "MessageCreation",
    current: "ConversationItem",
    rows: [rename("message_id", "id", care("The item is the message: its content need not be fetched."))],
  },
  {
    classic: "StepToolCall",
    current: "ConversationItem",
    rows: [
      same("id", care("For a function call the id that outputs name is `call_id`.")),
      reshape("type", "type", stepCallType, care("The names end in `_call` now: `function_call`, `file_search_call`.")),
      rename("function", ""),
      rename("code_interpreter", ""),
      rename("file_search", ""),
      same("name"),
      same("arguments"),
      same("output"),
      same("server_label"),
      ...[
        "bing_grounding",
        "bing_custom_search",
        "azure_ai_search",
        "openapi",
        "connected_agent",
        "deep_research",
        "browser_automation",
        "sharepoint_grounding",
        "fabric_dataagent",
      ].map((field) => none(field, { because: FOUNDRY_ITEM })),
    ],
  },
  {
    classic: "StepFunctionCall",
    current: "ConversationItem",
    rows: [
      same("name"),
      same("arguments"),
      none("output", { because: "It is an item of its own: the `function_call_output` with the same `call_id`." }),
    ],
  },
  {
    classic: "CodeInterpreterCall",
    current: "ConversationItem",
    rows: [
      rename("input", "code"),
      same("outputs", care('Present only if asked for with `include: ["code_interpreter_call.outputs"]`.')),
    ],
  },
  { classic: "CodeInterpreterOutput", current: "CodeOutput", rows: [same("type"), same("logs"), rename("image", "")] },
  {
    classic: "CodeInterpreterImage",
    current: "CodeOutput",
    rows: [
      none("file_id", {
        because: "The image is given by `url`; the file itself is cited in the text as `container_file_citation`.",
      }),
    ],
  },
  {
    classic: "FileSearchCall",
    current: "ConversationItem",
    rows: [
      none("ranking_options", { because: "A call does not repeat the settings of its tool." }),
      same("results", care('Present only if asked for with `include: ["file_search_call.results"]`.')),
    ],
  },
  {
    classic: "FileSearchResult",
    current: "SearchResult",
    rows: [
      same("file_id"),
      rename("file_name", "filename"),
      same("score"),
      same("attributes"),
      rename("content", "", care("A result has one `text` instead of a list of parts.")),
    ],
  },
  {
    classic: "FileSearchContent",
    current: "SearchResult",
    rows: [none("type", { because: "A result's content is text; there is no other kind." }), same("text")],
  },
];
