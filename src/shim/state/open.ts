import { memoryStore, type Claims, type Store } from "./store.js";

/** A kind of store, the addresses that name it, and the package that the user adds for it. */
interface Driver {
  readonly address: RegExp;
  readonly needs?: string;
  open(address: string): Promise<Store>;
}

/** Drivers are loaded when they are asked for: hosts without files, and users without a database, need none. */
const DRIVERS: readonly Driver[] = [
  { address: /^memory:?$/, open: async () => memoryStore() },
  {
    address: /^rediss?:\/\//,
    needs: "@keyv/redis",
    open: async (url) => (await import("./drivers/redis.js")).redisStore(url),
  },
  {
    address: /^postgres(ql)?:\/\//,
    needs: "pg",
    open: async (uri) => (await import("./drivers/postgres.js")).postgresStore(uri),
  },
  { address: /^(?![a-z]+:\/\/)./i, open: async (folder) => (await import("./drivers/file.js")).fileStore(folder) },
];

/**
 * Opens a store by its address: a folder, `redis://…`, `rediss://…`, `postgres://…`, or `memory`.
 * @throws Error for an address of no known kind, a package that is not installed, and a store that cannot be reached
 */
export async function openStore(address: string): Promise<Store> {
  const driver = DRIVERS.find((one) => one.address.test(address));
  if (!driver) {
    throw new Error(
      `${withoutSecret(address)} is no store: give a folder, redis://…, postgres://… or the word "memory".`,
    );
  }
  try {
    return await driver.open(address);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ERR_MODULE_NOT_FOUND" && driver.needs !== undefined && message.includes(`'${driver.needs}'`)) {
      throw new Error(`This store needs the package ${driver.needs}. Install it beside migrate-agents.`, {
        cause: error,
      });
    }
    throw new Error(`The store ${withoutSecret(address)} cannot be used: ${message || code || String(error)}`, {
      cause: error,
    });
  }
}

/** An address as it may be shown. */
export function withoutSecret(address: string): string {
  return address.replace(/^([a-z]+:\/\/)[^@/]*@/i, "$1…@").replace(/\?.*$/, "");
}

const opened = new Map<string, Store>();

/**
 * The store at an address, opened when it is first used, for mounts that are made where nothing can be awaited. All that ask for the same
 * address in a process share it.
 */
export function storeAt(address: string): Store {
  const known = opened.get(address);
  if (known) return known;
  let opening: Promise<Store> | undefined;
  // A store that could not be opened is tried again by the next request.
  const open = () =>
    (opening ??= openStore(address).catch((error: unknown) => {
      opening = undefined;
      throw error;
    }));
  const own = claimsHere();
  const store: Store = {
    get: async (key) => (await open()).get(key),
    set: async (key, value, ttl) => (await open()).set(key, value, ttl),
    delete: async (key) => (await open()).delete(key),
    list: async (prefix) => (await open()).list(prefix),
    claims: {
      claim: async (...claim) => ((await open()).claims ?? own).claim(...claim),
      release: async (...claim) => ((await open()).claims ?? own).release(...claim),
    },
    close: async () => {
      opened.delete(address);
      await (await opening)?.close?.();
    },
  };
  opened.set(address, store);
  return store;
}

/** Names that one mount at a time can hold, where all of them are in this process. */
function claimsHere(): Claims {
  const held = new Map<string, string>();
  return {
    claim: async (name, owner) => {
      if ((held.get(name) ?? owner) !== owner) return false;
      held.set(name, owner);
      return true;
    },
    release: async (name, owner) => {
      if (held.get(name) === owner) held.delete(name);
    },
  };
}
