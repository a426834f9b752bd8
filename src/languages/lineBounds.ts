import { firstIndex } from "./firstIndex.js";

/** How far the ends of a line are looked for before a table of all lines is made: one long line may be asked for thousands of places. */
const NEAR = 1000;
/** Texts with long lines whose tables are kept. */
const KEPT = 4;

const NEWLINE = 10;

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  const nearest = Math.max(0, offset - NEAR);
  for (let at = offset; at > nearest; at--) if (text.charCodeAt(at - 1) === NEWLINE) return at;
  return nearest === 0 ? 0 : (newlineFrom(text, offset, -1) ?? -1) + 1;
}

/** Where the line of an offset ends: at its line feed, or at the end of the text. */
export function lineEnd(text: string, offset: number): number {
  const farthest = Math.min(text.length, offset + NEAR);
  for (let at = offset; at < farthest; at++) if (text.charCodeAt(at) === NEWLINE) return at;
  return farthest === text.length ? text.length : (newlineFrom(text, offset, 0) ?? text.length);
}

const tables = new Map<string, readonly number[]>();

/** The first line feed from an offset on, or the one before it. */
function newlineFrom(text: string, offset: number, step: -1 | 0): number | undefined {
  const known = tables.get(text);
  const table = known ?? newlinesOf(text);
  if (!known) {
    tables.set(text, table);
    if (tables.size > KEPT) tables.delete([...tables.keys()][0]!);
  }
  return table[firstIndex(table.length, (i) => table[i]! >= offset) + step];
}

function newlinesOf(text: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) found.push(at);
  return found;
}
