import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { loadPython } from "../../src/languages/python/index.js";
import { loadParser } from "../../src/languages/python/read/parser.js";
import type { Concrete } from "../../src/languages/python/read/concrete.js";
import type { SourceTree } from "../../src/languages/tree.js";
import { textOf, walk } from "../../src/languages/walk.js";
import { python, readPython } from "./python.js";

const parse = await loadParser();

test("the parser is loaded once", async () => {
  expect(await loadPython()).toBe(python);
});

describe("positions are UTF-16 offsets", () => {
  const lines = ["# 😀 comment", "s = '😀😀' + name  # é😀", "def f(a):", "    return a.b['😀']", ""];
  const variants = {
    plain: lines.join("\n"),
    CRLF: lines.join("\r\n"),
    "byte order mark": `\ufeff${lines.join("\n")}`,
    "a file longer than the parser's buffer": `${"x = '😀'\n".repeat(5000)}${lines.join("\n")}`,
  };
  test.each(Object.entries(variants))("%s", (_, text) => {
    const tree = readPython(text);
    const nodes = [...walk(tree.root)];
    expect(nodes.filter((node) => node.kind === "Name" && node.name === "name").map(textOf)).toEqual(["name"]);
    const member = nodes.find((node) => node.kind === "Member" && node.computed);
    expect(member && textOf(member)).toBe("a.b['😀']");
    expect(tree.comments.map((comment) => comment.text)).toEqual(["# 😀 comment", "# é😀"]);
    expect(tree.errors).toEqual([]);
  });
});

test("comments stand in order, whatever they are inside of", () => {
  const tree = readPython("# a\nf(  # b\n    x,  # c\n)\nif y:\n    # d\n    pass\n    # e\n# f\n");
  expect(tree.comments.map((comment) => comment.text)).toEqual(["# a", "# b", "# c", "# d", "# e", "# f"]);
});

test("a statement that is indented by something else than its block begins with is an error", () => {
  const text = "for x in y:\n    if x:\n            continue\n        print(x)\n";
  expect(readPython(text).errors.map(({ start, end }) => text.slice(start, end))).toEqual(["print(x)"]);
  const even = "if x: a(); \\\n  b()\nelse:\n\tc()\n\td(\n1)\n\t# e\n";
  expect(readPython(even).errors).toEqual([]);
});

test("errors are the places that could not be read", () => {
  const tree = readPython("x = 1\nf(a b)\ndef g(:\n    pass\n");
  expect(tree.errors.map((error) => tree.text.slice(error.start, error.end))).toEqual(["b", ""]);
});

describe("deep nesting never throws", () => {
  const depth = 20_000;
  const deep = {
    parentheses: "(".repeat(depth) + "1" + ")".repeat(depth),
    operators: Array<string>(depth).fill("a").join(" + "),
    calls: "f" + ".g()".repeat(depth),
  };
  test.each(Object.entries(deep))("%s", (_, code) => {
    const tree = python.read("/project/deep.py", code);
    expect(tree.errors.length > 0 || tree.root.statements.length === 1).toBe(true);
  });
});

const corpus = process.env["MIGRATE_AGENTS_CORPUS"];

describe.skipIf(!corpus)("real code", () => {
  const folder = corpus ?? "";
  const files = readdirSync(corpus ?? import.meta.dirname, { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".py"),
  );
  test.each(files.map((file) => path.join(folder, file)))("%s", (file) => {
    const tree = readPython(readFileSync(file, "utf8"), file);
    expect(lostIdentifiers(tree)).toEqual([]);
  });
});

/** Identifiers that the parser finds and the neutral tree does not know: uses that were lost. */
function lostIdentifiers(tree: SourceTree): string[] {
  const known = new Set<number>();
  for (const node of walk(tree.root)) {
    if (node.kind === "Name") known.add(node.start);
    if (node.kind === "Member") known.add(node.propertySpan.start);
    if (node.kind === "Field") known.add(node.nameSpan.start);
    if (node.kind === "Argument" && node.form === "named") known.add(node.start);
  }
  // Modules and imported names are strings of an Import; names of global and nonlocal are strings too.
  const asStrings = [...walk(tree.root)].filter((node) => node.kind === "Import" || node.kind === "ScopeDirective");
  const lost: string[] = [];
  const visit = (node: Concrete): void => {
    const isString = asStrings.some((each) => each.start <= node.start && node.end <= each.end);
    if (node.type === "identifier" && !known.has(node.start) && !isString) {
      lost.push(`${tree.text.slice(node.start, node.end)} at ${node.start}`);
    }
    node.children.forEach(visit);
  };
  visit(parse(tree.text).root);
  return lost;
}
