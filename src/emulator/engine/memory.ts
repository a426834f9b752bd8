import { objectsOf, textOf, type Json, type JsonObject } from "../json.js";
import type { Item, MemoryStore, State } from "../store/state.js";
import type { Turn } from "./turn.js";

/** Seconds of inactivity after which an agent's memory takes in what was said, when its tool says nothing (documented). */
const UPDATE_DELAY = 300;

/** A memory store as it is now: what was due has become memories. Undefined when there is none of that name. */
export function memoryStore(state: State, name: string): MemoryStore | undefined {
  const store = state.memoryStores.get(name);
  if (!store) return undefined;
  const now = state.clock.now();
  for (const { scope, texts } of store.pending.filter(({ due }) => due <= now))
    for (const text of texts) addMemory(state, store, scope, text, "user_profile");
  store.pending = store.pending.filter(({ due }) => due > now);
  return store;
}

/** Puts a memory into a store. */
export function addMemory(state: State, store: MemoryStore, scope: string, content: string, kind: string): JsonObject {
  const memory_id = state.ids.plain("mem");
  const item: JsonObject = { memory_id, updated_at: state.clock.now(), scope, content, kind };
  store.items.set(memory_id, item);
  return item;
}

/** What the memory tool of an agent finds: everything in its scope, newest last. */
export function recall(state: State, turn: Turn): JsonObject[] {
  return memoryTools(turn).flatMap(({ memory_store_name, scope, search_options }) => {
    const store = memoryStore(state, String(memory_store_name));
    const found = [...(store?.items.values() ?? [])].filter((item) => item["scope"] === scope);
    const most = (search_options as JsonObject | undefined)?.["max_memories"];
    return typeof most === "number" ? found.slice(-most) : found;
  });
}

/** Notes what a finished turn will leave in the memory of its agent; each turn puts off what is still to come. */
export function rememberLater(state: State, turn: Turn, input: readonly Item[]): void {
  const texts = messageTexts(input.filter((item) => item["role"] === "user"));
  for (const { memory_store_name, scope, update_delay = UPDATE_DELAY } of memoryTools(turn)) {
    const store = memoryStore(state, String(memory_store_name));
    if (!store) continue;
    const due = state.clock.now() + Number(update_delay);
    const putOff = store.pending.map((entry) => (entry.scope === scope ? { ...entry, due } : entry));
    store.pending = [...putOff, { due, scope: String(scope), texts }];
  }
}

/** The texts of messages, each on its own. */
export function messageTexts(items: Json | undefined | readonly Item[]): string[] {
  if (typeof items === "string") return [items];
  return objectsOf(items as Json).flatMap((item) => {
    const content = item["content"];
    return typeof content === "string" ? [content] : objectsOf(content).map((part) => textOf(part["text"]) ?? "");
  });
}

function memoryTools(turn: Turn): readonly JsonObject[] {
  return turn.tools.filter((tool) => tool["type"] === "memory_search_preview");
}
