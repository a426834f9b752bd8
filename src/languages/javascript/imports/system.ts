import type { SourceTree } from "../../tree.js";
import type { ModuleSystem } from "./print.js";
import { sitesOf } from "./sites.js";

/** The extension decides, then import and export syntax, then `require` and `exports`; a file that shows nothing is a module. */
export function moduleSystemOf(tree: SourceTree): ModuleSystem {
  if (/\.cjs$/i.test(tree.path)) return "commonjs";
  if (/\.mjs$/i.test(tree.path)) return "esm";
  const isModule = tree.root.statements.some(({ kind }) => kind === "Import" || kind === "Export");
  if (isModule) return "esm";
  return sitesOf(tree).length > 0 || /\bmodule\.exports\b|^exports\./m.test(tree.text) ? "commonjs" : "esm";
}
