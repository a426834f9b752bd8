import { readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { slashed } from "../discover/paths.js";
import { replaceFile } from "./atomic.js";
import { describe, forgetJournal, journalHome, newRun, writeJournal, type Journal } from "./journal.js";
import { withdraw, type Change, type Migration } from "./migration.js";
import type { Refusal } from "./refusal.js";

/** Thrown when writing failed; every file that was already written has its old bytes back. */
export class WriteFailed extends Error {
  override readonly name = "WriteFailed";
  constructor(
    readonly file: string,
    readonly reason: string,
  ) {
    super(`${file}: ${reason}`);
  }
}

/**
 * Writes a migration's changes, all of them or, when writing fails, none. Files that changed since they were read, or must not be
 * written, are withdrawn first, with all files they can only be changed with. The journal is on the disk before the first file changes.
 * @param folder where the journal's home is looked for
 * @returns the migration without what was withdrawn
 * @throws WriteFailed
 */
export function apply(migration: Migration, folder: string): Migration {
  const modes = new Map<string, number>();
  const refusals: Refusal[] = [];
  for (const change of migration.changes) {
    const checked = tryWritable(change);
    if (typeof checked === "number") modes.set(change.source.path, checked);
    else refusals.push(checked);
  }
  const settled = withdraw(migration, refusals);
  if (settled.changes.length === 0) return settled;

  const home = journalHome(folder);
  const journal = describe(newRun(), settled.changes, modes, home.base);
  try {
    writeJournal(home, journal);
  } catch (error) {
    throw new WriteFailed(home.folder, messageOf(error));
  }
  writeAll(settled.changes, journal, () => forgetJournal(home, journal.run));
  return settled;
}

function writeAll(changes: readonly Change[], journal: Journal, onTakenBack: () => void): void {
  const written: number[] = [];
  try {
    for (const [i, { source, bytes }] of changes.entries()) {
      if (!readFileSync(source.path).equals(source.bytes)) {
        throw new WriteFailed(source.path, "it changed while the files were being written");
      }
      replaceFile(source.path, bytes, temporaryFor(source.path, journal, i));
      written.push(i);
    }
  } catch (error) {
    const failed = changes[written.length]!.source.path;
    for (const i of written.reverse()) {
      const { source } = changes[i]!;
      replaceFile(source.path, source.bytes, temporaryFor(source.path, journal, i));
    }
    onTakenBack();
    throw error instanceof WriteFailed ? error : new WriteFailed(failed, messageOf(error));
  }
}

/** The mode of a file that may be written, or why it may not. */
function tryWritable({ source }: Change): number | Refusal {
  const file = source.path;
  try {
    // Files are found under their real path inside the given ones: a link that took its place may lead anywhere.
    if (slashed(realpathSync.native(file)) !== file) return { file, reason: "changed-on-disk" };
    if (!readFileSync(file).equals(source.bytes)) return { file, reason: "changed-on-disk" };
    const { mode } = statSync(file);
    // The bits count even for root, who could write anyway: whoever set them did not want the file changed.
    if ((mode & 0o222) === 0) return { file, reason: "read-only", detail: "file" };
    if ((statSync(path.posix.dirname(file)).mode & 0o222) === 0) return { file, reason: "read-only", detail: "folder" };
    return mode;
  } catch {
    return { file, reason: "changed-on-disk" };
  }
}

function temporaryFor(file: string, journal: Journal, index: number): string {
  return path.posix.join(path.posix.dirname(file), journal.files[index]!.temporary);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
