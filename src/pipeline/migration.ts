import type { Edit } from "../../transforms/edit.js";
import type { Finding, OperationOutcome } from "../../transforms/finding.js";
import type { Notebook } from "../languages/notebook/notebook.js";
import type { Skip } from "../discover/skip.js";
import type { Layout } from "./format.js";
import type { Install } from "./install.js";
import { because, type Refusal } from "./refusal.js";
import type { Together } from "./components.js";
import type { SourceFile } from "./source.js";

/** A file and what it becomes. */
export interface Change {
  readonly source: SourceFile;
  /** New text, without a byte order mark. */
  readonly text: string;
  /** New bytes. */
  readonly bytes: Buffer;
  /** What a notebook becomes. */
  readonly notebook?: Notebook;
  readonly edits: readonly Edit[];
  /** Files without whose change this one would be wrong: a manifest follows the imports of the sources. */
  readonly follows?: readonly string[];
  /** What has to be run after it. */
  readonly install?: Install;
}

/** Everything a run found out, before or after it wrote. */
export interface Migration {
  readonly roots: readonly string[];
  /** How many files were looked through. */
  readonly scanned: number;
  /** How many of them may hold a classic call. */
  readonly candidates: number;
  /** Files that were read, for the positions of findings and operations. */
  readonly sources: ReadonlyMap<string, SourceFile>;
  readonly changes: readonly Change[];
  readonly together: Together;
  readonly skips: readonly Skip[];
  readonly refusals: readonly Refusal[];
  readonly operations: readonly OperationOutcome[];
  readonly findings: readonly Finding[];
  /** Not all files connected by imports were read. */
  readonly importsCut: boolean;
  /** What the projects' own formatters did, where they were asked. */
  readonly layout?: Layout;
}

/** The outcome of a run that read no file. */
export function nothingPlanned({
  roots,
  skips,
  importsCut,
}: Pick<Migration, "roots" | "skips" | "importsCut">): Migration {
  return {
    roots,
    scanned: 0,
    candidates: 0,
    sources: new Map(),
    changes: [],
    together: (file) => new Set([file]),
    skips,
    refusals: [],
    operations: [],
    findings: [],
    importsCut,
  };
}

/**
 * Takes changes back: those of the refused files and of all files that can only be changed with them. Their operations become
 * `manual` with the reason, and findings that speak of a migrated place give way to one that says why it was not.
 */
export function withdraw(migration: Migration, refusals: readonly Refusal[]): Migration {
  if (refusals.length === 0) return migration;
  const edits = migration.changes.flatMap((change) => change.edits);
  const reasonOf = new Map<string, Refusal>();
  for (const refusal of refusals) {
    for (const file of migration.together(refusal.file)) {
      if (!reasonOf.has(file)) reasonOf.set(file, refusal);
    }
  }
  const flows = new Map<number, Refusal>();
  for (const { file, flow } of edits) {
    const refusal = reasonOf.get(file);
    if (refusal && flow >= 0) flows.set(flow, refusal);
  }
  return {
    ...migration,
    changes: migration.changes.filter(
      ({ source, follows = [] }) => ![source.path, ...follows].some((file) => reasonOf.has(file)),
    ),
    refusals: [...migration.refusals, ...refusals],
    skips: [...migration.skips, ...refusals.flatMap(skipFor)],
    operations: migration.operations.map((operation) => {
      const refusal = reasonOf.get(operation.file) ?? flows.get(operation.flow);
      if (!refusal || operation.outcome === "manual") return operation;
      return { ...operation, outcome: "manual", reason: `left as it was: ${because(refusal, operation.file)}` };
    }),
    findings: migration.findings.filter((finding) => finding.severity === "error" || !reasonOf.has(finding.file)),
  };
}

/** Some kinds of refusal are the file's own matter and count as a skipped file. */
function skipFor(refusal: Refusal): Skip[] {
  if (refusal.reason === "changed-on-disk") return [{ path: refusal.file, reason: "changed-on-disk" }];
  if (refusal.reason === "too-deep") return [{ path: refusal.file, reason: "too-deep", ...detailOf(refusal) }];
  if (refusal.reason === "broken-statement") return [{ path: refusal.file, reason: "parse-error" }];
  return [];
}

function detailOf({ detail }: Refusal): Pick<Skip, "detail"> {
  return detail === undefined ? {} : { detail };
}
