import type { Language } from "../language.js";
import { EXTENSIONS } from "../registry.js";
import { pythonEffects } from "./effects.js";
import { pythonImports } from "./imports.js";
import { pythonModules } from "./modules.js";
import { pythonJsonPrinter, pythonPrinter } from "./print.js";
import { loadParser } from "./read/parser.js";
import { readPython } from "./read.js";

let loading: Promise<Language> | undefined;

/** Loads the parser and the Python grammar once; reading is synchronous after that. */
export function loadPython(): Promise<Language> {
  return (loading ??= load());
}

async function load(): Promise<Language> {
  const parse = await loadParser();
  return {
    id: "python",
    extensions: EXTENSIONS.python,
    scoping: "function",
    subscriptsAreMembers: false,
    receiver: "firstParameter",
    read: (path, text, cells) => readPython(parse, path, text, cells),
    printer: pythonPrinter,
    jsonPrinter: () => pythonJsonPrinter,
    modules: pythonModules,
    imports: pythonImports,
    effects: pythonEffects,
  };
}
