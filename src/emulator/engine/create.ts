import { badRequest, conversationLocked, missingParameter, type Surface } from "../http/errors.js";
import { isObject, textOf, textsOf, type Json, type JsonObject } from "../json.js";
import type { UnverifiedBehaviour } from "../options.js";
import { notFound } from "../http/errors.js";
import type { Conversation, Item, State } from "../store/state.js";
import { effective, type Effective } from "./effective.js";
import { readingOrder } from "./history.js";
import { inputItems, responseIds } from "./items.js";
import { LiveResponse } from "./live.js";
import { checkFiles, checkResources, checkToolChoice } from "./resources.js";
import { fillItem } from "./templates.js";
import { countTokens } from "./tokens.js";
import type { Turn } from "./turn.js";

/** A response that may start: everything about it is checked, nothing has happened yet. */
export interface Plan {
  readonly live: LiveResponse;
  readonly turn: Turn;
  readonly conversation: Conversation | undefined;
  /** The items of this request. */
  readonly input: readonly Item[];
  readonly store: boolean;
}

export interface PlanRequest {
  readonly state: State;
  readonly surface: Surface;
  readonly body: JsonObject;
  readonly boundAgent: string | undefined;
  readonly unverified: UnverifiedBehaviour;
  readonly contextWindow: number | undefined;
  readonly turnNumber: number;
}

/**
 * Puts together what the model will get, and the response as it begins.
 * @throws ApiError for everything the service refuses beside wrong fields (those are checked before)
 */
export function plan(request: PlanRequest): Plan {
  const { state, surface, body, unverified } = request;
  const settings = effective(state, body, unverified.refusedWithAgent, request.boundAgent);
  const conversationId = idOf(body["conversation"]);
  const previousId = textOf(body["previous_response_id"]);
  checkInput(request, conversationId, previousId);
  const background = body["background"] === true;
  const store = body["store"] !== false;
  checkBackground(unverified, background, store, conversationId);
  const conversation = conversationId === undefined ? undefined : openConversation(state, conversationId);
  const previous = previousId === undefined ? undefined : previousResponse(state, previousId);
  checkResources(state, settings.tools);
  checkToolChoice(settings.tool_choice, settings.tools);

  const partition = state.ids.partitionOf(conversationId ?? previousId ?? "");
  const id = state.ids.within("resp", partition);
  const input = inputItems(body["input"], responseIds(state.ids, id));
  checkFiles(state, input);
  const history = conversation
    ? [...conversation.items.values()]
    : previous
      ? [...previous.context, ...previous.record.output]
      : [];
  const ordered = readingOrder(state, history, input).map((item) => fillItem(item, settings.values));
  const read = fit(ordered, settings, textOf(body["truncation"]) ?? "disabled", request.contextWindow);

  const turn = turnOf(request, settings, { id, conversationId, previousId, read, background, store });
  const record = beginning(state, body, settings, { id, conversationId, previousId, background, store });
  const live = new LiveResponse({
    record,
    context: ordered,
    surface,
    agentName: settings.agent?.name,
    background,
    stream: body["stream"] === true,
    containerId: previous?.containerId ?? containerOf(state, conversation),
  });
  const known = new Set(history.map((item) => item.id));
  return { live, turn, conversation, input: ordered.filter((item) => !known.has(item.id)), store };
}

interface Links {
  readonly id: string;
  readonly conversationId: string | undefined;
  readonly previousId: string | undefined;
  readonly background: boolean;
  readonly store: boolean;
}

function checkInput(request: PlanRequest, conversationId: string | undefined, previousId: string | undefined): void {
  const { body, surface, unverified } = request;
  if (conversationId !== undefined && previousId !== undefined) {
    throw badRequest(
      "Mutually exclusive parameters. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
      null,
      "mutually_exclusive_parameters",
    );
  }
  const { input } = body;
  const absent = input === undefined || input === null;
  const continued = conversationId !== undefined || previousId !== undefined || isObject(body["prompt"]);
  if (absent && surface === "openai" && unverified.omittedInputOnOpenAI === "refuse") throw missingParameter("input");
  if (!continued && (absent || (Array.isArray(input) && input.length === 0))) {
    throw badRequest(
      `One of "input" or "previous_response_id" or 'prompt' or 'conversation' must be provided.`,
      "input",
      "missing_required_parameter",
    );
  }
}

function checkBackground(
  rules: UnverifiedBehaviour,
  background: boolean,
  store: boolean,
  conversationId?: string,
): void {
  if (!background) return;
  if (!store && rules.backgroundWithoutStore === "refuse") {
    throw badRequest("Background mode requires 'store' to be true.", "background", "invalid_value");
  }
  if (conversationId !== undefined && rules.backgroundWithConversation === "refuse") {
    throw badRequest("Background mode is not supported with 'conversation'.", "background", "invalid_value");
  }
}

