import type { Style } from "../../code.js";
import type { TextEdit, WantedImport } from "../../language.js";
import type { ImportSpecifier, SourceTree } from "../../tree.js";
import { importsOf } from "../imported.js";
import { bindsAtTop, isStar } from "./available.js";
import { isAlone } from "./lines.js";
import { fromStatement, rewriteNames, sorted, specifierText } from "./names.js";
import { below, belowHeader, moduleOf, neighbourOf, sitesAtTop } from "./placement.js";
import { removeSites } from "./removal.js";
import { sitesOf, type Site } from "./sites.js";

/** See `ImportEditor.edit`. A new statement takes the place of one that goes, else it stands below the import most like it. */
export function editImports(
  tree: SourceTree,
  add: readonly WantedImport[],
  remove: readonly ImportSpecifier[],
  style: Style,
): TextEdit[] {
  const gone = new Set(remove);
  const wanted = add.filter((each, i) => {
    const present = bindingOf(tree, each);
    // What is wanted and at hand stays, even if another rule has no use for it.
    if (present) gone.delete(present);
    return !present && add.findIndex((other) => key(other) === key(each)) === i;
  });

  const sites = sitesOf(tree);
  const top = sitesAtTop(tree, sites);
  const additions = new Map<Site, WantedImport[]>();
  const fresh: WantedImport[] = [];
  for (const each of wanted) {
    const site = each.name === "*" ? undefined : top.find((other) => accepts(other, each.module));
    if (site) additions.set(site, [...(additions.get(site) ?? []), each]);
    else fresh.push(each);
  }

  const edits: TextEdit[] = [];
  const removed: Site[] = [];
  for (const site of sites) {
    const added = additions.get(site) ?? [];
    const lost = site.items.filter((item) => gone.has(item)).length;
    if (lost > 0 && lost === site.items.length && added.length === 0) removed.push(site);
    else if (lost > 0 || added.length > 0) edits.push(rewriteNames(site, gone, added, style));
  }
  return [...edits, ...place(tree, top, removed, fresh, style)].sort((a, b) => a.start - b.start);
}

/** Puts new statements in, and takes out those that lost all their names. */
function place(
  tree: SourceTree,
  top: readonly Site[],
  removed: readonly Site[],
  fresh: readonly WantedImport[],
  style: Style,
): TextEdit[] {
  const staying = top.filter((site) => !removed.includes(site));
  const vacated = top.findLast((site) => removed.includes(site) && isAlone(tree.text, site));
  const replacing: string[] = [];
  const heading: string[] = [];
  const neighbours = new Map<Site, string[]>();
  for (const { module, plain, text } of statementsFor(fresh, style)) {
    const neighbour = neighbourOf(staying, module, plain);
    const isBeside = plain && neighbour?.from === false && vacated?.from !== false;
    const sortsLater = vacated && neighbour && neighbour.start > vacated.start && moduleOf(neighbour) <= module;
    if (vacated && !isBeside && !sortsLater) replacing.push(text);
    else if (neighbour) neighbours.set(neighbour, [...(neighbours.get(neighbour) ?? []), text]);
    else heading.push(text);
  }
  const edits = [...neighbours].map(([site, lines]) => below(site, lines, style));
  if (vacated && replacing.length > 0) {
    edits.push({ start: vacated.start, end: vacated.end, text: replacing.join(style.eol) });
    removed = removed.filter((site) => site !== vacated);
  }
  if (heading.length > 0) edits.push(belowHeader(tree, heading, style));
  return [...edits, ...removeSites(tree, removed)];
}

interface NewStatement {
  readonly module: string;
  /** `import m`, not `from m import …`. */
  readonly plain: boolean;
  readonly text: string;
}

function statementsFor(fresh: readonly WantedImport[], style: Style): NewStatement[] {
  const plain = fresh
    .filter((each) => each.name === "*")
    .map(({ module, local }): NewStatement => {
      return { module, plain: true, text: module === local ? `import ${module}` : `import ${module} as ${local}` };
    });
  const modules = [...new Set(fresh.filter((each) => each.name !== "*").map((each) => each.module))];
  const from = modules.map((module): NewStatement => {
    const names = sorted(fresh.filter((each) => each.module === module && each.name !== "*")).map(specifierText);
    return { module, plain: false, text: fromStatement(`from ${module} import`, names, "", style) };
  });
  return [...plain, ...from];
}

function accepts(site: Site, module: string): boolean {
  const [node] = site.nodes;
  return site.from && node!.module === module && !node!.typeOnly && !site.items.some(isStar);
}

/** The specifier that already binds what is wanted to the name it is wanted under. */
function bindingOf(tree: SourceTree, { module, name, local }: WantedImport): ImportSpecifier | undefined {
  for (const each of importsOf(tree)) {
    if (each.module !== module || !bindsAtTop(each)) continue;
    const found = each.specifiers.find((specifier) => {
      return specifier.imported === name && (each.bindsRoot ? module : specifier.local.name) === local;
    });
    if (found) return found;
  }
  return undefined;
}

function key({ module, name, local }: WantedImport): string {
  return `${module} ${name} ${local}`;
}
