import { classicDialects } from "../../src/dialects/index.js";
import type { ProgramFile } from "../../src/analysis/program.js";
import type { ImportSpecifier } from "../../src/languages/tree.js";
import type { Brings } from "../leftovers/respell.js";
import type { Rewrite } from "../rewrite.js";

/**
 * Imports of names that the major of an SDK which new code brings has in another module: wanted from there.
 * @returns what goes from the old imports
 */
export function moveNames(
  cx: Rewrite,
  { bindings, tree }: ProgramFile,
  gone: readonly ImportSpecifier[],
  brings: Brings,
): readonly ImportSpecifier[] {
  return bindings.bindings.flatMap(({ name, imported }) => {
    if (!imported || gone.includes(imported.specifier)) return [];
    const dialect = classicDialects.find(
      (one) => one.moved?.[imported.name] !== undefined && one.packages.includes(imported.module),
    );
    if (!dialect || !brings(tree.path, dialect)) return [];
    cx.want(tree, dialect.moved![imported.name]!, imported.name, name, true);
    return [imported.specifier];
  });
}
