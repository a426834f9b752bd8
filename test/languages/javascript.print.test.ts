import ts from "typescript";
import { describe, expect, test } from "vitest";
import { layout, type Code, type Style } from "../../src/languages/code.js";
import { javascriptPrinter as printer } from "../../src/languages/javascript/print.js";
import { read } from "../../src/languages/javascript/read.js";

const STYLE: Style = { eol: "\n", indent: "  ", quote: '"', semicolons: true, trailingCommas: true, width: 80 };

function show(code: Code, style: Partial<Style> = {}): string {
  const parts = layout(code, { ...STYLE, ...style }, { indentation: "", column: 0, trailing: 0 }, "");
  return parts.join("");
}

describe("strings", () => {
  test.each([
    ["a", '"a"', "'a'"],
    ['say "a"', "'say \"a\"'", "'say \"a\"'"],
    ["it's", '"it\'s"', '"it\'s"'],
    ["\"'", '"\\"\'"', "'\"\\''"],
    ["a\\b\n\t\u0000\u2028", '"a\\\\b\\n\\t\\u0000\\u2028"', "'a\\\\b\\n\\t\\u0000\\u2028'"],
    ["é 日 😀", '"é 日 😀"', "'é 日 😀'"],
  ])("%j", (value, double, single) => {
    expect(show(printer.string(value, STYLE))).toBe(double);
    expect(show(printer.string(value, { ...STYLE, quote: "'" }))).toBe(single);
    expect(evaluate(double)).toBe(value);
    expect(evaluate(single)).toBe(value);
  });
});

/** The value of a string literal as TypeScript reads it. */
function evaluate(code: string): string {
  const source = ts.createSourceFile("a.ts", `(${code})`, ts.ScriptTarget.Latest);
  const statement = source.statements[0] as ts.ExpressionStatement;
  return ((statement.expression as ts.ParenthesizedExpression).expression as ts.StringLiteral).text;
}

describe("values", () => {
  test.each<[unknown, string]>([
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [-1.5, "-1.5"],
    [[], "[]"],
    [{}, "{}"],
    [["a", 1, [null]], '["a", 1, [null]]'],
    [{ a: 1, "b-c": { d: "e" }, 2: true, "": 0 }, '{ "2": true, a: 1, "b-c": { d: "e" }, "": 0 }'],
    [JSON.parse('{"__proto__": 1}'), '{ ["__proto__"]: 1 }'],
    [{ class: 1, größe: 2 }, "{ class: 1, größe: 2 }"],
  ])("%j", (value, expected) => {
    expect(show(printer.literal(value, STYLE))).toBe(expected);
  });

  test("what is too long gets one item a line", () => {
    const value = {
      name: "get_weather",
      parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
    };
    expect(show(printer.literal(value, STYLE))).toBe(
      [
        "{",
        '  name: "get_weather",',
        "  parameters: {",
        '    type: "object",',
        '    properties: { city: { type: "string" } },',
        '    required: ["city"],',
        "  },",
        "}",
      ].join("\n"),
    );
    expect(show(printer.literal(value, STYLE), { eol: "\r\n", indent: "\t", width: 60 })).toContain(
      '{\r\n\tname: "get_weather",\r\n',
    );
    expect(show(printer.literal({ a: 1, b: 2 }, { ...STYLE, trailingCommas: false }), { width: 10 })).toBe(
      "{\n  a: 1,\n  b: 2\n}",
    );
  });
});

describe("objects", () => {
  test.each([
    ["a value that is its key is a shorthand", [{ key: "a", value: "a" }], "{ a }"],
    ["a reserved word is none", [{ key: "default", value: "default" }], "{ default: default }"],
    [
      "spreads",
      [
        { key: undefined, value: "rest" },
        { key: "b", value: "c" },
      ],
      "{ ...rest, b: c }",
    ],
  ])("%s", (_, entries, expected) => {
    expect(show(printer.object(entries, STYLE))).toBe(expected);
  });
});

const positional = (value: Code): { name: undefined; value: Code } => ({ name: undefined, value });