function openConversation(state: State, id: string): Conversation {
  const conversation = state.conversations.get(id);
  if (!conversation) throw notFound("Conversation", id);
  if (conversation.lockedBy !== undefined) throw conversationLocked();
  return conversation;
}

function previousResponse(state: State, id: string): LiveResponse {
  const previous = state.responses.get(id);
  if (!previous) {
    throw badRequest(
      `Previous response with id '${id}' not found.`,
      "previous_response_id",
      "previous_response_not_found",
    );
  }
  if (previous.running) {
    throw badRequest(
      `Previous response with id '${id}' is still ${previous.record.status}.`,
      "previous_response_id",
      "invalid_value",
    );
  }
  return previous;
}

/** The container that earlier turns of the conversation used. */
function containerOf(state: State, conversation: Conversation | undefined): string | undefined {
  if (!conversation) return undefined;
  const call = [...conversation.items.values()].findLast((item) => item.type === "code_interpreter_call");
  const id = textOf(call?.["container_id"]);
  return id !== undefined && state.containers.has(id) ? id : undefined;
}

/** Cuts the oldest items when the context overflows and `truncation` allows it. @throws ApiError 400 `context_length_exceeded` */
function fit(items: Item[], settings: Effective, truncation: string, window: number | undefined): Item[] {
  if (window === undefined) return items;
  const fixed = countTokens(settings.instructions);
  const size = (rest: readonly Item[]) =>
    fixed + rest.reduce((sum, item) => sum + countTokens(item["content"] ?? item), 0);
  if (size(items) <= window) return items;
  if (truncation !== "auto") {
    throw badRequest(
      "Your input exceeds the context window of this model. Please adjust your input and try again.",
      "input",
      "context_length_exceeded",
    );
  }
  let from = 0;
  while (from < items.length - 1 && size(items.slice(from)) > window) from += 1;
  return items.slice(from);
}

function turnOf(request: PlanRequest, settings: Effective, links: Links & { read: Item[] }): Turn {
  const { body } = request;
  const { agent, model, instructions, tools, tool_choice, parallel_tool_calls, text, reasoning, temperature, top_p } =
    settings;
  return {
    number: request.turnNumber,
    surface: request.surface,
    response_id: links.id,
    conversation_id: links.conversationId ?? null,
    previous_response_id: links.previousId ?? null,
    agent,
    model,
    instructions,
    tools,
    tool_choice,
    parallel_tool_calls,
    text,
    reasoning,
    temperature,
    top_p,
    max_output_tokens: typeof body["max_output_tokens"] === "number" ? body["max_output_tokens"] : null,
    truncation: textOf(body["truncation"]) ?? "disabled",
    input: links.read,
    request: {
      stream: body["stream"] === true,
      background: links.background,
      store: links.store,
      include: textsOf(body["include"]),
      metadata: isObject(body["metadata"]) ? body["metadata"] : {},
    },
    status: "in_progress",
    output: [],
    error: null,
  };
}

/** The response object as `response.created` shows it; with an agent the definition is not echoed (as documented). */
function beginning(state: State, body: JsonObject, settings: Effective, links: Links): LiveResponse["record"] {
  const { agent } = settings;
  return {
    id: links.id,
    object: "response",
    created_at: state.clock.now(),
    status: links.background ? "queued" : "in_progress",
    background: links.background,
    completed_at: null,
    ...(agent ? { agent_reference: { type: "agent_reference", name: agent.name, version: agent.version } } : {}),
    ...(links.conversationId === undefined ? {} : { conversation: { id: links.conversationId } }),
    error: null,
    incomplete_details: null,
    instructions: agent ? null : settings.instructions,
    max_output_tokens: body["max_output_tokens"] ?? null,
    max_tool_calls: body["max_tool_calls"] ?? null,
    model: settings.model,
    output: [],
    parallel_tool_calls: settings.parallel_tool_calls,
    previous_response_id: links.previousId ?? null,
    prompt_cache_key: body["prompt_cache_key"] ?? null,
    reasoning: settings.reasoning ?? { effort: null, summary: null },
    safety_identifier: body["safety_identifier"] ?? null,
    service_tier: "default",
    store: links.store,
    temperature: settings.temperature ?? 1,
    text: settings.text,
    tool_choice: settings.tool_choice,
    tools: agent ? [] : settings.tools,
    top_logprobs: body["top_logprobs"] ?? 0,
    top_p: settings.top_p ?? 1,
    truncation: body["truncation"] ?? "disabled",
    usage: null,
    user: body["user"] ?? null,
    metadata: body["metadata"] ?? {},
  };
}

function idOf(value: Json | undefined): string | undefined {
  return isObject(value) ? textOf(value["id"]) : textOf(value);
}
