import type { Call } from "../http/call.js";
import type { Item } from "../store/state.js";

/** The items that Foundry's `item_type` filter leaves; all without one. An assistant's message may count as `output_message`. */
export function ofType({ query, service }: Call, items: readonly Item[]): readonly Item[] {
  const wanted = query.get("item_type");
  if (wanted === null) return items;
  const typeOf = (item: Item) =>
    item.type === "message" && item["role"] === "assistant" ? service.unverified.assistantItemType : item.type;
  return items.filter((item) => typeOf(item) === wanted);
}
