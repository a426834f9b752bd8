import type { KeyvStoreAdapter } from "keyv";
import { EventEmitter } from "node:events";
import { mkdir, opendir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { keyvStore } from "../keyv.js";
import type { Store } from "../store.js";
import { lockFolder } from "./lock.js";

/**
 * A store in a folder, for one process: one small file for each entry, replaced as a whole, so that a process that is killed leaves every
 * entry either old or new. Nothing is kept in memory.
 * @throws Error when the folder cannot be written, or belongs to another process
 */
export async function fileStore(folder: string): Promise<Store> {
  await mkdir(folder, { recursive: true });
  const unlock = await lockFolder(folder);
  const store = await keyvStore(new FileAdapter(path.join(folder, "entries")));
  return { ...store, close: unlock };
}

/** Entries spread over this many folders: listing a folder with a million files is slow. */
const SHARDS = 256;

class FileAdapter extends EventEmitter implements KeyvStoreAdapter {
  readonly opts = { dialect: "file", url: "" };
  readonly #folder: string;
  #writes = 0;

  constructor(folder: string) {
    super();
    this.#folder = folder;
  }

  async get<Value>(key: string) {
    try {
      return (await readFile(this.#file(key), "utf8")) as Value;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async set(key: string, value: string): Promise<void> {
    const file = this.#file(key);
    const fresh = `${file}.${process.pid}-${this.#writes++}.tmp`;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(fresh, value, { mode: 0o600 });
    await rename(fresh, file);
  }

  async delete(key: string): Promise<boolean> {
    try {
      await rm(this.#file(key));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async clear(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async *iterator<Value>(namespace = ""): AsyncGenerator<Array<string | Awaited<Value> | undefined>, void> {
    const kind = path.join(this.#folder, encodeURIComponent(namespace));
    for (const shard of await namesIn(kind)) {
      for (const name of await namesIn(path.join(kind, shard))) {
        if (name.endsWith(".tmp")) continue;
        const key = `${namespace}:${decodeURIComponent(name)}`;
        const value = await this.get<Awaited<Value>>(key);
        if (value !== undefined) yield [key, value];
      }
    }
  }

  /** `a:b:key` is in the folder of `a:b`. */
  #file(key: string): string {
    const end = key.lastIndexOf(":");
    const name = key.slice(end + 1);
    const hash = [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % SHARDS, 7);
    const kind = encodeURIComponent(key.slice(0, Math.max(0, end)));
    return path.join(this.#folder, kind, hash.toString(16), encodeURIComponent(name));
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names: string[] = [];
    for await (const entry of await opendir(folder)) names.push(entry.name);
    return names.sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "ENOENT";
}
