import { isObject, quote } from "../json.js";
import { CannotReshape, type Json, type Reshape } from "../types.js";

/** `truncation_strategy` → `truncation`. */
export const truncation: Reshape = { name: "truncation", apply: toTruncation };

function toTruncation(strategy: Json): Json | undefined {
  if (strategy === null) return undefined;
  if (strategy === "auto" || strategy === "disabled") return strategy;
  if (isObject(strategy) && strategy.type === "auto") return "auto";
  if (isObject(strategy) && strategy.type === "last_messages") {
    throw new CannotReshape(
      `truncation_strategy "last_messages" has no counterpart: a conversation is always given to the model as a whole. ` +
        `To send only the last ${quote(strategy.last_messages)} messages, list them and pass them as input without a conversation.`,
    );
  }
  throw new CannotReshape(
    `truncation_strategy ${quote(strategy)} is not known: only {"type": "auto"} has a counterpart.`,
  );
}
