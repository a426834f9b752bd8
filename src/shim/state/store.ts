import type { Json } from "../json.js";

/** A key-value store. Keys are short ASCII texts; values are JSON. */
export interface Store {
  get(key: string): Promise<Json | undefined>;
  set(key: string, value: Json): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that begin so, with their values, in the order in which they were first set. */
  list(prefix: string): Promise<readonly (readonly [key: string, value: Json])[]>;
}

/** Keys whose values nothing else can tell; all others are kept only because they save asking the service. */
const KEPT = ["assistant:"];

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
