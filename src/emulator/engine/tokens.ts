import type { Json, JsonObject } from "../json.js";
import type { Item } from "../store/state.js";

/** A rough and repeatable count: four characters make a token. */
export function countTokens(value: Json | undefined | readonly Item[]): number {
  if (value === undefined || value === null) return 0;
  const length = typeof value === "string" ? value.length : JSON.stringify(value).length;
  return Math.ceil(length / 4);
}

/** Usage of a finished response, in the shape of the service. */
export function usage(instructions: string | null, input: readonly Item[], output: readonly Item[]): JsonObject {
  const thoughts = output.filter((item) => item.type === "reasoning");
  const reasoning = thoughts.reduce((sum, item) => sum + countTokens(item["summary"]), 0);
  const read = countTokens(instructions) + input.reduce((sum, item) => sum + countTokens(item["content"] ?? item), 0);
  const written =
    output.reduce((sum, item) => sum + countTokens(item["content"] ?? item["arguments"] ?? ""), 0) + reasoning;
  return {
    input_tokens: read,
    input_tokens_details: { cached_tokens: 0, cache_write_tokens: 0 },
    output_tokens: written,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: read + written,
  };
}
