import type { Language } from "../language.js";
import { EXTENSIONS } from "../registry.js";
import { javascriptEffects } from "./effects.js";
import { javascriptImports } from "./imports.js";
import { javascriptModules } from "./modules.js";
import { javascriptPrinter } from "./print.js";
import { typedJsonPrinter } from "./printJson.js";
import { read } from "./read.js";

/** JavaScript and TypeScript. Loading this folder loads the TypeScript compiler: see `../registry.ts`. */
export const javascript: Language = {
  id: "javascript",
  extensions: EXTENSIONS.javascript,
  read,
  printer: javascriptPrinter,
  jsonPrinter: (typed) => (typed ? typedJsonPrinter : javascriptPrinter),
  modules: javascriptModules,
  imports: javascriptImports,
  effects: javascriptEffects,
  scoping: "block",
  subscriptsAreMembers: true,
  receiver: "this",
};

/** The same by the name that the registry expects of every language. */
export async function loadJavaScript(): Promise<Language> {
  return javascript;
}
