import { describe, expect, it } from "vitest";
import type { Finding, OperationOutcome } from "../../transforms/finding.js";
import type { Migration } from "../../src/pipeline/migration.js";
import { summary, type SummaryView } from "../../src/report/summary.js";
import { wrap } from "../../src/report/wrap.js";
import { migrationOf } from "../support/migration.js";
import { folderWith } from "../support/tree.js";

const plain = (text: string): string => text;
const VIEW: SummaryView = {
  mode: "dry-run",
  next: [],
  show: (file) => file.split("/").at(-1) || file,
  width: 60,
  verbose: false,
  colors: { bold: plain, dim: plain, red: plain, yellow: plain, green: plain, cyan: plain },
};

function runWith(parts: Partial<Migration> = {}): Migration {
  return { ...migrationOf(folderWith({ "a.ts": "1\n2\n3\n" }), { "a.ts": "new" }), ...parts };
}

const finding = (start: number, more: Partial<Finding>): Finding => ({
  file: "/x/a.ts",
  range: { start, end: start + 1 },
  rule: "MA101",
  severity: "warning",
  message: "Look here.",
  help: "Do this.",
  ...more,
});

const operation = (start: number, more: Partial<OperationOutcome> = {}): OperationOutcome => ({
  file: "/x/a.ts",
  range: { start, end: start + 1 },
  operation: "runs.create",
  dialect: "toy",
  outcome: "migrated",
  rule: "MA501",
  reason: "became a response",
  flow: 0,
  ...more,
});

describe("summary", () => {
  it("counts files that somebody declined apart from those that were refused", () => {
    const run = runWith({
      refusals: [
        { file: "/x/a.ts", reason: "declined" },
        { file: "/x/b.ts", reason: "crashed" },
      ],
    });
    expect(summary(run, VIEW)).toContain("1 would change, 1 refused, 1 declined\n");
  });

  it("is short when there is nothing to say", () => {
    const run = runWith({ changes: [], scanned: 1204, candidates: 0 });
    expect(summary(run, VIEW)).toBe(
      "Files          1,204 scanned, 0 candidates, 0 would change\n\nNo classic agent calls found.\n",
    );
  });

  it("puts what needs a look first and the stranded calls last", () => {
    const run = runWith({
      findings: [
        finding(9, { severity: "note", message: "By the way." }),
        finding(1, {
          severity: "error",
          message: "runs.create was left as it is: it cannot be seen through.",
          reason: "it cannot be seen through",
        }),
        finding(2, {
          severity: "error",
          message: "threads.create was left as it is: it cannot be seen through.",
          reason: "it cannot be seen through",
        }),
        finding(3, {}),
      ],
      operations: [
        operation(0),
        operation(1, { outcome: "manual", reason: "it cannot be seen through" }),
        operation(2, { outcome: "manual", reason: "it cannot be seen through", operation: "threads.create" }),
        operation(4, { outcome: "shimmed" }),
      ],
      skips: [
        { path: "/x/b.ts", reason: "parse-error", detail: "line 3" },
        { path: "/x/dist/", reason: "ignored" },
      ],
    });
    const next = [
      ["migrate-agents src", "rewrite in place"],
      ["git diff", "review"],
    ] as const;
    expect(summary(run, { ...VIEW, next })).toBe(`Review
  MA101 Look here.
    Do this.
    a.ts:1:4

Left as it was
  MA101 It cannot be seen through. (2 places)
    Do this.
    a.ts:1:2
    a.ts:1:3

Skipped
  b.ts: does not parse (line 3)

Files          1 scanned, 1 candidate, 1 would change, 1 skipped
Classic calls  4 found: 1 can be migrated, 1 through the shim, 2 stay as they are
Next           migrate-agents src  rewrite in place
               git diff            review

2 call sites of 4 are stranded: neither migrated nor through the shim.
`);
  });

  it("makes a sentence of a reason, without respelling the name of an operation", () => {
    const left = (reason: string): string =>
      summary(
        runWith({
          findings: [finding(1, { severity: "error", message: "steps.list was left as it is.", reason })],
          operations: [operation(1, { outcome: "manual", reason })],
        }),
        VIEW,
      );
    expect(left("steps.list has no translation yet")).toContain("  MA101 steps.list has no translation yet.\n");
    expect(left("`model` varies.")).toContain("  MA101 `model` varies.\n");
    expect(left('it says "No."')).toContain('  MA101 It says "No."\n');
    expect(left("it varies")).toContain("  MA101 It varies.\n");
  });

  it("puts what does not work any more before everything else", () => {
    const run = runWith({
      findings: [finding(1, { message: "Look." }), finding(2, { severity: "error", message: "Two worlds meet." })],
      operations: [operation(2, { outcome: "manual", reason: "it varies" })],
    });
    expect(summary(run, VIEW)).toMatch(/^Does not work until you act\n {2}MA101 Two worlds meet\.\n[^]*\n\nReview\n/);
  });

  it("speaks in the past once files are written", () => {
    const run = runWith({ operations: [operation(0), operation(1, { outcome: "manual" })] });
    const text = summary(run, { ...VIEW, mode: "apply" });
    expect(text).toContain("1 candidate, 1 changed\n");
    expect(text).toContain("2 found: 1 migrated, 1 left as they were\n");
    expect(text).toContain("1 call site of 2 is stranded");
    expect(summary(runWith({ operations: [operation(0)] }), VIEW)).toMatch(/\n\nNo call site is stranded.\n$/);
  });

  it("shortens long lists unless asked for everything", () => {
    const findings = Array.from({ length: 20 }, (_, i) => finding(i, { message: `Message ${i % 10}.` }));
    const skips = Array.from({ length: 9 }, (_, i) => ({ path: `/x/s${i}.ts`, reason: "binary" as const }));
    const run = runWith({ findings, skips });
    const [short, long] = [summary(run, VIEW), summary(run, { ...VIEW, verbose: true })];
    expect(short.match(/Message/g)).toHaveLength(5);
    expect(short).toContain("  and 5 more (--verbose)\n\nSkipped\n");
    expect(short).toContain("  and 4 more (--verbose)\n\nFiles");
    expect(long.match(/Message/g)).toHaveLength(10);
    expect(long).not.toContain("--verbose");
    expect(long.match(/: binary/g)).toHaveLength(9);
  });

  it("tells a place once and keeps to the width", () => {
    const message = "This is a sentence that is too long for one line of a narrow terminal, so it breaks.";
    const run = runWith({ findings: [finding(1, { message }), finding(1, { message })] });
    expect(summary(run, { ...VIEW, width: 50 })).toContain(`  MA101 This is a sentence that is too long for
        one line of a narrow terminal, so it
        breaks.
    Do this.
    a.ts:1:2
`);
  });

  it("paints only with the colours it is given", () => {
    const colors = Object.fromEntries(
      Object.keys(VIEW.colors).map((name) => [name, (text: string) => `<${name}>${text}`]),
    );
    const text = summary(runWith({ operations: [operation(0)] }), { ...VIEW, colors: colors as SummaryView["colors"] });
    expect(text).toContain("<bold>Files");
    expect(text).toContain("<green>No call site is stranded.");
  });
});

describe("wrap", () => {
  it("breaks at spaces and leaves long words whole", () => {
    expect(wrap("aa bb cc", 5, "  ")).toBe("aa bb\n  cc");
    expect(wrap("a https://example.com/long b", 8, "")).toBe("a\nhttps://example.com/long\nb");
    expect(wrap("  indented text", 12, "")).toBe("  indented\ntext");
    expect(wrap("", 5, "")).toBe("");
  });
});
