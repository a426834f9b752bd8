import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** The editor of the user: as git finds it, without git's own setting. */
export function editorCommand({ VISUAL, EDITOR }: NodeJS.ProcessEnv = process.env): string {
  return VISUAL || EDITOR || (process.platform === "win32" ? "notepad" : "vi");
}

/**
 * Lets the user edit a text. The editor has the terminal meanwhile.
 * @returns the text after it, or undefined where the editor could not be run or ended with an error
 */
export function editText(text: string, name: string): string | undefined {
  const folder = mkdtempSync(path.join(tmpdir(), "migrate-agents-"));
  try {
    const file = path.join(folder, name);
    writeFileSync(file, text);
    // Through a shell, because the variable may hold options: EDITOR="code --wait".
    const quoted = process.platform === "win32" ? `"${file}"` : `'${file.replaceAll("'", `'\\''`)}'`;
    const { status } = spawnSync(`${editorCommand()} ${quoted}`, { shell: true, stdio: "inherit" });
    return status === 0 ? readFileSync(file, "utf8") : undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
