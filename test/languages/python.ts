import { expect } from "vitest";
import { loadPython } from "../../src/languages/python/index.js";
import type { SourceTree } from "../../src/languages/tree.js";
import { violations } from "./invariants.js";

export const python = await loadPython();

/** Reads Python and checks what every reader promises. */
export function readPython(code: string, path = "/project/test.py"): SourceTree {
  const tree = python.read(path, code);
  expect(violations(tree)).toEqual([]);
  return tree;
}
