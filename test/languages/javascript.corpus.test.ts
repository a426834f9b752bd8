import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { javascript } from "../../src/languages/javascript/index.js";
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

describe.each(ROOTS)("%s", (root) => {
  test("every file keeps the promises of a reader", () => {
    for (const path of filesBelow(root)) {
      const tree = javascript.read(path, readFileSync(path, "utf8"));
      expect(violations(tree)).toEqual([]);
      if (tree.errors.length === 0) expect(lostIdentifiers(tree)).toEqual([]);
    }
  });
});
