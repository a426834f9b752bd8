import { isEmpty, present } from "../../protocol/json.js";
import type { Ids } from "../ids.js";
import { objectOf, type JsonObject } from "../json.js";
import { classicTools } from "../mapping/tools.js";

/** An assistant as the shim works with it, wherever it is kept. */
export interface Definition {
  /** Agent name; with `:version` where the program pinned one. */
  readonly agent: string;
  readonly created: number;
  readonly name: string | null;
  readonly description: string | null;
  readonly metadata: JsonObject;
  /**
   * Settings that were given, by their classic names: model, instructions, tools, tool_resources, temperature and so on. Tools of an agent
   * are in their current form, which says more.
   */
  readonly settings: JsonObject;
  /** Structured inputs that the agent declares. */
  readonly slots: readonly string[];
}

/** Settings of an assistant, which a run may replace. */
export const SETTINGS = [
  "model",
  "instructions",
  "tools",
  "tool_resources",
  "temperature",
  "top_p",
  "reasoning_effort",
  "response_format",
] as const;

/** The settings among the fields of a request. */
export function settingsOf(fields: JsonObject): JsonObject {
  return present(Object.fromEntries(SETTINGS.map((name) => [name, fields[name]])));
}

/** The assistant as the classic service showed it, with the defaults it filled in (as recorded). */
export function showAssistant(definition: Definition, ids: Ids): JsonObject {
  const { settings } = definition;
  return {
    id: ids.assistant(definition.agent),
    object: "assistant",
    created_at: definition.created,
    name: definition.name,
    description: definition.description,
    ...shownSettings(settings),
    metadata: definition.metadata,
  };
}

/** Settings with the defaults that the classic service filled in (as recorded). */
export function shownSettings(settings: JsonObject): JsonObject {
  return {
    model: settings.model ?? "",
    instructions: settings.instructions ?? null,
    tools: classicTools(settings.tools),
    top_p: settings.top_p ?? 1,
    temperature: settings.temperature ?? 1,
    reasoning_effort: settings.reasoning_effort ?? null,
    tool_resources: shownResources(objectOf(settings.tool_resources)),
    response_format: settings.response_format ?? "auto",
  };
}

function shownResources(resources: JsonObject): JsonObject {
  const kept = Object.entries(resources).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(kept);
}
