import { isList, isObject } from "../../protocol/json.js";
import { storedForm } from "../agents/stored.js";
import { agentOf, newAgentName } from "../ids.js";
import { numberOf, textOf, type Json, type JsonObject } from "../json.js";
import { State } from "./state.js";
import type { Store } from "./store.js";

/**
 * Puts assistants into a store, as their service gave them: one object, a list, a page of a list, or one object a line. Ids stay; those that
 * are there already are replaced.
 * @returns how many
 * @throws Error for what is no assistant
 */
export async function importAssistants(store: Store, text: string): Promise<number> {
  const assistants = objectsIn(text);
  assistants.forEach((assistant, index) => {
    if (!isObject(assistant) || textOf(assistant.model) === undefined) {
      throw new Error(`Entry ${index + 1} is no assistant: it has no "model".`);
    }
  });
  const state = new State(store);
  const now = Math.floor(Date.now() / 1000);
  for (const assistant of assistants as readonly JsonObject[]) {
    const id = textOf(assistant.id);
    const name = id === undefined ? newAgentName() : agentOf(id).name;
    await state.saveAssistant(name, storedForm(assistant, name, numberOf(assistant.created_at) ?? now));
  }
  return assistants.length;
}

function objectsIn(text: string): readonly Json[] {
  const trimmed = text.trim();
  let value: Json;
  try {
    value = JSON.parse(trimmed) as Json;
  } catch (error) {
    const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== "");
    if (lines.length < 2) throw error;
    return lines.map((line) => JSON.parse(line) as Json);
  }
  if (isList(value)) return value;
  return isObject(value) && isList(value.data) ? value.data : [value];
}

/**
 * Puts pairs of ids into a store: what programs still send, and what it is now. A JSON object, or lines `old,new`, the first of which may name
 * the columns.
 * @returns how many
 * @throws Error for a line that is no pair
 */
export async function importAliases(store: Store, text: string): Promise<number> {
  const pairs = text.trim().startsWith("{") ? Object.entries(JSON.parse(text) as JsonObject) : pairsIn(text);
  for (const [old, now] of pairs) {
    if (typeof now !== "string" || now === "") throw new Error(`"${old}" stands for no id.`);
  }
  const state = new State(store);
  for (const [old, now] of pairs) await state.saveAlias(old, now as string);
  return pairs.length;
}

function pairsIn(text: string): readonly (readonly [string, string])[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ line: line.trim(), number: index + 1 }));
  return lines.flatMap(({ line, number }) => {
    if (line === "") return [];
    const [old, now, ...more] = line.split(/[,;\t]/).map((field) => field.trim().replace(/^"(.*)"$/, "$1"));
    if (!old || !now || more.length > 0) throw new Error(`Line ${number} is no pair of ids: ${line}`);
    // Ids have digits or an underscore; the names of columns may have one too.
    const isHeader = number === 1 && /^(old|from|source|id)/i.test(old);
    return isHeader ? [] : [[old, now] as const];
  });
}
