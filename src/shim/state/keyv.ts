import type { KeyvStoreAdapter } from "keyv";
import type { Json } from "../json.js";
import type { Claims, Store } from "./store.js";

/** Before all keys, so that a database may hold other things too. */
const PREFIX = "migrate-agents:";

/**
 * A store in anything that has a keyv adapter with an iterator.
 * @param claims how processes that share it keep out of each other's way; without, one process only may use it
 */
export async function keyvStore(adapter: KeyvStoreAdapter, claims?: Claims): Promise<Store> {
  const { Keyv } = await import("keyv");
  // Adapters that swallow errors emit them; keyv throws those that it sees.
  const keyv = new Keyv({ store: adapter, namespace: undefined, useKeyPrefix: false, throwOnErrors: true });
  keyv.on("error", () => undefined);
  return {
    get: (key) => keyv.get<Json>(PREFIX + key),
    set: async (key, value, ttl) => void (await keyv.set(PREFIX + key, value, ttl)),
    delete: async (key) => void (await keyv.delete(PREFIX + key)),
    list: async (prefix) => {
      const found: [string, Json][] = [];
      const namespace = (PREFIX + prefix).replace(/:$/, "");
      for await (const [key, raw] of iterate(adapter, namespace)) {
        const entry = await keyv.deserializeData<Json>(raw as string);
        if (entry?.value === undefined || (entry.expires ?? Infinity) < Date.now()) continue;
        // Some adapters give keys with their namespace, some without.
        found.push([prefix + key.slice(key.startsWith(`${namespace}:`) ? namespace.length + 1 : 0), entry.value]);
      }
      return found;
    },
    ...(claims && { claims: prefixed(claims) }),
    close: () => keyv.disconnect(),
  };
}

function iterate(adapter: KeyvStoreAdapter, namespace: string): AsyncIterable<readonly [string, unknown]> {
  if (!adapter.iterator) throw new Error("This keyv adapter cannot list what it holds; choose one with an iterator.");
  return adapter.iterator(namespace) as AsyncIterable<readonly [string, unknown]>;
}

function prefixed(claims: Claims): Claims {
  return {
    claim: (name, owner, ms) => claims.claim(`${PREFIX}claim:${name}`, owner, ms),
    release: (name, owner) => claims.release(`${PREFIX}claim:${name}`, owner),
  };
}
