import { refusedWithAgent } from "../../protocol/current.js";
import { ApiError, badRequest, missingParameter, notAllowedWithAgent } from "../http/errors.js";
import { isObject, objectOf, objectsOf, textOf, type Json, type JsonObject } from "../json.js";
import type { EmulatorOptions } from "../options.js";
import type { Agent, AgentVersion, State } from "../store/state.js";
import type { UnverifiedBehaviour } from "../unverified.js";
import { fill, fillTool, templateValues, type TemplateValues } from "./templates.js";

/** Model, instructions, tools and settings of one turn, from the agent's definition or from the request. */
export interface Effective {
  readonly agent: { readonly name: string; readonly version: string } | null;
  /** Undefined without an agent: then nothing is a template. */
  readonly values: TemplateValues | undefined;
  readonly model: string;
  readonly instructions: string | null;
  readonly tools: JsonObject[];
  readonly tool_choice: Json;
  readonly parallel_tool_calls: boolean;
  readonly text: JsonObject;
  readonly reasoning: JsonObject | null;
  readonly temperature: number | null;
  readonly top_p: number | null;
}

/** Refused beside an agent reference, seen on the service. */
const SEEN_REFUSED = refusedWithAgent.filter(({ evidence }) => evidence === "reported").map(({ field }) => field);

/** What settings are found with. */
export interface Sources {
  readonly state: State;
  readonly body: JsonObject;
  readonly unverified: UnverifiedBehaviour;
  readonly prompts: EmulatorOptions["prompts"];
  /** The agent of a per-agent endpoint, which needs no reference in the body. */
  readonly boundAgent: string | undefined;
}

/**
 * What the model is run with.
 * @throws ApiError 400 for overrides beside an agent and for a missing model, 404 for an unknown agent, version or prompt
 */
export function effective({ state, body, unverified, prompts, boundAgent }: Sources): Effective {
  const reference = isObject(body["agent_reference"])
    ? body["agent_reference"]
    : boundAgent === undefined
      ? undefined
      : { name: boundAgent };
  if (reference === undefined) return fromRequest(body, prompts);
  const given = Object.keys(body).filter((field) => body[field] !== undefined && body[field] !== null);
  const refused = given.find((field) => SEEN_REFUSED.includes(field) || unverified.refusedWithAgent.includes(field));
  if (refused !== undefined) throw notAllowedWithAgent(refused);
  const { agent, version } = findVersion(state, String(reference["name"]), textOf(reference["version"]));
  const values = templateValues(version.definition, objectOf(body["structured_inputs"]), unverified.escapedBraces);
  return fromDefinition(agent, version, values, body["parallel_tool_calls"]);
}

/**
 * The version a reference means: the newest that is no draft, or the one it names.
 * @throws ApiError 404
 */
export function findVersion(state: State, name: string, version?: string): { agent: Agent; version: AgentVersion } {
  const agent = state.agents.get(name);
  if (!agent)
    throw new ApiError(404, `Agent with name '${name}' not found.`, { param: "agent_reference", code: "not_found" });
  const found =
    version === undefined || version === ""
      ? latestVersion(agent)
      : agent.versions.find((candidate) => candidate.version === version);
  if (!found) {
    throw new ApiError(404, `Agent '${name}' with version '${version}' not found.`, {
      param: "agent_reference",
      code: "not_found",
    });
  }
  return { agent, version: found };
}

/** The newest version; drafts count only when there is nothing else. */
export function latestVersion(agent: Agent): AgentVersion {
  return agent.versions.findLast((version) => !version.draft) ?? agent.versions.at(-1)!;
}

function fromRequest(body: JsonObject, prompts: EmulatorOptions["prompts"]): Effective {
  const prompt = isObject(body["prompt"]) ? findPrompt(String(body["prompt"]["id"]), prompts) : undefined;
  const model = textOf(body["model"]) ?? prompt?.model;
  if (model === undefined) throw missingParameter("model");
  if (model === "") throw badRequest("The requested model '' does not exist.", "model", "model_not_found");
  return {
    agent: null,
    values: undefined,
    model,
    instructions: textOf(body["instructions"]) ?? prompt?.instructions ?? null,
    tools: objectsOf(body["tools"]).map(withToolDefaults),
    tool_choice: body["tool_choice"] ?? "auto",
    parallel_tool_calls: body["parallel_tool_calls"] !== false,
    text: textSettings(body["text"]),
    reasoning: reasoningSettings(body["reasoning"]),
    temperature: numberOf(body["temperature"]),
    top_p: numberOf(body["top_p"]),
  };
}

function findPrompt(id: string, prompts: EmulatorOptions["prompts"] = {}): { model: string; instructions?: string } {
  const prompt = Object.hasOwn(prompts, id) ? prompts[id] : undefined;
  if (!prompt) throw new ApiError(404, `Prompt with id '${id}' not found.`, { param: "prompt" });
  return prompt;
}

function fromDefinition(
  agent: Agent,
  version: AgentVersion,
  values: TemplateValues,
  parallel: Json | undefined,
): Effective {
  const { definition } = version;
  if (agent.state === "disabled")
    throw badRequest(`Agent '${agent.name}' is disabled.`, "agent_reference", "invalid_payload");
  const instructions = textOf(definition["instructions"]);
  return {
    agent: { name: agent.name, version: version.version },
    values,
    model: textOf(definition["model"]) ?? `${String(definition["kind"])}-agent`,
    instructions: instructions === undefined ? null : fill(instructions, values),
    tools: objectsOf(definition["tools"]).map((tool) => withToolDefaults(fillTool(tool, values))),
    tool_choice: definition["tool_choice"] ?? "auto",
    parallel_tool_calls: parallel !== false,
    text: textSettings(definition["text"]),
    reasoning: reasoningSettings(definition["reasoning"]),
    temperature: numberOf(definition["temperature"]),
    top_p: numberOf(definition["top_p"]),
  };
}

/** Defaults that the service fills in when it echoes a tool (as recorded). */
function withToolDefaults(tool: JsonObject): JsonObject {
  if (tool["type"] === "function") {
    const { description = null, parameters, strict, ...rest } = tool;
    return {
      ...rest,
      description,
      parameters: parameters ?? { type: "object", properties: {} },
      strict: strict ?? true,
    };
  }
  if (tool["type"] === "file_search") {
    const ranking = { ranker: "auto", score_threshold: 0, ...objectOf(tool["ranking_options"]) };
    return { filters: null, max_num_results: 20, ...tool, ranking_options: ranking };
  }
  if (tool["type"] === "code_interpreter") return { container: { type: "auto" }, ...tool };
  if (tool["type"] === "mcp") return { allowed_tools: null, headers: null, require_approval: "always", ...tool };
  return tool;
}

function textSettings(given: Json | undefined): JsonObject {
  return { format: { type: "text" }, verbosity: "medium", ...objectOf(given) };
}

function reasoningSettings(given: Json | undefined): JsonObject | null {
  return isObject(given) ? { effort: null, summary: null, ...given } : null;
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}
