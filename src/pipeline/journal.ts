import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { foldersUpFrom, isInside, relativeTo } from "../discover/paths.js";
import { repositoryOf } from "../discover/repository.js";
import { syncFolder, writeSynced } from "./atomic.js";
import type { Change } from "./migration.js";
import { hashOf } from "./source.js";

const FOLDER = ".migrate-agents";
/** Runs that can still be undone; older ones are forgotten. */
const KEPT_RUNS = 20;

/** Where journals of a project are kept. */
export interface JournalHome {
  /** In the repository's git folder, so that the tree stays clean; else `.migrate-agents/`. */
  readonly folder: string;
  /** Paths in the journal are relative to this folder, so that a project may be moved. */
  readonly base: string;
}

export interface JournalEntry {
  /** Relative to the base. */
  readonly path: string;
  readonly mode: number;
  readonly before: { readonly hash: string; readonly base64: string };
  readonly after: { readonly hash: string };
  /** Name of the temporary file beside it: left behind when the run was killed. */
  readonly temporary: string;
}

/** What one run changed, with everything that is needed to take it back. */
export interface Journal {
  readonly version: 1;
  /** Sorts by time. */
  readonly run: string;
  readonly files: readonly JournalEntry[];
}

/** The home for changes below `folder`. */
export function journalHome(folder: string): JournalHome {
  const repository = repositoryOf(folder);
  return repository
    ? { folder: path.posix.join(repository.gitDir, "migrate-agents"), base: repository.root }
    : { folder: path.posix.join(folder, FOLDER), base: folder };
}

/** Homes in which a run that concerns `folder` may have left its journal. */
export function journalHomes(folder: string): JournalHome[] {
  const beside = [...foldersUpFrom(folder)].map((base) => ({ folder: path.posix.join(base, FOLDER), base }));
  return [journalHome(folder), ...beside];
}

export function newRun(now: Date = new Date()): string {
  return `${now.toISOString().replaceAll(/[-:.]/g, "")}-${process.pid}`;
}

/** The journal of changes that are about to be made. */
export function describe(
  run: string,
  changes: readonly Change[],
  modes: ReadonlyMap<string, number>,
  base: string,
): Journal {
  const files = changes.map(({ source, bytes }, i) => ({
    path: relativeTo(base, source.path),
    mode: modes.get(source.path)!,
    before: { hash: hashOf(source.bytes), base64: source.bytes.toString("base64") },
    after: { hash: hashOf(bytes) },
    temporary: `${FOLDER}-${run}-${i}.tmp`,
  }));
  return { version: 1, run, files };
}

/** Writes a journal so that it is whole and on the disk, or not there at all. */
export function writeJournal(home: JournalHome, journal: Journal): void {
  mkdirSync(home.folder, { recursive: true });
  if (path.posix.basename(home.folder) === FOLDER) writeFileSync(path.posix.join(home.folder, ".gitignore"), "*\n");
  const file = fileOf(home, journal.run);
  writeSynced(`${file}.tmp`, Buffer.from(JSON.stringify(journal)));
  renameSync(`${file}.tmp`, file);
  syncFolder(home.folder);
  for (const run of runsIn(home).slice(0, -KEPT_RUNS)) forgetJournal(home, run);
}

/** The newest journal of several homes that changed a file of the project, or undefined. */
export function lastJournal(
  homes: readonly JournalHome[],
  project: string,
): { home: JournalHome; journal: Journal } | undefined {
  const runs = homes.flatMap((home) => runsIn(home).map((run) => ({ home, run })));
  for (const { home, run } of runs.sort((a, b) => (a.run < b.run ? 1 : -1))) {
    const journal = JSON.parse(readFileSync(fileOf(home, run), "utf8")) as Journal;
    if (journal.files.some((file) => isInside(project, path.posix.join(home.base, file.path))))
      return { home, journal };
  }
  return undefined;
}

export function forgetJournal(home: JournalHome, run: string): void {
  rmSync(fileOf(home, run), { force: true });
}

function fileOf(home: JournalHome, run: string): string {
  return path.posix.join(home.folder, `${run}.json`);
}

/** Oldest first. */
function runsIn(home: JournalHome): string[] {
  try {
    return readdirSync(home.folder)
      .filter((name) => /^\d{8}T\d+Z-\d+\.json$/.test(name))
      .map((name) => name.slice(0, -".json".length))
      .sort();
  } catch {
    return [];
  }
}
