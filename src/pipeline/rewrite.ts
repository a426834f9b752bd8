import { spliceCells } from "./cells.js";
import { encode, type SourceFile } from "./source.js";
import { splice, type SpliceEdit } from "./splice.js";

/**
 * The file with its program edited.
 * @throws Overlap for edits that contradict each other
 */
export function rewrite(file: SourceFile, edits: readonly SpliceEdit[]): SourceFile {
  const { notebook } = file;
  if (!notebook) {
    const text = splice(file.text, edits);
    return { ...file, text, bytes: encode(file, text) };
  }
  const written = notebook.with(spliceCells(notebook, edits));
  return { ...file, notebook: written, text: written.text, bytes: encode(file, written.content) };
}
