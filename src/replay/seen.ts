import type { Turn } from "../emulator/engine/turn.js";
import { isObject, objectOf, type Json, type JsonObject } from "../emulator/json.js";
import type { SeenConversation, SeenTurn } from "./recording.js";

/** What stands for an id: a file's name and content, what is in a vector store. */
export interface Naming {
  of(id: string): Json | undefined;
}

/** Keys of metadata that belong to the shim: links between runs and responses, files of threads, names of assistants. */
const SHIM_KEYS = /^(_(run|prev|asst|req|vs|cf\d*|ar)|assistant_(name|created|file_search)|x-ms-.*)$/;

/** Fields of items that only one run of a program has, or that no model reads. */
const ITEM_KEYS = new Set([
  "id",
  "status",
  "created_by",
  "response_id",
  "agent_reference",
  "encrypted_content",
  "logprobs",
]);

/** Metadata as the program gave it. */
export function ownMetadata(metadata: Json | undefined): JsonObject {
  return Object.fromEntries(Object.entries(objectOf(metadata)).filter(([key]) => !SHIM_KEYS.test(key)));
}

/** What counts of a turn. Settings that nobody gave are left out. */
export function turnSeen(turn: Turn, naming: Naming): SeenTurn {
  const { tool_choice, parallel_tool_calls, text, reasoning, temperature, top_p, max_output_tokens, truncation } = turn;
  const names = new Names(naming);
  return {
    model: turn.model,
    instructions: turn.instructions === "" ? null : turn.instructions,
    tools: turn.tools.map((tool) => names.toolSeen(tool)),
    settings: { tool_choice, parallel_tool_calls, text, reasoning, temperature, top_p, max_output_tokens, truncation },
    input: turn.input.map((item) => names.itemSeen(item)),
    metadata: ownMetadata(turn.request.metadata),
    status: turn.status,
    error: turn.error,
  };
}

/** What counts of a conversation's items. */
export function itemsSeen(items: readonly JsonObject[], naming: Naming): Json {
  const names = new Names(naming);
  return items.map((item) => names.itemSeen(item));
}

/** A text by which conversations are put in order: that of what was said in them. */
export function contentKey({ items, turns, metadata }: SeenConversation): string {
  return JSON.stringify([items, turns.map(({ input }) => input), metadata]);
}

/** Ids within one list of items become numbers in the order in which they occur; those of files and stores what they stand for. */
class Names {
  readonly #numbers = new Map<string, string>();

  constructor(private readonly naming: Naming) {}

  itemSeen(item: JsonObject): Json {
    const entries = Object.entries(item).filter(([key, value]) => !ITEM_KEYS.has(key) && value !== undefined);
    return this.#named(Object.fromEntries(entries));
  }

  toolSeen(tool: JsonObject): Json {
    const { container } = tool;
    const hasNoFiles = isObject(container) && Array.isArray(container.file_ids) && container.file_ids.length === 0;
    return this.#named(hasNoFiles ? { ...tool, container: { ...container, file_ids: undefined } } : tool);
  }

  #named(value: Json | undefined): Json {
    if (typeof value === "string") return this.#text(value);
    if (Array.isArray(value)) return value.map((entry) => this.#named(entry));
    if (!isObject(value)) return value ?? null;
    const entries = Object.entries(value).filter(([key, entry]) => key !== "logprobs" && entry !== undefined);
    return Object.fromEntries(entries.map(([key, entry]) => [key, this.#named(entry)]));
  }

  #text(text: string): Json {
    const known = this.naming.of(text);
    if (known !== undefined) return known;
    const kind = /^(call|cntr|cfile|mcpr|mcpl|msg|ci|fs|ws|rs)_\w{12,}$/.exec(text)?.[1];
    if (kind === undefined) return text;
    const number = this.#numbers.get(text) ?? `<${kind} ${this.#numbers.size + 1}>`;
    this.#numbers.set(text, number);
    return number;
  }
}
