import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonReport } from "../../src/report/json.js";
import { command, commitAll } from "../support/command.js";
import { folderWith } from "../support/tree.js";
import { ALONE, workspace } from "../support/workspace.js";

const json = (folder: string, name: string): JsonReport =>
  JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as JsonReport;

const diffsOf = (out: string): string[] =>
  out
    .split(/^(?=diff --git)/m)
    .filter((part) => part !== "")
    .sort();

describe("--shard and report merge", () => {
  it("divide a run into parts whose reports and diffs together are those of the whole", () => {
    const folder = folderWith(workspace);
    commitAll(folder);
    const names = [1, 2, 3].map((index) => `part-${index}.json`);
    const ran = (name: string, ...more: string[]) =>
      command([".", "--dry-run", "--report", name, ...more], { cwd: folder });
    const whole = ran("whole.json", "--report", "whole.html", "--report", "whole.sarif");
    const parts = names.map((name, at) => ran(name, "--shard", `${at + 1}/3`));
    expect([whole, ...parts].map(({ exit }) => exit)).toEqual([0, 0, 0, 0]);
    expect(parts[0]!.err).toContain("Only shard 1 of 3 is rewritten and reported.");
    expect(parts.flatMap(({ out }) => diffsOf(out)).sort()).toEqual(diffsOf(whole.out));

    const merge = (...args: string[]) => command(["report", "merge", ...args], { cwd: folder });
    const kinds = ["json", "html", "sarif"].flatMap((kind) => ["--report", `all.${kind}`]);
    expect(merge(...names.toReversed(), ...kinds)).toMatchObject({ exit: 0, out: "", err: "" });
    expect(json(folder, "all.json")).toEqual(json(folder, "whole.json"));
    for (const kind of ["html", "sarif"])
      expect(readFileSync(`${folder}/all.${kind}`, "utf8")).toBe(readFileSync(`${folder}/whole.${kind}`, "utf8"));
    const verdict = merge(...names, "--check");
    expect(verdict.exit).toBe(1);
    expect((JSON.parse(verdict.out) as JsonReport).totals).toEqual(json(folder, "whole.json").totals);

    const refused = (...args: string[]): string => {
      const { exit, out, err } = merge(...args);
      expect({ exit, out }).toEqual({ exit: 2, out: "" });
      return err;
    };
    expect(refused(names[0]!, names[2]!)).toContain("Shard 2 of 3 is missing.");
    expect(refused("whole.sarif")).toContain("whole.sarif is no JSON report of migrate-agents (it has another form).");
    expect(refused("nowhere.json")).toContain("nowhere.json is no JSON report of migrate-agents (ENOENT");
    expect(refused(...names, "--report", "all.txt")).toContain("all.txt is no kind of report.");
  });

  it("rewrite what the shard owns and nothing else", () => {
    const folder = folderWith({ "a/x.ts": ALONE, "b/y.ts": ALONE });
    commitAll(folder);
    expect(command([".", "--shard", "1/2", "--leftovers", "todo"], { cwd: folder }).exit).toBe(0);
    expect(readFileSync(`${folder}/a/x.ts`, "utf8")).not.toBe(ALONE);
    expect(readFileSync(`${folder}/b/y.ts`, "utf8")).toBe(ALONE);
    const scanned = command(["scan", "--shard", "2/2", "--format", "json", "--check"], { cwd: folder });
    expect(scanned.exit).toBe(1);
    expect((JSON.parse(scanned.out) as JsonReport).shard).toEqual({ index: 2, count: 2 });
  });

  it.each(["0/2", "3/2", "1", "1/2/3", "a/b", "1/0"])("do not take %s", (shard) => {
    const ran = command([".", "--check", "--shard", shard], { cwd: folderWith({}) });
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain("like 2/4");
  });

  it("put repositories side by side", () => {
    const folder = folderWith({ "web/a.ts": ALONE, "api/a.ts": ALONE });
    for (const name of ["web", "api"]) {
      commitAll(`${folder}/${name}`);
      command([".", "--check", "--report", `../${name}.json`], { cwd: `${folder}/${name}` });
    }
    const merge = (...args: string[]) => command(["report", "merge", ...args], { cwd: folder });
    const merged = JSON.parse(merge("web=web.json", "api=api.json").out) as JsonReport;
    expect(merged.files.map(({ file }) => file)).toEqual(["api/a.ts", "web/a.ts"]);
    expect(new Set(merged.operations.map(({ flow }) => flow)).size).toBe(2);
    expect(merge("web.json", "api.json").err).toContain("web.json and api.json both tell of a.ts.");
  });
});
