import { isClient } from "../../src/analysis/value.js";
import type { WantedImport } from "../../src/languages/language.js";
import type { SourceTree } from "../../src/languages/tree.js";
import { ancestors } from "../../src/languages/walk.js";
import type { Rewrite } from "../rewrite.js";

type Imported = Pick<WantedImport, "module" | "name" | "local">;

/**
 * What a file calls something that it has to import. The classes for asynchronous code have the names of the others: where a file needs
 * both, the later one gets a name of its own.
 */
export function ownName(cx: Rewrite, tree: SourceTree, others: readonly WantedImport[], wanted: Imported): string {
  const { module, name, local } = wanted;
  const isAsync = module.endsWith(ASYNC);
  const twin = isAsync ? module.slice(0, -ASYNC.length) : `${module}${ASYNC}`;
  const isTaken = others.some((other) => other.module === twin && other.local === local) || keeps(cx, tree, twin, name);
  return isTaken ? `${isAsync ? "Async" : "Sync"}${local}` : local;
}

const ASYNC = ".aio";

/** Whether a file has imported a name of a module, and goes on using it: not only to build clients that it will build in another way. */
function keeps(cx: Rewrite, tree: SourceTree, module: string, name: string): boolean {
  if (cx.imports(tree).available(tree, module, name) !== name) return false;
  const reads = cx.program.fileOf(tree.root).bindings.root.bindings.get(name)?.reads ?? [];
  return reads.some((read) =>
    [...ancestors(read)].every((up) => up.kind !== "Call" || !cx.values.of(up).some(isClient)),
  );
}
