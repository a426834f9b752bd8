import type { Span } from "../src/languages/tree.js";
import type { Edit } from "./edit.js";

/** Something a person should know about a place in the code. */
export interface Finding {
  readonly file: string;
  readonly range: Span;
  readonly rule: string;
  /** error: an operation was left as it was; warning: migrated, but look; note: good to know. */
  readonly severity: "error" | "warning" | "note";
  /** What happened, where and why. One sentence. */
  readonly message: string;
  /** What to do next. */
  readonly help: string;
  /** Why the call at this place was left as it was, where the finding says that. */
  readonly reason?: string;
  /** What holds the call back, where that stands elsewhere: a read of its result. */
  readonly cause?: { readonly file: string; readonly range: Span };
}

/** Findings in the order of their files and places. */
export function byPlace(a: Finding, b: Finding): number {
  return a.file.localeCompare(b.file) || a.range.start - b.range.start;
}

/** What became of one classic operation found in source. */
export interface OperationOutcome {
  readonly file: string;
  readonly range: Span;
  /** Wire name, "runs.create". */
  readonly operation: string;
  /** Dialect id, "openai-js". */
  readonly dialect: string;
  readonly outcome: "migrated" | "shimmed" | "manual";
  /** The rule that migrated or refused it. */
  readonly rule: string;
  /** Why it was not migrated; for a migrated one what it became. */
  readonly reason: string;
  readonly flow: number;
  /** It stays, on a client of a package of its own, which can be installed beside the current ones. */
  readonly apart?: true;
  /** It stays, and goes with the major of its package that new code brings. */
  readonly follows?: true;
}

/** Whether a call is left that needs the package it was written for. */
export function needsOldPackage({ outcome, apart, follows }: OperationOutcome): boolean {
  return outcome !== "migrated" && !apart && !follows;
}

/** What the rules say about a set of files. Edits of a file are in source order and do not overlap, except that one may lie in a carried part of another. */
export interface Plan {
  readonly edits: readonly Edit[];
  readonly findings: readonly Finding[];
  readonly operations: readonly OperationOutcome[];
}
