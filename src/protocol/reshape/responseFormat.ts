import { isObject, present, quote, without } from "../json.js";
import { CannotReshape, type Json, type Reshape } from "../types.js";

/** `response_format` → `text.format`: "auto" is left out, a JSON schema loses its wrapper. */
export const responseFormat: Reshape = { name: "responseFormat", apply: toTextFormat };

function toTextFormat(format: Json): Json | undefined {
  if (format === null || format === "auto") return undefined;
  if (!isObject(format) || typeof format.type !== "string") {
    throw new CannotReshape(
      `response_format ${quote(format)} is neither "auto" nor an object with a type: write it as {"type": "text" | "json_object" | "json_schema"}.`,
    );
  }
  if (format.type !== "json_schema" || format.json_schema === undefined) return format;
  if (!isObject(format.json_schema)) {
    throw new CannotReshape(`response_format.json_schema ${quote(format.json_schema)} is not an object.`);
  }
  return { ...without(format, "json_schema"), ...present(format.json_schema as Record<string, Json>) };
}
