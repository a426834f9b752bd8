import { statSync } from "node:fs";
import path from "node:path";
import { foldersUpFrom, isInside, relativeTo } from "../discover/paths.js";
import { repositoryOf } from "../discover/repository.js";
import { apply, WriteFailed } from "../pipeline/apply.js";
import { gitStateOf } from "../pipeline/git.js";
import type { Migration } from "../pipeline/migration.js";
import { messages, Stop } from "./messages.js";

/**
 * Refuses to write what git could not bring back.
 * @throws Stop
 */
export function guard(changes: Migration["changes"], cwd: string): void {
  const found = gitStateOf(changes.map((change) => change.source.path));
  const show = (file: string): string => relativeTo(cwd, file);
  if (found.state === "dirty") throw new Stop(messages.dirtyTree({ files: found.files.map(show) }));
  if (found.state === "no-repository") throw new Stop(messages.noRepository({ path: show(found.file) }));
  if (found.state === "no-git") throw new Stop(messages.noGit());
  if (found.state === "failed") throw new Stop(messages.gitFailed({ detail: found.detail }));
}

/**
 * Writes the changes; gives the run without what could not be written.
 * @param folder from `journalFolder`
 * @throws Stop when writing failed
 */
export function write(run: Migration, folder: string, cwd: string): Migration {
  try {
    return apply(run, folder);
  } catch (error) {
    if (!(error instanceof WriteFailed)) throw error;
    throw new Stop(messages.writeFailed({ file: relativeTo(cwd, error.file), detail: error.reason }));
  }
}

/**
 * Where the journal's home is looked for: the nearest folder that holds all given paths when it lies in a repository, else the current
 * folder when it holds them.
 */
export function journalFolder(roots: readonly string[], cwd: string): string {
  const first = statSync(roots[0]!).isDirectory() ? roots[0]! : path.posix.dirname(roots[0]!);
  const holdsAll = (folder: string): boolean => roots.every((root) => isInside(folder, root));
  // Paths on several drives have no common folder.
  const folder = [...foldersUpFrom(first)].find(holdsAll) ?? first;
  return repositoryOf(folder) || !isInside(cwd, folder) ? folder : cwd;
}
