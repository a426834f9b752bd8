import { objectsOf, textOf, type JsonObject } from "../json.js";
import type { Item } from "../store/state.js";
import type { EventBody } from "./event.js";
import { indexOf, type TextOffsets } from "./offsets.js";

/** How an output item ends: as planned, cut off (`incomplete`), or not at all because the response fails in the middle of it. */
export type Ending = "completed" | "incomplete" | "open";

/** How one kind of output item appears in a stream: as it begins, and what is told of it until it is done. */
interface Appearance {
  start(item: Item): JsonObject;
  body(item: Item, at: Place, offsets: TextOffsets): Iterable<EventBody>;
}

/** The fields by which events name an item. */
interface Place extends JsonObject {
  item_id: string;
  output_index: number;
}

/** A text in the pieces in which a model would say it: words with the space before them. */
export function pieces(text: string): string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

const quiet: Appearance = { start: (item) => item, body: () => [] };

/** Item kinds that do no more than pass through some states. */
function passing(name: string, ...states: readonly string[]): (item: Item, at: Place) => EventBody[] {
  return (_item, at) => states.map((state) => ({ type: `response.${name}.${state}`, ...at }));
}

function* growing(name: string, field: string, value: string, at: Place, extra: JsonObject = {}): Generator<EventBody> {
  for (const delta of pieces(value)) yield { type: `response.${name}.delta`, ...at, delta, ...extra };
  yield { type: `response.${name}.done`, ...at, [field]: value, ...extra };
}

/** A part of a message: its text with citations at their places, or a refusal. */
function* partBody(part: JsonObject, index: number, at: Place, offsets: TextOffsets): Generator<EventBody> {
  const where = { ...at, content_index: index };
  if (part["type"] === "refusal") {
    yield { type: "response.content_part.added", ...where, part: { ...part, refusal: "" } };
    for (const delta of pieces(textOf(part["refusal"]) ?? ""))
      yield { type: "response.refusal.delta", ...where, delta };
    yield { type: "response.refusal.done", ...where, refusal: part["refusal"] };
  } else if (part["type"] === "reasoning_text") {
    yield { type: "response.content_part.added", ...where, part: { ...part, text: "" } };
    yield* growing("reasoning_text", "text", textOf(part["text"]) ?? "", where);
  } else {
    const empty = { ...part, text: "", annotations: [], logprobs: [] };
    yield { type: "response.content_part.added", ...where, part: empty };
    yield* textWithCitations(part, where, offsets);
    yield { type: "response.output_text.done", ...where, text: part["text"], logprobs: part["logprobs"] ?? [] };
  }
  yield { type: "response.content_part.done", ...where, part };
}

/** A file citation is told where it stands in the text, the others at its end (both as recorded). */
function* textWithCitations(part: JsonObject, where: Place, offsets: TextOffsets): Generator<EventBody> {
  const text = textOf(part["text"]) ?? "";
  const marks = objectsOf(part["annotations"]).map((annotation, index) => ({
    at: annotation["type"] === "file_citation" ? indexOf(text, Number(annotation["index"]), offsets) : text.length,
    event: { type: "response.output_text.annotation.added", ...where, annotation_index: index, annotation },
  }));
  const tokens = objectsOf(part["logprobs"]);
  let said = 0;
  let counted = 0;
  for (const mark of [...marks, undefined]) {
    const until = Math.max(mark?.at ?? text.length, said);
    for (const delta of pieces(text.slice(said, until))) {
      said += delta.length;
      const logprobs: JsonObject[] = [];
      // A token that a citation cuts in two comes with its second half.
      for (let length; (length = textOf(tokens[0]?.["token"])?.length) && counted + length <= said; counted += length)
        logprobs.push(tokens.shift()!);
      yield { type: "response.output_text.delta", ...where, delta, logprobs };
    }
    if (mark) yield mark.event;
  }
}

