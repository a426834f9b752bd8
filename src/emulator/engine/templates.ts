import { badRequest, missingParameter } from "../http/errors.js";
import { isObject, objectOf, type Json, type JsonObject } from "../json.js";
import type { Item } from "../store/state.js";
import type { UnverifiedBehaviour } from "../unverified.js";

/** What `{{name}}` stands for in the texts of one agent. */
export interface TemplateValues {
  readonly values: ReadonlyMap<string, Json>;
  /** What `\{{` is. */
  readonly escaped: UnverifiedBehaviour["escapedBraces"];
}

/**
 * The values of an agent's structured inputs for one request.
 * @throws ApiError 400 for a value nobody declared and for a required one that is missing
 */
export function templateValues(
  definition: JsonObject,
  given: JsonObject,
  escaped: TemplateValues["escaped"],
): TemplateValues {
  const declared = objectOf(definition["structured_inputs"]);
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(declared, name)) {
      throw badRequest(
        `Structured input '${name}' is not defined for this agent.`,
        `structured_inputs.${name}`,
        "invalid_payload",
      );
    }
  }
  const values = new Map<string, Json>();
  for (const [name, declaration] of Object.entries(declared)) {
    const { default_value: fallback, required } = objectOf(declaration);
    const value = given[name] ?? fallback;
    if (value === undefined && required === true) throw missingParameter(`structured_inputs.${name}`);
    if (value !== undefined) values.set(name, value);
  }
  return { values, escaped };
}

/** Fills `{{name}}`; a name without a value becomes nothing. */
export function fill(template: string, { values, escaped }: TemplateValues): string {
  return template.replace(/(\\?)\{\{\s*([\w.-]+)\s*\}\}/g, (whole, backslash: string, name: string) => {
    if (backslash && escaped === "keep") return whole.slice(1);
    const value = values.get(name) ?? "";
    return `${backslash}${typeof value === "string" ? value : JSON.stringify(value)}`;
  });
}

/** A tool with every text in it filled. Ids that turn out empty are dropped from their lists, as the service does. */
export function fillTool(tool: JsonObject, values: TemplateValues): JsonObject {
  const filled = fillJson(tool, values) as JsonObject;
  const dropEmpty = (holder: JsonObject, key: string) => {
    const ids = holder[key];
    if (Array.isArray(ids)) holder[key] = ids.filter((id) => id !== "");
  };
  dropEmpty(filled, "vector_store_ids");
  if (isObject(filled["container"])) dropEmpty(filled["container"], "file_ids");
  return filled;
}

/** System and developer messages to an agent are templates too. */
export function fillItem(item: Item, values: TemplateValues): Item {
  const instructs = item.type === "message" && (item["role"] === "system" || item["role"] === "developer");
  return instructs ? { ...item, content: fillJson(item["content"] ?? null, values) } : item;
}

function fillJson(value: Json, values: TemplateValues): Json {
  if (typeof value === "string") return fill(value, values);
  if (Array.isArray(value)) return value.map((entry) => fillJson(entry, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key, entry === undefined ? entry : fillJson(entry, values)]),
  );
}
