import { readFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Language, Parser } from "web-tree-sitter";
import type { Span } from "../../tree.js";
import { copyTree, type ConcreteTree } from "./concrete.js";

/** Parses Python source text, or a part of it by itself. Never throws on bad syntax. */
export type Parse = (text: string, part?: Span) => ConcreteTree;

/**
 * Loads the parser and the Python grammar.
 * @throws if the package's files are incomplete.
 */
export async function loadParser(): Promise<Parse> {
  await Parser.init();
  const language = await Language.load(await readFile(grammarFile()));
  const parser = new Parser();
  parser.setLanguage(language);
  return (text, part) => {
    const tree = parser.parse(part ? text.slice(part.start, part.end) : text);
    // web-tree-sitter gives null only when parsing is cancelled or no language is set.
    if (!tree) throw new Error("The Python parser gave no tree.");
    try {
      return copyTree(tree, text, part?.start ?? 0);
    } finally {
      tree.delete();
    }
  };
}

/** The build copies the grammar into dist/; the sources use the development dependency. */
function grammarFile(): string {
  const shipped = path.join(
    path.dirname(createRequire(import.meta.url).resolve("migrate-agents/package.json")),
    "dist/grammars/python.wasm",
  );
  if (existsSync(shipped)) return shipped;
  return createRequire(import.meta.url).resolve("tree-sitter-python/tree-sitter-python.wasm");
}
