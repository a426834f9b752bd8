import type { Migration } from "./migration.js";
import { withdraw } from "./migration.js";
import type { RefusalReason } from "./refusal.js";

/** The files that a run may rewrite and speak of, where that is not all. The others are read all the same. */
export interface Part {
  readonly holds: (file: string) => boolean;
  /** Why the others are left. */
  readonly reason: Extract<RefusalReason, "unchanged" | "other-shard" | "declined">;
}

/** What changed since a ref of git. */
export function changedPart(changed: ReadonlySet<string>): Part {
  return { holds: (file) => changed.has(file), reason: "unchanged" };
}

/** What somebody who reviewed it did not decline. */
export function acceptedPart(declined: ReadonlySet<string>): Part {
  return { holds: (file) => !declined.has(file), reason: "declined" };
}

/** Takes back the changes of other files, and those that can only be made together with them. */
export function keepTo(migration: Migration, { holds, reason }: Part): Migration {
  const outside = migration.changes.map(({ source }) => source.path).filter((file) => !holds(file));
  return withdraw(
    migration,
    outside.map((file) => ({ file, reason })),
  );
}

/** Leaves out what is said of other files. */
export function speakOf(migration: Migration, { holds, reason }: Part): Migration {
  const isWithin = ({ file }: { readonly file: string }): boolean => holds(file);
  const changed = new Set(migration.changes.map(({ source }) => source.path));
  // What could not be looked into may hold files that changed.
  const isTold = ({ path, reason: why }: Migration["skips"][number]): boolean =>
    holds(path) || (reason === "unchanged" && why === "unreadable");
  return {
    ...migration,
    operations: migration.operations.filter(isWithin),
    findings: migration.findings.filter(isWithin),
    refusals: migration.refusals.filter(isWithin),
    skips: migration.skips.filter(isTold),
    sources: new Map([...migration.sources].filter(([file]) => holds(file) || changed.has(file))),
  };
}
