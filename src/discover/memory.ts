import path from "node:path";
import type { Disk, Search } from "./disk.js";
import type { Discovered } from "./discover.js";
import { foldersUpFrom, isInside } from "./paths.js";
import { anyOf, unfit, type Scanned } from "./prefilter.js";
import type { Skip } from "./skip.js";

/**
 * A disk that holds exactly the given files.
 * @param files bytes by absolute, `/`-separated path
 * @param root counts as the top of their repository
 */
export function memoryDisk(files: ReadonlyMap<string, Buffer>, root: string): Disk {
  const scan = (file: string, needle?: RegExp): Scanned => {
    const bytes = files.get(file);
    if (!bytes) return { path: file, reason: "unreadable" };
    if (needle && !needle.test(bytes.toString("latin1"))) return undefined;
    const reason = unfit(bytes, file);
    return reason ? { path: file, reason } : bytes;
  };
  let folders: Map<string, Set<string>> | undefined;
  const found = (): Map<string, Set<string>> => (folders ??= foldersOf(files.keys()));
  return {
    scan,
    read(file) {
      const bytes = scan(file);
      return Buffer.isBuffer(bytes) ? bytes : undefined;
    },
    names: (folder) => [...(found().get(folder) ?? [])].sort(),
    repositoryRoot: (folder) => (isInside(root, folder) ? root : undefined),
    candidatesBelow(folder, { accepts, needles }) {
      const needle = anyOf(needles);
      const candidates = new Map<string, Buffer>();
      for (const file of files.keys()) {
        if (!isInside(folder, file) || !accepts(path.posix.basename(file))) continue;
        const bytes = scan(file, needle);
        if (Buffer.isBuffer(bytes)) candidates.set(file, bytes);
      }
      return candidates;
    },
  };
}

/** What `discover` finds when all source files are in memory: they were chosen by whoever gave them, so nothing is ignored. */
export function discoverInMemory(
  files: ReadonlyMap<string, Buffer>,
  root: string,
  { accepts, lists, needles }: Search & { readonly lists: (fileName: string) => boolean },
): Discovered {
  const needle = anyOf(needles);
  const sources: string[] = [];
  const texts: string[] = [];
  const candidates = new Map<string, Buffer>();
  const skips: Skip[] = [];
  for (const [file, bytes] of files) {
    const name = path.posix.basename(file);
    if (!accepts(name)) {
      if (lists(name)) texts.push(file);
      continue;
    }
    sources.push(file);
    if (!needle.test(bytes.toString("latin1"))) continue;
    const reason = unfit(bytes, file);
    if (reason) skips.push({ path: file, reason });
    else candidates.set(file, bytes);
  }
  return { roots: [root], files: sources, wholeFolders: new Set(), texts, candidates, skips };
}

/** Names of what lies in each folder. */
function foldersOf(files: Iterable<string>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  for (const file of files) {
    let inner = path.posix.basename(file);
    for (const folder of foldersUpFrom(path.posix.dirname(file))) {
      const names = folders.get(folder);
      if (names) {
        names.add(inner);
        break;
      }
      folders.set(folder, new Set([inner]));
      inner = path.posix.basename(folder);
    }
  }
  return folders;
}
