import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { repositoryOf } from "../discover/repository.js";
import { replaceFile } from "./atomic.js";
import { forgetJournal, journalHomes, lastJournal, type JournalEntry, type JournalHome } from "./journal.js";
import { hashOf } from "./source.js";

export interface Undone {
  readonly run: string;
  /** Files that have their old bytes back; those the run had not reached are not among them. */
  readonly restored: readonly string[];
  /** Files that were edited or removed since the run. Without `force` nothing is restored when there are any. */
  readonly edited: readonly string[];
  /** With `force`: where the edited versions were saved. */
  readonly savedIn: string | undefined;
}

/**
 * Takes the last run back that concerns `folder`: every file gets exactly the bytes and the mode it had. Also after the run was killed
 * at any moment, and again after undo itself was.
 * @returns undefined when there is nothing to undo
 */
export function undo(folder: string, force: boolean): Undone | undefined {
  // A folder above may hold the journal of a run that had nothing to do with this project.
  const last = lastJournal(journalHomes(folder), repositoryOf(folder)?.root ?? folder);
  if (!last) return undefined;
  const { home, journal } = last;
  const state = journal.files.map((entry) => look(entry, home));
  const edited = state.filter((file) => file.status === "edited");
  if (edited.length > 0 && !force) {
    return { run: journal.run, restored: [], edited: edited.map((file) => file.full), savedIn: undefined };
  }

  const savedIn = path.posix.join(home.folder, `${journal.run}-edited`);
  for (const { bytes, entry } of edited) if (bytes) save(path.posix.join(savedIn, entry.path), bytes);
  const restored: string[] = [];
  for (const { entry, full, status } of state) {
    const temporary = path.posix.join(path.posix.dirname(full), entry.temporary);
    rmSync(temporary, { force: true });
    if (status === "original") continue;
    mkdirSync(path.posix.dirname(full), { recursive: true });
    replaceFile(full, Buffer.from(entry.before.base64, "base64"), temporary, entry.mode);
    restored.push(full);
  }
  forgetJournal(home, journal.run);
  return {
    run: journal.run,
    restored,
    edited: edited.map((file) => file.full),
    savedIn: edited.some((file) => file.bytes) ? savedIn : undefined,
  };
}

interface State {
  readonly entry: JournalEntry;
  readonly full: string;
  readonly status: "original" | "migrated" | "edited";
  readonly bytes: Buffer | undefined;
}

function look(entry: JournalEntry, home: JournalHome): State {
  const full = path.posix.join(home.base, entry.path);
  let bytes: Buffer | undefined;
  try {
    bytes = readFileSync(full);
  } catch {
    return { entry, full, status: "edited", bytes: undefined };
  }
  const hash = hashOf(bytes);
  const status = hash === entry.before.hash ? "original" : hash === entry.after.hash ? "migrated" : "edited";
  return { entry, full, status, bytes };
}

function save(file: string, bytes: Buffer): void {
  mkdirSync(path.posix.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}
