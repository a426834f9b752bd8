import { decode, type SourceFile } from "./source.js";

/**
 * Decodes the bytes of a source file; from a notebook it takes the code.
 * @throws an error that says why, for a notebook whose code cannot be read
 */
export async function openSource(path: string, bytes: Buffer): Promise<SourceFile> {
  const file = decode(path, bytes);
  if (!/\.ipynb$/i.test(path)) return file;
  const { readNotebook } = await import("../languages/notebook/read.js");
  const notebook = readNotebook(file.text);
  return { ...file, notebook, text: notebook.text };
}
