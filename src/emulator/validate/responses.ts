import { CURRENT_WORDS, LIMITS } from "../../protocol/current.js";
import type { Surface } from "../http/errors.js";
import { reference } from "./content.js";
import { inputItem, type ItemRules } from "./items.js";
import { reasoning, textFormat, toolChoice, tools } from "./tools.js";
import {
  byKind,
  flag,
  freeObject,
  id,
  integer,
  list,
  metadata,
  number,
  object,
  oneOf,
  text,
  type Fields,
} from "./type.js";

/** Values of `include`; the list of the OpenAPI description. */
export const includes = list(
  oneOf(
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
    "memory_search_call.results",
  ),
);

/** Body fields of `POST /responses`, by surface. */
export function responseFields(surface: Surface, rules: ItemRules, agentKey = "agent_reference"): Fields {
  const openai: Fields = {
    model: text(),
    input: byKind({ string: text(), array: list(inputItem(rules)) }),
    instructions: text(),
    tools: tools(surface),
    tool_choice: toolChoice,
    parallel_tool_calls: flag,
    text: object({ format: textFormat, verbosity: oneOf("low", "medium", "high") }),
    reasoning,
    temperature: number({ min: 0, max: 2 }),
    top_p: number({ min: 0, max: 1 }),
    top_logprobs: integer({ min: 0, max: 20 }),
    max_output_tokens: integer({ min: LIMITS.outputTokens }),
    max_tool_calls: integer({ min: 1 }),
    truncation: oneOf(...CURRENT_WORDS.Truncation),
    conversation: reference(id("conv")),
    previous_response_id: id("resp"),
    store: flag,
    background: flag,
    stream: flag,
    stream_options: object({ include_obfuscation: flag }),
    include: includes,
    metadata,
    user: text(),
    safety_identifier: text({ max: 64 }),
    prompt: object({ "id!": text(), version: text(), variables: freeObject }),
    prompt_cache_key: text({ max: 64 }),
    prompt_cache_retention: oneOf("in_memory", "in-memory", "24h"),
    prompt_cache_options: freeObject,
    service_tier: oneOf("auto", "default", "flex", "scale", "priority", "fast", "ultrafast"),
    moderation: freeObject,
    context_management: list(freeObject),
  };
  if (surface === "openai") return openai;
  return {
    ...openai,
    [agentKey]: object({ "type!": oneOf("agent_reference"), "name!": text(), version: text() }),
    structured_inputs: freeObject,
  };
}

/** Body fields of `POST /responses/input_tokens`. */
export function tokenCountFields(surface: Surface, rules: ItemRules): Fields {
  const all = responseFields(surface, rules);
  const names = [
    "model",
    "input",
    "previous_response_id",
    "tools",
    "text",
    "reasoning",
    "truncation",
    "instructions",
    "conversation",
    "tool_choice",
    "parallel_tool_calls",
  ];
  return { ...Object.fromEntries(names.map((name) => [name, all[name]!])), personality: text() };
}

/** Body fields of `POST /responses/compact`. */
export function compactFields(surface: Surface, rules: ItemRules): Fields {
  const all = responseFields(surface, rules);
  const names = [
    "input",
    "previous_response_id",
    "instructions",
    "prompt_cache_key",
    "prompt_cache_retention",
    "prompt_cache_options",
    "service_tier",
  ];
  return { "model!": text(), ...Object.fromEntries(names.map((name) => [name, all[name]!])) };
}
