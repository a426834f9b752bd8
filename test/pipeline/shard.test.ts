import { describe, expect, it } from "vitest";
import { rulesAndLanguages } from "../../src/api/tools.js";
import { migrate } from "../../src/pipeline/run.js";
import { jsonReport, type JsonReport } from "../../src/report/json.js";
import { mergeReports, Unmergeable, type ReportPart } from "../../src/report/merge.js";
import { DEFAULTS } from "../harness/migrate.js";
import { folderWith } from "../support/tree.js";
import { ALONE, manifest, workspace } from "../support/workspace.js";

/** The report of a run on all files of a folder, or of one shard of it. */
async function reportOf(folder: string, shard?: { index: number; count: number }, skip: string[] = []) {
  const options = { paths: ["."], cwd: folder, include: [], exclude: [], gitignore: true };
  const plan = { ...DEFAULTS, skip, leftovers: "shim" } as const;
  const run = await migrate({ ...options, plan, ...(shard && { shard }) }, rulesAndLanguages());
  const show = (file: string): string => file.slice(folder.length + 1);
  return jsonReport(run, { toolVersion: "1", mode: "dry-run", target: "foundry", show, ...(shard && { shard }) });
}

async function partsOf(folder: string, count: number, skip?: string[]): Promise<ReportPart[]> {
  const parts: ReportPart[] = [];
  for (let index = 1; index <= count; index++)
    parts.push({ name: `part-${index}.json`, report: await reportOf(folder, { index, count }, skip) });
  return parts;
}

const merged = ([first, ...others]: readonly ReportPart[]): JsonReport => mergeReports([first!, ...others]);

function problemOf(parts: readonly ReportPart[]): Unmergeable["problem"] {
  try {
    merged(parts);
  } catch (error) {
    if (error instanceof Unmergeable) return error.problem;
    throw error;
  }
  throw new Error("They were merged.");
}

describe("shards", () => {
  it.each([1, 2, 3, 7])("are the whole run when there are %i of them", async (count) => {
    const folder = folderWith(workspace);
    const whole = await reportOf(folder);
    expect(whole.totals.operations.migrated).toBeGreaterThan(0);
    expect(whole.totals.operations.shimmed).toBeGreaterThan(0);
    const parts = await partsOf(folder, count);
    expect(merged(parts)).toEqual(whole);
    expect(merged(parts.toReversed())).toEqual(whole);
  });

  it("keep the files of a flow and of a package together, and all have work", async () => {
    const parts = await partsOf(folderWith(workspace), 3);
    for (const { report } of parts) expect(report.totals.operations.found).toBeGreaterThan(0);
    const ownersOf = (name: string): string[] =>
      parts
        .filter(({ report }) => report.files.some(({ file, changed }) => changed && file === name))
        .map(({ name }) => name);
    const owners = ["client.ts", "ask.ts", "more/ask.ts", "package.json"].map((file) => ownersOf(`packages/a/${file}`));
    expect(owners[0]).toHaveLength(1);
    expect(new Set(owners.flat())).toEqual(new Set(owners[0]));
  });

  it("divide a package by its flows alone where its manifest is left", async () => {
    const files = Object.fromEntries([1, 2, 3, 4].map((n) => [`m${n}.ts`, ALONE]));
    const folder = folderWith({ "package.json": manifest("all"), ...files });
    const found = async (skip?: string[]) =>
      (await partsOf(folder, 2, skip)).map(({ report }) => report.totals.operations.found);
    expect(await found(["MA103"])).toEqual([4, 4]);
    expect((await found()).toSorted()).toEqual([0, 8]);
  });
});

describe("mergeReports", () => {
  it("refuses what is no whole", async () => {
    const parts = await partsOf(folderWith({ "a.ts": ALONE, "b.ts": ALONE }), 3);
    const [first, second, third] = parts as [ReportPart, ReportPart, ReportPart];
    const changed = (part: Partial<JsonReport>): ReportPart => ({
      name: "x.json",
      report: { ...third.report, ...part },
    });
    const names = [first.name, "x.json"];
    expect(problemOf([first])).toEqual({ kind: "missing-shards", missing: [2, 3], count: 3 });
    expect(problemOf([first, { ...first, name: "x.json" }])).toEqual({ kind: "same-shard", shard: "1/3", names });
    expect(problemOf([first, second, changed({ mode: "check" })])).toMatchObject({ what: "modes", names });
    expect(problemOf([first, second, changed({ target: "openai" })])).toMatchObject({ what: "targets", names });
    const tool = { name: "migrate-agents", version: "2" } as const;
    expect(problemOf([first, changed({ tool })])).toMatchObject({ what: "versions of migrate-agents", names });
    expect(problemOf([first, changed({ shard: { index: 3, count: 4 } })])).toMatchObject({ what: "numbers of shards" });
    const whole = { name: "whole.json", report: merged(parts) };
    expect(problemOf([whole, whole])).toMatchObject({ kind: "same-file", file: "a.ts" });
  });

  it("puts reports into folders, shards of each apart", async () => {
    const folder = folderWith({ "a.ts": ALONE, "b.ts": ALONE });
    const parts = await partsOf(folder, 2);
    const both = merged(["web", "api"].flatMap((at) => parts.map((part) => ({ ...part, folder: at }))));
    expect(both.files.map(({ file }) => file)).toEqual(["api/a.ts", "api/b.ts", "web/a.ts", "web/b.ts"]);
    expect(both.operations.map(({ flow }) => flow)).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
    expect(both.shard).toBeUndefined();
  });
});
