import type { Json } from "../json.js";

/** A key-value store. Keys are short ASCII texts; values are JSON. */
export interface Store {
  get(key: string): Promise<Json | undefined>;
  /** @param ttl milliseconds after which the entry may go */
  set(key: string, value: Json, ttl?: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that begin so, with their values. The prefix ends with a colon. */
  list(prefix: string): Promise<readonly (readonly [key: string, value: Json])[]>;
  /** What lets several processes share the store; without it, it belongs to one. */
  readonly claims?: Claims;
  /** Lets go of connections. */
  close?(): Promise<void>;
}

/** Names that one process at a time can hold. */
export interface Claims {
  /** Takes a name that nobody holds, or holds it for longer. In one step, whoever else tries. @returns whether it is the owner's now */
  claim(name: string, owner: string, ms: number): Promise<boolean>;
  /** Gives a name back, unless it has become somebody else's. */
  release(name: string, owner: string): Promise<void>;
}

/** Keys whose values nothing else can tell; all others are kept only because they save asking the service. */
const KEPT = ["assistant:", "alias:"];

/** A store in this process. What can be found out again goes, oldest first, beyond a number of entries. */
export function memoryStore(limit = 5000): Store {
  const kept = new Map<string, Json>();
  const recent = new Map<string, Json>();
  const mapOf = (key: string) => (KEPT.some((prefix) => key.startsWith(prefix)) ? kept : recent);
  return {
    get: async (key) => mapOf(key).get(key),
    set: async (key, value) => {
      const map = mapOf(key);
      if (map === recent) recent.delete(key);
      map.set(key, value);
      if (recent.size > limit) recent.delete(recent.keys().next().value!);
    },
    delete: async (key) => void mapOf(key).delete(key),
    list: async (prefix) => [...mapOf(prefix)].filter(([key]) => key.startsWith(prefix)),
  };
}
