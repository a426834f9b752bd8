import { describe, expect, test } from "vitest";
import { read } from "../../src/languages/javascript/read.js";
import { childrenOf, textOf, walk } from "../../src/languages/walk.js";
import { dump } from "./dump.js";
import { violations } from "./invariants.js";

/** The text of the first node of a kind below the root. */
function textOfFirst(code: string, kind: string): string {
  const tree = read("a.tsx", code);
  return textOf([...walk(tree.root)].find((node) => node.parent && node.kind === kind)!);
}

test.each([
  [
    "/** doc */ export /* a */ default /* b */ async function f() {} // c",
    "Export",
    "export /* a */ default /* b */ async function f() {}",
  ],
  [
    "/** doc */ export /* a */ default /* b */ async function f() {} // c",
    "FunctionStatement",
    "async function f() {}",
  ],
  ["export const a = 1, b = 2;", "Declaration", "const a = 1, b = 2;"],
  ["if (a) // why\n  b(); // c\n", "Block", "b();"],
  ["a // x\n  .b( /* y */ c)", "Call", "a // x\n  .b( /* y */ c)"],
  ["/* x */ @d export class A {}", "ClassStatement", "@d export class A {}"],
  ["class A { /* x */ private static async m() {} }", "Function", "private static async m() {}"],
  ["switch (a) { case 1: /* x */ b; }", "Case", "case 1: /* x */ b;"],
])("%s: %s is %s", (code, kind, expected) => {
  expect(textOfFirst(code, kind)).toBe(expected);
});

test("the arguments of a call go from parenthesis to parenthesis", () => {
  const code = "a.b /* ( */ <T>( c, ) ; new D";
  const tree = read("a.ts", code);
  const spans = [...walk(tree.root)].flatMap((node) => (node.kind === "Call" ? [node.argumentsSpan] : []));
  expect(spans.map((span) => span && code.slice(span.start, span.end))).toEqual(["( c, )", undefined]);
});

test("properties, keys, modules and operators have spans of their own", () => {
  const code = 'import "m"; a["b"] = { "c-d": 1, e() {} }; a.f === g; const { h: i } = j; class A { static k = 1 }';
  const tree = read("a.ts", code);
  const spans = [...walk(tree.root)].flatMap((node) =>
    Object.entries(node).flatMap(([key, span]) =>
      key.endsWith("Span") && span ? [span as { start: number; end: number }] : [],
    ),
  );
  expect(spans.map((span) => code.slice(span.start, span.end))).toEqual([
    '"m"',
    '["b"]'.slice(1, -1),
    '"c-d"',
    "e",
    "===",
    "f",
    "h",
    "k",
  ]);
});

describe("comments", () => {
  test.each([
    ["a // b\n/* c */ d /** e */", ["// b", "/* c */", "/** e */"]],
    ["#!/usr/bin/env node // not me\n// b", ["// b"]],
    ["'// a' + \"/* b */\" + `// ${c /* d */} // ${e} /*` + /[/*]\\/\\// // f", ["/* d */", "// f"]],
    ["x = <a href='//b'>// c {/* d */} /* e <b // f\n /> </a>", ["/* d */", "// f"]],
    [
      "f(/* a */); g(b /* c */, /* d */); ({ /* e */ }); [ /* f */ ]",
      ["/* a */", "/* c */", "/* d */", "/* e */", "/* f */"],
    ],
    ["import { a /* b */ } from 'http://c' // d\r\nexport {} // e\r\n", ["/* b */", "// d", "// e"]],
    ["type A = 'http://b' | `//${C}//` // d", ["// d"]],
    ["a / b / c; a /* d */ / b; a*/* e */b", ["/* d */", "/* e */"]],
    ["a /* open", ["/* open"]],
  ])("%s", (code, expected) => {
    const tree = read("a.tsx", code);
    expect(tree.comments.map((comment) => comment.text)).toEqual(expected);
    expect(violations(tree)).toEqual([]);
  });
});

describe("files", () => {
  test.each([
    ["a.ts", true],
    ["a.tsx", true],
    ["a.mts", true],
    ["a.CTS", true],
    ["a.d.ts", true],
    ["a.js", false],
    ["a.jsx", false],
    ["a.mjs", false],
    ["a.cjs", false],
  ])("%s typed: %s", (path, typed) => {
    expect(read(path, "a").typed).toBe(typed);
  });

  test("JavaScript files may hold JSX and TypeScript files type assertions", () => {
    expect(read("a.js", "x = <a>b</a>").errors).toEqual([]);
    expect(read("a.mts", "x = <A>b").errors).toEqual([]);
  });

  test("positions count the byte order mark", () => {
    const tree = read("a.ts", "\uFEFF// a\r\nconst b = c;\r\n");
    expect(violations(tree)).toEqual([]);
    expect(childrenOf(tree.root).map(textOf)).toEqual(["const b = c;"]);
    expect(tree.comments).toEqual([{ start: 1, end: 5, text: "// a" }]);
    expect(textOf(read("a.ts", "\uFEFFa").root.statements[0]!)).toBe("a");
  });

  test("syntax errors have spans and leave a tree", () => {
    const code = "const a = ;\nb(c);\nclass { d( }";
    const tree = read("a.ts", code);
    expect(tree.errors.length).toBeGreaterThan(0);
    for (const { start, end } of tree.errors) expect(start <= end && end <= code.length).toBe(true);
    expect(violations(tree)).toEqual([]);
    expect(dump(tree)).toContain("(Call callee:b args:[c]);");
  });

  test.each([
    ["brackets", "[".repeat(20_000)],
    ["parentheses", `x = ${"(".repeat(20_000)}1${")".repeat(20_000)}`],
    ["members", `a${".b".repeat(100_000)}`],
  ])("too many nested %s are an error, not a crash", (_, code) => {
    const tree = read("a.ts", code);
    expect(tree.errors).toEqual([{ start: 0, end: code.length }]);
    expect(tree.root.statements).toEqual([]);
    expect(dump(read("a.ts", "a"))).toBe("a;");
  });

  test("a long chain of operators is no deep nesting", () => {
    const tree = read("a.ts", `x = ${"'a' + ".repeat(20_000)}b`);
    expect(tree.errors).toEqual([]);
    expect(violations(tree)).toEqual([]);
  });
});
