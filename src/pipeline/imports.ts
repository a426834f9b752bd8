import type { Language } from "../languages/language.js";
import type { SourceTree } from "../languages/tree.js";
import { walk } from "../languages/walk.js";

/** Files of the run that a file imports or re-exports from. */
export function importedFiles(
  tree: SourceTree,
  language: Language,
  roots: readonly string[],
  known: ReadonlySet<string>,
): Set<string> {
  const found = new Set<string>();
  for (const specifier of specifiersOf(tree, language)) {
    const target = language.modules.candidates(tree.path, specifier, roots).find((file) => known.has(file));
    if (target !== undefined && target !== tree.path) found.add(target);
  }
  return found;
}

function specifiersOf(tree: SourceTree, language: Language): Set<string> {
  const found = new Set<string>();
  for (const node of walk(tree.root)) {
    if (node.kind === "Import") {
      found.add(node.module);
      // A Python name may be a submodule: `from . import client`.
      if (language.id === "python") {
        for (const { imported } of node.specifiers) {
          if (imported !== "*")
            found.add(node.module.endsWith(".") ? node.module + imported : `${node.module}.${imported}`);
        }
      }
    } else if (node.kind === "Export" && node.module !== undefined) {
      found.add(node.module);
    } else if (node.kind === "Call") {
      const required = language.modules.requiredModule(node);
      if (required !== undefined) found.add(required);
    }
  }
  return found;
}
