import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import { gitStateOf } from "../../src/pipeline/git.js";
import { folderWith, put } from "../support/tree.js";

function git(folder: string, ...args: string[]): void {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.com", ...args], { cwd: folder, stdio: "pipe" });
}

/** A repository with everything committed. */
function repository(files: Record<string, string>): string {
  const folder = folderWith(files);
  git(folder, "init", "-q");
  git(folder, "add", "-A");
  git(folder, "commit", "-q", "-m", "start", "--allow-empty");
  return folder;
}

afterEach(() => vi.unstubAllEnvs());

describe("gitStateOf", () => {
  it("is clean for committed files, whatever else is going on in the tree", () => {
    const folder = repository({ "a.ts": "1", "packages/x/b.ts": "1", "other.ts": "1" });
    writeFileSync(`${folder}/other.ts`, "2");
    put(folder, "new.ts", "1");
    expect(gitStateOf([`${folder}/a.ts`, `${folder}/packages/x/b.ts`])).toEqual({ state: "clean" });
  });

  it("tells modified, staged, untracked, ignored and renamed files", () => {
    const folder = repository({
      "mod.ts": "1",
      "staged.ts": "1",
      "old name.ts": "a long line\n",
      ".gitignore": "ign.ts\n",
      "[a]*.ts": "1",
      "a.ts": "1",
    });
    writeFileSync(`${folder}/mod.ts`, "2");
    writeFileSync(`${folder}/staged.ts`, "2");
    writeFileSync(`${folder}/a.ts`, "2");
    git(folder, "add", "staged.ts");
    renameSync(`${folder}/old name.ts`, `${folder}/new é name.ts`);
    git(folder, "add", "-A", "new é name.ts", "old name.ts");
    put(folder, "dir/untracked.ts", "1");
    put(folder, "ign.ts", "1");
    const files = ["mod.ts", "staged.ts", "new é name.ts", "dir/untracked.ts", "ign.ts", "[a]*.ts"];
    const state = gitStateOf(files.map((name) => `${folder}/${name}`));
    expect(state.state).toBe("dirty");
    const expected = ["mod.ts", "staged.ts", "new é name.ts", "dir/untracked.ts", "ign.ts"].map(
      (name) => `${folder}/${name}`,
    );
    expect(state.state === "dirty" && [...state.files].sort()).toEqual(expected.sort());
  });

  it("is not led astray by the variables that git sets for hooks", () => {
    const folder = repository({ "a.ts": "1" });
    const other = repository({ "b.ts": "1" });
    vi.stubEnv("GIT_DIR", `${other}/.git`);
    vi.stubEnv("GIT_WORK_TREE", other);
    expect(gitStateOf([`${folder}/a.ts`])).toEqual({ state: "clean" });
  });

  it("works in a repository without commits", () => {
    const folder = folderWith({ "a.ts": "1" });
    git(folder, "init", "-q");
    expect(gitStateOf([`${folder}/a.ts`])).toEqual({ state: "dirty", files: [`${folder}/a.ts`] });
  });

  it("asks each of several repositories", () => {
    const [one, two] = [repository({ "a.ts": "1" }), repository({ "b.ts": "1" })];
    writeFileSync(`${two}/b.ts`, "2");
    expect(gitStateOf([`${one}/a.ts`, `${two}/b.ts`])).toEqual({ state: "dirty", files: [`${two}/b.ts`] });
  });

  it("asks about thousands of files", () => {
    const files = Object.fromEntries(Array.from({ length: 1201 }, (_, i) => [`f${i}.ts`, "1"]));
    const folder = repository(files);
    const paths = Object.keys(files).map((name) => `${folder}/${name}`);
    expect(gitStateOf(paths)).toEqual({ state: "clean" });
    writeFileSync(`${folder}/f1200.ts`, "2");
    expect(gitStateOf(paths)).toEqual({ state: "dirty", files: [`${folder}/f1200.ts`] });
  });

  it("knows when there is no repository, no git, or no answer", () => {
    const plain = folderWith({ "a.ts": "1" });
    expect(gitStateOf([`${plain}/a.ts`])).toEqual({ state: "no-repository", file: `${plain}/a.ts` });
    const folder = repository({ "a.ts": "1" });
    rmSync(`${folder}/.git/HEAD`);
    mkdirSync(`${folder}/.git/objects/broken`);
    expect(gitStateOf([`${folder}/a.ts`]).state).toBe("failed");
    vi.stubEnv("PATH", "/nonexistent");
    expect(gitStateOf([`${folder}/a.ts`])).toEqual({ state: "no-git" });
  });
});
