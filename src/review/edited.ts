import type { Change, Migration } from "../pipeline/migration.js";
import { encode } from "../pipeline/source.js";
import { hunksOf, type Hunk } from "../report/diff.js";
import { blocksOf, type Block } from "./blocks.js";
import type { ShownQuestion } from "./questions.js";

type Extent = Pick<Hunk, "oldStart" | "oldLines">;

/** A hunk with lines of somebody's own in it. */
export interface EditedHunk {
  readonly file: string;
  /** The lines of the file as it was that it takes the place of. */
  readonly extent: Extent;
  /** New lines, without `+` and ` `. */
  readonly lines: readonly string[];
}

interface Kept extends EditedHunk {
  /** What was planned there. */
  readonly blocks: readonly string[];
}

/** Lines of people's own, which take the place of what was planned. */
export class Edited {
  private kept: readonly Kept[] = [];

  keep(question: ShownQuestion, hunks: readonly EditedHunk[], migration: Migration): void {
    this.forget(question);
    const added = hunks.map((hunk) => ({ ...hunk, blocks: plannedIn(hunk, migration).map(({ key }) => key) }));
    this.kept = [...this.kept, ...added];
  }

  /** The question is answered in another way. */
  forget({ shown }: ShownQuestion): void {
    const overlaps = ({ file, extent }: Kept): boolean =>
      shown.some(({ change, hunks }) => change.source.path === file && hunks.some((hunk) => meet(hunk, extent)));
    this.kept = this.kept.filter((one) => !overlaps(one));
  }

  /** Forgets what was made of another plan. Gives it, and the blocks that have to be shown again for that. */
  dropStale(migration: Migration): { readonly hunks: readonly EditedHunk[]; readonly blocks: readonly string[] } {
    const stale = this.kept.filter((one) => {
      const now = plannedIn(one, migration).map(({ key }) => key);
      return now.length !== one.blocks.length || now.some((key) => !one.blocks.includes(key));
    });
    this.kept = this.kept.filter((one) => !stale.includes(one));
    return { hunks: stale, blocks: stale.flatMap((one) => plannedIn(one, migration).map(({ key }) => key)) };
  }

  applyTo(migration: Migration): Migration {
    if (this.kept.length === 0) return migration;
    const changes = migration.changes.map((change) => {
      const own = this.kept.filter(({ file }) => file === change.source.path);
      return own.length === 0 ? change : changed(change, own);
    });
    return { ...migration, changes };
  }
}

function changed(change: Change, hunks: readonly EditedHunk[]): Change {
  const text = withHunks(change.source.text, change.text, hunks);
  return { ...change, text, bytes: encode(change.source, text) };
}

/** A changed text in which some hunks have other lines. */
export function withHunks(before: string, after: string, edited: readonly Omit<EditedHunk, "file">[]): string {
  const planned = hunksOf(before, after, 0)
    .filter((hunk) => !edited.some(({ extent }) => isIn(hunk.oldStart, hunk.oldLines, extent)))
    .map(({ oldStart, oldLines, lines }) => ({
      start: oldStart,
      count: oldLines,
      lines: lines.filter((line) => line.startsWith("+")).map((line) => line.slice(1)),
    }));
  const own = edited.map(({ extent, lines }) => ({ start: extent.oldStart, count: extent.oldLines, lines }));
  const old = before.replace(/\n$/, "").split("\n");
  const result: string[] = [];
  let at = 1;
  for (const { start, count, lines } of [...planned, ...own].sort((a, b) => a.start - b.start || a.count - b.count)) {
    result.push(...old.slice(at - 1, start - 1), ...lines);
    at = start + count;
  }
  result.push(...old.slice(at - 1));
  return result.join("\n") + (after.endsWith("\n") ? "\n" : "");
}

function plannedIn({ file, extent }: EditedHunk, migration: Migration): Block[] {
  const change = migration.changes.find(({ source }) => source.path === file);
  if (!change) return [];
  return blocksOf(file, change.source.text, change.text).filter(({ line, removed }) => isIn(line, removed, extent));
}

function isIn(line: number, count: number, { oldStart, oldLines }: Extent): boolean {
  return oldStart <= line && line + count <= oldStart + oldLines;
}

function meet(a: Extent, b: Extent): boolean {
  return a.oldStart <= b.oldStart + b.oldLines && b.oldStart <= a.oldStart + a.oldLines;
}
