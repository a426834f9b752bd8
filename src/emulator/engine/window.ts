import { badRequest } from "../http/errors.js";
import type { Item } from "../store/state.js";
import type { Effective } from "./effective.js";
import { countItem, countTokens } from "./tokens.js";

/** Cuts the oldest items when the context overflows and `truncation` allows it. @throws ApiError 400 `context_length_exceeded` */
export function fit(items: Item[], settings: Effective, truncation: string, window: number | undefined): Item[] {
  if (window === undefined) return items;
  const fixed = countTokens(settings.instructions);
  const size = (rest: readonly Item[]) => rest.reduce((sum, item) => sum + countItem(item), fixed);
  if (size(items) <= window) return items;
  if (truncation !== "auto") {
    throw badRequest(
      "Your input exceeds the context window of this model. Please adjust your input and try again.",
      "input",
      "context_length_exceeded",
    );
  }
  let from = 0;
  while (from < items.length - 1 && size(items.slice(from)) > window) from += 1;
  return items.slice(from);
}
