import { isEmpty, present, without } from "../../protocol/json.js";
import type { Call } from "../call.js";
import { isMissing, noAssistant } from "../errors.js";
import { agentOf, newAgentName } from "../ids.js";
import { numberOf, objectOf, objectsOf, sameJson, textOf, type Json, type JsonObject } from "../json.js";
import { toCurrent } from "../mapping/request.js";
import { toClassic } from "../mapping/result.js";
import { classicResources } from "../mapping/tools.js";
import { usableResources } from "../threads/resources.js";
import type { Agents } from "./agents.js";
import { settingsOf, type Definition } from "./definition.js";
import { plainInstructions, plainTools, withSlots } from "./slots.js";

/** Keys in an agent's metadata that say what an agent has no field for. */
const NAME = "assistant_name";
const CREATED = "assistant_created";
/** A file search without any store is no tool that an agent may have. */
const SEARCH = "assistant_file_search";

/** Assistants that are agents of a Foundry project. */
export function foundryAgents({ upstream, shim }: Call): Agents {
  const newName = shim.options.agentName ?? newAgentName;
  const load = async (assistant: string): Promise<JsonObject> => {
    const { name, version } = agentOf(assistant);
    try {
      if (version !== undefined) {
        return await upstream.call("agents.getVersion", { path: { agent_name: name, agent_version: version } });
      }
      return latest(await upstream.call("agents.get", { path: { agent_name: name } }));
    } catch (error) {
      throw isMissing(error) ? noAssistant(assistant) : error;
    }
  };
  const save = async (name: string, body: JsonObject): Promise<Definition> =>
    toDefinition(await upstream.call("agents.createVersion", { path: { agent_name: name }, body }));
  return {
    create: (fields) => save(newName(), toAgent(fields)),
    get: async (assistant) => {
      const { version } = agentOf(assistant);
      const definition = toDefinition(await load(assistant));
      return version === undefined ? definition : { ...definition, agent: `${definition.agent}:${version}` };
    },
    update: async (assistant, fields) => {
      const version = await load(assistant);
      const before = toDefinition(version);
      const { name, description, metadata, settings } = before;
      const body = toAgent({ name, description, metadata, ...settings, ...fields }, before.created);
      const same =
        sameJson(body.definition, version.definition) &&
        (body.description ?? "") === (version.description ?? "") &&
        sameJson(objectOf(body.metadata)[NAME], objectOf(version.metadata)[NAME]) &&
        sameJson(withoutOwn(objectOf(body.metadata)), withoutOwn(objectOf(version.metadata)));
      return same ? before : save(before.agent, body);
    },
    delete: async (assistant) => {
      try {
        await upstream.call("agents.delete", { path: { agent_name: agentOf(assistant).name } });
      } catch (error) {
        throw isMissing(error) ? noAssistant(assistant) : error;
      }
    },
    list: async ({ limit, order, after, before }) => {
      const cursor = (id: string | undefined) => (id === undefined ? id : agentOf(id).name);
      const query = { kind: "prompt", limit, order, after: cursor(after), before: cursor(before) };
      const page = await upstream.call("agents.list", { query });
      const rows = objectsOf(page.data).map((agent) => toDefinition(latest(agent)));
      return { rows, more: page.has_more === true };
    },
  };
}

function latest(agent: JsonObject): JsonObject {
  return objectOf(objectOf(agent.versions).latest);
}

/** The body of a new version. */
function toAgent(fields: JsonObject, created?: number): JsonObject {
  const resources = usableResources(fields.tool_resources, fields.tools);
  const mapped = toCurrent("assistants.create", { ...without(fields, "name"), tool_resources: resources });
  const given = objectOf(mapped.definition);
  const definition = withSlots({ kind: "prompt", ...given });
  const search = objectsOf(fields.tools).find((tool) => tool.type === "file_search");
  const idle = search && !objectsOf(given.tools).some((tool) => tool.type === "file_search");
  const metadata = present({
    ...objectOf(mapped.metadata),
    [NAME]: isEmpty(fields.name) ? undefined : fields.name,
    [CREATED]: created === undefined ? undefined : String(created),
    [SEARCH]: idle ? JSON.stringify(objectOf(search.file_search)) : undefined,
  });
  return { definition, metadata, ...(mapped.description !== undefined && { description: mapped.description }) };
}

function toDefinition(version: JsonObject): Definition {
  const definition = objectOf(version.definition);
  const metadata = objectOf(version.metadata);
  const fields = toClassic("Assistant", version);
  const idle = textOf(metadata[SEARCH]);
  const tools: readonly JsonObject[] = [
    // As the agent has them: what the classic API could not say must not get lost in a request without the agent.
    ...plainTools(definition.tools),
    ...(idle === undefined ? [] : [{ type: "file_search", file_search: JSON.parse(idle) as Json }]),
  ];
  const instructions = plainInstructions(textOf(definition.instructions) ?? "");
  return {
    agent: textOf(version.name) ?? "",
    created: Number(metadata[CREATED] ?? numberOf(version.created_at) ?? 0),
    name: textOf(metadata[NAME]) ?? (textOf(version.name)?.startsWith("asst-") ? null : (textOf(version.name) ?? null)),
    description: textOf(version.description) || null,
    metadata: withoutOwn(metadata),
    settings: settingsOf({
      ...fields,
      instructions: instructions === "" ? null : instructions,
      tools,
      tool_resources: classicResources(tools),
    }),
    slots: Object.keys(objectOf(definition.structured_inputs)),
  };
}

function withoutOwn(metadata: JsonObject): JsonObject {
  return without(metadata, NAME, CREATED, SEARCH);
}
