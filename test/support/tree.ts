import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach } from "vitest";
import { slashed } from "../../src/discover/paths.js";

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A fresh folder with files by relative path; gone after the test. Its path is real and `/`-separated. */
export function folderWith(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = slashed(realpathSync.native(mkdtempSync(path.join(tmpdir(), "migrate-agents-test-"))));
  made.push(folder);
  for (const [name, content] of Object.entries(files)) put(folder, name, content);
  return folder;
}

/** Writes a file below a folder, with the folders it needs. */
export function put(folder: string, name: string, content: string | Buffer): string {
  const full = path.posix.join(folder, name);
  mkdirSync(path.posix.dirname(full), { recursive: true });
  writeFileSync(full, content);
  return full;
}
