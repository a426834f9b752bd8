import type { ResponseObject } from "../events/fold.js";
import { isObject, textOf, textsOf, type JsonObject } from "../json.js";
import type { Item, State } from "../store/state.js";
import type { PlanRequest } from "./create.js";
import type { Effective } from "./effective.js";
import type { Turn } from "./turn.js";

/** What a response is tied to and how it runs. */
export interface Links {
  readonly id: string;
  readonly conversationId: string | undefined;
  readonly previousId: string | undefined;
  readonly background: boolean;
  readonly store: boolean;
}

/** The record of a turn as it begins. */
export function turnOf(request: PlanRequest, settings: Effective, links: Links, input: readonly Item[]): Turn {
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
    input,
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
export function beginning(state: State, body: JsonObject, settings: Effective, links: Links): ResponseObject {
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
    frequency_penalty: 0,
    incomplete_details: null,
    instructions: agent ? null : settings.instructions,
    max_output_tokens: body["max_output_tokens"] ?? null,
    max_tool_calls: body["max_tool_calls"] ?? null,
    moderation: null,
    model: settings.model,
    output: [],
    parallel_tool_calls: settings.parallel_tool_calls,
    presence_penalty: 0,
    previous_response_id: links.previousId ?? null,
    ...(isObject(body["prompt"]) ? { prompt: { variables: null, version: null, ...body["prompt"] } } : {}),
    prompt_cache_key: body["prompt_cache_key"] ?? null,
    prompt_cache_retention: body["prompt_cache_retention"] ?? null,
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
