import type { SourceTree } from "../languages/tree.js";
import type { ReadFile } from "./program.js";
import { cellsOf, type SourceFile } from "./source.js";

type Result = Pick<SourceFile, "text" | "notebook">;

/** What files became, as they were read last. */
const results = new WeakMap<ReadFile, Result & { readonly tree: SourceTree }>();

/** A file's program with another text; reading is most of what checking costs, so the same text is read once. */
export function treeWith(file: ReadFile, { text, notebook }: Result): SourceTree {
  const { source, tree, language } = file;
  if (text === source.text && notebook === source.notebook) return tree;
  const known = results.get(file);
  if (known?.text === text && known.notebook === notebook) return known.tree;
  const read = language.read(tree.path, text, cellsOf({ notebook }));
  results.set(file, { text, tree: read, ...(notebook && { notebook }) });
  return read;
}