describe("calls", () => {
  test.each([
    ["positional", [positional("a"), positional("b")], "f(a, b)"],
    ["none", [], "f()"],
    [
      "named become one object",
      [{ name: "x-y", value: "1" }, positional("a"), { name: "b", value: "b" }],
      'f(a, { "x-y": 1, b })',
    ],
  ])("%s", (_, args, expected) => {
    expect(show(printer.call("f", args, STYLE))).toBe(expected);
    expect(show(printer.construct("F", args, STYLE))).toBe(`new ${expected.replace("f", "F")}`);
  });

  test("a long object argument breaks inside its braces", () => {
    const body = printer.literal({ model: "gpt-4.1", instructions: "You are a helpful assistant." }, STYLE);
    const call = printer.await(printer.call("openai.responses.create", [positional(body)], STYLE));
    expect(show(printer.declare("response", call, STYLE))).toBe(
      [
        "const response = await openai.responses.create({",
        '  model: "gpt-4.1",',
        '  instructions: "You are a helpful assistant.",',
        "});",
      ].join("\n"),
    );
  });
});

describe("expressions", () => {
  const test1 = printer.equals("a.b", '"x"');

  test.each<[string, Code, string]>([
    ["member", printer.member("a", "b"), "a.b"],
    ["member that is no identifier", printer.member("a", "b-c"), 'a["b-c"]'],
    ["element", printer.element("a", 0), "a[0]"],
    ["await", printer.await("a"), "await a"],
    ["parentheses", printer.parenthesise(printer.await("a")), "(await a)"],
    ["template", printer.template(["a`\\", "${b}\n", ""], ["c", "d"], STYLE), "`a\\`\\\\${c}\\${b}\n${d}`"],
    [
      "environment",
      printer.environment("FOUNDRY_PROJECT_ENDPOINT", STYLE, false),
      "process.env.FOUNDRY_PROJECT_ENDPOINT",
    ],
    ["typed environment", printer.environment("A", STYLE, true), "process.env.A!"],
    [
      "filtered",
      printer.filtered("items", "item", printer.equals("item.type", '"message"')),
      'items.filter((item) => item.type === "message")',
    ],
    [
      "nested",
      printer.nested(
        [
          { item: "a", list: "b", test: "a.c" },
          { item: "d", list: "a.e", test: undefined },
        ],
        "all",
      ),
      "b.filter((a) => a.c).flatMap((a) => a.e)",
    ],
    [
      "the first of nested",
      printer.nested(
        [
          { item: "a", list: "b", test: undefined },
          { item: "d", list: "a.e", test: "d.f" },
        ],
        "first",
      ),
      "b.flatMap((a) => a.e.filter((d) => d.f))[0]",
    ],
    [
      "the first of one",
      printer.nested([{ item: "a", list: "b", test: printer.and(["a.c", "a.d"]) }], "first"),
      "b.find((a) => a.c && a.d)",
    ],
    ["some", printer.some("a", "b", "b.c"), "a.some((b) => b.c)"],
    ["one more", printer.append("items", { item: "a" }, STYLE), "items.push(a)"],
    ["several more", printer.append("items", { items: "more" }, STYLE), "items.push(...more)"],
    ["first items", printer.firstItems("items", 3), "items.slice(0, 3)"],
    ["one of several", printer.oneOf("a.b", ["x", "y"], STYLE), 'a.b === "x" || a.b === "y"'],
    ["one of one", printer.oneOf("a.b", ["x"], STYLE), 'a.b === "x"'],
    ["one of none", printer.oneOf("a.b", [], STYLE), "false"],
    ["or", printer.or(["a", "b", "c"]), "a || b || c"],
    ["not a name", printer.not("a.b"), "!a.b"],
    ["not an equality", printer.not(test1), 'a.b !== "x"'],
    ["not one of several", printer.not(printer.oneOf("a", ["x", "y"], STYLE)), '!(a === "x" || a === "y")'],
    ["not a call", printer.not(["f", "()"]), "!(f())"],
    ["not an ending", printer.not(printer.endsWith("a.type", "_call", STYLE)), '!a.type.endsWith("_call")'],
    ["conditional", printer.conditional("a", "b", "c"), "a ? b : c"],
    ["or else", printer.orElse("a.b", "[]"), "a.b ?? []"],
    ["ending", printer.endsWith("a.type", "_call", STYLE), 'a.type.endsWith("_call")'],
    ["member or nothing", printer.memberOrNothing("a", "b", STYLE, false), "a.b"],
    ["member or list", printer.memberOrNothing("a", "b", STYLE, false, "[]"), "a.b ?? []"],
    ["typed member or nothing", printer.memberOrNothing("a", "b", STYLE, true), '"b" in a ? a.b : undefined'],
    ["typed member or list", printer.memberOrNothing("a", "b", STYLE, true, "[]"), '"b" in a ? a.b : []'],
    [
      "replaced items",
      printer.replacedItems("list", "tool", ['"x"', '"y"'], ["z"], { ...STYLE, width: 200 }),
      '[...(list ?? []).filter((tool) => tool.type !== "x" && tool.type !== "y"), z]',
    ],
    ["found", printer.found("list", "item", "item.a", false), "list.find((item) => item.a)"],
    ["typed found", printer.found("list", "item", "item.a", true), "list.find((item) => item.a)!"],
    ["cast", printer.cast("a.b", "T", true), "(a.b as T)"],
    ["cast in code without types", printer.cast("a.b", "T", false), "a.b"],
    ["comment", printer.comment("why"), "// why"],
    ["skip", printer.skipUnless(test1, STYLE), 'if (a.b !== "x") continue;'],
  ])("%s", (_, code, expected) => {
    expect(show(code)).toBe(expected);
  });

  test.each([
    [["conversation", "items"], "conversationItems"],
    [["new"], "new_"],
    [["Agent"], "agent"],
  ])("local name of %j", (words, expected) => {
    expect(printer.localName(words)).toBe(expected);
  });
});

