import { isEmpty, present, without } from "../../protocol/json.js";
import { LIMITS } from "../../protocol/current.js";
import { SETTINGS, settingsOf, shownSettings, type Definition } from "../agents/definition.js";
import { fillSlots } from "../agents/slots.js";
import { agentOf } from "../ids.js";
import { numberOf, objectOf, objectsOf, sameJson, textOf, textsOf, type Json, type JsonObject } from "../json.js";
import { toCurrent } from "../mapping/request.js";
import { classicTools } from "../mapping/tools.js";
import type { ShimOptions } from "../options.js";
import type { RunRecord } from "../state/records.js";
import { usableResources, type ThreadResources } from "../threads/resources.js";

/** How a run is carried out: by the agent as it is, or with everything sent along. */
export type Plan = Pick<RunRecord, "assistant" | "settings" | "agent" | "metadata">;

/** Settings that only runs have. */
const RUN_SETTINGS = [
  "max_prompt_tokens",
  "max_completion_tokens",
  "truncation_strategy",
  "tool_choice",
  "parallel_tool_calls",
] as const;

/**
 * Plans a run. The service refuses settings beside an agent, so the agent is referenced only where the run leaves it as it is, or adds no
 * more than the agent has structured inputs for; otherwise its definition is sent with what the run changes, without the agent.
 * @param body of the classic request
 */
export function planRun(foundry: boolean, definition: Definition, thread: ThreadResources, body: JsonObject): Plan {
  const own = settingsOf(body);
  const tools = objectsOf(own.tools ?? definition.settings.tools);
  const extra = textOf(body.additional_instructions) ?? "";
  const instructions = [textOf(own.instructions ?? definition.settings.instructions), extra].filter((text) => !!text);
  const settings: JsonObject = {
    ...definition.settings,
    ...own,
    ...(tools.length > 0 && { tools }),
    ...(instructions.length > 0 && { instructions: instructions.join("\n") }),
    ...present(Object.fromEntries(RUN_SETTINGS.map((name) => [name, body[name]]))),
  };
  const plan = { assistant: definition.agent, settings, metadata: objectOf(body.metadata) };
  const has = (type: string) => tools.some((tool) => tool.type === type);
  const stores = has("file_search") ? thread.stores : [];
  const files = has("code_interpreter") ? thread.files : [];
  if (foundry && !overrides(definition, body)) {
    const structured = fillSlots(definition.slots, { instructions: extra, stores, files });
    if (structured) return { ...plan, agent: isEmpty(structured) ? {} : { structured } };
  }
  const resources = withThread(objectOf(settings.tool_resources), { stores, files });
  return { ...plan, settings: { ...settings, ...(!isEmpty(resources) && { tool_resources: resources }) } };
}

/** Whether a run says something else than its assistant. */
function overrides({ settings }: Definition, body: JsonObject): boolean {
  const shown = shownSettings(settings);
  const differs = SETTINGS.some((name) => {
    const given = body[name];
    if (given === undefined || given === null) return false;
    if (name === "tools") return !sameJson(classicTools(given), shown.tools);
    return !sameJson(given, shown[name]);
  });
  return differs || (body.tool_choice ?? "auto") !== "auto" || body.parallel_tool_calls === false;
}

function withThread(resources: JsonObject, { files, stores }: ThreadResources): JsonObject {
  const union = (before: Json | undefined, added: readonly string[]) => [...new Set([...textsOf(before), ...added])];
  const { code_interpreter, file_search } = resources;
  return {
    ...resources,
    ...(files.length > 0 && { code_interpreter: { file_ids: union(objectOf(code_interpreter).file_ids, files) } }),
    ...(stores.length > 0 && {
      file_search: { vector_store_ids: union(objectOf(file_search).vector_store_ids, stores) },
    }),
  };
}

/** Keys in a response's metadata that say which run it belongs to. */
export const RUN = "_run";
export const PREVIOUS = "_prev";
export const ASSISTANT = "_asst";
/** Tells a request from all others, so that a response can be found again whose answer got lost. */
export const REQUEST = "_req";

/** A response's metadata as the program gave it to its run. */
export function runMetadata(metadata: JsonObject): JsonObject {
  const own = (key: string) => [RUN, PREVIOUS, ASSISTANT, REQUEST].includes(key) || key.startsWith("x-ms-telemetry-");
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !own(key)));
}

/**
 * The request for the next response of a run, without input.
 * @param run as far as it is known: before its first response it has no id and no links
 */
export function responseRequest(
  run: Plan & Partial<Pick<RunRecord, "id" | "links">>,
  conversation: string,
  options: ShimOptions,
): JsonObject {
  const links = run.links ?? [];
  const metadata = linkedMetadata(run, links.at(-1)?.id);
  const max_completion_tokens = remaining(run.settings, links);
  const asked = { thread_id: conversation, metadata, max_completion_tokens };
  const include = included(run.settings);
  const always = { store: true, ...(include.length > 0 && { include }) };
  if (run.agent) {
    const { name, version } = agentOf(run.assistant);
    const reference = toCurrent("runs.create", { ...asked, assistant_id: name });
    return {
      ...reference,
      agent_reference: { type: "agent_reference", name, ...(version !== undefined && { version }) },
      ...(run.agent.structured && { structured_inputs: run.agent.structured }),
      ...always,
    };
  }
  const settings = withoutSpent(without(run.settings, "truncation_strategy"), links.length > 0);
  const model = textOf(settings.model) ?? "";
  const tool_resources = usableResources(settings.tool_resources, settings.tools);
  const request = toCurrent("runs.create", { ...settings, ...asked, tool_resources });
  // The classic service cut long threads by itself; the current default is to fail.
  return { ...request, model: options.models?.[model] ?? model, truncation: "auto", ...always };
}

/** A call that the model was told to make is made in the first response of a run; told again, it would never come to an answer. */
function withoutSpent(settings: JsonObject, isAnswer: boolean): JsonObject {
  const choice = settings.tool_choice ?? "auto";
  return isAnswer && choice !== "auto" && choice !== "none" ? without(settings, "tool_choice") : settings;
}

function linkedMetadata(run: Plan & Partial<Pick<RunRecord, "id">>, previous: string | undefined): JsonObject {
  const request = crypto.randomUUID();
  const own = present({ [ASSISTANT]: run.assistant, [RUN]: run.id, [PREVIOUS]: previous, [REQUEST]: request });
  // What the program gave is kept with the run; here it only helps to find it again.
  const room = LIMITS.metadata.pairs - Object.keys(own).length;
  return { ...Object.fromEntries(Object.entries(run.metadata).slice(0, room)), ...own };
}

/** The classic budget was for the whole run; each response gets what is left of it. */
function remaining(settings: JsonObject, links: RunRecord["links"]): number | null {
  const budget = numberOf(settings.max_completion_tokens);
  if (budget === undefined) return null;
  const spent = links.reduce((sum, { usage }) => sum + (numberOf(objectOf(usage ?? {}).output_tokens) ?? 0), 0);
  return Math.max(LIMITS.outputTokens, budget - spent);
}

/** What steps show of hosted tools must be asked for. */
export function included(settings: JsonObject): readonly string[] {
  const types = objectsOf(settings.tools).map((tool) => tool.type);
  return [
    ...(types.includes("file_search") ? ["file_search_call.results"] : []),
    ...(types.includes("code_interpreter") ? ["code_interpreter_call.outputs"] : []),
  ];
}
