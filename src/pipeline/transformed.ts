import type { Disk } from "../discover/disk.js";
import type { Discovered } from "../discover/discover.js";
import type { Change, Migration } from "./migration.js";
import { decode, encode, type SourceFile } from "./source.js";

/** What is done to files before anything is looked for in them. */
export interface Transform {
  readonly accepts: (file: string) => boolean;
  /** The new text of a file, or undefined where it stays. */
  readonly run: (file: string, text: string) => Promise<string | undefined>;
}

/** Files as a transform made them, in the place of those on the disk. */
export interface Transformed {
  readonly found: Discovered;
  readonly disk: Disk;
  /** Each file that is another one now, and what it was. */
  readonly files: ReadonlyMap<string, { readonly original: SourceFile; readonly bytes: Buffer }>;
}

/**
 * Runs a transform on all files that were found. Nothing is written: what it makes of them is what the run reads.
 * @param isCandidate whether a text may hold classic calls; bytes taken as Latin-1
 */
export async function transformFiles(
  found: Discovered,
  disk: Disk,
  transform: Transform,
  isCandidate: (text: string) => boolean,
): Promise<Transformed> {
  const files = new Map<string, { original: SourceFile; bytes: Buffer }>();
  const candidates = new Map(found.candidates);
  for (const file of found.files) {
    const read = transform.accepts(file) ? disk.read(file) : undefined;
    if (!read) continue;
    const original = decode(file, read);
    const text = await transform.run(file, original.text);
    if (text === undefined || text === original.text) continue;
    const bytes = encode(original, text);
    files.set(file, { original, bytes });
    if (isCandidate(bytes.toString("latin1"))) candidates.set(file, bytes);
    else candidates.delete(file);
  }
  return { found: { ...found, candidates }, disk: over(disk, files), files };
}

/** The disk with other bytes for some of its files. */
function over(disk: Disk, files: Transformed["files"]): Disk {
  return {
    ...disk,
    read: (file) => files.get(file)?.bytes ?? disk.read(file),
    scan: (file, needle) => {
      const bytes = files.get(file)?.bytes;
      if (!bytes) return disk.scan(file, needle);
      return needle && !needle.test(bytes.toString("latin1")) ? undefined : bytes;
    },
  };
}

/**
 * Changes from what is on the disk, not from what the transform made of it; what only the transform changed is a change, too.
 * @param holds whether a file is one that the run may rewrite
 */
export function fromOriginals(
  migration: Migration,
  { files }: Transformed,
  holds: (file: string) => boolean,
): Migration {
  const isTold = new Set([
    ...migration.changes.map(({ source }) => source.path),
    ...migration.refusals.map(({ file }) => file),
  ]);
  const changes = migration.changes.map((change): Change => {
    const original = files.get(change.source.path)?.original;
    return original ? { ...change, source: original } : change;
  });
  for (const [file, { original, bytes }] of files)
    if (!isTold.has(file) && holds(file))
      changes.push({ source: original, text: decode(file, bytes).text, bytes, edits: [] });
  return { ...migration, changes };
}
