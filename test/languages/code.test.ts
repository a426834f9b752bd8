import { describe, expect, test } from "vitest";
import {
  broken,
  carry,
  layout,
  placeOf,
  type Code,
  type Group,
  type Place,
  type Style,
} from "../../src/languages/code.js";
import { read } from "../../src/languages/javascript/read.js";
import { walk } from "../../src/languages/walk.js";

const STYLE: Style = { eol: "\n", indent: "  ", quote: '"', semicolons: true, trailingCommas: true, width: 20 };
const TOP: Place = { indentation: "", column: 0, trailing: 0 };

function show(code: Code, style: Partial<Style> = {}, place: Partial<Place> = {}, source = ""): string {
  const parts = layout(code, { ...STYLE, ...style }, { ...TOP, ...place }, source);
  return parts.map((part) => (typeof part === "string" ? part : source.slice(part.start, part.end))).join("");
}

function group(open: string, items: readonly Code[], more: Partial<Group> = {}): Group {
  const close = { "(": ")", "[": "]", "{": "}" }[open]!;
  return { kind: "group", open, close, items, padded: open === "{", trailingComma: true, ...more };
}

const text = (...lines: string[]): string => lines.join("\n");

describe("groups", () => {
  test.each<[string, Code, string]>([
    ["fit", group("[", ["aaa", "bbb"]), "[aaa, bbb]"],
    ["are padded or not", [group("{", ["a"]), group("{", []), group("(", ["b"])], "{ a }{}(b)"],
    ["fill the line", group("[", ["aaaaaaaa", "bbbbbbbb"]), "[aaaaaaaa, bbbbbbbb]"],
    ["break one character later", group("[", ["aaaaaaaa", "bbbbbbbbb"]), text("[", "  aaaaaaaa,", "  bbbbbbbbb,", "]")],
    ["count what follows", [group("[", ["aaaaaaaa", "bbbbbbbb"]), ";"], text("[", "  aaaaaaaa,", "  bbbbbbbb,", "];")],
    [
      "count what stands before",
      ["f", group("(", ["aaaaaaaa", "bbbbbbbb"])],
      text("f(", "  aaaaaaaa,", "  bbbbbbbb,", ")"),
    ],
    [
      "need no comma at the end",
      group("[", ["a".repeat(20)], { trailingComma: false }),
      text("[", `  ${"a".repeat(20)}`, "]"),
    ],
    ["break where a text does", group("[", ["a\nb"]), text("[", "  a", "b,", "]")],
    [
      "break from the outside in",
      group("{", [
        ["a: ", group("[", ["1", "2"])],
        ["b: ", group("[", ["111111", "22222222"])],
      ]),
      text("{", "  a: [1, 2],", "  b: [", "    111111,", "    22222222,", "  ],", "}"),
    ],
  ])("%s", (_, code, expected) => {
    expect(show(code)).toBe(expected);
  });

  test("start at their place", () => {
    const code = group("[", ["aaaa", "bbbb"]);
    expect(show(code, {}, { column: 8 })).toBe("[aaaa, bbbb]");
    expect(show(code, {}, { column: 9, indentation: "    " })).toBe(text("[", "      aaaa,", "      bbbb,", "    ]"));
    expect(show(code, {}, { column: 8, trailing: 1 })).toContain("\n");
  });

  test("break with the file's line ends and indentation", () => {
    const code = broken(["f", group("(", ["a\nb"])]);
    expect(show(code, { eol: "\r\n", indent: "\t" })).toBe("f(\r\n\ta\r\nb,\r\n)");
  });

  test("stay broken when they were so", () => {
    expect(show(broken(["f", group("{", ["a"])]))).toBe(text("f{", "  a,", "}"));
    expect(show(group("[", [broken(group("[", ["a"]))]))).toBe(text("[[", "  a,", "]]"));
  });

  test("keep comments with their items", () => {
    const code = group("{", [
      { kind: "commented", before: ["// one", "// two"], code: "a", after: undefined },
      ["b: ", { kind: "commented", before: [], code: "c", after: "// three" }],
    ]);
    expect(show(code)).toBe(text("{", "  // one", "  // two", "  a,", "  b: c,  // three", "}"));
  });
});

describe("a bracketed argument", () => {
  const object = group("{", ["aaaaaaaa", "bbbbbbbb"]);

  test.each<[string, Code, string]>([
    ["alone", group("(", [object]), text("({", "  aaaaaaaa,", "  bbbbbbbb,", "})")],
    ["behind others", group("(", ["c", object], { hugs: true }), text("(c, {", "  aaaaaaaa,", "  bbbbbbbb,", "})")],
    [
      "behind others where that is not the style",
      group("(", ["c", object]),
      text("(", "  c,", "  {", "    aaaaaaaa,", "    bbbbbbbb,", "  },", ")"),
    ],
    [
      "behind another one",
      group("(", [group("{", ["c"]), object], { hugs: true }),
      text("(", "  { c },", "  {", "    aaaaaaaa,", "    bbbbbbbb,", "  },", ")"),
    ],
    [
      "behind too long ones",
      group("(", ["c".repeat(20), object], { hugs: true }),
      text("(", `  ${"c".repeat(20)},`, "  {", "    aaaaaaaa,", "    bbbbbbbb,", "  },", ")"),
    ],
  ])("%s", (_, code, expected) => {
    expect(show(code)).toBe(expected);
  });
});

describe("carried code", () => {
  const source = 'f(abc, {\n  d: 1,\n}, "e");';
  const at = (part: string): Code => carry({ start: source.indexOf(part), end: source.indexOf(part) + part.length });

  test("stays a part of its own", () => {
    expect(layout(["g(", at("abc"), ", ", "1", ")"], STYLE, TOP, source)).toEqual([
      "g(",
      { kind: "carried", start: 2, end: 5 },
      ", 1)",
    ]);
  });

  test("has its width", () => {
    const code = group("(", [at("abc"), "b".repeat(13)]);
    expect(show(code, {}, {}, source)).toBe(`(abc, ${"b".repeat(13)})`);
    expect(show(code, { width: 19 }, {}, source)).toContain("\n");
  });

  test("of several lines breaks the group around it, unless it is an argument in brackets", () => {
    const object = at("{\n  d: 1,\n}");
    expect(show(group("{", [["a: ", object]]), {}, {}, source)).toBe(text("{", "  a: {", "  d: 1,", "},", "}"));
    expect(show(group("(", [object]), {}, {}, source)).toBe(text("({", "  d: 1,", "})"));
    expect(show(group("(", [at("abc"), object], { hugs: true }), {}, {}, source)).toBe(
      text("(abc, {", "  d: 1,", "})"),
    );
  });
});

test("the place of a node", () => {
  const tree = read("a.ts", "if (a) {\r\n\tconst b = await f(c); // d\r\n}");
  const call = [...walk(tree.root)].find((node) => node.kind === "Call")!;
  expect(placeOf(call)).toEqual({ indentation: "\t", column: 17, trailing: "; // d".length });
});
