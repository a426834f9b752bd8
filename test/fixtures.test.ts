import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { touchedInNotebook, touchedOutside } from "../scripts/lib/untouched.mjs";
import { allCases, expectedPath, type Case, type Files } from "./harness/cases.js";
import { missingFindings, unexpectedOutcomes } from "./harness/findings.js";
import { migrateFiles, syntaxErrors, type Migrated } from "./harness/migrate.js";

// One test for each fixture in each language. UPDATE_FIXTURES=1 writes what the rules give now as the expected files: read the diff.

describe("fixtures", () => {
  it.each(allCases().map((fixture) => [fixture.name, fixture] as const))("%s", async (_name, fixture) => {
    const first = await run(fixture, fixture.input);
    expect(first.migration.refusals, "the pipeline's own check refused files").toEqual([]);
    if (process.env.UPDATE_FIXTURES === "1" && fixture.expected) writeExpected(fixture, first.files);
    else expectFiles(first.files, fixture.expected ?? fixture.input, "expected output");

    expect(missingFindings(fixture, first.migration), "findings that findings.json lists").toEqual([]);
    expect(unexpectedOutcomes(fixture, first.migration), "outcomes").toEqual([]);
    await expectSound(fixture, first);
    await expectSameWithOtherBytes(fixture, first.files);
  });
});

function run(fixture: Case, files: Files): Promise<Migrated> {
  return migrateFiles(files, fixture.inputRoot, fixture.options);
}

/** What must hold for every rewrite: nothing is left to do, nothing is broken, nothing else is touched. */
async function expectSound(fixture: Case, { files, migration }: Migrated): Promise<void> {
  const second = await run(fixture, files);
  expectFiles(second.files, files, "a second run changed the output");
  for (const [file, text] of files) {
    // A notebook can have a cell that does not parse; the others are migrated all the same.
    const before = file.endsWith(".ipynb") ? await syntaxErrors(file, fixture.input.get(file)!) : 0;
    expect(await syntaxErrors(file, text), `syntax errors in ${file}`).toBe(before);
  }
  for (const { source, text, bytes, edits } of migration.changes) {
    const touched = source.notebook
      ? touchedInNotebook(source.notebook.content, bytes.toString("utf8").replace("\uFEFF", ""), edits)
      : touchedOutside(source.text, text, edits);
    expect(touched, `bytes outside the edits of ${source.path}`).toBeUndefined();
  }
}

/** Line ends, byte order marks and the order of the files change nothing but themselves. */
async function expectSameWithOtherBytes(fixture: Case, files: Files): Promise<void> {
  const crlf = mapTexts((text) => text.replaceAll("\n", "\r\n"));
  expectFiles((await run(fixture, crlf(fixture.input))).files, crlf(files), "with CRLF");
  const bom = mapTexts((text) => `\uFEFF${text}`);
  expectFiles((await run(fixture, bom(fixture.input))).files, bom(files), "with a byte order mark");
  if (files.size < 2) return;
  const reversed = new Map([...fixture.input].reverse());
  expectFiles((await run(fixture, reversed)).files, files, "with the files in reverse order");
}

function mapTexts(change: (text: string) => string): (files: Files) => Files {
  return (files) => new Map([...files].map(([file, text]) => [file, change(text)]));
}

function expectFiles(actual: Files, expected: Files, what: string): void {
  expect([...actual.keys()].sort(), `${what}: files`).toEqual([...expected.keys()].sort());
  for (const [file, text] of expected) expect(actual.get(file), `${what}: ${file}`).toBe(text);
}

function writeExpected(fixture: Case, files: Files): void {
  for (const [file, text] of files) {
    const target = expectedPath(fixture, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }
}
