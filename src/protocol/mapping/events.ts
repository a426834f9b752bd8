import type { ClassicEventName } from "../classic/words.js";
import type { MappingClass, ShapeMapping, TypeRef, Where } from "../types.js";
import { care, none, rename } from "./rows.js";

/** What a classic stream event became. Classic events are `{event, data}`, current ones are flat: `{type, …}`. */
export interface EventMapping {
  readonly classic: ClassicEventName;
  /** Type of its `data`. */
  readonly data: TypeRef;
  /** Current event types that take its place; empty when there is none. */
  readonly current: readonly string[];
  /** Where in the current event the counterpart of `data` stands; "" is the event itself. */
  readonly at: string;
  /** Which of the current events count. */
  readonly where?: Where;
  readonly class: MappingClass;
  /** For people; present unless the row is mechanical. */
  readonly because?: string;
}

const NO_CANCEL = "There is no event for it: a stream that is cancelled just ends.";
const NO_EXPIRY = "Responses do not expire.";
const ITEMS = "Steps are items of the response; every kind of item has this event, messages included.";
const MESSAGE = { "item.type": ["message"] };

export const EVENTS: readonly EventMapping[] = [
  {
    classic: "thread.created",
    data: "Thread",
    current: [],
    at: "",
    class: "none",
    because: "You create the conversation yourself before the response.",
  },
  onResponse("thread.run.created", "response.created"),
  onResponse("thread.run.queued", "response.queued"),
  onResponse("thread.run.in_progress", "response.in_progress"),
  onResponse(
    "thread.run.requires_action",
    "response.completed",
    "The response is complete, and `response.output` has `function_call` items that nobody has answered.",
  ),
  onResponse("thread.run.completed", "response.completed"),
  onResponse("thread.run.incomplete", "response.incomplete"),
  onResponse("thread.run.failed", "response.failed"),
  gone("thread.run.cancelling", "Run", NO_CANCEL),
  gone("thread.run.cancelled", "Run", NO_CANCEL),
  gone("thread.run.expired", "Run", NO_EXPIRY),

  onItem("thread.run.step.created", "RunStep", "response.output_item.added", ITEMS),
  onItem("thread.run.step.in_progress", "RunStep", "response.output_item.added", ITEMS),
  {
    classic: "thread.run.step.delta",
    data: "RunStepDeltaEvent",
    current: ["response.function_call_arguments.delta", "response.code_interpreter_call_code.delta"],
    at: "",
    class: "care",
    because:
      "Each kind of call has an event of its own, which names the item by `item_id` only: remember name and call_id from `response.output_item.added`.",
  },
  onItem("thread.run.step.completed", "RunStep", "response.output_item.done", ITEMS),
  onItem("thread.run.step.failed", "RunStep", "response.output_item.done", `${ITEMS} Look at \`item.status\`.`),
  gone("thread.run.step.cancelled", "RunStep", NO_CANCEL),
  gone("thread.run.step.expired", "RunStep", NO_EXPIRY),

  { ...onItem("thread.message.created", "Message", "response.output_item.added"), where: MESSAGE },
  {
    classic: "thread.message.in_progress",
    data: "Message",
    current: ["response.content_part.added"],
    at: "",
    class: "care",
    because: "The event announces a part of the message, not the message.",
  },
  {
    classic: "thread.message.delta",
    data: "MessageDeltaEvent",
    current: ["response.output_text.delta"],
    at: "",
    class: "mechanical",
    because: "Annotations come in `response.output_text.annotation.added`, refusals in `response.refusal.delta`.",
  },
  { ...onItem("thread.message.completed", "Message", "response.output_item.done"), where: MESSAGE },
  { ...onItem("thread.message.incomplete", "Message", "response.output_item.done"), where: MESSAGE },

  { classic: "error", data: "json", current: ["error"], at: "", class: "mechanical" },
  {
    classic: "done",
    data: "string",
    current: [],
    at: "",
    class: "mechanical",
    because: "The stream ends; there is no event for it.",
  },
];

function onResponse(classic: ClassicEventName, current: string, because?: string): EventMapping {
  return { classic, data: "Run", current: [current], at: "response", ...grade(because) };
}

