import type { Notebook } from "../languages/notebook/notebook.js";
import type { Span } from "../languages/tree.js";
import { Overlap, splice, type SpliceEdit } from "./splice.js";

/** Stands for the line end between two cells while edits are applied; no text of a program holds it. */
const BORDER = "\0";

/**
 * The texts of a notebook's cells after edits of its joined code.
 * @throws Overlap for edits that contradict each other, or that would move code from one cell to another
 */
export function spliceCells({ text, cells }: Pick<Notebook, "text" | "cells">, edits: readonly SpliceEdit[]): string[] {
  const borders = cells.slice(0, -1).map(({ end }): SpliceEdit => ({ start: end, end: end + 1, parts: [BORDER] }));
  const inCells = edits.flatMap((edit) => withinCells(edit, borders));
  const effective = cells.reduce((all, cell) => withoutBlankEdges(text, cell, all), inCells);
  const pieces = splice(text, [...effective, ...borders]).split(BORDER);
  if (pieces.length !== Math.max(cells.length, 1))
    throw new Overlap("carries code over the border of a cell", edits[0]!);
  return pieces;
}

/** The parts of an edit that lie in one cell each. Only removals can lie in several, and what ends with a cell's line. */
function withinCells(edit: SpliceEdit, borders: readonly Span[]): SpliceEdit[] {
  const crossed = borders.filter((border) => edit.start <= border.start && border.end <= edit.end);
  if (crossed.length === 0 || edit.start === edit.end) return [edit];
  if (edit.parts.every((part) => part === "")) {
    const starts = [edit.start, ...crossed.map(({ end }) => end)];
    const ends = [...crossed.map(({ start }) => start), edit.end];
    return starts.map((start, i) => ({ start, end: ends[i]!, parts: [] })).filter(({ start, end }) => start < end);
  }
  const last = edit.parts.at(-1);
  if (crossed.length > 1 || crossed[0]!.end !== edit.end || typeof last !== "string" || !last.endsWith("\n"))
    throw new Overlap("crosses the border of a cell", edit);
  return [
    { start: edit.start, end: crossed[0]!.start, parts: [...edit.parts.slice(0, -1), last.replace(/\r?\n$/, "")] },
  ];
}

/** Where all lines at an edge of a cell go, the blank lines that would be left there go too. */
function withoutBlankEdges(text: string, cell: Span, edits: readonly SpliceEdit[]): SpliceEdit[] {
  const removals = edits.filter(({ start, end, parts }) => start < end && parts.every((part) => part === ""));
  const inserted = (at: number): boolean =>
    edits.some(({ start, parts }) => start === at && parts.some((part) => part !== ""));
  const result = [...edits];
  const widen = (edit: SpliceEdit, span: Span): void => {
    result[result.indexOf(edit)] = { ...edit, ...span };
  };

  let from = cell.end;
  let last: SpliceEdit | undefined;
  for (let edit; !inserted(from) && (edit = removals.find(({ end }) => end === from));) {
    last = edit;
    from = edit.start;
  }
  const before = last ? /\s*$/.exec(text.slice(cell.start, from))![0].length : 0;
  if (last && before > 0) widen(last, { start: from - before, end: last.end });

  let to = cell.start;
  let first: SpliceEdit | undefined;
  for (let edit; (edit = removals.find(({ start }) => start === to));) {
    first = edit;
    to = edit.end;
    if (inserted(to)) return result;
  }
  const behind = first && to < cell.end ? /^(?:[ \t]*\r?\n)*/.exec(text.slice(to, cell.end))![0].length : 0;
  if (first && first !== last && behind > 0) widen(first, { start: first.start, end: to + behind });
  return result;
}
