import path from "node:path";
import type { Disk } from "../discover/disk.js";
import { foldersUpFrom } from "../discover/paths.js";
import { decode, type SourceFile } from "./source.js";

const NAMES = ["package.json", "pyproject.toml", "requirements.txt"];

/** Package manifests beside and above files, up to the repository's root: evidence for the versions that the files are written for. */
export function manifestsAbove(files: Iterable<string>, disk: Disk): SourceFile[] {
  const found: SourceFile[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    const top = disk.repositoryRoot(path.posix.dirname(file));
    for (const folder of foldersUpFrom(path.posix.dirname(file))) {
      if (seen.has(folder)) break;
      seen.add(folder);
      for (const name of NAMES) {
        const bytes = disk.read(path.posix.join(folder, name));
        if (bytes) found.push(decode(path.posix.join(folder, name), bytes));
      }
      if (folder === top) break;
    }
  }
  return found;
}
