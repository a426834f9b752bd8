import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Migration } from "../../src/pipeline/migration.js";
import { withdraw } from "../../src/pipeline/migration.js";
import { jsonReport, REPORT_VERSION } from "../../src/report/json.js";
import { migrationOf } from "../support/migration.js";
import { folderWith } from "../support/tree.js";

const schema = JSON.parse(readFileSync(new URL("../../docs/report.schema.json", import.meta.url), "utf8")) as object;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

const CONTEXT = {
  toolVersion: "1.2.3",
  mode: "apply",
  target: "foundry",
  show: (file: string) => /[^/]+\/?$/.exec(file)![0],
} as const;

function report(run: Migration) {
  const made = JSON.parse(JSON.stringify(jsonReport(run, CONTEXT))) as ReturnType<typeof jsonReport>;
  validate(made);
  expect(validate.errors).toBeNull();
  return made;
}

/** A run with something of everything. */
function fullRun(): { run: Migration; folder: string } {
  const folder = folderWith({ "a.ts": "\ufeffone\r\ntwo 😀 three\n", "b.ts": "x", "c.ts": "y" });
  const run = migrationOf(folder, { "a.ts": "new", "b.ts": "new", "c.ts": "new" });
  const file = `${folder}/a.ts`;
  const range = { start: 5, end: 16 };
  return {
    folder,
    run: {
      ...run,
      operations: [
        {
          file,
          range,
          operation: "runs.create",
          dialect: "toy",
          outcome: "migrated",
          rule: "MA501",
          reason: "became x",
          flow: 0,
        },
        {
          file: `${folder}/b.ts`,
          range: { start: 0, end: 1 },
          operation: "threads.create",
          dialect: "toy",
          outcome: "migrated",
          rule: "MA301",
          reason: "became y",
          flow: 1,
        },
      ],
      findings: [{ file, range, rule: "MA501", severity: "warning", message: "look", help: "do" }],
      skips: [
        { path: `${folder}/skipped.ts`, reason: "parse-error", detail: "line 3" },
        { path: `${folder}/dist/`, reason: "ignored" },
      ],
    },
  };
}

describe("jsonReport", () => {
  it("says per operation where it is and what became of it", () => {
    const made = report(fullRun().run);
    expect(made.version).toBe(REPORT_VERSION);
    expect(made.operations[0]).toEqual({
      file: "a.ts",
      range: { start: { line: 2, column: 1, offset: 5 }, end: { line: 2, column: 12, offset: 16 } },
      operation: "runs.create",
      dialect: "toy",
      outcome: "migrated",
      rule: "MA501",
      reason: "became x",
      flow: 0,
      code: "two 😀 three",
    });
    expect(made.totals).toEqual({
      scanned: 3,
      candidates: 3,
      changed: 3,
      skipped: 2,
      refused: 0,
      edits: 3,
      operations: { found: 2, migrated: 2, shimmed: 0, manual: 0 },
      stranded: 0,
    });
  });

  it("lists every file there is something to say about", () => {
    const { run, folder } = fullRun();
    const made = report(withdraw(run, [{ file: `${folder}/b.ts`, reason: "overlap", rule: "MA301" }]));
    expect(made.files.map(({ file, changed }) => [file, changed])).toEqual([
      ["a.ts", true],
      ["b.ts", false],
      ["c.ts", true],
      ["dist/", false],
      ["skipped.ts", false],
    ]);
    expect(made.files[1]).toMatchObject({
      edits: [],
      refused: { reason: "overlap", message: "two rewrites of this file contradict each other", rule: "MA301" },
    });
    expect(made.files[4]).toMatchObject({ skipped: { reason: "parse-error", detail: "line 3" } });
    expect(made.operations[1]).toMatchObject({
      outcome: "manual",
      reason: "left as it was: two rewrites of this file contradict each other",
    });
    expect(made.totals).toMatchObject({ changed: 2, refused: 1, stranded: 1 });
  });

  it("holds what other reports are printed from: code, diffs, and which files go together", () => {
    const { run, folder } = fullRun();
    const tied = {
      ...run,
      together: (file: string) => new Set(file.endsWith("c.ts") ? [file] : [`${folder}/a.ts`, `${folder}/b.ts`]),
    };
    const made = report(tied);
    expect(made.files.map(({ group }) => group)).toEqual([0, 0, 1, undefined, undefined]);
    expect(made.files[0]!.findings[0]!.code).toBe("two 😀 three");
    expect(made.files[0]!.diff).toEqual([
      {
        oldStart: 1,
        oldLines: 2,
        newStart: 1,
        newLines: 1,
        lines: ["-one\r", "-two 😀 three", "+new", "\\ No newline at end of file"],
      },
    ]);
  });

  it("is described by its schema down to unknown fields", () => {
    const made = jsonReport(fullRun().run, CONTEXT);
    expect(validate({ ...made, more: 1 })).toBe(false);
    expect(validate({ ...made, totals: { ...made.totals, stranded: -1 } })).toBe(false);
    expect(validate({ ...made, operations: [{ ...made.operations[0], outcome: "lost" }] })).toBe(false);
    expect(validate({ ...made, version: 2 })).toBe(false);
  });
});
