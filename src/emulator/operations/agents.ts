import { ApiError } from "../http/errors.js";
import { checkedBody, pageQuery, param, type Call, type Operation } from "../http/call.js";
import { Reply } from "../http/reply.js";
import { isObject, objectOf, sameJson, textOf, type JsonObject } from "../json.js";
import { findVersion, latestVersion } from "../engine/effective.js";
import type { Agent, AgentVersion } from "../store/state.js";
import { foundryPage } from "../store/table.js";
import { AGENT_BODIES, agentName } from "../validate/agents.js";
import { requireFeature } from "./features.js";

/** Live versions of one agent (documented limit). */
const MAX_VERSIONS = 1000;

/** `POST /agents` */
export const createAgent: Operation = (call) => {
  const body = checkedBody(call, AGENT_BODIES.create);
  const agent = newAgent(call, String(body["name"]), body);
  agent.state = textOf(body["state"]) ?? "enabled";
  agent.endpoint = endpointOf(body);
  return showAgent(agent);
};

/** `POST /agents/{agent_name}`: a new version when something changed, else the one there is. */
export const updateAgent: Operation = (call) => {
  const body = checkedBody(call, AGENT_BODIES.update);
  const agent = find(call);
  const latest = latestVersion(agent);
  const same =
    sameJson(latest.definition, body["definition"]) &&
    latest.description === (textOf(body["description"]) ?? "") &&
    sameJson(latest.metadata, objectOf(body["metadata"]));
  if (!same) addVersion(call, agent, body);
  return showAgent(agent);
};

/** `POST /agents/{agent_name}/versions`: makes the agent when there is none of that name. */
export const createVersion: Operation = (call) => {
  const name = param(call, "agent_name");
  agentName.check(name, "agent_name");
  const body = checkedBody(call, AGENT_BODIES.createVersion);
  const agent = call.service.state.agents.get(name);
  if (!agent) return showVersion(name, newAgent(call, name, body).versions[0]!);
  return showVersion(agent.name, addVersion(call, agent, body));
};

/** `GET /agents/{agent_name}` */
export const getAgent: Operation = (call) => showAgent(find(call));

/** `PATCH /agents/{agent_name}`: the endpoint's settings, not the definition. */
export const patchAgent: Operation = (call) => {
  const agent = find(call);
  agent.endpoint = { ...agent.endpoint, ...endpointOf(checkedBody(call, AGENT_BODIES.patch)) };
  return showAgent(agent);
};

/** `GET /agents` */
export const listAgents: Operation = (call) => {
  const kind = call.query.get("kind");
  const agents = call.service.state.agents.values();
  const rows = kind === null ? agents : agents.filter((agent) => latestVersion(agent).definition["kind"] === kind);
  return foundryPage(rows, pageQuery(call), (agent) => agent.name, showAgent);
};

/** `DELETE /agents/{agent_name}`: with all its versions. */
export const deleteAgent: Operation = (call) => {
  const agent = find(call);
  call.service.state.agents.delete(agent.name);
  return { object: "agent.deleted", name: agent.name, deleted: true };
};

/** `GET /agents/{agent_name}/versions` */
export const listVersions: Operation = (call) => {
  const agent = find(call);
  const drafts = call.query.get("include_drafts") === "true";
  const rows = agent.versions.filter((version) => drafts || !version.draft);
  return foundryPage(
    rows,
    pageQuery(call),
    (version) => `${agent.name}:${version.version}`,
    (version) => showVersion(agent.name, version),
  );
};

/** `GET /agents/{agent_name}/versions/{agent_version}` */
export const getVersion: Operation = (call) => {
  const { agent, version } = findVersion(call.service.state, param(call, "agent_name"), param(call, "agent_version"));
  return showVersion(agent.name, version);
};

/** `DELETE /agents/{agent_name}/versions/{agent_version}`: the agent goes with its last version. */
export const deleteVersion: Operation = (call) => {
  const { agent, version } = findVersion(call.service.state, param(call, "agent_name"), param(call, "agent_version"));
  agent.versions = agent.versions.filter((entry) => entry !== version);
  if (agent.versions.length === 0) call.service.state.agents.delete(agent.name);
  return { object: "agent.version.deleted", name: agent.name, version: version.version, deleted: true };
};

/** `POST /agents/{agent_name}:enable` and `:disable` */
export const switchAgent =
  (state: "enabled" | "disabled"): Operation =>
  (call) => {
    find(call).state = state;
    return new Reply(204, null);
  };

function find(call: Call): Agent {
  const name = param(call, "agent_name");
  const agent = call.service.state.agents.get(name);
  if (!agent)
    throw new ApiError(404, `Agent with name '${name}' not found.`, { param: "agent_name", code: "not_found" });
  return agent;
}

function newAgent(call: Call, name: string, body: JsonObject): Agent {
  const agent: Agent = { name, state: "enabled", versions: [], lastVersion: 0, endpoint: {} };
  addVersion(call, agent, body);
  call.service.state.agents.add(agent);
  return agent;
}

function addVersion(call: Call, agent: Agent, body: JsonObject): AgentVersion {
  const definition = objectOf(body["definition"]);
  if (definition["kind"] === "workflow") requireFeature(call, "WorkflowAgents=V1Preview");
  if (agent.versions.length >= MAX_VERSIONS) {
    throw new ApiError(400, `Agent '${agent.name}' has reached the limit of ${MAX_VERSIONS} versions.`, {
      code: "UserError",
    });
  }
  agent.lastVersion += 1;
  const version: AgentVersion = {
    version: String(agent.lastVersion),
    createdAt: call.service.state.clock.now(),
    definition,
    description: textOf(body["description"]) ?? "",
    metadata: objectOf(body["metadata"]),
    draft: body["draft"] === true,
  };
  agent.versions.push(version);
  return version;
}

function endpointOf(body: JsonObject): JsonObject {
  const { agent_endpoint, agent_card } = body;
  return { ...(isObject(agent_endpoint) ? { agent_endpoint } : {}), ...(isObject(agent_card) ? { agent_card } : {}) };
}

function showAgent(agent: Agent): JsonObject {
  const latest = showVersion(agent.name, latestVersion(agent));
  return {
    object: "agent",
    id: agent.name,
    name: agent.name,
    state: agent.state,
    versions: { latest },
    ...agent.endpoint,
  };
}

function showVersion(
  name: string,
  { version, createdAt, definition, description, metadata, draft }: AgentVersion,
): JsonObject {
  return {
    object: "agent.version",
    id: `${name}:${version}`,
    name,
    version,
    description,
    metadata,
    created_at: createdAt,
    definition,
    status: "active",
    ...(draft ? { draft } : {}),
  };
}
