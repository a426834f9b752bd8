import type { Surface } from "./http/errors.js";
import { createRouter, decoded, route, type Match, type Route } from "./http/router.js";
import * as agents from "./operations/agents.js";
import * as containers from "./operations/containers.js";
import * as conversations from "./operations/conversations.js";
import * as extras from "./operations/extras.js";
import * as files from "./operations/files.js";
import * as memory from "./operations/memoryStores.js";
import * as responses from "./operations/responses.js";
import * as vectorStores from "./operations/vectorStores.js";

const PAGE = ["limit", "order", "after"];
const PAGE_BOTH_WAYS = [...PAGE, "before"];
const INCLUDE = ["include", "include[]"];

/** What both services have under their OpenAI base. `both` are cursor parameters that only some lists take on plain OpenAI. */
function openaiRoutes(both: readonly string[]): Route[] {
  return [
    route("POST /responses", responses.createResponse),
    route("POST /responses/input_tokens", extras.countInputTokens),
    route("POST /responses/compact", extras.compact),
    route("GET /responses/{response_id}", responses.getResponse, [
      ...INCLUDE,
      "stream",
      "starting_after",
      "include_obfuscation",
    ]),
    route("DELETE /responses/{response_id}", responses.deleteResponse),
    route("POST /responses/{response_id}/cancel", responses.cancelResponse),
    route("GET /responses/{response_id}/input_items", responses.listInputItems, [...both, ...INCLUDE]),
    route("POST /conversations", conversations.createConversation),
    route("GET /conversations/{conversation_id}", conversations.getConversation),
    route("POST /conversations/{conversation_id}", conversations.updateConversation),
    route("DELETE /conversations/{conversation_id}", conversations.deleteConversation),
    route("POST /conversations/{conversation_id}/items", conversations.createItems, INCLUDE),
    route("GET /conversations/{conversation_id}/items", conversations.listItems, [...both, ...INCLUDE]),
    route("GET /conversations/{conversation_id}/items/{item_id}", conversations.getItem, INCLUDE),
    route("DELETE /conversations/{conversation_id}/items/{item_id}", conversations.deleteItem),
    route("POST /files", files.createFile),
    route("GET /files", files.listFiles, [...PAGE, "purpose"]),
    route("GET /files/{file_id}", files.retrieveFile),
    route("GET /files/{file_id}/content", files.fileContent),
    route("DELETE /files/{file_id}", files.deleteFile),
    route("POST /containers", containers.createContainerOperation),
    route("GET /containers", containers.listContainers, [...PAGE, "name"]),
    route("GET /containers/{container_id}", containers.retrieveContainer),
    route("DELETE /containers/{container_id}", containers.deleteContainer),
    route("POST /containers/{container_id}/files", containers.createContainerFile),
    route("GET /containers/{container_id}/files", containers.listContainerFiles, PAGE),
    route("GET /containers/{container_id}/files/{file_id}", containers.retrieveContainerFile),
    route("GET /containers/{container_id}/files/{file_id}/content", containers.containerFileContent),
    route("DELETE /containers/{container_id}/files/{file_id}", containers.deleteContainerFile),
    route("POST /vector_stores", vectorStores.createVectorStore),
    route("GET /vector_stores", vectorStores.listVectorStores, PAGE_BOTH_WAYS),
    route("GET /vector_stores/{vector_store_id}", vectorStores.retrieveVectorStore),
    route("POST /vector_stores/{vector_store_id}", vectorStores.updateVectorStore),
    route("DELETE /vector_stores/{vector_store_id}", vectorStores.deleteVectorStore),
    route("POST /vector_stores/{vector_store_id}/search", vectorStores.searchVectorStore),
    route("POST /vector_stores/{vector_store_id}/files", vectorStores.createVectorStoreFile),
    route("GET /vector_stores/{vector_store_id}/files", vectorStores.listVectorStoreFiles, [
      ...PAGE_BOTH_WAYS,
      "filter",
    ]),
    route("GET /vector_stores/{vector_store_id}/files/{file_id}", vectorStores.retrieveVectorStoreFile),
    route("POST /vector_stores/{vector_store_id}/files/{file_id}", vectorStores.updateVectorStoreFile),
    route("DELETE /vector_stores/{vector_store_id}/files/{file_id}", vectorStores.deleteVectorStoreFile),
    route("GET /vector_stores/{vector_store_id}/files/{file_id}/content", vectorStores.vectorStoreFileContent),
    route("POST /vector_stores/{vector_store_id}/file_batches", vectorStores.createFileBatch),
    route("GET /vector_stores/{vector_store_id}/file_batches/{batch_id}", vectorStores.retrieveFileBatch),
    route("POST /vector_stores/{vector_store_id}/file_batches/{batch_id}/cancel", vectorStores.cancelFileBatch),
    route("GET /vector_stores/{vector_store_id}/file_batches/{batch_id}/files", vectorStores.listFileBatchFiles, [
      ...PAGE_BOTH_WAYS,
      "filter",
    ]),
    route("GET /models", extras.emptyList),
    route("GET /models/{model}", extras.getModel),
  ];
}

