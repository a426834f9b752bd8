import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Files } from "../harness/cases.js";
import { filesBelow } from "./project.js";

/** The folder a program is started in. */
export class WorkFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), "replay-"));
  readonly #given: ReadonlyMap<string, string>;

  /** @param data folder whose files are there before; none unless given */
  constructor(data?: string) {
    if (data) cpSync(data, this.path, { recursive: true });
    this.#given = this.#texts();
  }

  /** Files that the program wrote, as lines of its output. */
  written(): string[] {
    const changed = [...this.#texts()].filter(([file, text]) => this.#given.get(file) !== text);
    return changed.map(([file, text]) => `wrote ${file}: ${text}`);
  }

  put(files: Files): void {
    for (const [file, text] of files) {
      const target = path.join(this.path, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #texts(): Map<string, string> {
    return new Map(filesBelow(this.path).map((file) => [file, readFileSync(path.join(this.path, file), "utf8")]));
  }
}
