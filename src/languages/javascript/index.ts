import type { Language } from "../language.js";
import { EXTENSIONS } from "../registry.js";
import { read } from "./read.js";

/** JavaScript and TypeScript. Loading this folder loads the TypeScript compiler: see `../registry.ts`. */
export const javascript = {
  id: "javascript",
  extensions: EXTENSIONS.javascript,
  read,
  scoping: "block",
} as unknown as Language;

/** The same by the name that the registry expects of every language. */
export async function loadJavaScript(): Promise<Language> {
  return javascript;
}
