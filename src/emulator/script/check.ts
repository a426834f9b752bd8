import { isObject, type Json, type JsonObject } from "../json.js";
import {
  byKind,
  checkFields,
  flag,
  freeObject,
  integer,
  list,
  number,
  object,
  oneOf,
  text,
  type Fields,
  type Type,
} from "../validate/type.js";
import { regexOf } from "./pattern.js";
import type { Rules, When } from "./rules.js";
import { stepsOf, type Answer, type Step } from "./step.js";

const args = byKind({ string: text(), object: freeObject });
const objects = list(freeObject);
const trouble = object({ code: text(), "message!": text() });
const server = { "server_label!": text() } satisfies Fields;

/** What belongs to a step, by the member that names it. */
const STEPS: Readonly<Record<string, Fields>> = {
  text: {
    "text!": text(),
    citations: list(
      object({
        file_id: text(),
        filename: text(),
        url: text(),
        title: text(),
        container_file: text(),
        quote: text(),
        at: integer({ min: 0 }),
      }),
    ),
  },
  refusal: { "refusal!": text() },
  reasoning: { "reasoning!": byKind({ string: text(), array: list(text()) }), encrypted_content: text() },
  function_call: { "function_call!": object({ "name!": text(), arguments: args, call_id: text() }) },
  custom_tool_call: { "custom_tool_call!": object({ "name!": text(), "input!": text(), call_id: text() }) },
  code_interpreter: {
    "code_interpreter!": object({
      "code!": text(),
      logs: text(),
      image: text(),
      files: list(object({ "name!": text(), "content!": text(), base64: flag })),
    }),
  },
  file_search: { "file_search!": object({ queries: list(text()), results: objects }) },
  web_search: { "web_search!": object({ "query!": text(), sources: list(text()) }) },
  mcp_list_tools: { "mcp_list_tools!": object({ ...server, tools: objects }) },
  mcp_call: {
    "mcp_call!": object({
      ...server,
      "name!": text(),
      arguments: args,
      output: text(),
      error: freeObject,
      approval_request_id: text(),
    }),
  },
  mcp_approval_request: { "mcp_approval_request!": object({ ...server, "name!": text(), arguments: args }) },
  memory_search: { "memory_search!": object({ memories: objects }) },
  image_generation: { "image_generation!": object({ "result!": text() }) },
  item: { "item!": freeObject },
  delay: { "delay!": number({ min: 0 }) },
  incomplete: { "incomplete!": oneOf("max_output_tokens", "content_filter") },
  failed: { "failed!": trouble },
  error: { "error!": trouble },
  http_error: {
    "http_error!": object({
      "status!": integer({ min: 400, max: 599 }),
      "message!": text(),
      code: text(),
      headers: freeObject,
    }),
  },
};

/** A text to look for: a part of it, or `/regex/flags`. */
const pattern: Type = {
  expected: "a string",
  check(value: Json, path: string) {
    text().check(value, path);
    regexOf(String(value)); // throws what is wrong with it
  },
};

const WHEN = {
  text: pattern,
  image: flag,
  file: flag,
  output_of: {
    expected: "a string or a boolean",
    check: (value, path) => (typeof value === "boolean" ? flag : text()).check(value, path),
  },
  output: pattern,
  approved: flag,
  agent: text(),
  model: text(),
  instructions: pattern,
  tool: text(),
} satisfies Record<keyof When, Type>;

/** @throws Error that names the rule, for what is no rules object, an unknown condition, an unknown step, or one that lacks something */
export function checkRules(rules: unknown): asserts rules is Rules {
  if (!isObject(rules) || !Array.isArray(rules["rules"])) {
    throw new Error(
      'A script is an object with a list of rules: { "rules": [{ "when": { "text": "…" }, "then": "…" }] }.',
    );
  }
  for (const [index, rule] of (rules["rules"] as Json[]).entries()) {
    const where = `Rule ${index + 1} of the script`;
    if (!isObject(rule) || rule["then"] === undefined)
      throw new Error(`${where} has no "then": say what the model answers.`);
    const when = (rule["when"] ?? {}) as JsonObject;
    const condition = Object.keys(when).find((name) => !Object.hasOwn(WHEN, name));
    if (condition)
      throw new Error(`${where} has an unknown condition "${condition}"; known: ${Object.keys(WHEN).join(", ")}.`);
    inside(where, () =>
      checkFields({ ...rule, then: null }, { when: object(WHEN), times: integer({ min: 1 }), then: freeObject }),
    );
    checkSteps(stepsOf(rule["then"] as unknown as Answer), where);
  }
}

/**
 * Checks what a script answers.
 * @param where for error texts: "Rule 1 of the script"
 * @throws Error for an unknown step, or one that lacks something
 */
export function checkSteps(steps: readonly Step[], where: string): void {
  for (const [index, step] of (steps as readonly unknown[]).entries()) {
    const name = isObject(step) ? Object.keys(step).find((key) => Object.hasOwn(STEPS, key)) : undefined;
    if (name === undefined)
      throw new Error(`${where} has an unknown step ${JSON.stringify(step)}; known: ${Object.keys(STEPS).join(", ")}.`);
    inside(where, () => checkFields(step as JsonObject, STEPS[name]!, `then[${index}]`));
  }
}

function inside(where: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${where}: ${(error as Error).message}`, { cause: error });
  }
}
