import {
  chmodSync,
  existsSync,
  lstatSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { describe, expect, it } from "vitest";
import { apply, WriteFailed } from "../../src/pipeline/apply.js";
import type { Change } from "../../src/pipeline/migration.js";
import { undo } from "../../src/pipeline/undo.js";
import { migrationOf } from "../support/migration.js";
import { folderWith, put } from "../support/tree.js";

const read = (file: string): string => readFileSync(file, "utf8");
const names = (folder: string): string[] => readdirSync(folder).sort();

describe("apply", () => {
  it("writes new bytes, keeps the mode, leaves nothing behind", () => {
    const folder = folderWith({ "a.py": "old", "b/c.ts": "old" });
    chmodSync(`${folder}/a.py`, 0o755);
    apply(migrationOf(folder, { "a.py": "new", "b/c.ts": "new" }), folder);
    expect([read(`${folder}/a.py`), read(`${folder}/b/c.ts`)]).toEqual(["new", "new"]);
    expect(statSync(`${folder}/a.py`).mode & 0o777).toBe(0o755);
    expect(names(folder)).toEqual([".migrate-agents", "a.py", "b"]);
    expect(names(`${folder}/b`)).toEqual(["c.ts"]);
  });

  it("keeps its journal in the git folder, also of a linked work tree, so that the tree stays clean", () => {
    const folder = folderWith({
      ".git/HEAD": "",
      "a.ts": "old",
      "linked/.git": "gitdir: ../.git/worktrees/linked\n",
      "linked/b.ts": "old",
    });
    apply(migrationOf(folder, { "a.ts": "new" }), folder);
    expect(names(folder)).toEqual([".git", "a.ts", "linked"]);
    expect(names(`${folder}/.git`)).toContain("migrate-agents");
    apply(migrationOf(`${folder}/linked`, { "b.ts": "new" }), `${folder}/linked`);
    expect(names(`${folder}/.git/worktrees/linked`)).toEqual(["migrate-agents"]);
    expect(undo(`${folder}/linked`, false)!.restored).toEqual([`${folder}/linked/b.ts`]);
  });

  it("leaves a file alone that changed since it was read, with all files of its flow", () => {
    const folder = folderWith({ "a.ts": "old", "b.ts": "old", "c.ts": "old", "gone.ts": "old" });
    const migration = migrationOf(
      folder,
      { "a.ts": "new", "b.ts": "new", "c.ts": "new", "gone.ts": "new" },
      { "a.ts": 7, "b.ts": 7 },
    );
    writeFileSync(`${folder}/b.ts`, "edited");
    rmSync(`${folder}/gone.ts`);
    const settled = apply(migration, folder);
    expect(settled.skips).toEqual([
      { path: `${folder}/b.ts`, reason: "changed-on-disk" },
      { path: `${folder}/gone.ts`, reason: "changed-on-disk" },
    ]);
    expect(["a.ts", "b.ts", "c.ts"].map((name) => read(`${folder}/${name}`))).toEqual(["old", "edited", "new"]);
  });

  it("never writes through a link that took a file's place", () => {
    const folder = folderWith({ "a.ts": "old" });
    const outside = folderWith({ "target.ts": "old" });
    const migration = migrationOf(folder, { "a.ts": "new" });
    rmSync(`${folder}/a.ts`);
    symlinkSync(`${outside}/target.ts`, `${folder}/a.ts`);
    expect(apply(migration, folder).skips).toMatchObject([{ reason: "changed-on-disk" }]);
    expect(read(`${outside}/target.ts`)).toBe("old");
    expect(lstatSync(`${folder}/a.ts`).isSymbolicLink()).toBe(true);
  });

  it("respects read-only files and folders", () => {
    const folder = folderWith({ "a.ts": "old", "closed/b.ts": "old", "c.ts": "old" });
    const migration = migrationOf(folder, { "a.ts": "new", "closed/b.ts": "new", "c.ts": "new" });
    chmodSync(`${folder}/a.ts`, 0o444);
    chmodSync(`${folder}/closed`, 0o555);
    expect(apply(migration, folder).refusals).toMatchObject([
      { file: `${folder}/a.ts`, reason: "read-only", detail: "file" },
      { file: `${folder}/closed/b.ts`, reason: "read-only", detail: "folder" },
    ]);
    chmodSync(`${folder}/closed`, 0o755);
    expect([read(`${folder}/a.ts`), read(`${folder}/closed/b.ts`), read(`${folder}/c.ts`)]).toEqual([
      "old",
      "old",
      "new",
    ]);
  });

  it.each([
    ["is edited", (file: string) => writeFileSync(file, "edited"), "edited"],
    ["is removed", (file: string) => rmSync(file), undefined],
  ])("takes everything back when a file %s while the others are written", (_, interfere, left) => {
    const folder = folderWith({ "a.ts": "old", "b/b.ts": "old" });
    const migration = migrationOf(folder, { "a.ts": "new", "b/b.ts": "new" });
    const [first, second] = migration.changes as [Change, Change];
    const { path } = second.source;
    const source = {
      ...second.source,
      // Asked for again when it is the file's turn: the first file is written by then.
      get path() {
        if (read(first.source.path) === "new" && existsSync(path) && read(path) === "old") interfere(path);
        return path;
      },
    };
    expect(() => apply({ ...migration, changes: [first, { ...second, source }] }, folder)).toThrow(WriteFailed);
    expect(read(first.source.path)).toBe("old");
    expect(existsSync(path) ? read(path) : undefined).toBe(left);
    expect(undo(folder, false)).toBeUndefined();
    expect(names(folder)).toEqual([".migrate-agents", "a.ts", "b"]);
  });

  it("says so when the journal cannot be written, and changes nothing", () => {
    const folder = folderWith({ "a.ts": "old", ".migrate-agents": "a file in the way" });
    expect(() => apply(migrationOf(folder, { "a.ts": "new" }), folder)).toThrow(WriteFailed);
    expect(read(`${folder}/a.ts`)).toBe("old");
  });
});

describe("undo", () => {
  it("restores bytes and mode exactly", () => {
    const bytes = Buffer.from("\ufeffold \u00e9\r\n");
    const folder = folderWith({ "a.ts": bytes, "b.ts": "old" });
    chmodSync(`${folder}/a.ts`, 0o740);
    apply(migrationOf(folder, { "a.ts": "new", "b.ts": "new" }), folder);
    chmodSync(`${folder}/a.ts`, 0o600);
    expect(undo(folder, false)!.restored).toEqual([`${folder}/a.ts`, `${folder}/b.ts`]);
    expect(readFileSync(`${folder}/a.ts`)).toEqual(bytes);
    expect(statSync(`${folder}/a.ts`).mode & 0o777).toBe(0o740);
    expect(undo(folder, false)).toBeUndefined();
  });

  it("takes back the last of several runs, one at a time", async () => {
    const folder = folderWith({ "a.ts": "0" });
    for (const text of ["1", "2", "3"]) {
      apply(migrationOf(folder, { "a.ts": text }), folder);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    for (const text of ["2", "1", "0"]) {
      undo(folder, false);
      expect(read(`${folder}/a.ts`)).toBe(text);
    }
  });

  it("works from a subfolder and after the project moved", () => {
    const parent = folderWith({ "project/src/a.ts": "old" });
    apply(migrationOf(`${parent}/project`, { "src/a.ts": "new" }), `${parent}/project`);
    renameSync(`${parent}/project`, `${parent}/moved`);
    undo(`${parent}/moved/src`, false);
    expect(read(`${parent}/moved/src/a.ts`)).toBe("old");
  });

  it("leaves a run alone that only changed files of other projects", () => {
    const parent = folderWith({ "other/a.ts": "old", "project/a.ts": "old", "project/.git/HEAD": "" });
    apply(migrationOf(parent, { "other/a.ts": "new" }), parent);
    expect(undo(`${parent}/project`, false)).toBeUndefined();
    expect(read(`${parent}/other/a.ts`)).toBe("new");
    expect(undo(`${parent}/other`, false)!.restored).toEqual([`${parent}/other/a.ts`]);
  });

  it("restores nothing when a file was edited or removed since", () => {
    const folder = folderWith({ "a.ts": "old", "b.ts": "old", "c.ts": "old" });
    apply(migrationOf(folder, { "a.ts": "new", "b.ts": "new", "c.ts": "new" }), folder);
    writeFileSync(`${folder}/b.ts`, "mine");
    rmSync(`${folder}/c.ts`);
    expect(undo(folder, false)).toMatchObject({ restored: [], edited: [`${folder}/b.ts`, `${folder}/c.ts`] });
    expect([read(`${folder}/a.ts`), read(`${folder}/b.ts`)]).toEqual(["new", "mine"]);
    expect(undo(folder, false)!.edited).toHaveLength(2);
  });

  it("loses nothing when forced", () => {
    const folder = folderWith({ "src/a.ts": "old", "src/b.ts": "old" });
    apply(migrationOf(folder, { "src/a.ts": "new", "src/b.ts": "new" }), folder);
    writeFileSync(`${folder}/src/a.ts`, "mine");
    rmSync(`${folder}/src`, { recursive: true });
    put(folder, "src/a.ts", "mine");
    const done = undo(folder, true)!;
    expect([read(`${folder}/src/a.ts`), read(`${folder}/src/b.ts`)]).toEqual(["old", "old"]);
    expect(read(`${done.savedIn}/src/a.ts`)).toBe("mine");
  });

  it("forgets runs that are long past", async () => {
    const folder = folderWith({ "a.ts": "0" });
    for (let i = 1; i <= 23; i++) {
      apply(migrationOf(folder, { "a.ts": String(i) }), folder);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(names(`${folder}/.migrate-agents`).filter((name) => name.endsWith(".json"))).toHaveLength(20);
  });
});
