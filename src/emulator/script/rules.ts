import type { Turn } from "../engine/turn.js";
import { checkRules } from "./check.js";
import { matchText } from "./pattern.js";
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
