import type { Turn } from "../engine/turn.js";
import { isObject, type Json, type JsonObject } from "../json.js";
import { lastInput, type LastInput } from "./reading.js";
import { stepsOf, type Answer, type Model, type Step } from "./step.js";

/** When a rule applies: every condition that is given must hold. Texts match as substrings, any case, or as `/regex/flags`. */
export interface When {
  /** The user's last words. */
  readonly text?: string;
  /** The last input has an image, or a file. */
  readonly image?: boolean;
  readonly file?: boolean;
  /** The last input answers a call of this function; `true` for any. */
  readonly output_of?: string | boolean;
  /** A tool output of the last input. */
  readonly output?: string;
  /** An MCP approval (`true`) or refusal (`false`) has come in. */
  readonly approved?: boolean;
  readonly agent?: string;
  readonly model?: string;
  readonly instructions?: string;
  /** A tool of this type, or a function of this name, is declared. */
  readonly tool?: string;
}

export interface Rule {
  readonly when?: When;
  /** How often the rule may be used; afterwards the next one is tried. Default: always. */
  readonly times?: number;
  /** Texts may hold `{{input}}` (the user's last words), `{{output}}` (the tool outputs) and `{{1}}` (groups of a regex in `when.text`). */
  readonly then: string | Step | readonly Step[];
}

/** The content of a script file. The first rule that applies answers. */
export interface Rules {
  readonly rules: readonly Rule[];
}

/**
 * A model that follows rules; `undefined` where none applies.
 * @throws Error naming the rule for a rule that makes no sense
 */
export function modelOf(rules: Rules): Model {
  checkRules(rules);
  const used = new Map<Rule, number>();
  return (turn): Answer | undefined => {
    const input = lastInput(turn);
    for (const rule of rules.rules) {
      const count = used.get(rule) ?? 0;
      if (rule.times !== undefined && count >= rule.times) continue;
      const groups = applies(rule.when ?? {}, turn, input);
      if (!groups) continue;
      used.set(rule, count + 1);
      const values = { input: input.text, output: input.outputs.map((output) => output.text).join("\n") };
      return stepsOf(rule.then).map((step) => fillStep(step, values, groups));
    }
    return undefined;
  };
}

const STEP_NAMES = new Set([
  "text",
  "refusal",
  "reasoning",
  "function_call",
  "custom_tool_call",
  "code_interpreter",
  "file_search",
  "web_search",
  "mcp_list_tools",
  "mcp_call",
  "mcp_approval_request",
  "memory_search",
  "image_generation",
  "item",
  "delay",
  "incomplete",
  "failed",
  "error",
  "http_error",
]);
const WHEN_NAMES = new Set<string>([
  "text",
  "image",
  "file",
  "output_of",
  "output",
  "approved",
  "agent",
  "model",
  "instructions",
  "tool",
] satisfies (keyof When)[]);

/** @throws Error for what is no rules object, an unknown condition or an unknown step */
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
    const condition = Object.keys((rule["when"] ?? {}) as JsonObject).find((name) => !WHEN_NAMES.has(name));
    if (condition)
      throw new Error(`${where} has an unknown condition "${condition}"; known: ${[...WHEN_NAMES].join(", ")}.`);
    for (const step of stepsOf(rule["then"] as unknown as Answer)) {
      if (typeof step !== "object" || !Object.keys(step).some((name) => STEP_NAMES.has(name))) {
        throw new Error(`${where} has an unknown step ${JSON.stringify(step)}; known: ${[...STEP_NAMES].join(", ")}.`);
      }
    }
  }
}

/** The regex groups of a rule that applies (maybe none), or undefined. */
function applies(when: When, turn: Turn, input: LastInput): readonly string[] | undefined {
  const groups = when.text === undefined ? [] : matchText(when.text, input.text);
  const holds =
    groups !== undefined &&
    (when.image === undefined || when.image === input.images > 0) &&
    (when.file === undefined || when.file === input.files > 0) &&
    (when.output_of === undefined || hasOutputOf(when.output_of, input)) &&
    (when.output === undefined || input.outputs.some((output) => matchText(when.output!, output.text))) &&
    (when.approved === undefined || input.approvals.some((approval) => approval["approve"] === when.approved)) &&
    (when.agent === undefined || when.agent === turn.agent?.name) &&
    (when.model === undefined || when.model === turn.model) &&
    (when.instructions === undefined || matchText(when.instructions, turn.instructions ?? "") !== undefined) &&
    (when.tool === undefined || turn.tools.some((tool) => tool["type"] === when.tool || tool["name"] === when.tool));
  return holds ? groups : undefined;
}

function hasOutputOf(name: string | boolean, input: LastInput): boolean {
  if (typeof name === "boolean") return name === input.outputs.length > 0;
  return input.outputs.some((output) => output.name === name);
}

function matchText(pattern: string, text: string): readonly string[] | undefined {
  const regex = /^\/(.*)\/([a-z]*)$/s.exec(pattern);
  if (!regex) return text.toLowerCase().includes(pattern.toLowerCase()) ? [] : undefined;
  const match = new RegExp(regex[1]!, regex[2]).exec(text);
  return match ? [...match].map((group) => group ?? "") : undefined;
}

function fillStep(step: Step, values: Record<string, string>, groups: readonly string[]): Step {
  const fill = (value: unknown): unknown => {
    if (typeof value === "string") {
      return value.replace(
        /\{\{(input|output|\d+)\}\}/g,
        (_whole, name: string) => values[name] ?? groups[Number(name)] ?? "",
      );
    }
    if (Array.isArray(value)) return value.map(fill);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, fill(entry)]));
  };
  return fill(step) as Step;
}
