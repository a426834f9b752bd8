import { isList, isObject, quote, renamed, without } from "../json.js";
import { CannotReshape, type Json, type JsonObject } from "../types.js";
import { openApiAuthType } from "./words.js";

/** Tools of the current API that need no change, also when a classic agent had them. */
const UNCHANGED = new Set([
  "azure_function",
  "mcp",
  "azure_ai_search",
  "bing_custom_search_preview",
  "sharepoint_grounding_preview",
  "fabric_dataagent_preview",
  "browser_automation_preview",
  "web_search",
  "web_search_preview",
  "image_generation",
  "memory_search_preview",
  "a2a_preview",
]);

const TRANSLATIONS: Readonly<Record<string, (tool: JsonObject) => JsonObject>> = {
  bing_grounding: (tool) => ({ ...tool, bing_grounding: bingGrounding(tool) }),
  bing_custom_search: bingCustomSearch,
  sharepoint_grounding: (tool) => connected(tool, "sharepoint_grounding"),
  fabric_dataagent: (tool) => connected(tool, "fabric_dataagent"),
  browser_automation: browserAutomation,
  computer_use_preview: (tool) => ({
    ...without(tool, "computer_use_preview"),
    ...(isObject(tool.computer_use_preview) && tool.computer_use_preview),
  }),
  openapi: openApi,
};

const GONE: Readonly<Record<string, string>> = {
  connected_agent:
    "Agents cannot be connected as a tool any more. Make it a function tool whose code asks the other agent with responses.create, or use the A2A tool with a connection.",
  deep_research:
    "There is no deep research tool any more: create a response with a deep research model, the web_search tool and background: true.",
};

/**
 * A tool that only Foundry has, with the names of the current API: connections are project connections there.
 * @throws CannotReshape for a tool without counterpart or one that lacks what the current API requires.
 */
export function azureTool(tool: JsonObject, type: string): JsonObject {
  if (UNCHANGED.has(type)) return tool;
  const gone = GONE[type];
  if (gone !== undefined) throw new CannotReshape(`Tool ${quote(type)} has no counterpart. ${gone}`);
  const translate = TRANSLATIONS[type];
  if (translate === undefined) {
    throw new CannotReshape(`Tool ${quote(type)} is not known: check whether the current service still has it.`);
  }
  return translate(tool);
}

function bingGrounding(tool: JsonObject): JsonObject {
  const options = section(tool, "bing_grounding");
  const configurations = options.search_configurations ?? options.connections;
  return {
    search_configurations: listIn(configurations, "bing_grounding.search_configurations").map(projectConnection),
  };
}

function bingCustomSearch(tool: JsonObject): JsonObject {
  const configurations = listIn(section(tool, tool.type as string).search_configurations, "search_configurations");
  if (!configurations.every((configuration) => typeof configuration.instance_name === "string")) {
    throw new CannotReshape(
      "Tool bing_custom_search needs an instance_name in each of its search_configurations: add the name of the custom search instance.",
    );
  }
  return {
    type: "bing_custom_search_preview",
    bing_custom_search_preview: { search_configurations: configurations.map(projectConnection) },
  };
}

function connected(tool: JsonObject, type: string): JsonObject {
  const connections = listIn(section(tool, type).connections, `${type}.connections`);
  return {
    type: `${type}_preview`,
    [`${type}_preview`]: { project_connections: connections.map(projectConnection) },
  };
}

function browserAutomation(tool: JsonObject): JsonObject {
  const connection = section(section(tool, "browser_automation"), "connection");
  return {
    type: "browser_automation_preview",
    browser_automation_preview: { connection: projectConnection(renamed(connection, "id", "connection_id")) },
  };
}

function openApi(tool: JsonObject): JsonObject {
  const openapi = section(tool, "openapi");
  const auth = section(openapi, "auth");
  if (auth.type !== "connection") return tool;
  const current = {
    ...auth,
    type: openApiAuthType.apply(auth.type)!,
    security_scheme: projectConnection(section(auth, "security_scheme")),
  };
  return { ...tool, openapi: { ...openapi, auth: current } };
}

/** `connection_id` under its new name. */
export function projectConnection(connection: JsonObject): JsonObject {
  return renamed(connection, "connection_id", "project_connection_id");
}

function section(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  if (isObject(value)) return value;
  throw new CannotReshape(`Tool ${quote(object)} lacks its ${name} object.`);
}

function listIn(value: Json | undefined, name: string): readonly JsonObject[] {
  if (isList(value) && value.every(isObject)) return value;
  throw new CannotReshape(`${name} ${quote(value)} is not a list of objects.`);
}
