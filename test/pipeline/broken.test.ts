import { describe, expect, it } from "vitest";
import { languageOfPath, loadLanguage } from "../../src/languages/registry.js";
import { brokenStatementAt } from "../../src/pipeline/broken.js";

/** Whether the text between the bars lies in a statement that does not parse. */
async function isBroken(file: string, marked: string): Promise<boolean> {
  const [before, inside, after] = marked.split("|") as [string, string, string];
  const tree = (await loadLanguage(languageOfPath(file)!)).read(file, before + inside + after);
  expect(tree.errors).not.toEqual([]);
  return brokenStatementAt(tree, { start: before.length, end: before.length + inside.length }) !== undefined;
}

describe("brokenStatementAt", () => {
  it.each([
    ["a statement with an error", "a.ts", "f(|x| y z);\ng();\n", true],
    ["its neighbour", "a.ts", "f(x y z);\n|g|();\n", false],
    ["a neighbour in the same function", "a.ts", "function f() {\n  let = = 1;\n  |g|();\n}\n", false],
    ["the head of a function with an error in its body", "a.ts", "function f(|a|) {\n  let = = 1;\n}\n", true],
    ["several statements, one of them broken", "a.ts", "|g();\nf(x y z);|\nh();\n", true],
    ["an insertion in a broken statement", "a.ts", "f(||x y z);\n", true],
    ["an insertion before everything", "a.ts", "||h();\n\nf(x y z);\n", false],
    ["a statement with an error in Python", "a.py", "f(|x| y z)\ng()\n", true],
    ["its neighbour in Python", "a.py", "f(x y z)\n\n\n|g|()\n", false],
    ["a neighbour in the same function in Python", "a.py", "def f():\n    x = = 1\n    y = 2\n    |g|()\n", false],
  ])("looks at %s", async (_, file, marked, expected) => {
    expect(await isBroken(file, marked)).toBe(expected);
  });
});
