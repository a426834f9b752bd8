import { runErrorCode } from "../../protocol/mapping/index.js";
import { shownSettings } from "../agents/definition.js";
import type { Ids } from "../ids.js";
import { numberOf, objectOf, objectsOf, textOf, type JsonObject } from "../json.js";
import { toClassic } from "../mapping/result.js";
import type { RunRecord } from "../state/records.js";

export type Status =
  | "queued"
  | "in_progress"
  | "requires_action"
  | "cancelling"
  | "cancelled"
  | "failed"
  | "completed"
  | "incomplete"
  | "expired";

/** How long a run took at most; it is still shown, although responses do not expire. */
const LIFETIME = 600;

const OVER: readonly Status[] = ["cancelled", "failed", "completed", "incomplete", "expired"];

export const isOver = (status: Status): boolean => OVER.includes(status);

/** Calls of a response that wait for an answer. A run that has one more response has answered those of the one before. */
export function openCalls(response: JsonObject): readonly JsonObject[] {
  return objectsOf(response.output).filter(
    (item) => item.type === "function_call" || item.type === "mcp_approval_request",
  );
}

/** The status of a run whose latest response this is. */
export function statusOf(run: RunRecord, response: JsonObject): Status {
  if (run.ended) return run.ended.status;
  const status = textOf(response.status) ?? "completed";
  if (status !== "completed") return status as Status;
  return openCalls(response).length > 0 ? "requires_action" : "completed";
}

/** Why a message of a response that ends so is cut short, in the words of the classic API. */
export function reasonOf(status: Status, response: JsonObject): string | undefined {
  switch (status) {
    case "incomplete":
      return objectOf(response.incomplete_details).reason === "content_filter" ? "content_filter" : "max_tokens";
    case "failed":
    case "cancelled":
    case "expired":
      return `run_${status}`;
    default:
      return undefined;
  }
}

/** A run as the classic service showed it. @param response the latest of its responses */
export function showRun(run: RunRecord, response: JsonObject, ids: Ids, status = statusOf(run, response)): JsonObject {
  const { settings } = run;
  const over = isOver(status);
  const end = run.ended?.at ?? numberOf(response.completed_at) ?? numberOf(response.created_at) ?? run.created;
  const when = (...statuses: readonly Status[]) => (statuses.includes(status) ? end : null);
  const last = { id: textOf(response.id) ?? "", usage: objectOf(response.usage) };
  return {
    id: ids.run(run.id),
    object: "thread.run",
    created_at: run.created,
    assistant_id: ids.assistant(run.assistant),
    thread_id: ids.thread(run.conversation),
    status,
    started_at: status === "queued" ? null : run.created,
    expires_at: over ? null : run.created + LIFETIME,
    cancelled_at: when("cancelled"),
    failed_at: when("failed"),
    completed_at: when("completed", "incomplete"),
    required_action: status === "requires_action" ? requiredAction(response) : null,
    last_error: status === "failed" ? lastError(run, response) : null,
    incomplete_details:
      status === "incomplete" ? toClassic("IncompleteDetails", objectOf(response.incomplete_details)) : null,
    ...shownSettings(settings),
    metadata: run.metadata,
    usage: over ? totalUsage(run, last) : null,
    max_prompt_tokens: settings.max_prompt_tokens ?? null,
    max_completion_tokens: settings.max_completion_tokens ?? null,
    truncation_strategy: { last_messages: null, ...objectOf(settings.truncation_strategy ?? { type: "auto" }) },
    tool_choice: settings.tool_choice ?? "auto",
    parallel_tool_calls: settings.parallel_tool_calls ?? true,
  };
}

/** What the program has to do before the run goes on: run functions, or approve calls of an MCP server. */
function requiredAction(response: JsonObject): JsonObject {
  const calls = openCalls(response);
  const functions = calls.filter((call) => call.type === "function_call");
  if (functions.length === 0) {
    const tool_calls = calls.map((call) => toClassic("ApprovalCall", call));
    return { type: "submit_tool_approval", submit_tool_approval: { tool_calls } };
  }
  const tool_calls = functions.map((call) => ({
    ...toClassic("ToolCall", call),
    function: toClassic("FunctionCall", call),
  }));
  return { type: "submit_tool_outputs", submit_tool_outputs: { tool_calls } };
}

/** Why a run failed, with one of the three codes that there were. */
export function lastError(run: RunRecord, response: JsonObject): JsonObject {
  const { code, message } = run.ended?.error ?? objectOf(response.error);
  return {
    code: runErrorCode(textOf(code) ?? "server_error"),
    message: textOf(message) ?? "Sorry, something went wrong.",
  };
}

/** Tokens as a run counts them. */
export function usageOf(usage: JsonObject | null | undefined): JsonObject | null {
  return usage == null || usage.input_tokens === undefined ? null : toClassic("RunUsage", usage);
}

/** The tokens of all responses of a run together. */
function totalUsage(run: RunRecord, last: { readonly id: string; readonly usage: JsonObject }): JsonObject | null {
  const all = run.links.map((link) => usageOf(link.usage ?? (link.id === last.id ? last.usage : null)));
  return all.filter((usage) => usage !== null).reduce<JsonObject | null>(sum, null);
}

function sum(left: JsonObject | null, right: JsonObject): JsonObject {
  if (left === null) return right;
  const added = Object.entries(right).map(([name, value]): [string, JsonObject[string]] => {
    const other = left[name];
    if (typeof value === "number") return [name, value + (numberOf(other) ?? 0)];
    return [name, sum(objectOf(other), objectOf(value))];
  });
  return Object.fromEntries(added);
}