const APPEARANCES: Readonly<Record<string, Appearance>> = {
  message: {
    start: (item) => ({ ...item, status: "in_progress", content: [] }),
    *body(item, at, offsets) {
      for (const [index, part] of objectsOf(item["content"]).entries()) yield* partBody(part, index, at, offsets);
    },
  },
  reasoning: {
    start: (item) => ({ ...item, summary: [], ...(item["content"] ? { content: [] } : {}) }),
    *body(item, at, offsets) {
      for (const [index, part] of objectsOf(item["summary"]).entries()) {
        const where = { ...at, summary_index: index };
        yield { type: "response.reasoning_summary_part.added", ...where, part: { ...part, text: "" } };
        yield* growing("reasoning_summary_text", "text", textOf(part["text"]) ?? "", where);
        yield { type: "response.reasoning_summary_part.done", ...where, part };
      }
      for (const [index, part] of objectsOf(item["content"]).entries()) yield* partBody(part, index, at, offsets);
    },
  },
  function_call: {
    start: (item) => ({ ...item, status: "in_progress", arguments: "" }),
    *body(item, at) {
      const text = textOf(item["arguments"]) ?? "";
      for (const delta of pieces(text)) yield { type: "response.function_call_arguments.delta", ...at, delta };
      yield { type: "response.function_call_arguments.done", ...at, name: item["name"], arguments: text };
    },
  },
  custom_tool_call: {
    start: (item) => ({ ...item, input: "" }),
    body: (item, at) => growing("custom_tool_call_input", "input", textOf(item["input"]) ?? "", at),
  },
  code_interpreter_call: {
    start: (item) => ({ ...item, status: "in_progress", code: "", outputs: null }),
    *body(item, at) {
      yield { type: "response.code_interpreter_call.in_progress", ...at };
      yield* growing("code_interpreter_call_code", "code", textOf(item["code"]) ?? "", at);
      yield* passing("code_interpreter_call", "interpreting", "completed")(item, at);
    },
  },
  file_search_call: {
    start: (item) => ({ ...item, status: "in_progress", queries: [], results: null }),
    body: passing("file_search_call", "in_progress", "searching", "completed"),
  },
  web_search_call: {
    start: (item) => ({ ...item, status: "in_progress", action: { type: "search" } }),
    body: passing("web_search_call", "in_progress", "searching", "completed"),
  },
  image_generation_call: {
    start: (item) => ({ ...item, status: "in_progress", result: null }),
    body: passing("image_generation_call", "in_progress", "generating", "completed"),
  },
  mcp_list_tools: {
    start: (item) => ({ ...item, tools: [] }),
    body: (item, at) => passing("mcp_list_tools", "in_progress", item["error"] ? "failed" : "completed")(item, at),
  },
  mcp_call: {
    start: (item) => ({ ...item, arguments: "", output: null, error: null }),
    *body(item, at) {
      yield { type: "response.mcp_call.in_progress", ...at };
      // MCP arguments arrive in one piece (as recorded).
      const text = textOf(item["arguments"]) ?? "";
      yield { type: "response.mcp_call_arguments.delta", ...at, delta: text };
      yield { type: "response.mcp_call_arguments.done", ...at, arguments: text };
      yield { type: `response.mcp_call.${item["error"] ? "failed" : "completed"}`, ...at };
    },
  },
};

/** Events that a cut-off item does not get: it never says that a text, part or call is finished. */
const FINISHING = /\.(done|completed)$/;

/**
 * The stream events of one finished output item; folding them gives the item back.
 * @param offsets how its citations count
 */
export function* unfold(
  item: Item,
  outputIndex: number,
  ending: Ending = "completed",
  offsets: TextOffsets = "code points",
): Generator<EventBody> {
  const appearance = APPEARANCES[item.type] ?? quiet;
  yield { type: "response.output_item.added", output_index: outputIndex, item: appearance.start(item) };
  for (const event of appearance.body(item, { item_id: item.id, output_index: outputIndex }, offsets)) {
    if (ending === "open" && FINISHING.test(event.type)) continue;
    yield event;
  }
  if (ending === "open") return;
  const done = ending === "incomplete" && item["status"] !== undefined ? { ...item, status: "incomplete" } : item;
  yield { type: "response.output_item.done", output_index: outputIndex, item: done };
}
