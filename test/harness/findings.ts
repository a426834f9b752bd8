import type { Finding } from "../../transforms/finding.js";
import type { Migration } from "../../src/pipeline/migration.js";
import type { Case, ExpectedFinding } from "./cases.js";
import { pathOf } from "./migrate.js";

/** Findings that a case lists and the run did not give; each with what the run gave, for the failure's text. */
export function missingFindings(fixture: Case, migration: Migration): { missing: ExpectedFinding; given: string[] }[] {
  return fixture.findings
    .filter((wanted) => !migration.findings.some((finding) => matches(fixture, migration, finding, wanted)))
    .map((missing) => ({ missing, given: migration.findings.map((finding) => describe(migration, finding)) }));
}

/**
 * What contradicts the kind of case:
 * - with expected output every operation migrates and there is no error, unless findings.json lists it;
 * - without it every operation is left as it was, and an operation or a finding at all must be listed.
 */
export function unexpectedOutcomes(fixture: Case, migration: Migration): string[] {
  const isListed = (finding: Finding): boolean =>
    fixture.findings.some((wanted) => matches(fixture, migration, finding, wanted));
  const listsErrors = fixture.findings.some(({ severity }) => severity === "error");
  const outcome = fixture.expected === undefined ? "manual" : "migrated";
  const wrong: string[] = [];
  for (const operation of migration.operations) {
    if (operation.outcome === outcome || (listsErrors && operation.outcome !== "migrated")) continue;
    wrong.push(`${operation.operation} is ${operation.outcome}: ${operation.reason}`);
  }
  for (const finding of migration.findings) {
    if (isListed(finding)) continue;
    if (finding.severity === "error" ? !listsErrors : fixture.expected === undefined && !listsErrors) {
      wrong.push(describe(migration, finding));
    }
  }
  if (fixture.expected && migration.operations.length === 0) wrong.push("no operation was found");
  if (!fixture.expected && !listsErrors) {
    wrong.push(...migration.operations.map(({ operation }) => `${operation} was found in code that has none`));
  }
  return wrong;
}

function matches(fixture: Case, migration: Migration, finding: Finding, wanted: ExpectedFinding): boolean {
  if (wanted.file !== undefined && finding.file !== pathOf(fixture.inputRoot, wanted.file)) return false;
  if (wanted.line !== undefined && wanted.line !== lineOf(migration, finding)) return false;
  if (wanted.severity !== undefined && wanted.severity !== finding.severity) return false;
  if (wanted.rule !== undefined && wanted.rule !== finding.rule) return false;
  return `${finding.message} ${finding.help}`.toLowerCase().includes(wanted.contains.toLowerCase());
}

function lineOf(migration: Migration, { file, range }: Finding): number {
  return migration.sources.get(file)!.text.slice(0, range.start).split("\n").length;
}

function describe(migration: Migration, finding: Finding): string {
  const { severity, rule, message } = finding;
  return `${severity} ${rule} in line ${lineOf(migration, finding)}: ${message}`;
}
