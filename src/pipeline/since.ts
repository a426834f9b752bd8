import path from "node:path";
import { repositoryOf } from "../discover/repository.js";
import { git, type Asked } from "./git.js";

/** Thrown where git cannot tell what changed. */
export class SinceFailed extends Error {
  override readonly name = "SinceFailed";
  constructor(
    readonly reason: "unknown-ref" | "no-repository" | "no-git" | "failed",
    /** The repository, or the path that is in none. */
    readonly folder: string,
    readonly detail = "",
  ) {
    super(`${folder}: ${reason} ${detail}`.trim());
  }
}

/**
 * Files that differ from what they were at `ref`, committed or not, and untracked ones that git does not ignore.
 * Submodules have a history of their own: files in them do not count unless a given path lies there.
 * @param paths given files and folders, real and absolute
 * @throws SinceFailed
 */
export function changedSince(ref: string, paths: readonly string[]): ReadonlySet<string> {
  const changed = new Set<string>();
  const roots = paths.map((given) => {
    const root = repositoryOf(given)?.root;
    if (root === undefined) throw new SinceFailed("no-repository", given);
    return root;
  });
  for (const root of new Set(roots)) {
    // A suffix keeps what starts with a dash from being an option. No commit of that name: no words of git either.
    const commit = git(root, ["rev-parse", "--verify", "--quiet", `${ref}^{commit}`]);
    if (commit.state === "failed") throw new SinceFailed(commit.detail ? "failed" : "unknown-ref", root, commit.detail);
    const diff = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=d", "--no-relative"];
    const listed = [
      outOf(git(root, [...diff, outOf(commit, root).trim(), "--"]), root),
      outOf(git(root, ["ls-files", "--others", "--exclude-standard", "-z"]), root),
    ];
    for (const name of listed.join("").split("\0")) if (name !== "") changed.add(path.posix.join(root, name));
  }
  return changed;
}

function outOf(asked: Asked, root: string): string {
  if (asked.state === "done") return asked.out;
  throw new SinceFailed(asked.state, root, asked.state === "failed" ? asked.detail : "");
}
