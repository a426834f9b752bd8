import type { Language, ProjectNames } from "../languages/language.js";
import type { SourceTree } from "../languages/tree.js";
import type { LoadedProgram } from "./program.js";
import { skeletonOf, type Skeleton } from "./skeleton.js";

/** Resolves specifiers among the files of a run. */
export type Resolve = (module: string) => string | undefined;

/** A resolver for the imports of one file. */
export function resolver(
  fromPath: string,
  language: Language,
  roots: readonly string[],
  known: ReadonlySet<string>,
  names?: ProjectNames,
): Resolve {
  const cache = new Map<string, string | undefined>();
  return (module) => {
    if (!cache.has(module)) {
      const target = language.modules.candidates(fromPath, module, roots, names).find((file) => known.has(file));
      cache.set(module, target === fromPath ? undefined : target);
    }
    return cache.get(module);
  };
}

/** Every module that a file imports, loads or re-exports from. */
export function importedModules(tree: SourceTree, language: Language): Set<string> {
  return specifiersOf(skeletonOf(tree, language), language);
}

/** Specifiers of everything that a file imports, loads or re-exports from. */
export function specifiersOf({ imports, statements, exports }: Skeleton, language: Language): Set<string> {
  const found = new Set<string>();
  for (const { module, name } of imports) {
    found.add(module);
    // A Python name may be a submodule: `from . import client`.
    if (language.id === "python" && name !== "*") found.add(submodule(module, name));
  }
  for (const { loads } of statements) for (const module of loads) found.add(module);
  for (const { from } of exports) if (from) found.add(from.module);
  return found;
}

export function submodule(module: string, name: string): string {
  return module.endsWith(".") ? module + name : `${module}.${name}`;
}

/** Every import between files of a program. */
export function importLinks({
  files,
  roots,
  names,
}: Pick<LoadedProgram, "files" | "roots" | "names">): [string, string][] {
  const known = new Set(files.keys());
  return [...files].flatMap(([path, { tree, language }]) => {
    const resolve = resolver(path, language, roots, known, names);
    const targets = [...specifiersOf(skeletonOf(tree, language), language)].map(resolve);
    return targets.filter((target) => target !== undefined).map((target): [string, string] => [path, target]);
  });
}
