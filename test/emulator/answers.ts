import type { LogExport } from "../../src/emulator/index.js";
import { FoundrySpec } from "./foundrySpec.js";
import { Spec, type Check } from "./spec.js";

/**
 * Where the real service differs from its own description, in recordings (specs/README.md, point 3): null where the description has a
 * plain type. Everything else must validate.
 */
const AS_RECORDED = [
  /^\/(first_id|last_id|name|user|expires_at|expires_after|status_details|description)(\/\w+)? must be/,
  /^\/data\/\d+\/(name|expires_after|expires_at|description|status_details|user)(\/\w+)? must be/,
  /^\/response\/user must be/,
  /^(\/response|\/data\/\d+)?\/usage must be object/,
  /^(\/\w+)?(\/data\/\d+)? must match a schema in anyOf/,
];

/** Foundry's own operations, below the project: what they answer with. */
const FOUNDRY_ANSWERS: readonly (readonly [route: string, model: string])[] = [
  ["POST /agents", "Agent"],
  ["GET /agents", "_agentsPagedResultAgentObject"],
  ["GET /agents/{}", "Agent"],
  ["POST /agents/{}", "Agent"],
  ["PATCH /agents/{}", "Agent"],
  ["DELETE /agents/{}", "DeleteAgentResponse"],
  ["POST /agents/{}/versions", "AgentVersion"],
  ["GET /agents/{}/versions", "_agentsPagedResultAgentVersionObject"],
  ["GET /agents/{}/versions/{}", "AgentVersion"],
  ["DELETE /agents/{}/versions/{}", "DeleteAgentVersionResponse"],
  ["POST /memory_stores", "MemoryStore"],
  ["GET /memory_stores", "_agentsPagedResultMemoryStoreObject"],
  ["GET /memory_stores/{}", "MemoryStore"],
  ["POST /memory_stores/{}", "MemoryStore"],
  ["DELETE /memory_stores/{}", "DeleteMemoryStoreResponse"],
  ["POST /memory_stores/{}:search_memories", "MemoryStoreSearchResponse"],
  ["POST /memory_stores/{}:update_memories", "MemoryStoreUpdateResponse"],
  ["GET /memory_stores/{}/updates/{}", "MemoryStoreUpdateResponse"],
  ["POST /memory_stores/{}:delete_scope", "MemoryStoreDeleteScopeResponse"],
  ["POST /memory_stores/{}/items", "MemoryItem"],
  ["POST /memory_stores/{}/items:list", "_agentsPagedResultMemoryItem"],
  ["GET /memory_stores/{}/items/{}", "MemoryItem"],
  ["POST /memory_stores/{}/items/{}", "MemoryItem"],
  ["DELETE /memory_stores/{}/items/{}", "DeleteMemoryResponse"],
];

/** Deletions whose answers the description leaves out; recorded. */
const RECORDED_DELETIONS: readonly (readonly [path: RegExp, object: string])[] = [
  [/^\/responses\/[^/]+$/, "response.deleted"],
  [/^\/containers\/[^/]+$/, "container.deleted"],
  [/^\/containers\/[^/]+\/files\/[^/]+$/, "container.file.deleted"],
];

/** Lists that only Foundry has, with what is in them. */
const FOUNDRY_LISTS: Readonly<Record<string, string>> = {
  "GET /responses": "Response",
  "GET /conversations": "ConversationResource",
};

