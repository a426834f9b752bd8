import ignore, { type Ignore } from "ignore";
import { readFileSync } from "node:fs";
import path from "node:path";
import { relativeTo } from "./paths.js";
import { repositoryOf } from "./repository.js";

/** Folders of tools and packages: nobody's own source, so that nobody needs to be told that they were left out. */
const NEVER = new Set([
  "node_modules",
  "bower_components",
  ".git",
  ".hg",
  ".svn",
  ".venv",
  "venv",
  "site-packages",
  "__pycache__",
  ".tox",
  ".nox",
  ".mypy_cache",
  ".pytest_cache",
  ".ruff_cache",
  ".next",
  ".nuxt",
  ".svelte-kit",
  ".turbo",
  ".cache",
  ".yarn",
  ".pnpm-store",
  ".migrate-agents",
]);

/** Folders that hold build output by custom. Left out too, but said so: in some projects they hold source. */
const OUTPUT = new Set(["dist", "build", "out"]);

export function isNeverLookedInto(folderName: string): boolean {
  return NEVER.has(folderName);
}

export function isOutput(folderName: string): boolean {
  return OUTPUT.has(folderName);
}

/** Files that are written by tools: minified code and type declarations. */
export function isDerived(fileName: string): boolean {
  return /\.(min\.(js|mjs|cjs)|d\.[mc]?ts)$/.test(fileName);
}

/** The .gitignore rules that hold for a folder: its own before those of the folders above. */
export class IgnoreRules {
  private constructor(
    private readonly folder: string,
    private readonly own: Ignore | undefined,
    private readonly above: IgnoreRules | undefined,
  ) {}

  /**
   * Rules for a folder the walk starts from: everything from the repository's root down to it; none from above outside a repository,
   * or when the folder itself is ignored, because then it was given on purpose.
   */
  static startingAt(folder: string): IgnoreRules {
    const root = repositoryOf(folder)?.root;
    if (root === undefined || root === folder) return IgnoreRules.atRoot(folder);
    const parent = IgnoreRules.startingAt(path.posix.dirname(folder));
    return parent.ignores(folder, true) ? IgnoreRules.atRoot(folder) : parent.below(folder);
  }

  /** Rules of a folder that starts afresh: a repository's root, or a folder outside any repository. */
  static atRoot(folder: string): IgnoreRules {
    const exclude = readRules(path.posix.join(folder, ".git/info/exclude"));
    const above = exclude ? new IgnoreRules(folder, exclude, undefined) : undefined;
    return new IgnoreRules(folder, readRules(path.posix.join(folder, ".gitignore")), above);
  }

  /** Rules of a subfolder with a .gitignore of its own; the same rules where it has none. */
  below(folder: string): IgnoreRules {
    const own = readRules(path.posix.join(folder, ".gitignore"));
    return own ? new IgnoreRules(folder, own, this) : this;
  }

  /** Whether a file, or a folder, is ignored. Its parent folders must have been asked about before. */
  ignores(file: string, isFolder: boolean): boolean {
    const verdict = this.own?.test(relativeTo(this.folder, file) + (isFolder ? "/" : ""));
    if (verdict?.ignored) return true;
    if (verdict?.unignored) return false;
    return this.above?.ignores(file, isFolder) ?? false;
  }
}

function readRules(file: string): Ignore | undefined {
  try {
    return ignore().add(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}
