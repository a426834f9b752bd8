import type { Import, SourceTree } from "../tree.js";
import { nodesOf } from "../walk.js";

/** All import statements of a file, wherever they stand, in source order. */
export function importsOf(tree: SourceTree): readonly Import[] {
  let imports = known.get(tree);
  if (!imports) {
    imports = nodesOf(tree, "Import");
    known.set(tree, imports);
  }
  return imports;
}

const known = new WeakMap<SourceTree, readonly Import[]>();

/** The path of what an import binds to a name: "time.sleep" for `sleep` after `from time import sleep`, "time" for `t` after `import time as t`. */
export function importedPath(tree: SourceTree, name: string): string | undefined {
  let found = paths.get(tree);
  if (!found) {
    found = new Map();
    for (const { module, specifiers, bindsRoot } of importsOf(tree)) {
      for (const { imported, local } of specifiers) {
        found.set(local.name, bindsRoot ? local.name : imported === "*" ? module : `${module}.${imported}`);
      }
    }
    paths.set(tree, found);
  }
  return found.get(name);
}

const paths = new WeakMap<SourceTree, Map<string, string>>();
