import { isObject } from "../emulator/json.js";
import type { Difference } from "./compare.js";
import type { Recording } from "./recording.js";

/** A way in which a migrated program may differ from the old one. */
export interface KnownDifference {
  readonly id: string;
  /** What differs, and why it has to. */
  readonly text: string;
  applies(difference: Difference, before: Recording, after: Recording): boolean;
}

/** The whole list: what is not on it is a defect. Told to users in docs/replay.md. */
export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    id: "failed-turn-keeps-no-question",
    text: "A message that is sent with its request is stored when that succeeds: after a failed turn the conversation does not have the question. The classic API stored messages before the run.",
    applies: ({ where, before, after }, _old, now) => {
      const [, number] = /^conversation (\d+)\.items\[\d+\]$/.exec(where) ?? [];
      if (number === undefined || after !== undefined || !isObject(before) || before["role"] !== "user") return false;
      return now.conversations[Number(number) - 1]?.turns.at(-1)?.status === "failed";
    },
  },
  {
    id: "reason-of-incomplete-answer",
    text: "Why an answer was cut is called `max_output_tokens` now; runs called it `max_completion_tokens`.",
    applies: ({ before, after }) =>
      typeof before === "string" && before.replaceAll("max_completion_tokens", "max_output_tokens") === after,
  },
  {
    id: "enums-are-words",
    text: "In Python, statuses and roles of Azure's SDK were members of enums, which print as `RunStatus.COMPLETED`; now they are the words themselves.",
    applies: ({ before, after }) => typeof before === "string" && before.replace(ENUM_MEMBER, word) === after,
  },
  {
    id: "overflow-is-cut",
    text: 'For OpenAI, requests say `truncation: "auto"`, as runs did by default: what does not fit is cut off. Agents of Foundry, on which the old program is replayed, cannot say it.',
    applies: ({ where, before, after }) =>
      where.endsWith(".settings.truncation") && before === "disabled" && after === "auto",
  },
  {
    id: "answers-name-what-they-answer",
    text: "Where steps of runs are listed, an answer to calls names the response that it answers in its metadata (`answers`), so that the items of all are found. No model sees it.",
    applies: ({ where, before, after }) =>
      /^conversation \d+ turn \d+\.metadata\.answers$/.test(where) &&
      before === undefined &&
      typeof after === "string" &&
      after.startsWith("resp_"),
  },
  {
    id: "assistants-are-code",
    text: "OpenAI keeps no assistants: what an agent is elsewhere, the program has as configuration, and nothing is made in the service.",
    applies: ({ where, before, after }) =>
      /^thing \d+$/.test(where) && isObject(before) && before["what"] === "agent" && after === undefined,
  },
  {
    id: "assistants-on-file",
    text: "Where a program did more with assistants than ask them, it keeps them in the file assistants.json.",
    applies: ({ where, before, after }) =>
      /^output\[\d+\]$/.test(where) &&
      before === undefined &&
      typeof after === "string" &&
      after.startsWith("wrote assistants.json: "),
  },
];

const ENUM_MEMBER = /\b(?:RunStatus|MessageRole)\.([A-Z_]+)/g;

function word(_member: string, name: string): string {
  return name === "AGENT" ? "assistant" : name.toLowerCase();
}
