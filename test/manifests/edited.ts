import { expect } from "vitest";
import type { LanguageId } from "../../src/languages/tree.js";
import { formatOf } from "../../src/manifests/formats.js";
import type { ReadManifest } from "../../src/manifests/manifest.js";
import { dependencyChanges, editManifest, type EditedManifest } from "../../transforms/modules/dependencies.js";

/** What a migration did to the imports of a package. */
export interface Imports {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly used?: readonly string[];
  readonly classic?: readonly string[];
  readonly onOwnClients?: boolean;
}

/** What the edit of a text gives. */
export function edit(
  language: LanguageId,
  read: ReadManifest,
  text: string,
  imports: Imports,
): EditedManifest | undefined {
  const { before, after, used = after, classic = [], onOwnClients = false } = imports;
  const changes = dependencyChanges({
    language,
    before: new Set(before),
    after: new Set(after),
    used: new Set(used),
    classic: new Set(classic),
    onOwnClients,
  });
  return editManifest(text, read, changes);
}

/** The text afterwards; also tried with CRLF, where nothing but the line ends may differ, and a second time, where nothing may change. */
export async function edited(file: string, text: string, imports: Imports): Promise<string | undefined> {
  const format = formatOf(`/project/${file}`)!;
  const read = await format.load();
  const result = edit(format.language, read, text, imports)?.text;
  const crlf = edit(format.language, read, text.replaceAll("\n", "\r\n"), imports)?.text;
  expect(crlf).toBe(result?.replaceAll("\n", "\r\n"));
  if (result !== undefined) expect(edit(format.language, read, result, imports)?.text).toBe(result);
  return result;
}

/** A text of these lines. */
export const lines = (...all: readonly string[]): string => `${all.join("\n")}\n`;
