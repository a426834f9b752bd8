// Runs pyright over the Python fixtures.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/** Where notebooksAsPython puts the code of notebook fixtures. */
const NOTEBOOKS = path.join(".cache", "notebooks");

/**
 * Errors by file (absolute path) of one pyright project.
 * `checker` is the interpreter that has pyright, `python` the one whose packages the code is checked against.
 */
export function pyright(checker, python, project) {
  const run = spawnSync(checker, ["-m", "pyright", "--outputjson", "--project", project, "--pythonpath", python], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: { ...process.env, PYRIGHT_PYTHON_IGNORE_WARNINGS: "1" },
  });
  const report = parse(run);
  const errors = new Map();
  for (const found of report.generalDiagnostics) {
    if (found.severity !== "error" || isUntypedRead(found) || isTopLevelAwait(found)) continue;
    const { line, character } = found.range?.start ?? { line: 0, character: 0 };
    const text = `${line + 1}:${character + 1} ${found.message} (${found.rule ?? "error"})`;
    errors.set(found.file, [...(errors.get(found.file) ?? []), text]);
  }
  return { files: report.summary.filesAnalyzed, errors };
}

function parse(run) {
  try {
    return JSON.parse(run.stdout);
  } catch {
    throw new Error(`pyright gave no report (exit ${run.status}): ${run.stderr || run.stdout || run.error}`);
  }
}

/** Cells of notebooks may await outside of functions. */
function isTopLevelAwait({ file, message }) {
  return file.includes(NOTEBOOKS) && /within async function|outside of async function/.test(message);
}

/**
 * Python that was never type-checked reads members of unions without asking which one it has. A fixture about such code says
 * `"untypedReads": true` in its options.json; unknown attributes are then not held against it.
 */
function isUntypedRead(found) {
  if (found.rule !== "reportAttributeAccessIssue") return false;
  const file = found.file.replace(NOTEBOOKS, "fixtures");
  for (let folder = path.dirname(file); path.basename(folder) !== "fixtures"; folder = path.dirname(folder)) {
    if (folder === path.dirname(folder)) return false;
    const options = path.join(folder, "options.json");
    if (existsSync(options)) return JSON.parse(readFileSync(options, "utf8")).untypedReads === true;
  }
  return false;
}
