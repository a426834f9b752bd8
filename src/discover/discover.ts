import { realpathSync, statSync } from "node:fs";
import path from "node:path";
import { selection } from "./globs.js";
import { slashed } from "./paths.js";
import { anyOf, scan, show, type Look } from "./prefilter.js";
import type { Skip } from "./skip.js";
import { codeOf, walk } from "./walk.js";

export interface DiscoverOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly gitignore: boolean;
  /** Whether a file's name says that it may hold code of a language we know. */
  readonly accepts: (fileName: string) => boolean;
  /** Whether a file of no such language is listed all the same, to be looked through as text. */
  readonly lists?: (fileName: string) => boolean;
  /** ASCII texts of which at least one occurs in every file that can hold a classic call. */
  readonly needles: readonly string[];
  /** Told what each file holds, where one of them may hold a classic call. */
  readonly note?: Look;
  /** Told now and then how many files were looked through. */
  readonly onProgress?: (scanned: number) => void;
}

export interface Discovered {
  /** The given paths: real, absolute, `/`-separated. */
  readonly roots: readonly string[];
  /** Every file of a known language, candidates or not. */
  readonly files: readonly string[];
  /** Folders of which `files` has everything that a run on them would find. */
  readonly wholeFolders: ReadonlySet<string>;
  /** Files that `lists` took: not scanned here. */
  readonly texts: readonly string[];
  /** Bytes of the files that may hold a classic call. */
  readonly candidates: ReadonlyMap<string, Buffer>;
  readonly skips: readonly Skip[];
}

/** Thrown for a given path that cannot be used at all. */
export class BadPath extends Error {
  override readonly name = "BadPath";
  constructor(
    readonly path: string,
    readonly reason: "missing" | "unreadable" | "unknown-language" | "special",
    readonly detail = "",
  ) {
    super(`${path}: ${reason} ${detail}`.trim());
  }
}

/**
 * Finds the files of the given paths and scans them. A file that was given by name is taken even where a .gitignore or a build
 * folder would hide it; `--include` and `--exclude` hold for everything.
 * @throws BadPath for a path that is missing, unreadable, neither file nor folder, or a file of no known language.
 */
export function discover(options: DiscoverOptions): Discovered {
  const given = options.paths.map((name) => ({ name, ...resolve(name, options.cwd) }));
  const roots = [...new Set(given.map((root) => root.real))];
  const selected = selection(options.include, options.exclude, slashed(options.cwd));
  const files = new Set<string>();
  const texts = new Set<string>();
  const skips = new Map<string, Skip>();
  const wholeFolders = new Set<string>();
  const isWhole = options.gitignore && options.include.length + options.exclude.length === 0;

  for (const { name, real, isFolder } of given) {
    if (isFolder) {
      const { accepts, lists, gitignore } = options;
      const walked = walk(real, { accepts, lists, gitignore, roots });
      for (const file of walked.files) if (selected(file)) files.add(file);
      for (const file of walked.texts) if (selected(file)) texts.add(file);
      for (const skip of walked.skips) if (selected(skip.path)) skips.set(skip.path, skip);
      if (isWhole) for (const folder of walked.folders) wholeFolders.add(folder);
    } else {
      if (!options.accepts(path.posix.basename(real))) throw new BadPath(name, "unknown-language");
      if (selected(real)) files.add(real);
    }
  }

  const needle = anyOf(options.needles);
  const candidates = new Map<string, Buffer>();
  // Most runs find nothing, and need no notes.
  const unnoted: string[] = [];
  let scanned = 0;
  for (const file of files) {
    const found = scan(file, needle, candidates.size > 0 ? options.note : undefined);
    if (candidates.size === 0) unnoted.push(file);
    if (Buffer.isBuffer(found)) candidates.set(file, found);
    else if (found) skips.set(file, found);
    if (++scanned % 256 === 0) options.onProgress?.(scanned);
  }
  if (candidates.size > 0 && options.note) for (const file of unnoted) show(file, options.note);
  return {
    roots,
    files: [...files],
    wholeFolders,
    texts: [...texts],
    candidates,
    skips: [...skips.values()].filter((skip) => keeps(skip, files, needle)),
  };
}

/** An ignored file is worth a word only when it could hold a classic call and was not given by name as well. */
function keeps(skip: Skip, files: ReadonlySet<string>, needle: RegExp): boolean {
  if (skip.reason !== "ignored" || skip.path.endsWith("/")) return true;
  return !files.has(skip.path) && scan(skip.path, needle) !== undefined;
}

function resolve(name: string, cwd: string): { real: string; isFolder: boolean } {
  try {
    const real = slashed(realpathSync.native(path.resolve(cwd, name)));
    const stat = statSync(real);
    if (!stat.isDirectory() && !stat.isFile()) throw new BadPath(name, "special");
    return { real, isFolder: stat.isDirectory() };
  } catch (error) {
    if (error instanceof BadPath) throw error;
    const code = codeOf(error);
    throw new BadPath(name, code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unreadable", code);
  }
}
