import type { Edit } from "../../transforms/edit.js";
import { hunksOf, type Hunk } from "../report/diff.js";
import { positionsOf } from "../report/position.js";

/** How many unchanged lines are shown around a change. */
export const CONTEXT = 3;

/** Changed lines of a file that touch each other. */
export interface Block {
  /** Names it among all blocks of all plans: equal keys are equal changes at the same place. */
  readonly key: string;
  /** First line in the file as it was, counted from 1, and how many of its lines go. */
  readonly line: number;
  readonly removed: number;
}

/** The blocks of a file's change, in order. */
export function blocksOf(file: string, before: string, after: string): Block[] {
  return hunksOf(before, after, 0).map(({ oldStart, oldLines, lines }) => ({
    key: JSON.stringify([file, oldStart, lines]),
    line: oldStart,
    removed: oldLines,
  }));
}

/** Which of a file's edits make which of its blocks. */
export function editsByBlock(before: string, blocks: readonly Block[], edits: readonly Edit[]): Map<Block, Edit[]> {
  const positions = positionsOf(() => before)("");
  const lined = edits.map((edit) => ({
    edit,
    from: positions.at(edit.start).line,
    // What ends with a line break does not touch the next line.
    to: positions.at(Math.max(edit.start, edit.end - 1)).line,
  }));
  return new Map(
    blocks.map((block) => {
      const { line, removed } = block;
      // Lines that are only added stand between two lines, and come from an edit in one of them.
      const [first, last] = removed === 0 ? [line - 1, line] : [line, line + removed - 1];
      return [block, lined.filter(({ from, to }) => from <= last && to >= first).map(({ edit }) => edit)];
    }),
  );
}

/** Those of the blocks that a hunk shows. */
export function blocksIn(hunk: Hunk, blocks: readonly Block[]): Block[] {
  return blocks.filter(({ line }) => hunk.oldStart <= line && line <= hunk.oldStart + hunk.oldLines);
}
