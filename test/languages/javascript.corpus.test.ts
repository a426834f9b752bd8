import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { javascript } from "../../src/languages/javascript/index.js";
import type { WantedImport } from "../../src/languages/language.js";
import type { ImportSpecifier, SourceTree } from "../../src/languages/tree.js";
import { applyEdits } from "./importEdits.js";
import { lostIdentifiers } from "./identifiers.js";
import { violations } from "./invariants.js";

const REPOSITORY = fileURLToPath(new URL("../..", import.meta.url));

/** Real code: our own always, and a folder of other people's where one is named. */
const ROOTS = [join(REPOSITORY, "src"), join(REPOSITORY, "test"), process.env.MIGRATE_AGENTS_CORPUS].filter(
  (root): root is string => root !== undefined,
);

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(path);
    return entry.isFile() && /\.[cm]?[jt]sx?$/.test(entry.name) ? [path] : [];
  });
}

/** Files that parse, as trees. */
function treesBelow(folder: string): SourceTree[] {
  const trees = filesBelow(folder).map((path) => javascript.read(path, readFileSync(path, "utf8")));
  return trees.filter((tree) => tree.errors.length === 0);
}

/** "module: imported as local" of everything a text imports. */
function importedBy(tree: SourceTree): string[] {
  return javascript.imports
    .statements(tree)
    .flatMap(({ module, specifiers }) => specifiers.map((each) => `${module}: ${each.imported} as ${each.local.name}`))
    .sort();
}

function edited(tree: SourceTree, add: readonly WantedImport[], remove: readonly ImportSpecifier[]): SourceTree {
  const edits = javascript.imports.edit(tree, add, remove, javascript.printer.styleOf(tree));
  return javascript.read(tree.path, applyEdits(tree.text, edits));
}

describe.each(ROOTS)("%s", (root) => {
  test("every file keeps the promises of a reader", () => {
    for (const path of filesBelow(root)) {
      const tree = javascript.read(path, readFileSync(path, "utf8"));
      expect(violations(tree)).toEqual([]);
      if (tree.errors.length === 0) expect(lostIdentifiers(tree)).toEqual([]);
    }
  });

  test("every import can be removed, and one can be added", () => {
    const added = { module: "added", name: "Added", local: "Added" };
    for (const tree of treesBelow(root)) {
      const before = importedBy(tree);
      const statements = javascript.imports.statements(tree);
      // An exported import is part of what the file gives to others.
      const removable = statements
        .filter(({ parent }) => parent?.kind !== "Export")
        .flatMap(({ specifiers }) => specifiers);
      for (const remove of [...removable.map((each) => [each]), removable, []]) {
        const after = edited(tree, [added], remove);
        expect(after.errors, tree.path).toEqual([]);
        const gone = remove.map((each) => `${moduleOf(each)}: ${each.imported} as ${each.local.name}`);
        expect(importedBy(after), tree.path).toEqual([...without(before, gone), "added: Added as Added"].sort());
      }
    }
  });
});

function moduleOf(specifier: ImportSpecifier): string {
  return specifier.parent?.kind === "Import" ? specifier.parent.module : "";
}

function without(all: readonly string[], gone: readonly string[]): string[] {
  const rest = [...all];
  for (const each of gone) rest.splice(rest.indexOf(each), 1);
  return rest;
}

test("our own files are written as Prettier writes them", () => {
  for (const tree of treesBelow(join(REPOSITORY, "src"))) {
    expect(javascript.printer.styleOf(tree), tree.path).toMatchObject({
      eol: "\n",
      indent: "  ",
      quote: '"',
      semicolons: true,
      trailingCommas: true,
    });
  }
});
