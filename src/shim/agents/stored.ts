import type { Shim } from "../call.js";
import { noAssistant } from "../errors.js";
import { agentOf, newAgentName } from "../ids.js";
import { numberOf, objectOf, textOf, type JsonObject } from "../json.js";
import { cut } from "../paging.js";
import type { Agents } from "./agents.js";
import { settingsOf, type Definition } from "./definition.js";

/** Assistants in the shim's own store. */
export function storedAssistants({ state, now, options }: Shim): Agents {
  const newName = options.agentName ?? newAgentName;
  const load = async (assistant: string): Promise<JsonObject> => {
    const stored = await state.assistant(agentOf(assistant).name);
    if (!stored) throw noAssistant(assistant);
    return stored;
  };
  const save = async (stored: JsonObject): Promise<Definition> => {
    await state.saveAssistant(textOf(stored.agent)!, stored);
    return toDefinition(stored);
  };
  return {
    create: (fields) => save(storedForm(fields, newName(), now())),
    get: async (assistant) => toDefinition(await load(assistant)),
    update: async (assistant, fields) => save({ ...(await load(assistant)), ...known(fields) }),
    delete: async (assistant) => {
      await load(assistant);
      await state.deleteAssistant(agentOf(assistant).name);
    },
    list: async (query) => {
      const all = (await state.assistants()).map(toDefinition);
      // Stores keep an order of their own; assistants of the same second stay in it.
      const rows = all.toSorted((left, right) => left.created - right.created);
      const byName = (id: string | undefined) => (id === undefined ? id : agentOf(id).name);
      return cut(rows, { ...query, after: byName(query.after), before: byName(query.before) }, (row) => row.agent);
    },
  };
}

/** An assistant as it is stored. */
export function storedForm(fields: JsonObject, agent: string, created: number): JsonObject {
  return { ...known(fields), agent, created };
}

/** The fields of an assistant. */
function known(fields: JsonObject): JsonObject {
  const { name, description, metadata } = fields;
  const settings = Object.fromEntries(Object.entries(fields).filter(([field]) => field in settingsOf(fields)));
  const cleared = Object.fromEntries(Object.entries(fields).filter(([, value]) => value === null));
  return {
    ...cleared,
    ...settings,
    ...(name !== undefined && { name }),
    ...(description !== undefined && { description }),
    ...(metadata !== undefined && { metadata }),
  };
}

function toDefinition(stored: JsonObject): Definition {
  return {
    agent: textOf(stored.agent) ?? "",
    created: numberOf(stored.created) ?? 0,
    name: textOf(stored.name) ?? null,
    description: textOf(stored.description) ?? null,
    metadata: objectOf(stored.metadata),
    settings: settingsOf(stored),
    slots: [],
  };
}
