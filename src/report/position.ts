import { firstIndex } from "../languages/firstIndex.js";
import type { Span } from "../languages/tree.js";

export interface Position {
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1, in UTF-16 units. */
  readonly column: number;
  /** Counted from 0, in UTF-16 units, without a byte order mark. */
  readonly offset: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Turns offsets of a text into lines and columns. */
export class Positions {
  private readonly lineStarts: number[] = [0];

  constructor(text: string) {
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.lineStarts.push(at + 1);
  }

  at(offset: number): Position {
    const line = firstIndex(this.lineStarts.length, (i) => this.lineStarts[i]! > offset);
    return { line, column: offset - this.lineStarts[line - 1]! + 1, offset };
  }

  range(span: Span): Range {
    return { start: this.at(span.start), end: this.at(span.end) };
  }
}

/** Positions of several files, each prepared once. `textOf` gives a file's text, or undefined. */
export function positionsOf(textOf: (file: string) => string | undefined): (file: string) => Positions {
  const cache = new Map<string, Positions>();
  return (file) => {
    let found = cache.get(file);
    if (!found) cache.set(file, (found = new Positions(textOf(file) ?? "")));
    return found;
  };
}
