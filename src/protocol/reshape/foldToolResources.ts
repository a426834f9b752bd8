import { isEmpty, isList, isObject, quote, renamed, without } from "../json.js";
import { CannotReshape, type Json, type JsonObject, type Reshape } from "../types.js";
import { flattenTool } from "./flattenTool.js";

/** `tools`, with what `tool_resources` says about them. */
export const tools: Reshape = {
  name: "tools",
  needs: ["tool_resources"],
  apply: (value, rest) => foldToolResources(value, rest?.tool_resources),
};

/** `tool_resources`, folded into the tools they belong to. */
export const toolResources: Reshape = {
  name: "toolResources",
  needs: ["tools"],
  apply: (value, rest) =>
    rest?.tools === undefined && isEmpty(value) ? undefined : foldToolResources(rest?.tools, value),
};

/** A kind of resource, named like the tool it belongs to, and how that tool carries it. */
interface Fold {
  readonly tool: string;
  readonly into: (tool: JsonObject, resource: JsonObject) => JsonObject;
}

const FOLDS: readonly Fold[] = [
  { tool: "code_interpreter", into: containerFiles },
  { tool: "file_search", into: vectorStores },
  { tool: "azure_ai_search", into: searchIndexes },
];

/**
 * The current tools for a classic list of tools and its resources. Tools may be current already: then the resources are added to them.
 * A code interpreter gets its container, and a file search without any vector store is left out, because the current API refuses it.
 * @throws CannotReshape for tools and resources without counterpart, and for resources whose tool is not in the list.
 */
export function foldToolResources(classicTools: Json | undefined, resources: Json | undefined): readonly JsonObject[] {
  const list = isEmpty(classicTools) ? [] : classicTools;
  if (!isList(list)) throw new CannotReshape(`tools ${quote(classicTools)} is not a list.`);
  if (!isEmpty(resources) && !isObject(resources)) {
    throw new CannotReshape(`tool_resources ${quote(resources)} is not an object.`);
  }
  const given = isObject(resources) ? resources : {};
  const flat = list.map(flattenTool);
  refuseUnused(flat, given);
  return flat.map((tool) => withResources(tool, given)).flatMap((tool, position) => completed(tool, list[position]!));
}

function withResources(tool: JsonObject, resources: JsonObject): JsonObject {
  if (tool.type === "mcp") return withMcpSettings(tool, resources.mcp);
  const fold = FOLDS.find((candidate) => candidate.tool === tool.type);
  const resource = fold && resources[fold.tool];
  return fold && isObject(resource) ? fold.into(tool, resource) : tool;
}

/** What the current API requires of a tool even where nothing was given. */
function completed(tool: JsonObject, classic: Json): readonly JsonObject[] {
  switch (tool.type) {
    case "code_interpreter":
      return [tool.container === undefined ? { ...tool, container: { type: "auto" } } : tool];
    case "azure_ai_search":
      if (isObject(tool.azure_ai_search)) return [tool];
      throw new CannotReshape(
        "Tool azure_ai_search names no index: give tool_resources.azure_ai_search.indexes together with the tool.",
      );
    case "file_search":
      if (!isEmpty(tool.vector_store_ids)) return [tool];
      if (!isObject(classic) || classic.type !== "retrieval") return [];
      throw new CannotReshape(
        "Tool retrieval searched the files of the assistant itself: put them into a vector store and use file_search with its id.",
      );
    default:
      return [tool];
  }
}

function containerFiles(tool: JsonObject, resource: JsonObject): JsonObject {
  refuseMembers(resource, "code_interpreter", "file_ids");
  const { file_ids: files } = resource;
  if (files === undefined || isEmpty(files)) return tool;
  if (typeof tool.container === "string") {
    throw new CannotReshape(
      `Files cannot be added to the existing container ${quote(tool.container)}: upload them into it, or let the tool make its own container.`,
    );
  }
  const container: JsonObject = isObject(tool.container) ? tool.container : { type: "auto" };
  return { ...tool, container: { ...container, file_ids: union(container.file_ids, files) } };
}

function vectorStores(tool: JsonObject, resource: JsonObject): JsonObject {
  if (!isEmpty(resource.vector_stores)) {
    throw new CannotReshape(
      "tool_resources.file_search.vector_stores cannot create stores on the way: call vectorStores.create first and name the store in vector_store_ids.",
    );
  }
  refuseMembers(resource, "file_search", "vector_store_ids", "vector_stores");
  const { vector_store_ids: stores } = resource;
  if (stores === undefined || isEmpty(stores)) return tool;
  return { ...tool, vector_store_ids: union(tool.vector_store_ids, stores) };
}

function searchIndexes(tool: JsonObject, resource: JsonObject): JsonObject {
  const indexes = resource.indexes ?? resource.index_list;
  if (isEmpty(indexes)) return tool;
  if (!isList(indexes) || !indexes.every(isObject)) {
    throw new CannotReshape(`tool_resources.azure_ai_search.indexes ${quote(indexes)} is not a list of objects.`);
  }
  const current = indexes.map((index) => renamed(index, "index_connection_id", "project_connection_id"));
  return { ...tool, azure_ai_search: { indexes: current } };
}

function withMcpSettings(tool: JsonObject, servers: Json | undefined): JsonObject {
  const own = listOf(servers).find((server) => server.server_label === tool.server_label);
  return own === undefined ? tool : { ...tool, ...without(own, "server_label") };
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}

/** The members of both lists, each once, in order. What is no list (a list that is only known at run time) stays as it is. */
function union(before: Json | undefined, added: Json): Json {
  if (isEmpty(before)) return isList(added) ? [...new Set(added)] : added;
  if (isList(before) && isList(added)) return [...new Set([...before, ...added])];
  if (before === added) return added;
  throw new CannotReshape(
    `${quote(before)} and ${quote(added)} cannot be joined: name the files or stores in one list.`,
  );
}

function refuseMembers(resource: JsonObject, name: string, ...known: readonly string[]): void {
  const unknown = Object.keys(resource).find((member) => !known.includes(member) && !isEmpty(resource[member]));
  if (unknown === undefined) return;
  throw new CannotReshape(
    `tool_resources.${name}.${unknown} has no counterpart: upload the files and name them by id instead.`,
  );
}

function refuseUnused(current: readonly JsonObject[], resources: JsonObject): void {
  const unused = Object.keys(resources).find(
    (name) => !isEmpty(withoutEmpty(resources[name])) && !current.some((tool) => tool.type === name),
  );
  if (unused !== undefined) {
    throw new CannotReshape(
      `tool_resources.${unused} is given, but no ${unused} tool is among the tools: name tools and their resources together.`,
    );
  }
  const labels = current.map((tool) => tool.server_label);
  const stray = listOf(resources.mcp).find((server) => !labels.includes(server.server_label!));
  if (stray === undefined) return;
  throw new CannotReshape(`tool_resources.mcp names the server ${quote(stray.server_label)}, but no mcp tool does.`);
}

function withoutEmpty(resource: Json | undefined): Json | undefined {
  if (!isObject(resource)) return resource;
  return Object.fromEntries(Object.entries(resource).filter(([, value]) => !isEmpty(value)));
}
