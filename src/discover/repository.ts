import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { foldersUpFrom, slashed } from "./paths.js";

export interface Repository {
  /** Top folder of the work tree. */
  readonly root: string;
  /** Where git keeps its own files; outside `root` in linked work trees and submodules. */
  readonly gitDir: string;
}

/**
 * The git repository that `folder` lies in, or undefined. Found by looking, not by asking git, so that it works where git is not
 * installed; a `.git` file names the real folder (gitrepository-layout(5)).
 */
export function repositoryOf(folder: string): Repository | undefined {
  for (const root of foldersUpFrom(folder)) {
    const gitDir = gitDirOf(root);
    if (gitDir !== undefined) return { root, gitDir };
  }
  return undefined;
}

function gitDirOf(folder: string): string | undefined {
  const dotGit = path.posix.join(folder, ".git");
  try {
    if (statSync(dotGit).isDirectory()) return dotGit;
    const link = /^gitdir: (.+)$/m.exec(readFileSync(dotGit, "utf8"));
    return link ? slashed(path.resolve(folder, link[1]!.trim())) : undefined;
  } catch {
    return undefined;
  }
}
