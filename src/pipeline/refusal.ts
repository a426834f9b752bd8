import path from "node:path";
import type { Span } from "../languages/tree.js";

/**
 * Why edits of a file were not used although the rules planned them.
 * - overlap: they contradict each other;
 * - new-syntax-error: the result does not parse;
 * - not-idempotent: running again would change the result again;
 * - broken-statement: one lies in a statement that does not parse (the user's code, not our mistake);
 * - too-deep: its code, or that of a file it hangs together with, is nested deeper than the rules can follow;
 * - crashed: the rules failed on it, or on a file it hangs together with;
 * - changed-on-disk: the file is not what was read any more;
 * - read-only: the file or its folder must not be written;
 * - declined: somebody who reviewed it does not want it;
 * - unchanged: it is as it was at the ref that `--since` names, and only what changed is asked for;
 * - other-shard: another shard (`--shard`) takes it.
 */
export type RefusalReason =
  | "overlap"
  | "new-syntax-error"
  | "not-idempotent"
  | "broken-statement"
  | "too-deep"
  | "crashed"
  | "changed-on-disk"
  | "read-only"
  | "declined"
  | "unchanged"
  | "other-shard";

export interface Refusal {
  readonly file: string;
  readonly reason: RefusalReason;
  /** Rule whose edit shows the problem, where one can be named. */
  readonly rule?: string;
  /** Place in the file as it was read. */
  readonly range?: Span;
  readonly detail?: string;
}

const BECAUSE: Record<RefusalReason, string> = {
  overlap: "two rewrites of this file contradict each other",
  "new-syntax-error": "the rewritten file would not parse",
  "not-idempotent": "a second run would have changed the result again",
  "broken-statement": "the statement has a syntax error",
  "too-deep": "the code is nested deeper than the rules can follow",
  crashed: "the rules failed on it",
  "changed-on-disk": "the file changed while it was being migrated",
  "read-only": "the file must not be written",
  declined: "its change was declined",
  unchanged: "nothing changed since the ref that --since names",
  "other-shard": "another shard does the work",
};

/** Why a file was left alone, as the end of a sentence: for a reason of its own or for that of a file it can only be changed with. */
export function because({ file, reason }: Refusal, left: string): string {
  if (file === left) return BECAUSE[reason];
  return `it can only be changed together with ${path.posix.basename(file)}, where ${BECAUSE[reason]}`;
}

/** Reasons that are no failure of the tool or of writing: the file had to be left alone. */
const LEFT_ALONE: readonly RefusalReason[] = [
  "too-deep",
  "broken-statement",
  "changed-on-disk",
  "declined",
  "unchanged",
  "other-shard",
];

/** Whether a refusal is a failure of the tool or of writing, as opposed to a file that had to be left alone. */
export function isFailure(reason: RefusalReason): boolean {
  return !LEFT_ALONE.includes(reason);
}
