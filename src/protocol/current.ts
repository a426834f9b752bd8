import { AGENT_OPERATIONS, AGENT_SHAPES } from "./current/agents.js";
import { CONTAINER_OPERATIONS, CONTAINER_SHAPES } from "./current/containers.js";
import { CONVERSATION_OPERATIONS, CONVERSATION_SHAPES } from "./current/conversations.js";
import { EVENT_SHAPES } from "./current/events.js";
import { FILE_OPERATIONS, FILE_SHAPES } from "./current/files.js";
import { RESPONSE_OPERATIONS, RESPONSE_SHAPES } from "./current/responses.js";
import { TOOL_SHAPES } from "./current/tools.js";
import { VECTOR_STORE_OPERATIONS, VECTOR_STORE_SHAPES } from "./current/vectorStores.js";
import { DELETED, PAGE } from "./define.js";
import type { ApiOperation, Shape } from "./types.js";

export { ITEM_KINDS } from "./current/conversations.js";
export { LIMITS, refusedWithAgent, type Evidence, type RefusedField } from "./current/limits.js";
export { CURRENT_WORDS, type ResponseStatus } from "./current/words.js";

/** The operations of the current API that classic ones turn into. */
export const CURRENT_OPERATIONS: readonly ApiOperation[] = [
  ...AGENT_OPERATIONS,
  ...CONVERSATION_OPERATIONS,
  ...RESPONSE_OPERATIONS,
  ...CONTAINER_OPERATIONS,
  ...VECTOR_STORE_OPERATIONS,
  ...FILE_OPERATIONS,
];

/** The JSON objects of the current API, as far as classic ones have a counterpart in them. */
export const CURRENT_SHAPES: readonly Shape[] = [
  ...AGENT_SHAPES,
  ...CONVERSATION_SHAPES,
  ...RESPONSE_SHAPES,
  ...TOOL_SHAPES,
  ...EVENT_SHAPES,
  ...CONTAINER_SHAPES,
  ...VECTOR_STORE_SHAPES,
  ...FILE_SHAPES,
  DELETED,
  PAGE,
];

/** The last day of prompt objects (`prompt: {id}`, /v1/prompts), as OpenAI announced it on 2026-06-03. */
export const PROMPTS_END = "2026-11-30";

const operations = new Map(CURRENT_OPERATIONS.map((operation) => [operation.id, operation]));
const shapes = new Map(CURRENT_SHAPES.map((shape) => [shape.name, shape]));

/** The current operation of an id ("responses.create"). */
export function currentOperation(id: string): ApiOperation | undefined {
  return operations.get(id);
}

/** The current shape of a name ("Response"). */
export function currentShape(name: string): Shape | undefined {
  return shapes.get(name);
}
