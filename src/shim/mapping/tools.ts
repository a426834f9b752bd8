import { CLASSIC_WORDS } from "../../protocol/classic.js";
import { isEmpty, isObject, present, renamed, without } from "../../protocol/json.js";
import { openApiAuthType, toolType } from "../../protocol/reshape/words.js";
import { objectOf, objectsOf, textOf, textsOf, type Json, type JsonObject } from "../json.js";
import { inverse } from "./words.js";

const TYPES = inverse(toolType, CLASSIC_WORDS.ToolType);
const AUTH_TYPES = inverse(openApiAuthType, ["anonymous", "connection", "managed_identity"]);

/** What the service filled in for a file search that said nothing (as recorded). */
export const DEFAULT_RANKING: JsonObject = { ranker: "default_2024_08_21", score_threshold: 0 };

/** Tools that Foundry ran by itself, whose calls were steps on its surface. */
const HOSTED: readonly string[] = CLASSIC_WORDS.ToolType.filter(
  (type) => !["function", "code_interpreter", "file_search", "retrieval"].includes(type),
);

/** The classic type of the tool that an item calls (`bing_grounding_call`); undefined unless Foundry ran it. */
export function hostedTool(item: JsonObject): string | undefined {
  const type = TYPES.get((textOf(item.type) ?? "").replace(/_call$/, ""));
  return item.type !== type && type !== undefined && HOSTED.includes(type) ? type : undefined;
}

/** What the classic API said of an MCP server beside its tool, in `tool_resources`. */
const SERVER_SETTINGS = ["headers", "require_approval"];

function serverSettings(tool: JsonObject): JsonObject {
  const settings = Object.entries(tool).filter(([name]) => SERVER_SETTINGS.includes(name));
  return present({ server_label: tool.server_label, ...Object.fromEntries(settings) });
}

/**
 * Tools as the classic service repeated them, without the files and stores that `classicResources` shows, and with what it filled in where
 * nothing was said (as recorded). Tools that are classic already are only filled in.
 */
export function classicTools(tools: Json | undefined): readonly JsonObject[] {
  return objectsOf(tools).map(classicTool);
}

/** `tool_resources` as a classic answer shows them: what the tools carry. */
export function classicResources(tools: Json | undefined): JsonObject {
  const list = objectsOf(tools);
  const find = (type: string) => list.find((tool) => tool.type === type);
  const files = textsOf(objectOf(find("code_interpreter")?.container).file_ids);
  const stores = textsOf(find("file_search")?.vector_store_ids);
  const indexes = objectsOf(objectOf(find("azure_ai_search")?.azure_ai_search).indexes);
  const servers = list.filter((tool) => tool.type === "mcp").map(serverSettings);
  const settled = servers.filter((server) => Object.keys(server).length > 1);
  return present({
    mcp: settled.length > 0 ? settled : undefined,
    code_interpreter: find("code_interpreter") && { file_ids: files },
    file_search: stores.length > 0 ? { vector_store_ids: stores } : undefined,
    azure_ai_search: isEmpty(indexes)
      ? undefined
      : { indexes: indexes.map((index) => renamed(index, "project_connection_id", "index_connection_id")) },
  });
}

function classicTool(tool: JsonObject): JsonObject {
  const type = TYPES.get(textOf(tool.type) ?? "") ?? textOf(tool.type) ?? "function";
  switch (type) {
    case "function":
      return { type, function: functionOf(tool) };
    case "code_interpreter":
    case "azure_ai_search":
      return { type };
    case "file_search":
      return { type, file_search: searchOptions(tool) };
    case "mcp":
      return without(tool, ...SERVER_SETTINGS);
    case "openapi":
      return { ...tool, openapi: openApi(objectOf(tool.openapi)) };
    default:
      return connected(type, tool);
  }
}

function functionOf(tool: JsonObject): JsonObject {
  const { name, description, parameters, strict } = isObject(tool.function) ? tool.function : tool;
  return present({
    name,
    description,
    parameters: parameters ?? { type: "object", properties: {} },
    strict: strict ?? false,
  });
}

function searchOptions(tool: JsonObject): JsonObject {
  const { max_num_results, ranking_options } = { ...tool, ...objectOf(tool.file_search) };
  return present({ max_num_results, ranking_options: { ...DEFAULT_RANKING, ...objectOf(ranking_options) } });
}

function openApi(openapi: JsonObject): JsonObject {
  const auth = objectOf(openapi.auth);
  const type = AUTH_TYPES.get(textOf(auth.type) ?? "") ?? auth.type ?? "anonymous";
  const scheme = auth.security_scheme;
  const shown = { ...auth, type, ...(isObject(scheme) && { security_scheme: connection(scheme) }) };
  return { ...openapi, auth: shown };
}

/** Tools of Foundry: their section has the classic name, and their connections are plain connections. */
function connected(type: string, tool: JsonObject): JsonObject {
  const section = objectOf(tool[textOf(tool.type) ?? ""]);
  if (isEmpty(section)) return { ...tool, type };
  const shown = Object.entries(section).map(([name, value]): [string, Json] => {
    if (name === "search_configurations") return [name, objectsOf(value).map(connection)];
    if (name === "project_connections") return ["connections", objectsOf(value).map(connection)];
    if (name === "connection") return [name, renamed(objectOf(value), "project_connection_id", "id")];
    return [name, value];
  });
  return { type, [type]: Object.fromEntries(shown) };
}

function connection(value: JsonObject): JsonObject {
  return renamed(value, "project_connection_id", "connection_id");
}
