import { type Dirent, readdirSync, realpathSync } from "node:fs";
import { IgnoreRules, isDerived, isNeverLookedInto, isOutput } from "./ignored.js";
import { isInside, slashed } from "./paths.js";
import type { Skip } from "./skip.js";

export interface WalkOptions {
  /** Whether a file's name says that it may hold code of a language we know. */
  readonly accepts: (fileName: string) => boolean;
  /** Whether a file of no such language is listed all the same, to be looked through as text. */
  readonly lists?: (fileName: string) => boolean;
  readonly gitignore: boolean;
  /** Given paths, real and absolute: symbolic links that lead out of them are reported. */
  readonly roots: readonly string[];
}

export interface Walked {
  readonly files: string[];
  /** Every folder that was looked into. */
  readonly folders: string[];
  /** Files that `lists` took. */
  readonly texts: string[];
  readonly skips: Skip[];
}

/**
 * Files below a folder, in name order. Symbolic links are never followed: what they lead to inside the given paths is found under its
 * own name, and what lies outside must not be touched, so that a loop of links is no loop here.
 */
export function walk(folder: string, options: WalkOptions): Walked {
  const walked: Walked = { files: [], folders: [], texts: [], skips: [] };
  visit(folder, options.gitignore ? IgnoreRules.startingAt(folder) : undefined, options, walked, true);
  return walked;
}

function visit(
  folder: string,
  rules: IgnoreRules | undefined,
  options: WalkOptions,
  walked: Walked,
  isRoot = false,
): void {
  const { files, texts, skips } = walked;
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    skips.push({ path: `${folder}/`, reason: "unreadable", detail: codeOf(error) });
    return;
  }
  if (!isRoot) {
    const names = new Set(entries.map((entry) => entry.name));
    if (names.has("pyvenv.cfg")) return;
    if (rules && names.has(".git")) rules = IgnoreRules.atRoot(folder);
    else if (names.has(".gitignore")) rules = rules?.below(folder);
  }
  walked.folders.push(folder);
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const prefix = folder.endsWith("/") ? folder : `${folder}/`;
  for (const entry of entries) {
    const { name } = entry;
    const full = prefix + name;
    if (entry.isDirectory()) {
      if (isNeverLookedInto(name)) continue;
      if (isOutput(name) || rules?.ignores(full, true)) skips.push({ path: `${full}/`, reason: "ignored" });
      else visit(full, rules, options, walked);
    } else if (entry.isFile()) {
      if (isDerived(name)) continue;
      if (!options.accepts(name)) {
        // Environments are ignored for the secrets in them, and are where ids are kept.
        if (options.lists?.(name) && (name.startsWith(".env") || !rules?.ignores(full, false))) texts.push(full);
        continue;
      }
      if (rules?.ignores(full, false)) skips.push({ path: full, reason: "ignored" });
      else files.push(full);
    } else if (entry.isSymbolicLink() && leadsOut(full, options)) {
      skips.push({ path: full, reason: "symlink" });
    }
  }
}

/** Whether a link leads to a folder or a source file outside the given paths. Broken and circular links lead nowhere. */
function leadsOut(link: string, { roots, accepts }: WalkOptions): boolean {
  try {
    const target = slashed(realpathSync.native(link));
    if (roots.some((root) => isInside(root, target))) return false;
    const name = target.slice(target.lastIndexOf("/") + 1);
    return !isNeverLookedInto(link.slice(link.lastIndexOf("/") + 1)) && (accepts(name) || !name.includes("."));
  } catch {
    return false;
  }
}

export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
