import type { Turn } from "../engine/turn.js";
import { objectOf, textOf, type JsonObject } from "../json.js";
import { lastInput, type LastInput } from "./reading.js";
import { sampleOf } from "./sample.js";
import type { Step } from "./step.js";

/**
 * What the model says when no script does: it reports tool outputs, calls the first declared function when it is asked to (by tool choice,
 * by the function's name, or by words like "call" and "use"), uses a hosted tool when the text asks for what it does, fits its answer to a
 * JSON format, and else repeats what it was told.
 */
export function defaultModel(turn: Turn): Step[] {
  const input = lastInput(turn);
  if (input.outputs.length > 0) {
    return [{ text: input.outputs.map(({ name, text }) => `${name || "The tool"} returned: ${text}`).join("\n") }];
  }
  return functionStep(turn, input) ?? hostedSteps(turn, input) ?? [{ text: spoken(turn, input) }];
}

function functionStep(turn: Turn, input: LastInput): Step[] | undefined {
  const functions = turn.tools.filter((tool) => tool["type"] === "function");
  const choice = turn.tool_choice;
  if (functions.length === 0 || choice === "none") return undefined;
  const chosen = functions.find((tool) => tool["name"] === objectOf(choice)["name"]);
  const named = functions.find((tool) => input.text.includes(String(tool["name"])));
  const asked = choice === "required" || /\b(call|use|invoke|function|tool)\b/i.test(input.text);
  const tool = chosen ?? named ?? (asked ? functions[0] : undefined);
  if (!tool) return undefined;
  const sample = sampleOf(tool["parameters"]) as JsonObject;
  return [{ function_call: { name: String(tool["name"]), arguments: sample } }];
}

/** Words that ask for a hosted tool. */
const WISHES: readonly (readonly [type: string, words: RegExp, steps: (text: string) => Step[]])[] = [
  [
    "code_interpreter",
    /\b(code|python|calculate|compute|chart|plot|run)\b/i,
    (text) => [{ code_interpreter: { code: `print(${JSON.stringify(text)})`, logs: `${text}\n` } }],
  ],
  ["file_search", /\b(search|file|document|find|look up)\b/i, (text) => [{ file_search: { queries: [text] } }]],
  ["memory_search_preview", /\b(remember|recall|memory|memories)\b/i, () => [{ memory_search: {} }]],
  ["web_search", /\b(web|internet|online|news|search)\b/i, (text) => [{ web_search: { query: text } }]],
];

function hostedSteps(turn: Turn, input: LastInput): Step[] | undefined {
  const wish = WISHES.find(
    ([type, words]) => words.test(input.text) && turn.tools.some((tool) => tool["type"] === type),
  );
  return wish && [...wish[2](input.text), { text: spoken(turn, input) }];
}

function spoken(turn: Turn, input: LastInput): string {
  const extras = [input.images && `${input.images} image(s)`, input.files && `${input.files} file(s)`].filter(Boolean);
  const said = `You said: ${input.text}${extras.length > 0 ? ` (with ${extras.join(" and ")})` : ""}`;
  const format = objectOf(turn.text["format"]);
  if (textOf(format["type"]) === "json_object") return JSON.stringify({ echo: input.text });
  if (textOf(format["type"]) === "json_schema") return JSON.stringify(sampleOf(format["schema"], input.text));
  return said;
}
