import { spawnSync } from "node:child_process";
import path from "node:path";
import { repositoryOf } from "../discover/repository.js";

/**
 * Whether git could bring the files back as they are now.
 * - clean: all are committed and unchanged;
 * - dirty: some are not, with their paths;
 * - no-repository: some lie in no repository;
 * - no-git: git is not installed;
 * - failed: git refused, with its words.
 */
export type GitState =
  | { readonly state: "clean" }
  | { readonly state: "dirty"; readonly files: readonly string[] }
  | { readonly state: "no-repository"; readonly file: string }
  | { readonly state: "no-git" }
  | { readonly state: "failed"; readonly detail: string };

/** Argument lists have a limit; long ones are asked about in turns. */
const FILES_PER_CALL = 500;

/** Asks git about exactly these files, so that unrelated work in the same tree does not matter. */
export function gitStateOf(files: readonly string[]): GitState {
  const byRoot = new Map<string, string[]>();
  for (const file of files) {
    const root = repositoryOf(path.posix.dirname(file))?.root;
    if (root === undefined) return { state: "no-repository", file };
    byRoot.set(root, [...(byRoot.get(root) ?? []), file]);
  }
  const dirty: string[] = [];
  for (const [root, inRoot] of byRoot) {
    for (let i = 0; i < inRoot.length; i += FILES_PER_CALL) {
      const state = status(root, inRoot.slice(i, i + FILES_PER_CALL));
      if (!Array.isArray(state)) return state;
      dirty.push(...state);
    }
  }
  return dirty.length > 0 ? { state: "dirty", files: dirty } : { state: "clean" };
}

function status(root: string, files: readonly string[]): string[] | GitState {
  const args = [
    "--literal-pathspecs",
    "status",
    "--porcelain=v1",
    "-z",
    "--untracked-files=all",
    "--ignored=matching",
    "--",
  ];
  const ran = git(root, [...args, ...files]);
  if (ran.state !== "done") return ran;
  // Records are "XY path"; a rename has the old path as a second field, which has no status of its own.
  const fields = ran.out.split("\0");
  const dirty: string[] = [];
  for (let i = 0; i < fields.length - 1; i++) {
    const field = fields[i]!;
    dirty.push(path.posix.join(root, field.slice(3)));
    if (/^[RC]|^.[RC]/.test(field)) i++;
  }
  return dirty;
}

/** What git said, or why it said nothing. */
export type Asked =
  { readonly state: "done"; readonly out: string } | Extract<GitState, { state: "no-git" | "failed" }>;

/** Runs git at the root of a repository. */
export function git(root: string, args: readonly string[]): Asked {
  const ran = spawnSync("git", args, {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 256 * 1024 * 1024,
    // Hooks run with GIT_DIR set, which may be another repository. An optional refresh of the index would take a lock that they hold.
    env: { ...process.env, GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_OPTIONAL_LOCKS: "0" },
  });
  if (ran.error)
    return "code" in ran.error && ran.error.code === "ENOENT" ? { state: "no-git" } : failed(ran.error.message);
  return ran.status === 0 ? { state: "done", out: ran.stdout } : failed(ran.stderr);
}

function failed(detail: string): Extract<GitState, { state: "failed" }> {
  return { state: "failed", detail: detail.trim().split("\n")[0] ?? "" };
}
