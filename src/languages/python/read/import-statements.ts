import type { Import, ImportSpecifier } from "../../tree.js";
import { build, nameAt, nameOf } from "./build.js";
import { sourceOf, type Concrete } from "./concrete.js";

/**
 * `import a.b as c, d`: one statement for each module. A statement with one module has the whole span, otherwise each has that of its
 * own part.
 */
export function readImports(node: Concrete): Import[] {
  return node.children.map((part) => {
    const [path, alias] = part.type === "aliased_import" ? part.children : [part];
    const module = dotted(path!);
    const root = path!.children[0]!;
    const local = alias ? nameOf(alias) : nameOf(root);
    const { start, end } = node.children.length === 1 ? node : part;
    return build<Import>({
      kind: "Import",
      start,
      end,
      module,
      moduleSpan: { start: path!.start, end: path!.end },
      typeOnly: false,
      specifiers: [specifier(part, "*", local)],
      bindsRoot: !alias && module !== local.name,
    });
  });
}

/** `from .m import a as b, c`, `from m import *`, `from __future__ import f`. */
export function readFrom(node: Concrete): Import {
  const { start, end, source } = node;
  const future = node.type === "future_import_statement";
  const [path, names] = future ? [undefined, node.children] : [node.children[0]!, node.children.slice(1)];
  const from = path ? path.start : source.indexOf("__future__", start);
  const moduleSpan = { start: from, end: path ? path.end : from + "__future__".length };
  return build<Import>({
    kind: "Import",
    start,
    end,
    module: path ? dotted(path) : "__future__",
    moduleSpan,
    typeOnly: false,
    specifiers: names.map(readName),
    bindsRoot: false,
  });
}

function readName(node: Concrete): ImportSpecifier {
  if (node.type === "wildcard_import") return specifier(node, "*", nameAt(node, "*"));
  const [name, alias] = node.type === "aliased_import" ? node.children : [node];
  return specifier(node, dotted(name!), nameOf(alias ?? name!));
}

function specifier({ start, end }: Concrete, imported: string, local: ImportSpecifier["local"]): ImportSpecifier {
  return build<ImportSpecifier>({ kind: "ImportSpecifier", start, end, imported, local, typeOnly: false });
}

/** A dotted path as one word: Python allows spaces around the dots. */
function dotted(node: Concrete): string {
  return sourceOf(node).replace(/\s+/g, "");
}
