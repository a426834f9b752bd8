import { refusedWithAgent } from "../../protocol/current.js";
import { ApiError, badRequest, missingParameter, notAllowedWithAgent } from "../http/errors.js";
import { isObject, objectOf, objectsOf, textOf, type Json, type JsonObject } from "../json.js";
import type { Agent, AgentVersion, State } from "../store/state.js";
import { fill, fillTool, templateValues, type TemplateValues } from "./templates.js";

/** Model, instructions, tools and settings of one turn, from the agent's definition or from the request. */
export interface Effective {
  readonly agent: { readonly name: string; readonly version: string } | null;
  readonly values: TemplateValues;
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

/**
 * What the model is run with.
 * @param boundAgent the agent of a per-agent endpoint, which needs no reference in the body
 * @throws ApiError 400 for overrides beside an agent and for a missing model, 404 for an unknown agent or version
 */
export function effective(
  state: State,
  body: JsonObject,
  alsoRefused: readonly string[],
  boundAgent?: string,
): Effective {
  const reference = isObject(body["agent_reference"])
    ? body["agent_reference"]
    : boundAgent === undefined
      ? undefined
      : { name: boundAgent };
  if (reference === undefined) return fromRequest(body);
  const given = Object.keys(body).filter((field) => body[field] !== undefined && body[field] !== null);
  const refused = given.find((field) => SEEN_REFUSED.includes(field) || alsoRefused.includes(field));
  if (refused !== undefined) throw notAllowedWithAgent(refused);
  const { agent, version } = findVersion(state, String(reference["name"]), textOf(reference["version"]));
  const values = templateValues(version.definition, objectOf(body["structured_inputs"]));
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

function fromRequest(body: JsonObject): Effective {
  // A prompt object (until 2026-11-30) brings its own model; the emulator has none of them and names it after the prompt.
  const model = textOf(body["model"]) ?? textOf(objectOf(body["prompt"])["id"]);
  if (model === undefined || model === "") throw missingParameter("model");
  return {
    agent: null,
    values: new Map(),
    model,
    instructions: textOf(body["instructions"]) ?? null,
    tools: objectsOf(body["tools"]).map(withToolDefaults),
    tool_choice: body["tool_choice"] ?? "auto",
    parallel_tool_calls: body["parallel_tool_calls"] !== false,
    text: textSettings(body["text"]),
    reasoning: reasoningSettings(body["reasoning"]),
    temperature: numberOf(body["temperature"]),
    top_p: numberOf(body["top_p"]),
  };
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