const plainOpenAI = createRouter(openaiRoutes(PAGE));

/** Foundry lists what plain OpenAI does not. */
const foundryOpenAI = createRouter([
  route("GET /responses", responses.listResponses, [...PAGE_BOTH_WAYS, "conversation_id", "agent_name", "agent_id"]),
  route("GET /conversations", conversations.listConversations, [...PAGE_BOTH_WAYS, "agent_name", "agent_id"]),
  ...openaiRoutes([...PAGE_BOTH_WAYS, "item_type"]),
]);

const foundryProject = createRouter([
  route("POST /agents", agents.createAgent),
  route("GET /agents", agents.listAgents, [...PAGE_BOTH_WAYS, "kind"]),
  route("GET /agents/{agent_name}", agents.getAgent),
  route("POST /agents/{agent_name}", agents.updateAgent),
  route("PATCH /agents/{agent_name}", agents.patchAgent),
  route("DELETE /agents/{agent_name}", agents.deleteAgent, ["force"]),
  route("POST /agents/{agent_name}:enable", agents.switchAgent("enabled")),
  route("POST /agents/{agent_name}:disable", agents.switchAgent("disabled")),
  route("POST /agents/{agent_name}/versions", agents.createVersion),
  route("GET /agents/{agent_name}/versions", agents.listVersions, [...PAGE_BOTH_WAYS, "include_drafts"]),
  route("GET /agents/{agent_name}/versions/{agent_version}", agents.getVersion),
  route("DELETE /agents/{agent_name}/versions/{agent_version}", agents.deleteVersion, ["force"]),
  route("POST /memory_stores", memory.createMemoryStore),
  route("GET /memory_stores", memory.listMemoryStores, PAGE_BOTH_WAYS),
  route("GET /memory_stores/{name}", memory.getMemoryStore),
  route("POST /memory_stores/{name}", memory.updateMemoryStore),
  route("DELETE /memory_stores/{name}", memory.deleteMemoryStore),
  route("POST /memory_stores/{name}:search_memories", memory.searchMemories),
  route("POST /memory_stores/{name}:update_memories", memory.updateMemories),
  route("GET /memory_stores/{name}/updates/{update_id}", memory.getMemoryUpdate),
  route("POST /memory_stores/{name}:delete_scope", memory.deleteScope),
  route("POST /memory_stores/{name}/items", memory.createMemory),
  route("POST /memory_stores/{name}/items:list", memory.listMemories, [...PAGE_BOTH_WAYS, "kind"]),
  route("GET /memory_stores/{name}/items/{memory_id}", memory.getMemory),
  route("POST /memory_stores/{name}/items/{memory_id}", memory.updateMemory),
  route("DELETE /memory_stores/{name}/items/{memory_id}", memory.deleteMemory),
  route("GET /connections", extras.emptyList, ["connectionType", "defaultConnection"]),
  route("GET /connections/{name}", extras.nothingNamed("Connection")),
  route("POST /connections/{name}/getConnectionWithCredentials", extras.nothingNamed("Connection")),
  route("GET /deployments", extras.emptyList, ["modelPublisher", "modelName", "deploymentType"]),
  route("GET /deployments/{name}", extras.nothingNamed("Deployment")),
]);

/** Where a path leads. */
export interface Destination {
  readonly surface: Surface;
  readonly match: Match | undefined;
  /** Set on per-agent endpoints. */
  readonly boundAgent: string | undefined;
  /** Foundry's own operations want an api-version, those under its OpenAI base do not. */
  readonly needsApiVersion: boolean;
}

/**
 * Finds surface and operation: `/v1/…` is plain OpenAI; below `/api/projects/<any>`, `openai/v1/…` (and the older `openai/…`) are Foundry's
 * OpenAI operations, `agents/<name>/endpoint/protocols/openai/…` the same for one agent, everything else Foundry's own.
 * Undefined for a path of neither.
 */
export function destination(method: string, path: string): Destination | undefined {
  if (path.startsWith("/v1/")) {
    return {
      surface: "openai",
      match: plainOpenAI(method, path.slice(3)),
      boundAgent: undefined,
      needsApiVersion: false,
    };
  }
  const inProject = /^\/api\/projects\/[^/]+(\/.*)$/.exec(path)?.[1];
  if (inProject === undefined) return undefined;
  const bound = /^\/agents\/([^/]+)\/endpoint\/protocols\/openai(?:\/v1)?(\/.*)$/.exec(inProject);
  const below = bound?.[2] ?? /^\/openai(?:\/v1)?(\/.*)$/.exec(inProject)?.[1];
  const boundAgent = bound ? decoded(bound[1]!) : undefined;
  if (below !== undefined) {
    return { surface: "foundry", match: foundryOpenAI(method, below), boundAgent, needsApiVersion: false };
  }
  return { surface: "foundry", match: foundryProject(method, inProject), boundAgent: undefined, needsApiVersion: true };
}
