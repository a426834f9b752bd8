import { isObject, quote } from "../json.js";
import { CannotReshape, type Json, type Reshape } from "../types.js";

const MODES: readonly Json[] = ["none", "auto", "required"];
/** Tools that the current API can force by their type alone. */
const FORCEABLE: readonly Json[] = ["file_search", "code_interpreter", "computer_use_preview"];

/** `tool_choice`: a forced function loses its wrapper, everything else stays. */
export const toolChoice: Reshape = { name: "toolChoice", apply: toCurrentChoice };

function toCurrentChoice(choice: Json): Json | undefined {
  if (choice === null) return undefined;
  if (MODES.includes(choice)) return choice;
  if (isObject(choice)) {
    if (FORCEABLE.includes(choice.type ?? null)) return choice;
    if (choice.type === "function") {
      const name = isObject(choice.function) ? choice.function.name : choice.name;
      if (typeof name === "string") return { type: "function", name };
    }
  }
  throw new CannotReshape(
    `tool_choice ${quote(choice)} has no counterpart: use "auto", "none", "required", file_search, code_interpreter or the name of a function.`,
  );
}
