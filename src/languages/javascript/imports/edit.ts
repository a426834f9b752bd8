import type { Style } from "../../code.js";
import type { TextEdit, WantedImport } from "../../language.js";
import type { ImportSpecifier, SourceTree } from "../../tree.js";
import { bindsValueAtTop } from "./available.js";
import { below, belowHeader, sitesAtTop } from "./place.js";
import { importStatements } from "./print.js";
import { removeSites, vanishing } from "./remove.js";
import { accepts, rewrite } from "./rewrite.js";
import { sitesOf, type Site } from "./sites.js";
import { moduleSystemOf } from "./system.js";
import { wholeLines } from "./lines.js";

/** See `ImportEditor.edit`. New statements take the place of one that goes, else they follow the last import at the top. */
export function editImports(
  tree: SourceTree,
  add: readonly WantedImport[],
  remove: readonly ImportSpecifier[],
  style: Style,
): TextEdit[] {
  const sites = sitesOf(tree);
  const gone = new Set(remove);
  const wanted = missing(tree, sites, add, gone);
  const system = moduleSystemOf(tree);
  const top = sitesAtTop(tree, sites);

  const merged = new Map<Site, WantedImport[]>();
  const fresh: WantedImport[] = [];
  for (const each of wanted) {
    const site = sites.find((other) => isReachable(other, top) && accepts(other, each, system, gone));
    if (site) merged.set(site, [...(merged.get(site) ?? []), each]);
    else fresh.push(each);
  }

  const edits: TextEdit[] = [];
  const removed: Site[] = [];
  for (const site of sites) {
    const added = merged.get(site) ?? [];
    const lost = site.node.specifiers.filter((specifier) => gone.has(specifier)).length;
    if (lost > 0 && lost === countOf(site) && added.length === 0) removed.push(site);
    else if (lost > 0 || added.length > 0) edits.push(rewrite(site, gone, added, style));
  }
  const statements = importStatements(fresh, system, style);
  return [...edits, ...place(tree, top, removed, statements, style)].sort((a, b) => a.start - b.start);
}

/**
 * What has to be added. Changes `gone`: what is wanted and at hand stays, even if another rule has no use for it, and what is at hand
 * only as a type makes room for the value.
 */
function missing(
  tree: SourceTree,
  sites: readonly Site[],
  add: readonly WantedImport[],
  gone: Set<ImportSpecifier>,
): WantedImport[] {
  const isSame = (a: WantedImport, b: WantedImport): boolean =>
    a.module === b.module && a.name === b.name && a.local === b.local;
  const wanted = add.filter((each) => tree.typed || !each.typeOnly);
  return wanted.filter((each, i) => {
    for (const { node } of sites) {
      if (node.module !== each.module || node.parent !== tree.root) continue;
      const specifier = node.specifiers.find(
        (other) => other.imported === each.name && other.local.name === each.local,
      );
      if (!specifier) continue;
      const isValue = bindsValueAtTop(node) && !specifier.typeOnly;
      if (isValue || each.typeOnly) {
        gone.delete(specifier);
        return false;
      }
      gone.add(specifier);
    }
    const first =
      wanted.find((other) => isSame(other, each) && !other.typeOnly) ?? wanted.find((other) => isSame(other, each));
    return wanted.indexOf(first!) === i;
  });
}

/** Whether all of the file can use what a statement gets: `import` is lifted to the top, `require` is not. */
function isReachable(site: Site, top: readonly Site[]): boolean {
  return top.includes(site) || (site.form === "import" && site.node.parent === site.node.tree.root);
}

/** How many names a statement binds, also those that are no plain names (`...rest`). */
function countOf({ node, names }: Site): number {
  const listed = names?.items.filter((item) => item.specifier).length ?? 0;
  return node.specifiers.length + (names?.items.length ?? 0) - listed;
}

/** Puts new statements in, and takes out those that lost all their names. */
function place(
  tree: SourceTree,
  top: readonly Site[],
  removed: readonly Site[],
  statements: readonly string[],
  style: Style,
): TextEdit[] {
  if (statements.length === 0) return removeSites(tree, removed);
  for (const statement of vanishing(removed)) {
    const lines = top.some((site) => site.statement === statement) ? wholeLines(tree, statement) : undefined;
    if (!lines) continue;
    const others = removed.filter((site) => site.statement !== statement);
    return [{ ...lines, text: statements.join(style.eol) }, ...removeSites(tree, others)];
  }
  const last = top.findLast((site) => !removed.includes(site));
  const added = last ? below(tree, last.statement, statements, style) : belowHeader(tree, statements, style);
  return [added, ...removeSites(tree, removed)];
}
