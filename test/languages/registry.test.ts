import { expect, test } from "vitest";
import { EXTENSIONS, languageOfPath, loadLanguage } from "../../src/languages/registry.js";
import type { LanguageId } from "../../src/languages/tree.js";

test.each([
  ["/p/a.ts", "javascript"],
  ["/p/a.test.TSX", "javascript"],
  ["a.cjs", "javascript"],
  ["C:\\p\\a.mjs", "javascript"],
  ["/p/a.py", "python"],
  ["/p/a.pyc", undefined],
  ["/p/a", undefined],
  ["/p.ts/a", undefined],
  ["/p/.ts/a", undefined],
])("%s is %s", (path, expected) => {
  expect(languageOfPath(path)).toBe(expected);
});

test.each(Object.keys(EXTENSIONS) as LanguageId[])("%s is loaded once and knows its extensions", async (id) => {
  const language = await loadLanguage(id);
  expect(language.id).toBe(id);
  expect(language.extensions).toEqual(EXTENSIONS[id]);
  expect(await loadLanguage(id)).toBe(language);
});
