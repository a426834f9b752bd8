import { FILE_OPERATIONS as CLASSIC_OPERATIONS, FILE_SHAPES as CLASSIC_SHAPES } from "../classic/files.js";
import type { MappingClass, OperationMapping, ShapeMapping } from "../types.js";
import { fieldNames } from "../fieldNames.js";
import { same } from "./rows.js";

/** Where files that the code interpreter made are found differs from uploaded ones. */
const GENERATED =
  "Holds for uploaded files. A file that the code interpreter made is in its container, under the `container_id` and `file_id` of the citation in the text, and ends with the container 20 minutes after its last use";

const CARE: Readonly<Record<string, string>> = {
  "files.content": `${GENERATED}: read it with containers.files.content.retrieve.`,
  "files.retrieve": `${GENERATED}: ask with containers.files.retrieve.`,
  "files.delete": `${GENERATED}: it need not be deleted.`,
};

/** Every operation stays under its name. */
export const FILE_OPERATIONS: readonly OperationMapping[] = CLASSIC_OPERATIONS.map((operation) => ({
  classic: operation.id,
  current: [operation.id],
  ...grade(CARE[operation.id]),
  request: fieldNames(operation).map((name) => same(name)),
}));

function grade(because: string | undefined): { class: MappingClass; because?: string } {
  return because === undefined ? { class: "mechanical" } : { class: "care", because };
}

export const FILE_SHAPES: readonly ShapeMapping[] = CLASSIC_SHAPES.map((shape) => ({
  classic: shape.name,
  current: shape.name,
  rows: Object.keys(shape.fields).map((name) => same(name)),
}));
