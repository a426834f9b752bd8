import type { Block, Cell, SourceTree } from "../tree.js";
import { link } from "../walk.js";
import { build } from "./read/build.js";
import { readCells } from "./read/cells.js";
import type { Parse } from "./read/parser.js";
import { readBlock } from "./read/statements.js";

/** Reads Python source text into the neutral tree. Never throws on bad syntax: `errors` of the tree says where it is. */
export function readPython(parse: Parse, path: string, text: string, cells?: readonly Cell[]): SourceTree {
  const { statements, comments, errors, tooDeep } = readable(parse, text, cells);
  const root = build<Block>({ kind: "Block", start: 0, end: text.length, statements });
  return link({
    path,
    language: "python",
    typed: true,
    text,
    root,
    comments,
    errors,
    ...(cells && { cells }),
    ...(tooDeep && { tooDeep }),
  });
}

/** What a text or a part of it holds. */
export type Parts = Pick<Block, "statements"> & Pick<SourceTree, "comments" | "errors" | "tooDeep">;

function readable(parse: Parse, text: string, cells: readonly Cell[] | undefined): Parts {
  try {
    if (cells) return readCells(parse, text, cells);
    const { root, comments, errors } = parse(text);
    return { statements: readBlock(root).statements, comments, errors };
  } catch (error) {
    // Nesting too deep for the call stack (thousands of levels: generated code) is a file that we cannot read.
    if (!(error instanceof RangeError)) throw error;
    return { statements: [], comments: [], errors: [{ start: 0, end: text.length }], tooDeep: true };
  }
}
