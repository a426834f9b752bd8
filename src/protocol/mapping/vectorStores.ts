import {
  VECTOR_STORE_OPERATIONS as CLASSIC_OPERATIONS,
  VECTOR_STORE_SHAPES as CLASSIC_SHAPES,
} from "../classic/vectorStores.js";
import { currentShape } from "../current.js";
import type { OperationMapping, ShapeMapping } from "../types.js";
import { fieldNames } from "../fieldNames.js";
import { none, same } from "./rows.js";

const NO_SOURCES = "There are no data sources by address: download the data and upload it as files.";

/** Every operation stays under its name; only Azure's data sources are gone. */
export const VECTOR_STORE_OPERATIONS: readonly OperationMapping[] = CLASSIC_OPERATIONS.map((operation) => ({
  classic: operation.id,
  current: [operation.id],
  class: "mechanical",
  request: fieldNames(operation).map((name) =>
    operation.body[name]?.only === "foundry" ? none(name, { because: NO_SOURCES }) : same(name),
  ),
}));

/** Every shape stays; those of Azure's data sources are gone. */
export const VECTOR_STORE_SHAPES: readonly ShapeMapping[] = CLASSIC_SHAPES.map((shape) => {
  const stays = currentShape(shape.name) !== undefined;
  const rows = Object.keys(shape.fields).map((name) => (stays ? same(name) : none(name, { because: NO_SOURCES })));
  return { classic: shape.name, current: stays ? shape.name : "", rows };
});
