import type { OperationMapping, Row, ShapeMapping } from "../types.js";
import { AGENT_OPERATIONS, AGENT_SHAPES } from "./agents.js";
import { ANNOTATION_SHAPES } from "./annotations.js";
import { CLIENT_ROWS } from "./client.js";
import { CONFIGURATION_OPERATIONS, CONFIGURATION_SHAPES, KEPT_OPERATIONS, KEPT_SHAPES } from "./configuration.js";
import { COMMON_SHAPES } from "./common.js";
import { CONTENT_SHAPES } from "./content.js";
import { EVENT_SHAPES } from "./events.js";
import { FILE_OPERATIONS, FILE_SHAPES } from "./files.js";
import { MESSAGE_OPERATIONS, MESSAGE_SHAPES } from "./messages.js";
import { RUN_OPERATIONS, RUN_SHAPES } from "./runs.js";
import { STEP_OPERATIONS, STEP_SHAPES } from "./steps.js";
import { THREAD_OPERATIONS, THREAD_SHAPES } from "./threads.js";
import { RESOURCE_SHAPES, SETTING_SHAPES, TOOL_SHAPES } from "./tools.js";
import { VECTOR_STORE_OPERATIONS, VECTOR_STORE_SHAPES } from "./vectorStores.js";

export { EVENTS, eventMapping, type EventMapping } from "./events.js";
export { REQUEST_ERRORS, runErrorCode, type ErrorMapping, type RunErrorCode } from "./errors.js";
export { RUN_STATUSES, statusMapping, type StatusMapping } from "./status.js";

/** What becomes of every classic operation. */
export const OPERATION_MAPPINGS: readonly OperationMapping[] = [
  ...AGENT_OPERATIONS,
  ...THREAD_OPERATIONS,
  ...MESSAGE_OPERATIONS,
  ...RUN_OPERATIONS,
  ...STEP_OPERATIONS,
  ...VECTOR_STORE_OPERATIONS,
  ...FILE_OPERATIONS,
];

/** What becomes of every classic shape. */
export const SHAPE_MAPPINGS: readonly ShapeMapping[] = [
  ...AGENT_SHAPES,
  ...THREAD_SHAPES,
  ...MESSAGE_SHAPES,
  ...RUN_SHAPES,
  ...CONTENT_SHAPES,
  ...ANNOTATION_SHAPES,
  ...STEP_SHAPES,
  ...TOOL_SHAPES,
  ...RESOURCE_SHAPES,
  ...SETTING_SHAPES,
  ...EVENT_SHAPES,
  ...VECTOR_STORE_SHAPES,
  ...FILE_SHAPES,
  ...COMMON_SHAPES,
];

const byOperation = new Map(OPERATION_MAPPINGS.map((mapping) => [mapping.classic, mapping]));
const byShape = new Map(SHAPE_MAPPINGS.map((mapping) => [mapping.classic, mapping]));

/**
 * Where definitions of agents are: versions in the service; where it keeps none, configuration in the code, or kept by the program under ids.
 */
export type Definitions = "service" | "code" | "kept";

const tableOf = (operations: readonly OperationMapping[], shapes: readonly ShapeMapping[]) => ({
  operations: new Map(operations.map((mapping) => [mapping.classic, mapping])),
  shapes: new Map(shapes.map((mapping) => [mapping.classic, mapping])),
});

/** What is another than in the service. */
const OWN: Readonly<Record<Definitions, ReturnType<typeof tableOf>>> = {
  service: tableOf([], []),
  code: tableOf(CONFIGURATION_OPERATIONS, CONFIGURATION_SHAPES),
  kept: tableOf(KEPT_OPERATIONS, KEPT_SHAPES),
};

/** What becomes of a classic operation ("runs.create"). */
export function operationMapping(
  classicId: string,
  definitions: Definitions = "service",
): OperationMapping | undefined {
  return OWN[definitions].operations.get(classicId) ?? byOperation.get(classicId);
}

/** What becomes of a classic shape ("Run"; every list is "Page"). */
export function shapeMapping(classicShape: string, definitions: Definitions = "service"): ShapeMapping | undefined {
  const own = OWN[definitions].shapes.get(classicShape);
  return own ?? byShape.get(classicShape.startsWith("Page(") ? "Page" : classicShape);
}

/** What becomes of a path, query or body field of a classic operation, or of an argument that SDKs add and never send. */
export function requestRow(classicId: string, field: string): Row | undefined {
  const mapping = operationMapping(classicId);
  return mapping && [...mapping.request, ...CLIENT_ROWS].find((row) => row.from === field);
}

/** What becomes of a field of a classic shape. */
export function shapeRow(classicShape: string, field: string, definitions?: Definitions): Row | undefined {
  return shapeMapping(classicShape, definitions)?.rows.find((row) => row.from === field);
}
