import type { Cell, Span } from "../tree.js";

/** The code of a notebook, and where it stands in the file. */
export interface Notebook {
  /** The file: JSON text. */
  readonly content: string;
  /** Its code cells, joined by line ends. */
  readonly text: string;
  readonly cells: readonly CodeCell[];
  /** Cells of every kind in the file. */
  readonly all: readonly Span[];
  /** The notebook with other texts in its code cells, one for each. A cell that loses all its text goes. */
  with(texts: readonly string[]): Notebook;
}

/** A code cell; its span lies in the joined text. */
export interface CodeCell extends Cell {
  /** Its `source` in the file: a list of strings, or one string. */
  readonly source: Source;
  /** The whole cell in the file. */
  readonly whole: Span;
}

export interface Source extends Span {
  /** The strings of a list; undefined where it is one string. */
  readonly lines: readonly Span[] | undefined;
}

/** Thrown for a notebook whose code cannot be read, with why. */
export class UnknownNotebook extends Error {
  override readonly name = "UnknownNotebook";
}
