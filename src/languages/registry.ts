import type { Language } from "./language.js";
import type { LanguageId } from "./tree.js";

/** File extensions with their dot, lower case. */
export const EXTENSIONS: Readonly<Record<LanguageId, readonly string[]>> = {
  javascript: [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"],
  python: [".py", ".ipynb"],
};

/** Parsers are heavy: a language is loaded when the first file of it has to be read. */
const LOADERS: Readonly<Record<LanguageId, () => Promise<Language>>> = {
  javascript: async () => (await import("./javascript/index.js")).loadJavaScript(),
  python: async () => (await import("./python/index.js")).loadPython(),
};

const loaded = new Map<LanguageId, Promise<Language>>();

/** Loads a language once; later calls give the same. */
export function loadLanguage(id: LanguageId): Promise<Language> {
  let language = loaded.get(id);
  if (!language) loaded.set(id, (language = LOADERS[id]()));
  return language;
}

/** The language of a file by its extension, or undefined. Loads nothing. */
export function languageOfPath(path: string): LanguageId | undefined {
  const extension = /\.[^./\\]+$/.exec(path)?.[0].toLowerCase();
  if (extension === undefined) return undefined;
  return (Object.keys(EXTENSIONS) as LanguageId[]).find((id) => EXTENSIONS[id].includes(extension));
}
