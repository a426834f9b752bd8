import type { Json, JsonObject } from "../json.js";
import type { Item } from "../store/state.js";

/** A rough and repeatable count: four characters make a token. */
export function countTokens(value: Json | undefined | readonly Item[]): number {
  if (value === undefined || value === null) return 0;
  const length = typeof value === "string" ? value.length : JSON.stringify(value).length;
  return Math.ceil(length / 4);
}

/** Items do not change any more once they are read; long conversations read the same ones again and again. */
const counted = new WeakMap<Item, number>();

/** What an item that a model reads counts. */
export function countItem(item: Item): number {
  const known = counted.get(item);
  if (known !== undefined) return known;
  const count = countTokens(item["content"] ?? item);
  counted.set(item, count);
  return count;
}

/** Usage of a finished response, in the shape of the service. */
export function usage(instructions: string | null, input: readonly Item[], output: readonly Item[]): JsonObject {
  const thoughts = output.filter((item) => item.type === "reasoning");
  const reasoning = thoughts.reduce((sum, item) => sum + countTokens(item["summary"]), 0);
  const read = countTokens(instructions) + input.reduce((sum, item) => sum + countItem(item), 0);
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
