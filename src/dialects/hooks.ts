import type { TypeRef } from "../protocol/types.js";

/** A method (or listener) of the SDKs' stream helpers that is told something, and what tells it now. */
export interface StreamHook {
  /** Classic types of its parameters; the second is a snapshot of what was told so far. */
  readonly takes: readonly TypeRef[];
  /** Current events that tell it. */
  readonly events: readonly string[];
  /** What it is handed of the event: "" is the event itself. */
  readonly at: "" | "item" | "part" | "response" | "annotation";
  /** Types of items it is told of; `others` excludes them. */
  readonly items?: readonly string[];
  readonly others?: readonly string[];
}

const ITEM = { at: "item" } as const;
const added = ["response.output_item.added"];
const done = ["response.output_item.done"];
const message = { items: ["message"], ...ITEM };
const call = { others: ["message", "reasoning"], ...ITEM };
const run = [
  "response.created",
  "response.queued",
  "response.in_progress",
  "response.completed",
  "response.incomplete",
  "response.failed",
];

/**
 * Hooks by their name in words: `on_text_delta`, `.on("textDelta")` and `onTextDelta` are "text_delta". The first part is of the
 * OpenAI SDKs, the second of the Azure ones.
 */
export const STREAM_HOOKS: Readonly<Record<string, StreamHook | undefined>> = {
  event: { takes: ["StreamEvent"], events: [], at: "" },
  text_created: { takes: ["ClassicText"], events: ["response.content_part.added"], at: "" },
  text_delta: { takes: ["DeltaText", "ClassicText"], events: ["response.output_text.delta"], at: "" },
  text_done: { takes: ["ClassicText"], events: ["response.output_text.done"], at: "" },
  message_created: { takes: ["Message"], events: added, ...message },
  message_done: { takes: ["Message"], events: done, ...message },
  tool_call_created: { takes: ["StepToolCall"], events: added, ...call },
  tool_call_delta: {
    takes: ["ToolCallDelta", "StepToolCall"],
    events: ["response.code_interpreter_call_code.delta", "response.function_call_arguments.delta"],
    at: "",
  },
  tool_call_done: { takes: ["StepToolCall"], events: done, ...call },
  end: { takes: [], events: [], at: "" },

  thread_message: { takes: ["Message"], events: [...added, ...done], ...message },
  thread_run: { takes: ["Run"], events: run, at: "response" },
  run_step: { takes: ["RunStep"], events: [...added, ...done], ...call },
  error: { takes: ["json"], events: ["error"], at: "" },
  done: { takes: [], events: [], at: "" },
};

/** Azure's handlers have a method of the same name as OpenAI's listener, for whole deltas of a message. */
export const MESSAGE_DELTA_HOOK: StreamHook = {
  takes: ["MessageDeltaEvent"],
  events: ["response.output_text.delta"],
  at: "",
};

/** Listeners of OpenAI's streams that its handler classes have under other conditions, or not at all. */
const LISTENERS: Readonly<Record<string, StreamHook | undefined>> = {
  message_delta: { takes: ["MessageDelta", "Message"], events: ["response.output_text.delta"], at: "" },
  image_file_done: {
    takes: ["ImageFile", "Message"],
    events: ["response.output_text.annotation.added"],
    at: "annotation",
  },
  run_step_created: { takes: ["RunStep"], events: added, ...call },
  run_step_done: { takes: ["RunStep"], events: done, ...call },
};

/** The hook that a method or listener is; undefined for a name that is none. */
export function streamHook(
  word: string,
  service: "openai" | "azure-openai" | "foundry",
  kind: "method" | "listener",
): StreamHook | undefined {
  if (kind === "listener" && Object.hasOwn(LISTENERS, word)) return LISTENERS[word];
  if (word === "message_delta") return service === "foundry" ? MESSAGE_DELTA_HOOK : undefined;
  return Object.hasOwn(STREAM_HOOKS, word) ? STREAM_HOOKS[word] : undefined;
}
