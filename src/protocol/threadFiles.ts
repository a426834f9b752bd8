import type { JsonObject } from "./types.js";

// Files and vector stores of a thread have no place in a conversation. They are named in its metadata, and every response is given them:
// in its tools, or, next to an agent, through structured inputs that the agent's definition declares. The names are those of the shim, so
// that code which was migrated and code which runs through the shim understand each other.

/** Keys of a conversation's metadata: its vector stores and the files of its code interpreter, as lists with commas. */
export const STORES_KEY = "_vs";
export const FILES_KEY = "_cf";

/** The structured input for the vector store of a conversation. */
export const STORE_INPUT = "asst_vs";

/** Those for the files of its code interpreter. */
export const FILE_INPUTS: readonly string[] = Array.from({ length: 10 }, (_entry, index) => `asst_f${index}`);

/** Where the value of a structured input stands in a definition; an empty one is dropped from a list of ids. */
export function inputTemplate(name: string): string {
  return `{{${name}}}`;
}

/** How a definition declares such an input. */
export function declaredInput(description: string): JsonObject {
  return { description, default_value: "" };
}