interface Item {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** Knows what every answer and every event has to look like. */
export class Answers {
  readonly #openai = new Spec();
  readonly #foundry = new FoundrySpec();
  readonly #routes = FOUNDRY_ANSWERS.map(([route, model]) => ({
    pattern: new RegExp(`^${route.replaceAll("{}", "[^/:]+")}$`),
    check: this.#foundry.model(model),
  }));

  /** What is wrong with a JSON answer. */
  json(method: string, pathname: string, status: number, body: unknown): string[] {
    if (status >= 400) return this.#openai.schema("ErrorResponse")(body);
    const check = this.#checkOf(method, pathname);
    if (check === undefined) return ["is described nowhere"];
    const { rest, own } = apart(body);
    return [...unexpected(check(rest)), ...own.flatMap((item) => this.#foundryItem(item))];
  }

  /** What is wrong with a stream event. */
  event(event: { readonly type: string }): string[] {
    const { rest, own } = apart(event);
    const described = "item" in event && own.length > 0 ? [] : this.#openai.schema(eventSchema(event.type))(rest);
    return [...unexpected(described), ...own.flatMap((item) => this.#foundryItem(item))];
  }

  /** `memory_search_call`, as several programs read it; its memories are those of the stores. */
  #foundryItem({ id, type, status, memories, ...others }: Item): string[] {
    const known = [id, type, status].every((member) => typeof member === "string");
    const more = Object.keys(others).filter((name) => name !== "response_id" && name !== "agent_reference");
    const unknown = more.map((name) => `${name} is no member of memory_search_call`);
    const memory = this.#foundry.model("MemoryItem");
    return [...(known ? unknown : ["no memory_search_call"]), ...(memories as unknown[]).flatMap(memory)];
  }

  #checkOf(method: string, pathname: string): Check | undefined {
    const project = /^\/api\/projects\/[^/]+(\/.*)$/.exec(pathname)?.[1];
    const below =
      /^\/v1(\/.*)$/.exec(pathname)?.[1] ??
      /^(?:\/agents\/[^/]+\/endpoint\/protocols)?\/openai(?:\/v1)?(\/.*)$/.exec(project ?? "")?.[1];
    if (below === undefined) return this.#routes.find(({ pattern }) => pattern.test(`${method} ${project}`))?.check;
    const object = RECORDED_DELETIONS.find(([path]) => method === "DELETE" && path.test(below))?.[1];
    if (object !== undefined) return (value) => deletion(object, below.split("/").at(-1)!, value);
    const entry = FOUNDRY_LISTS[`${method} ${below}`];
    if (entry === undefined || project === undefined) return this.#openai.answer(method, below);
    const check = this.#openai.schema(entry);
    return (value) =>
      (value as { data: unknown[] }).data.flatMap((row, index) => check(row).map((text) => `/data/${index}${text}`));
  }
}

/** Takes items out that only Foundry has: the OpenAPI description does not know them. */
function apart(value: unknown): { rest: unknown; own: Item[] } {
  const own: Item[] = [];
  const rest = JSON.parse(JSON.stringify(value), (_key, entry: unknown) => {
    const isOwn = (item: unknown) => (item as Item | null)?.type === "memory_search_call";
    if (isOwn(entry)) own.push(entry as Item);
    return Array.isArray(entry) ? entry.filter((item) => !isOwn(item)) : entry;
  }) as unknown;
  return { rest, own };
}

function deletion(object: string, id: string, value: unknown): string[] {
  const expected = JSON.stringify({ deleted: true, id, object });
  const found = JSON.stringify(Object.fromEntries(Object.entries(value as object).sort()));
  return found === expected ? [] : [`${found} instead of ${expected}`];
}

/** What is wrong with the JSON answers of a record; of streams it has only the number of events. */
export function recordProblems({ requests }: LogExport): string[] {
  const answers = new Answers();
  return requests.flatMap(({ method, path, status, response }) => {
    const streamed = Object.keys((response ?? {}) as object).some((name) => name.startsWith("response."));
    if (response === null || streamed) return [];
    return answers.json(method, path, status, response).map((problem) => `${method} ${path} ${status}: ${problem}`);
  });
}

/** A union that fails names every branch; it counts as recorded when nothing but known deviations is left. */
function unexpected(errors: readonly string[]): string[] {
  return errors.filter((error) => !AS_RECORDED.some((known) => known.test(error)));
}

/** `response.output_text.delta` → `ResponseTextDeltaEvent`: the description's own names are irregular. */
function eventSchema(type: string): string {
  const irregular: Readonly<Record<string, string>> = {
    error: "ResponseErrorEvent",
    "response.output_text.delta": "ResponseTextDeltaEvent",
    "response.output_text.done": "ResponseTextDoneEvent",
  };
  const words = type.replace("response.", "").replace("image_generation_call", "image_gen_call").split(/[._]/);
  const name = words.map((word) => (word === "mcp" ? "MCP" : word[0]!.toUpperCase() + word.slice(1))).join("");
  return irregular[type] ?? `Response${name}Event`;
}