function onItem(classic: ClassicEventName, data: TypeRef, current: string, because?: string): EventMapping {
  return { classic, data, current: [current], at: "item", ...grade(because) };
}

function gone(classic: ClassicEventName, data: TypeRef, because: string): EventMapping {
  return { classic, data, current: [], at: "", class: "none", because };
}

function grade(because: string | undefined): Pick<EventMapping, "class" | "because"> {
  return because === undefined ? { class: "mechanical" } : care(because);
}

const byClassic = new Map<string, EventMapping>(EVENTS.map((event) => [event.classic, event]));

/** What a classic stream event became; undefined for a name that is none. */
export function eventMapping(classic: string): EventMapping | undefined {
  return byClassic.get(classic);
}

const TYPE_SAYS = "The event's own type says it.";
const ON_ANNOTATION = "Arrives in an event of its own, `response.output_text.annotation.added`.";
const ON_ITEM = "Remember it from `response.output_item.added`; deltas name the item by `item_id` only.";
const ON_DONE = "Arrives whole, in the item of `response.output_item.done`.";

/** The deltas: what was nested four levels deep is the event's `delta` now. */
export const EVENT_SHAPES: readonly ShapeMapping[] = [
  {
    classic: "StreamEvent",
    current: "ResponseEvent",
    rows: [
      rename("event", "type", care("Events have other names, and several kinds can stand for one classic event.")),
      rename(
        "data",
        "",
        care("Events are flat: what was in `data` stands in the event itself, in `response` or in `item`."),
      ),
    ],
  },
  {
    classic: "MessageDeltaEvent",
    current: "ResponseEvent",
    rows: [rename("id", "item_id"), none("object", { because: TYPE_SAYS }), rename("delta", "")],
  },
  {
    classic: "MessageDelta",
    current: "ResponseEvent",
    rows: [
      none("role", { because: "Deltas come from the assistant only." }),
      rename("content", "", care("An event carries one piece, not a list.")),
    ],
  },
  {
    classic: "DeltaPart",
    current: "ResponseEvent",
    rows: [
      rename("index", "content_index"),
      none("type", { because: TYPE_SAYS }),
      rename("text", ""),
      none("image_file", { because: ON_ANNOTATION }),
      none("image_url", { because: "The assistant does not send links to images." }),
      rename("refusal", "delta", care("Arrives in an event of its own, `response.refusal.delta`.")),
    ],
  },
  {
    classic: "DeltaText",
    current: "ResponseEvent",
    rows: [rename("value", "delta"), none("annotations", { because: ON_ANNOTATION })],
  },
  {
    classic: "RunStepDeltaEvent",
    current: "ResponseEvent",
    rows: [rename("id", "item_id"), none("object", { because: TYPE_SAYS }), rename("delta", "")],
  },
  { classic: "RunStepDelta", current: "ResponseEvent", rows: [rename("step_details", "")] },
  {
    classic: "StepDetailsDelta",
    current: "ResponseEvent",
    rows: [
      none("type", { because: TYPE_SAYS }),
      none("message_creation", { because: "A new message is announced by `response.output_item.added`." }),
      rename("tool_calls", "", care("An event carries one piece of one call, not a list.")),
    ],
  },
  {
    classic: "ToolCallDelta",
    current: "ResponseEvent",
    rows: [
      rename("index", "output_index", care("It counts all items of the output, messages included.")),
      none("id", { because: ON_ITEM }),
      none("type", { because: TYPE_SAYS }),
      rename("function", "", care("Arrives in `response.function_call_arguments.delta`.")),
      rename("code_interpreter", "", care("Arrives in `response.code_interpreter_call_code.delta`.")),
      none("file_search", { because: ON_DONE }),
    ],
  },
  {
    classic: "FunctionDelta",
    current: "ResponseEvent",
    rows: [
      none("name", { because: ON_ITEM }),
      rename("arguments", "delta"),
      none("output", { because: "Outputs are sent by you and not repeated." }),
    ],
  },
  {
    classic: "CodeInterpreterDelta",
    current: "ResponseEvent",
    rows: [rename("input", "delta"), none("outputs", { because: ON_DONE })],
  },
];
