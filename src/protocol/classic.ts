import { ASSISTANT_OPERATIONS, ASSISTANT_SHAPES } from "./classic/assistants.js";
import { EVENT_SHAPES } from "./classic/events.js";
import { FILE_OPERATIONS, FILE_SHAPES } from "./classic/files.js";
import { MESSAGE_OPERATIONS, MESSAGE_SHAPES } from "./classic/messages.js";
import { RUN_OPERATIONS, RUN_SHAPES } from "./classic/runs.js";
import { STEP_OPERATIONS, STEP_SHAPES } from "./classic/steps.js";
import { THREAD_OPERATIONS, THREAD_SHAPES } from "./classic/threads.js";
import { TOOL_SHAPES } from "./classic/tools.js";
import { VECTOR_STORE_OPERATIONS, VECTOR_STORE_SHAPES } from "./classic/vectorStores.js";
import { DELETED, PAGE } from "./define.js";
import type { ApiOperation, Shape } from "./types.js";

export { CLASSIC_WORDS, type ClassicEventName, type RunStatus } from "./classic/words.js";

/** Every operation of the classic API: OpenAI Assistants (v1 and v2), Azure OpenAI Assistants and classic Foundry agents. */
export const CLASSIC_OPERATIONS: readonly ApiOperation[] = [
  ...ASSISTANT_OPERATIONS,
  ...THREAD_OPERATIONS,
  ...MESSAGE_OPERATIONS,
  ...RUN_OPERATIONS,
  ...STEP_OPERATIONS,
  ...VECTOR_STORE_OPERATIONS,
  ...FILE_OPERATIONS,
];

/** Every JSON object of the classic API. */
export const CLASSIC_SHAPES: readonly Shape[] = [
  ...ASSISTANT_SHAPES,
  ...TOOL_SHAPES,
  ...THREAD_SHAPES,
  ...MESSAGE_SHAPES,
  ...RUN_SHAPES,
  ...STEP_SHAPES,
  ...EVENT_SHAPES,
  ...VECTOR_STORE_SHAPES,
  ...FILE_SHAPES,
  DELETED,
  PAGE,
];

const operations = new Map(CLASSIC_OPERATIONS.map((operation) => [operation.id, operation]));
const shapes = new Map(CLASSIC_SHAPES.map((shape) => [shape.name, shape]));

/** The classic operation of an id ("runs.create"). */
export function classicOperation(id: string): ApiOperation | undefined {
  return operations.get(id);
}

/** The classic shape of a name ("Run"). */
export function classicShape(name: string): Shape | undefined {
  return shapes.get(name);
}
