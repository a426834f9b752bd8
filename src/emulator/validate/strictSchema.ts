import { badRequest } from "../http/errors.js";
import { isObject, objectOf, type Json } from "../json.js";

/**
 * The rule of strict schemas: every object closes its members and requires all of them.
 * @throws ApiError 400 `invalid_function_parameters`, `invalid_json_schema` for formats
 */
export function checkStrictSchema(schema: Json, context: string[], prefix: string, param: string): void {
  if (!isObject(schema)) return;
  const code = prefix.includes("function") ? "invalid_function_parameters" : "invalid_json_schema";
  const where = `In context=(${context.map((step) => `'${step}'`).join(", ")})`;
  const properties = objectOf(schema["properties"]);
  if (schema["type"] === "object") {
    if (schema["additionalProperties"] !== false) {
      throw badRequest(
        `${prefix}: ${where}, 'additionalProperties' is required to be supplied and to be false.`,
        param,
        code,
      );
    }
    const required = Array.isArray(schema["required"]) ? schema["required"] : [];
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined) {
      throw badRequest(
        `${prefix}: ${where}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`,
        param,
        code,
      );
    }
  }
  for (const [name, member] of Object.entries(properties)) {
    checkStrictSchema(member ?? null, [...context, "properties", name], prefix, param);
  }
  if (schema["items"] !== undefined) checkStrictSchema(schema["items"], [...context, "items"], prefix, param);
}
