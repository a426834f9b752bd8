import path from "node:path";
import type { ProjectNames } from "../languages/language.js";

/** What may be an import, whatever the language: from the keyword to the end of its line, which is where the module is named. */
const IMPORT = /\b(?:import|from|require)\b.*/g;

/** The parts of a text (bytes taken as Latin-1) in which other files may be imported. */
export function importLines(text: string): string {
  return text.match(IMPORT)?.join("\n") ?? "";
}

/** Tells from import lines, before anything is parsed, whether they may import one of some files. */
export function mentionOf(files: Iterable<string>, names?: ProjectNames): RegExp {
  const alternatives = new Set<string>();
  for (const file of files) {
    const name = path.posix.basename(file).replace(/\.\w+$/, "");
    alternatives.add(escaped(name));
    for (const other of names?.namesOf(file) ?? []) alternatives.add(escaped(other));
    // A folder's own file is imported by the folder's name, or by dots alone.
    if (name !== "index" && name !== "__init__") continue;
    alternatives.add(escaped(path.posix.basename(path.posix.dirname(file))));
    alternatives.add(`["'.]\\.{0,2}/?["']|from \\.+ import`);
  }
  return new RegExp(`(?<!\\w)(?:${[...alternatives].join("|")})(?!\\w)`);
}

function escaped(name: string): string {
  return Buffer.from(name)
    .toString("latin1")
    .replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
