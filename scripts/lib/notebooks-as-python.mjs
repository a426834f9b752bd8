// The code of notebook fixtures as Python files, for checkers that read no notebooks.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Writes the code of every notebook below a folder as a Python file below another: lines that are no Python masked, cells with syntax
 * errors left out. Gives the files.
 */
export async function notebooksAsPython(folder, out) {
  if (!existsSync(fileURLToPath(new URL("../../dist/src/pipeline/open.js", import.meta.url))))
    throw new Error("Run npm run build first.");
  const { openSource } = await import("../../dist/src/pipeline/open.js");
  const { loadLanguage } = await import("../../dist/src/languages/registry.js");
  const { foreignCell, magicsOf, masked } = await import("../../dist/src/languages/python/magics.js");
  const python = await loadLanguage("python");
  rmSync(out, { recursive: true, force: true });
  const written = [];
  for (const name of readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".ipynb"))) {
    const { text, notebook } = await openSource(name, readFileSync(path.join(folder, name)));
    const { errors } = python.read(name, text, notebook.cells);
    const code = notebook.cells
      .filter((cell) => !errors.some(({ start, end }) => cell.start <= start && end <= cell.end))
      .map((cell) => text.slice(cell.start, cell.end))
      .filter((code) => !foreignCell(code, { start: 0, end: code.length }))
      .map((code) => masked(code, magicsOf(code, { start: 0, end: code.length })));
    const file = path.join(out, name.replace(/\.ipynb$/, ".py"));
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${code.join("\n")}\n`);
    written.push(file);
  }
  return written.sort();
}
