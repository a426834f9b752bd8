import { keyvStore } from "../keyv.js";
import type { Claims, Store } from "../store.js";

/** Takes a name, or renews it for its owner. Scripts run alone. */
const CLAIM = `
if redis.call("SET", KEYS[1], ARGV[1], "NX", "PX", ARGV[2]) then return 1 end
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("PEXPIRE", KEYS[1], ARGV[2]) end
return 0`;

const RELEASE = `if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end return 0`;

/** As much as is needed of a client, and of a cluster of them. */
interface Scripting {
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/**
 * A store in Redis, Valkey and the like, for any number of processes. Needs the package `@keyv/redis`.
 * @param url `redis://…`, `rediss://…`
 * @throws Error when the server cannot be reached
 */
export async function redisStore(url: string): Promise<Store> {
  const { default: KeyvRedis } = await import("@keyv/redis");
  const adapter = new KeyvRedis(url, {
    keyPrefixSeparator: ":",
    throwOnErrors: true,
    throwOnConnectError: true,
    connectionTimeout: 5000,
  });
  const run = async (script: string, name: string, ...args: string[]) => {
    const client = (await adapter.getClient()) as unknown as Scripting;
    return (await client.eval(script, { keys: [name], arguments: args })) === 1;
  };
  const claims: Claims = {
    claim: (name, owner, ms) => run(CLAIM, name, owner, String(ms)),
    release: async (name, owner) => void (await run(RELEASE, name, owner)),
  };
  const store = await keyvStore(adapter, claims);
  await adapter.getClient();
  return store;
}
