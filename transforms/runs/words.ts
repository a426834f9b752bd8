import { statusMapping } from "../../src/protocol/mapping/status.js";

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

/** The kind of part that a class of an SDK is for: `MessageTextContent`, `ImageFileContentBlock`. */
export function partKindOf(className: string): string | undefined {
  if (/refusal/i.test(className)) return "refusal";
  if (/imageurl/i.test(className)) return "image_url";
  if (/imagefile/i.test(className)) return "image_file";
  return /text/i.test(className) ? "text" : undefined;
}

/** The kind of call that a class of an SDK is for: `RequiredFunctionToolCall`. */
export function callKindOf(className: string): string | undefined {
  if (/Mcp/.test(className)) return "mcp";
  return /FunctionToolCall/.test(className) ? "function" : undefined;
}

/** The kind of annotation that a class of an SDK is for: `FileCitationAnnotation`, `MessageTextUrlCitationAnnotation`. */
export function annotationKindOf(className: string): string | undefined {
  if (/FilePath/.test(className)) return "file_path";
  if (/FileCitation/.test(className)) return "file_citation";
  return /Ur[li]Citation/.test(className) ? "url_citation" : undefined;
}

/** Types of calls that wait for an answer. */
export const callTypes: Words = (word) => {
  const current = { function: "function_call", mcp: "mcp_approval_request" }[word];
  return current === undefined ? undefined : [current];
};

const runStatuses: Words = (word) => {
  const mapping = statusMapping(word);
  if (mapping) return mapping.current === undefined ? [] : [mapping.current];
  // No run ever was "pending", and no response is: what is compared with that stays as untrue as it was.
  return /^[a-z][a-z _-]*$/.test(word) ? [word] : undefined;
};

const roles: Words = (word) => (word === "user" || word === "assistant" ? [word] : undefined);

const annotationTypes: Words = (word) => {
  if (word === "file_path") return ["container_file_citation"];
  return word === "file_citation" || word === "url_citation" ? [word] : undefined;
};

const incompleteReasons: Words = (word) => {
  if (word === "max_prompt_tokens") return [];
  return word === "max_completion_tokens" ? ["max_output_tokens"] : word === "content_filter" ? [word] : undefined;
};

/** The enumerations whose words are compared in programs, by wire type. */
export const ENUMS: Readonly<Record<string, Words>> = {
  "enum(RunStatus)": runStatuses,
  "enum(PartType)": partTypes,
  "enum(Role)": roles,
  "enum(AnnotationType)": annotationTypes,
  "enum(IncompleteReason)": incompleteReasons,
};
