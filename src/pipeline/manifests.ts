import { lstatSync, readFileSync } from "node:fs";
import path from "node:path";
import { foldersUpFrom } from "../discover/paths.js";
import { repositoryOf } from "../discover/repository.js";
import { unfit } from "../discover/prefilter.js";
import { decode, type SourceFile } from "./source.js";

const NAMES = ["package.json", "pyproject.toml", "requirements.txt"];

/** Package manifests beside and above files, up to the repository's root: evidence for the versions that the files are written for. */
export function manifestsAbove(files: Iterable<string>): SourceFile[] {
  const found: SourceFile[] = [];
  const seen = new Set<string>();
  for (const file of files) {
    for (const folder of foldersUpFrom(path.posix.dirname(file))) {
      if (seen.has(folder)) break;
      seen.add(folder);
      for (const name of NAMES) {
        const manifest = readManifest(path.posix.join(folder, name));
        if (manifest) found.push(manifest);
      }
      if (repositoryOf(folder)?.root === folder) break;
    }
  }
  return found;
}

function readManifest(file: string): SourceFile | undefined {
  if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
  try {
    const bytes = readFileSync(file);
    return unfit(bytes, file) ? undefined : decode(file, bytes);
  } catch {
    return undefined;
  }
}
