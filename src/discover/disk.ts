import { lstatSync, readFileSync, readdirSync } from "node:fs";
import { discover } from "./discover.js";
import { scan, unfit, type Scanned } from "./prefilter.js";
import { repositoryOf } from "./repository.js";

/** Where a run finds files: the disk, or what a program holds in memory. Paths are real, absolute and `/`-separated. */
export interface Disk {
  /** A file, as the prefilter sees it; undefined when the needle is not in it. */
  scan(file: string, needle?: RegExp): Scanned;
  /** Bytes of a regular file that can be handled as text, or undefined. */
  read(file: string): Buffer | undefined;
  /** Names of what lies in a folder, in order; none when it cannot be looked into. */
  names(folder: string): readonly string[];
  /** Top folder of the repository that a folder lies in, or undefined. */
  repositoryRoot(folder: string): string | undefined;
  /** Files below a folder that may hold one of the needles, with their bytes. */
  candidatesBelow(folder: string, search: Search): ReadonlyMap<string, Buffer>;
}

export interface Search {
  /** Whether a file's name says that it is of interest. */
  readonly accepts: (fileName: string) => boolean;
  readonly needles: readonly string[];
}

/** The disk of this machine. */
export const localDisk = (): Disk => ({
  scan: (file, needle) => scan(file, needle),
  read(file) {
    try {
      if (!lstatSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
      const bytes = readFileSync(file);
      return unfit(bytes, file) ? undefined : bytes;
    } catch {
      return undefined;
    }
  },
  names(folder) {
    try {
      return readdirSync(folder).sort();
    } catch {
      return [];
    }
  },
  repositoryRoot: (folder) => repositoryOf(folder)?.root,
  candidatesBelow: (folder, search) => {
    const everything = { paths: [folder], cwd: folder, include: [], exclude: [], gitignore: true };
    return discover({ ...search, ...everything }).candidates;
  },
});
