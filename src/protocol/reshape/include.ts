import { isList, quote } from "../json.js";
import { CannotReshape, type Json, type Reshape } from "../types.js";

const CURRENT_VALUES: Readonly<Record<string, string>> = {
  "step_details.tool_calls[*].file_search.results[*].content": "file_search_call.results",
};
const ALREADY_CURRENT =
  /^(file_search_call|web_search_call|message|computer_call_output|code_interpreter_call|reasoning)\./;

/** `include`: the one value of the classic API under its new name. */
export const include: Reshape = {
  name: "include",
  apply: (values) => (isList(values) ? values.map(currentValue) : currentValue(values)),
};

function currentValue(value: Json): Json {
  if (typeof value === "string") {
    const current = CURRENT_VALUES[value];
    if (current !== undefined) return current;
    if (ALREADY_CURRENT.test(value)) return value;
  }
  throw new CannotReshape(
    `include value ${quote(value)} is not one of the classic API: ${Object.keys(CURRENT_VALUES)[0]}.`,
  );
}
