import type { OperationOutcome } from "../../transforms/finding.js";
import type { Migration } from "../pipeline/migration.js";

/** The numbers of a run, for every report alike. */
export interface Totals {
  readonly scanned: number;
  readonly candidates: number;
  readonly changed: number;
  readonly skipped: number;
  readonly refused: number;
  readonly edits: number;
  readonly operations: {
    readonly found: number;
    readonly migrated: number;
    readonly shimmed: number;
    readonly manual: number;
  };
  /** Call sites that neither were migrated nor run through the shim. */
  readonly stranded: number;
}

export function totalsOf(run: Migration): Totals {
  const count = (outcome: OperationOutcome["outcome"]): number =>
    run.operations.filter((operation) => operation.outcome === outcome).length;
  const manual = count("manual");
  return {
    scanned: run.scanned,
    candidates: run.candidates,
    changed: run.changes.length,
    skipped: run.skips.length,
    refused: run.refusals.length,
    edits: run.changes.reduce((sum, change) => sum + change.edits.length, 0),
    operations: { found: run.operations.length, migrated: count("migrated"), shimmed: count("shimmed"), manual },
    stranded: manual,
  };
}
