import { readFileSync } from "node:fs";
import path from "node:path";
import { changedTogether } from "../../src/pipeline/components.js";
import type { Change, Migration } from "../../src/pipeline/migration.js";
import { decode } from "../../src/pipeline/source.js";

/** A migration that gives files below `folder` new text, read from the disk now. Flow numbers tie files together. */
export function migrationOf(
  folder: string,
  texts: Readonly<Record<string, string>>,
  flows: Readonly<Record<string, number>> = {},
): Migration {
  const changes: Change[] = Object.entries(texts).map(([name, text], i) => {
    const source = decode(path.posix.join(folder, name), readFileSync(path.posix.join(folder, name)));
    const edit = {
      file: source.path,
      start: 0,
      end: source.text.length,
      parts: [text],
      rule: "MA000",
      safety: "safe" as const,
      reason: "",
      flow: flows[name] ?? i,
    };
    return { source, text, bytes: Buffer.from(text), edits: [edit] };
  });
  return {
    roots: [folder],
    scanned: changes.length,
    candidates: changes.length,
    sources: new Map(changes.map(({ source }) => [source.path, source])),
    changes,
    together: changedTogether(
      changes.flatMap((change) => change.edits),
      () => [],
    ),
    skips: [],
    refusals: [],
    operations: [],
    findings: [],
    importsCut: false,
  };
}
