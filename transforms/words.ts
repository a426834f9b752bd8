import { statusMapping } from "../src/protocol/mapping/status.js";

/** What the words of a classic enumeration became: none, one or several current words. Undefined: not a word of it. */
export type Words = (word: string) => readonly string[] | undefined;

/** Types of message parts. Text is one of two kinds now, by who wrote it. */
export const partTypes: Words = (word) => PART_TYPES[word];

const PART_TYPES: Readonly<Record<string, readonly string[]>> = {
  text: ["input_text", "output_text"],
  image_file: ["input_image"],
  image_url: ["input_image"],
  refusal: ["refusal"],
};

const runStatuses: Words = (word) => {
  const mapping = statusMapping(word);
  return mapping && (mapping.current === undefined ? [] : [mapping.current]);
};

const roles: Words = (word) => (word === "user" || word === "assistant" ? [word] : undefined);

/** The enumerations whose words are compared in programs, by wire type. */
export const ENUMS: Readonly<Record<string, Words>> = {
  "enum(RunStatus)": runStatuses,
  "enum(PartType)": partTypes,
  "enum(Role)": roles,
};