describe("statements", () => {
  test.each<[(style: Style) => Code, string, string]>([
    [(style) => printer.declare("a", "b", style), "const a = b;", "const a = b"],
    [(style) => printer.statement("f()", style), "f();", "f()"],
    [(style) => printer.statement(["(", "a", ").b()"], style), "(a).b();", ";(a).b()"],
    [(style) => printer.statement(printer.array(["a"], style), style), "[a];", ";[a]"],
    [(style) => printer.statement(printer.template(["a"], [], style), style), "`a`;", ";`a`"],
    [(style) => printer.skipUnless("a", style), "if (!a) continue;", "if (!a) continue"],
    [(style) => printer.raise("a", style), "throw new Error(a);", "throw new Error(a)"],
  ])("%#", (print, withSemicolons, without) => {
    expect(show(print(STYLE))).toBe(withSemicolons);
    expect(show(print({ ...STYLE, semicolons: false }))).toBe(without);
  });
});

describe("the style of a file", () => {
  const styleOf = (code: string): Style => printer.styleOf(read("a.tsx", code));

  test("a file that shows nothing", () => {
    expect(styleOf("")).toEqual({ ...STYLE, width: 100 });
  });

  test.each<[string, string, Partial<Style>]>([
    ["single quotes", "f('a', 'b', \"c\");", { quote: "'" }],
    ["quotes of imports count", "import a from 'a'; import b from 'b'; f(\"c\");", { quote: "'" }],
    ["quotes around quotes and of attributes do not", `f('a "b"', '"', "c"); x = <a b='c' d='e' />;`, { quote: '"' }],
    ["no semicolons", "import a from 'a'\nconst b = a\nb()\nfor (let i = 0; i < 1; i++) { i }", { semicolons: false }],
    ["some semicolons", "a();\nb()\nc();", { semicolons: true }],
    ["four spaces", "function f() {\n    if (a) {\n        b();\n    }\n}", { indent: "    " }],
    ["tabs", "class A {\n\tb() {\n\t\treturn 1;\n\t}\n}", { indent: "\t" }],
    ["objects show the indentation", "f({\n   a: 1,\n});", { indent: "   " }],
    ["continued lines do not", "const a =\n        b;\nif (a) {\n  b();\n}", { indent: "  " }],
    ["no trailing commas", "f({\n  a: 1,\n  b: [\n    1,\n    2\n  ]\n});", { trailingCommas: false }],
    ["CRLF", "a();\r\nb();\r\n", { eol: "\r\n" }],
    ["a wide file", `const a = ${"b + ".repeat(23)}c;`, { width: 104 }],
    ["a very wide file", `const a = ${"b + ".repeat(100)}c;`, { width: 120 }],
    ["a narrow file", "a();", { width: 80 }],
    [
      "wide comments, texts and imports show nothing",
      `// ${"a".repeat(90)}\nf("${"a".repeat(90)}");\nimport { a } from "${"b".repeat(90)}";\nf();`,
      { width: 80 },
    ],
  ])("%s", (_, code, expected) => {
    expect(styleOf(code)).toMatchObject(expected);
  });
});
