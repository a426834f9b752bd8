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

const BY_EXTENSION = new Map(
  (Object.keys(EXTENSIONS) as LanguageId[]).flatMap((id) =>
    EXTENSIONS[id].map((extension) => [extension, id] as const),
  ),
);

/** The language of a file by its extension, or undefined. Loads nothing. */
export function languageOfPath(path: string): LanguageId | undefined {
  const dot = path.lastIndexOf(".");
  return dot < 0 ? undefined : BY_EXTENSION.get(path.slice(dot).toLowerCase());
}
