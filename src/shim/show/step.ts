import { without } from "../../protocol/json.js";
import { stepId, type Ids } from "../ids.js";
import { numberOf, objectOf, objectsOf, textOf, textsOf, type Json, type JsonObject } from "../json.js";
import { toClassic } from "../mapping/result.js";
import { DEFAULT_RANKING, hostedTool } from "../mapping/tools.js";
import type { RunRecord } from "../state/records.js";
import type { Surface } from "../surfaces.js";
import { citedImage } from "./citations.js";
import { lastError } from "./run.js";

/** Items of one response that make one step: a message, a call of a hosted tool, or neighbouring function calls. */
export interface StepItems {
  readonly type: "message_creation" | "tool_calls";
  readonly items: readonly JsonObject[];
}

/** The kind of step that an item belongs to; undefined for items that never were steps. */
export function stepTypeOf(item: JsonObject, surface: Surface): StepItems["type"] | undefined {
  switch (item.type) {
    case "message":
      return "message_creation";
    case "function_call":
    case "code_interpreter_call":
    case "file_search_call":
      return "tool_calls";
    default:
      return surface === "foundry" && hostedTool(item) !== undefined ? "tool_calls" : undefined;
  }
}

/** The steps among the output of a response, in order. */
export function stepsIn(output: Json | undefined, surface: Surface): readonly StepItems[] {
  const steps: { type: StepItems["type"]; items: JsonObject[] }[] = [];
  let before: Json | undefined;
  for (const item of objectsOf(output)) {
    const type = stepTypeOf(item, surface);
    if (type === undefined) continue;
    if (item.type === "function_call" && before === "function_call") steps.at(-1)!.items.push(item);
    else steps.push({ type, items: [item] });
    before = item.type;
  }
  return steps;
}

/** What a call needs to know beside its item: outputs of functions by call id, images that code has drawn by the id of its item. */
export interface CallFacts {
  readonly answers?: Readonly<Record<string, string>>;
  readonly images?: ReadonlyMap<string, readonly string[]>;
}

/** The call of a tool as a step shows it. */
export function showCall(item: JsonObject, { answers = {}, images }: CallFacts = {}): JsonObject {
  const call = toClassic("StepToolCall", item);
  const id = textOf(item.id) ?? "";
  switch (item.type) {
    case "function_call": {
      const called = textOf(item.call_id) ?? id;
      const shown = { ...toClassic("StepFunctionCall", item), output: answers[called] ?? null };
      return { id: called, type: "function", function: shown };
    }
    case "code_interpreter_call":
      return {
        id,
        type: call.type!,
        code_interpreter: { input: item.code ?? "", outputs: outputsOf(item, images?.get(id)) },
      };
    case "file_search_call":
      return { id, type: call.type!, file_search: { ranking_options: DEFAULT_RANKING, results: resultsOf(item) } };
    case "mcp_call":
      return { ...call, id, output: textOf(item.output) ?? "" };
    default:
      return hostedCall(item);
  }
}

/** Other tools of Foundry: texts about the call, below the name of the tool. */
function hostedCall(item: JsonObject): JsonObject {
  const type = hostedTool(item) ?? textOf(item.type) ?? "";
  const texts = Object.entries(without(item, "id", "type", "status")).filter(([, value]) => typeof value === "string");
  return { id: item.id ?? "", type, [type]: Object.fromEntries(texts) };
}

/** Images among the outputs are given by address now and had an id then, which the text that cites them knows. */
function outputsOf(item: JsonObject, images: readonly string[] = []): readonly JsonObject[] {
  const logs = objectsOf(item.outputs).filter((output) => output.type === "logs");
  return [
    ...logs.map((output) => toClassic("CodeInterpreterOutput", output)),
    ...images.map((file_id) => ({ type: "image", image: { file_id } })),
  ];
}

/** Images of a response by the code interpreter call that drew them: the latest one in their container before a message cites them. */
export function drawnImages(output: Json | undefined): ReadonlyMap<string, readonly string[]> {
  const latest = new Map<string, string>();
  const drawn = new Map<string, string[]>();
  for (const item of objectsOf(output)) {
    const container = textOf(item.container_id);
    if (item.type === "code_interpreter_call" && container !== undefined) latest.set(container, textOf(item.id)!);
    for (const annotation of objectsOf(item.content).flatMap((part) => objectsOf(part.annotations))) {
      const image = citedImage(annotation);
      const call = latest.get(textOf(annotation.container_id) ?? "");
      if (image !== undefined && call !== undefined) drawn.set(call, [...(drawn.get(call) ?? []), image]);
    }
  }
  return drawn;
}

function resultsOf(item: JsonObject): readonly JsonObject[] {
  return objectsOf(item.results).map((result) => ({
    ...toClassic("FileSearchResult", result),
    content: [{ type: "text", text: textOf(result.text) ?? "" }],
  }));
}

/** The content of search results is shown on request only. */
export function withoutContent(step: JsonObject): JsonObject {
  const details = objectOf(step.step_details);
  if (details.type !== "tool_calls") return step;
  const tool_calls = objectsOf(details.tool_calls).map((call): JsonObject => {
    if (call.type !== "file_search") return call;
    const search = objectOf(call.file_search);
    const results = objectsOf(search.results).map((result) => without(result, "content"));
    return { ...call, file_search: { ...search, results } };
  });
  return { ...step, step_details: { ...details, tool_calls } };
}

export type StepStatus = "in_progress" | "completed" | "failed" | "cancelled" | "expired";

/** What a step needs to know beside its items. */
export interface StepFacts extends CallFacts {
  readonly run: RunRecord;
  readonly ids: Ids;
  readonly status: StepStatus;
  readonly created: number;
  /** When it ended. */
  readonly at: number;
  readonly usage?: JsonObject | null;
}

/** A step as the classic service showed it. */
export function showStep(step: StepItems, facts: StepFacts): JsonObject {
  const { run, ids, status, created, at } = facts;
  const first = textOf(step.items[0]?.id) ?? "";
  const details: JsonObject =
    step.type === "message_creation"
      ? { type: step.type, message_creation: { message_id: first } }
      : { type: step.type, tool_calls: step.items.map((item) => showCall(item, facts)) };
  return {
    id: stepId(first),
    object: "thread.run.step",
    created_at: created,
    run_id: ids.run(run.id),
    assistant_id: ids.assistant(run.assistant),
    thread_id: ids.thread(run.conversation),
    type: step.type,
    status,
    cancelled_at: status === "cancelled" ? at : null,
    completed_at: status === "completed" ? at : null,
    expires_at: status === "in_progress" ? run.created + 600 : null,
    expired_at: status === "expired" ? at : null,
    failed_at: status === "failed" ? at : null,
    last_error: status === "failed" ? lastError(run, {}) : null,
    step_details: details,
    usage: facts.usage ?? null,
    metadata: {},
  };
}

/** Whether a function call step has all its answers. */
export function isAnswered(step: StepItems, answers: Readonly<Record<string, string>>): boolean {
  return step.items.every((item) => textsOf([item.call_id ?? null]).every((id) => id in answers));
}

/** When an item's response was made, or its end. */
export function timesOf(response: JsonObject): { readonly created: number; readonly at: number } {
  const created = numberOf(response.created_at) ?? 0;
  return { created, at: numberOf(response.completed_at) ?? created };
}
