import type { Block, SourceTree } from "../tree.js";
import { link } from "../walk.js";
import { build } from "./read/build.js";
import type { ConcreteTree } from "./read/concrete.js";
import type { Parse } from "./read/parser.js";
import { readBlock } from "./read/statements.js";

/** Reads Python source text into the neutral tree. Never throws on bad syntax: `errors` of the tree says where it is. */
export function readPython(parse: Parse, path: string, text: string): SourceTree {
  const { root, comments, errors } = readable(parse(text), text);
  return link({ path, language: "python", typed: true, text, root, comments, errors });
}

function readable(parsed: ConcreteTree, text: string): { root: Block } & Pick<SourceTree, "comments" | "errors"> {
  const whole = { start: 0, end: text.length };
  try {
    const { statements } = readBlock(parsed.root);
    return {
      root: build<Block>({ kind: "Block", ...whole, statements }),
      comments: parsed.comments,
      errors: parsed.errors,
    };
  } catch (error) {
    // Nesting too deep for the call stack (thousands of levels: generated code) is a file that we cannot read.
    if (!(error instanceof RangeError)) throw error;
    return {
      root: build<Block>({ kind: "Block", ...whole, statements: [] }),
      comments: parsed.comments,
      errors: [whole],
    };
  }
}
