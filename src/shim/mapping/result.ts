import { classicShape, CLASSIC_WORDS } from "../../protocol/classic.js";
import { isObject, present, without } from "../../protocol/json.js";
import { shapeMapping } from "../../protocol/mapping/index.js";
import { incompleteReason, stepCallType, toolCallType } from "../../protocol/reshape/words.js";
import type { Reshape } from "../../protocol/types.js";
import { at, objectOf, textOf, type Json, type JsonObject } from "../json.js";
import { inverse } from "./words.js";

const REASONS = inverse(incompleteReason, CLASSIC_WORDS.IncompleteReason);
const CALLS = inverse(toolCallType, ["function", "mcp"]);
const STEP_CALLS = inverse(stepCallType, ["function", "code_interpreter", "file_search", "mcp"]);

/** The way back for reshapes whose outcome a classic answer shows. */
const BACK: Readonly<Record<string, (value: Json) => Json>> = {
  responseFormat: classicFormat,
  toolChoice: classicChoice,
  truncation: (value) => ({ type: value === "disabled" ? "disabled" : "auto", last_messages: null }),
  [incompleteReason.name]: back(REASONS),
  [toolCallType.name]: back(CALLS),
  [stepCallType.name]: back(STEP_CALLS),
} satisfies Readonly<Record<Reshape["name"], (value: Json) => Json>>;

/**
 * What a classic shape shows of a current object: the rows of the shape's mapping, read backwards. Only fields that stand alone in the
 * current object are there, and single shapes below them; lists, and fields spread over several places, are the caller's.
 * @param shape "Run"
 */
export function toClassic(shape: string, current: JsonObject): JsonObject {
  const fields = classicShape(shape)?.fields;
  const rows = shapeMapping(shape)?.rows;
  if (!fields || !rows) throw new Error(`${shape} is no shape of the classic API.`);
  const shown = rows.flatMap((row): readonly (readonly [string, Json])[] => {
    const type = fields[row.from]?.type ?? "json";
    if (row.kind === "none" || row.kind === "client" || type.endsWith("[]")) return [];
    const place = row.kind === "same" ? row.from : row.to;
    const value = place === "" ? undefined : at(current, place);
    if (value === undefined) return [];
    if (row.kind === "reshape") {
      const way = BACK[row.via.name];
      return way && value !== null ? [[row.from, way(value)]] : [];
    }
    return [[row.from, isObject(value) && shapeMapping(type) ? toClassic(type, value) : value]];
  });
  return Object.fromEntries(shown);
}

function back(words: ReadonlyMap<string, string>): (value: Json) => Json {
  return (value) => words.get(textOf(value) ?? "") ?? value;
}

/** `text.format` → `response_format`. */
function classicFormat(format: Json): Json {
  const { type, ...rest } = objectOf(format);
  if (type !== "json_schema") return type === "text" || type === undefined ? "auto" : { type };
  return { type, json_schema: present(without(rest, "type")) };
}

/** A forced function gets its wrapper back. */
function classicChoice(choice: Json): Json {
  const { type, name } = objectOf(choice);
  return type === "function" && name !== undefined ? { type, function: { name } } : choice;
}
