import type { Style } from "../../code.js";
import type { TextEdit, WantedImport } from "../../language.js";
import type { ImportSpecifier } from "../../tree.js";
import { lineEnd, lineStart } from "./lines.js";
import { brokenNames, rewriteNames } from "./names.js";
import { specifierText, type ModuleSystem } from "./print.js";
import type { Site } from "./sites.js";

/** Whether a statement can also import `wanted`, next to what it already got and without what it loses. */
export function accepts(
  { node, form, names }: Site,
  wanted: WantedImport,
  system: ModuleSystem,
  gone: ReadonlySet<ImportSpecifier>,
): boolean {
  if (node.module !== wanted.module || wanted.name === "*" || node.typeOnly !== (wanted.typeOnly === true))
    return false;
  if (form === "require") return system === "commonjs" && names !== undefined && wanted.name !== "default";
  if (form === "importEquals" || (node.specifiers.length === 0 && !names)) return false;
  const kept = node.specifiers.filter((each) => !gone.has(each));
  const [main, whole] = ["default", "*"].map((name) =>
    kept.some((each) => each.imported === name && !isListed(each, names)),
  );
  if (whole) return wanted.name === "default" && !main && !node.typeOnly;
  // `import type A, { B }` is an error.
  return !node.typeOnly || (wanted.name !== "default" && !main);
}

/** Puts names into a statement and takes others out; something remains. */
export function rewrite(
  site: Site,
  gone: ReadonlySet<ImportSpecifier>,
  added: readonly WantedImport[],
  style: Style,
): TextEdit {
  return site.form === "require" ? rewriteRequire(site, gone, added, style) : rewriteImport(site, gone, added, style);
}

function rewriteRequire(
  { node, names }: Site,
  gone: ReadonlySet<ImportSpecifier>,
  added: readonly WantedImport[],
  style: Style,
): TextEdit {
  const { tree } = node;
  const { start, end } = names!.span;
  const room = style.width - (start - lineStart(tree.text, start)) - (lineEnd(tree.text, end) - end);
  const list = added.map((each) => specifierText(each, "commonjs"));
  return { start, end, text: rewriteNames(tree, names!, gone, list, style, room) };
}

/** Between `import` and `from`: `Default, * as whole, { names }`. */
function rewriteImport(
  { node, names }: Site,
  gone: ReadonlySet<ImportSpecifier>,
  added: readonly WantedImport[],
  style: Style,
): TextEdit {
  const { text } = node.tree;
  const outside = node.specifiers.filter((each) => !isListed(each, names));
  const start = outside[0]?.start ?? names!.span.start - 1;
  const end = names ? names.span.end + 1 : outside.at(-1)!.end;

  const kept = outside.filter((each) => !gone.has(each));
  const main = kept.some((each) => each.imported === "default")
    ? undefined
    : added.find((each) => each.name === "default");
  const parts = [...(main ? [main.local] : []), ...kept.map((each) => text.slice(each.start, each.end))];
  const list = added.filter((each) => each !== main).map((each) => specifierText(each, "esm"));
  const remaining = names?.items.some(({ specifier }) => !specifier || !gone.has(specifier)) ?? false;
  if (remaining || list.length > 0) {
    const around = start - lineStart(text, start) + lineEnd(text, node.end) - end;
    const room = style.width - around - parts.join(", ").length - "{}, ".length;
    parts.push(
      `{${names && names.items.length > 0 ? rewriteNames(node.tree, names, gone, list, style, room) : newNames(list, style, room)}}`,
    );
  }
  return { start, end, text: parts.join(", ") };
}

function newNames(names: readonly string[], style: Style, room: number): string {
  const line = ` ${names.join(", ")} `;
  return line.length <= room ? line : brokenNames(names, style);
}

/** Whether a specifier stands between the braces. */
function isListed(specifier: ImportSpecifier, names: Site["names"]): boolean {
  return names !== undefined && specifier.start >= names.span.start;
}
