import { execFileSync, spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { layout, type Code, type Style } from "../../src/languages/code.js";
import { python, readPython } from "./python.js";

const { printer } = python;
const style: Style = { eol: "\n", indent: "    ", quote: '"', semicolons: false, trailingCommas: true, width: 79 };

/** Lays code out at the start of a line. Carried source is cut out of `source`. */
function print(code: Code, source = ""): string {
  const parts = layout(code, style, { indentation: "", column: 0, trailing: 0 }, source);
  return parts.map((part) => (typeof part === "string" ? part : source.slice(part.start, part.end))).join("");
}

const source = "first second";
const carried = { kind: "carried", start: 0, end: 5 } as const;
const long = "x".repeat(40);

describe("code", () => {
  const table: Record<string, readonly [code: Code, text: string]> = {
    string: [printer.string('a\n"b"\\', style), `'a\\n"b"\\\\'`],
    "string with both quotes": [printer.string(`'"`, style), `"'\\""`],
    "string with control characters": [printer.string("\0\u2028\ud800😀é", style), `"\\x00\\u2028\\ud800😀é"`],
    literal: [
      printer.literal({ a: [1, -2.5, true, false, null], "b c": {} }, style),
      `{"a": [1, -2.5, True, False, None], "b c": {}}`,
    ],
    "object with a spread": [
      printer.object(
        [
          { key: undefined, value: "rest" },
          { key: "a", value: carried },
        ],
        style,
      ),
      `{**rest, "a": first}`,
    ],
    "call with names": [
      printer.call(
        "f",
        [
          { name: "b", value: "1" },
          { name: undefined, value: carried },
          { name: "from", value: "2" },
        ],
        style,
      ),
      `f(first, b=1, **{"from": 2})`,
    ],
    "broken call": [
      printer.call(
        "create",
        [
          { name: "input", value: long },
          { name: "body", value: printer.literal({ a: long }, style) },
        ],
        style,
      ),
      `create(\n    input=${long},\n    body={"a": "${long}"},\n)`,
    ],
    "call around one value": [
      printer.call("f", [{ name: undefined, value: printer.literal({ a: long, b: long }, style) }], style),
      `f({\n    "a": "${long}",\n    "b": "${long}",\n})`,
    ],
    construct: [printer.construct("A", [{ name: "b", value: "c" }], style), "A(b=c)"],
    member: [printer.member(carried, "b"), "first.b"],
    element: [printer.element(carried, 0), "first[0]"],
    await: [printer.await(carried), "await first"],
    parenthesise: [printer.parenthesise(carried), "(first)"],
    declare: [printer.declare("a", carried, style), "a = first"],
    statement: [printer.statement(carried, style), "first"],
    environment: [printer.environment("A_B", style, true), `os.environ["A_B"]`],
    filtered: [printer.filtered(carried, "item", "item.a"), "[item for item in first if item.a]"],
    nested: [
      printer.nested(
        [
          { item: "a", list: carried, test: "a.b" },
          { item: "c", list: "a.d", test: undefined },
        ],
        "all",
      ),
      "[c for a in first if a.b for c in a.d]",
    ],
    "the first of nested": [
      printer.nested([{ item: "a", list: carried, test: printer.and(["a.b", "a.c"]) }], "first"),
      "next((a for a in first if a.b and a.c), None)",
    ],
    some: [printer.some(carried, "a", "a.b"), "any(a.b for a in first)"],
    append: [printer.append(carried, { item: "a" }, style), "first.append(a)"],
    "append several": [printer.append(carried, { items: "more" }, style), "first.extend(more)"],
    firstItems: [printer.firstItems(carried, 3), "first[:3]"],
    equals: [printer.equals(carried, "b"), "first == b"],
    oneOf: [printer.oneOf(carried, ["a", "b"], style), `first == "a" or first == "b"`],
    "oneOf with one option": [printer.oneOf(carried, ["a"], style), `first == "a"`],
    or: [printer.or(["a", carried, "c"]), "a or first or c"],
    "not a name": [printer.not("a.b"), "not a.b"],
    "not a comparison": [printer.not(printer.equals("a", "b")), "a != b"],
    "not one of": [printer.not(printer.oneOf("a", ["b", "c"], style)), `not (a == "b" or a == "c")`],
    "not an ending": [printer.not(printer.endsWith("a", "_call", style)), `not a.endswith("_call")`],
    conditional: [printer.conditional("a", carried, "c"), "first if a else c"],
    orElse: [printer.orElse(carried, "[]"), "first or []"],
    endsWith: [printer.endsWith(carried, "_call", style), `first.endswith("_call")`],
    memberOrNothing: [printer.memberOrNothing(carried, "b", style, true), `getattr(first, "b", None)`],
    "memberOrNothing with a list": [printer.memberOrNothing("a", "b", style, false, "[]"), `getattr(a, "b", [])`],
    collected: [printer.collected(carried, "item", false, style)!, "list(first)"],
    "collected from an asynchronous pager": [
      printer.collected(carried, "item", true, style)!,
      "[item async for item in first]",
    ],
    replacedItems: [
      printer.replacedItems("xs", "x", [`"a"`], ["b"], style),
      `[*[x for x in xs or [] if x["type"] != "a"], b]`,
    ],
    "replacedItems of several types": [
      printer.replacedItems("xs", "x", [`"a"`, `"b"`], [], style),
      `[*[x for x in xs or [] if x["type"] not in ("a", "b")]]`,
    ],
    found: [printer.found("xs", "x", "x.a", false), "next(x for x in xs if x.a)"],
    cast: [printer.cast(carried, "T", true), "first"],
    "not anything": [printer.not(carried), "not (first)"],
    "skip unless equal": [printer.skipUnless(printer.equals("a", "b"), style), "if a != b:\n    continue"],
    raise: [printer.raise("a", style), "raise RuntimeError(a)"],
    "skip unless anything": [printer.skipUnless(carried, style), "if not (first):\n    continue"],
    "f-string": [printer.template(["a {b} '", '" \n', ""], ["c", "d.e"], style), `f"a {{b}} '{c}\\" \\n{d.e}"`],
    "f-string with the style's quotes in a hole": [printer.template(["", ""], [`a["b"]`], style), `f'{a["b"]}'`],
    "template with both quotes in holes": [
      printer.template(["{", "-", ""], [`a["b"]`, `c['d']`], style),
      `"{{{}-{}".format(a["b"], c['d'])`,
    ],
    "template with carried source": [printer.template(["", "!"], [carried], style), `"{}!".format(first)`],
    "template without holes": [printer.template(["a{"], [], style), `"a{"`],
  };
  test.each(Object.entries(table))("%s", (_, [code, text]) => {
    const printed = print(code, source);
    expect(printed).toBe(text);
    const inLoop = printed.startsWith("if ") ? `while True:\n    ${printed.replaceAll("\n", "\n    ")}` : printed;
    expect(readPython(inLoop).errors).toEqual([]);
  });

  test("names of locals are words joined by underscores, and no keywords", () => {
    expect(printer.localName(["conversation", "Items"])).toBe("conversation_items");
    expect(printer.localName(["from"])).toBe("from_");
  });

  test("comments", () => expect(printer.comment("a")).toBe("# a"));
});

describe("strings read back as what was printed", () => {
  const text = fc.string({ unit: "binary" });
  test("by our reader", () => {
    fc.assert(
      fc.property(text, fc.constantFrom<Style["quote"]>('"', "'"), (value, quote) => {
        const tree = readPython(print(printer.string(value, { ...style, quote })));
        const [statement] = tree.root.statements;
        expect(statement).toMatchObject({ expression: { kind: "StringLiteral", value } });
      }),
    );
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.skipIf(!hasPython)("by Python", () => {
    const values = fc.sample(text, { numRuns: 300, seed: 1 });
    const program = `import json\nprint(json.dumps([\n${values.map((value) => `${print(printer.string(value, style))},\n`).join("")}]))`;
    expect(JSON.parse(execFileSync("python3", ["-"], { input: program, encoding: "utf8" }))).toEqual(values);
  });
});

describe("style", () => {
  test.each<readonly [name: string, code: string, style: Partial<Style>]>([
    ["defaults", "", { eol: "\n", indent: "    ", quote: '"', width: 79 }],
    ["line ends", "a\r\nb\n", { eol: "\r\n" }],
    ["two spaces", "class A:\n  def f(self):\n    pass\n", { indent: "  " }],
    ["tabs", "if a: b\nfor c in d:\n\n\t# e\n\tf\n", { indent: "\t" }],
    ["cases are indented twice", "match a:\n    case 1:\n        b\nif c:\n    d\n", { indent: "    " }],
    ["quotes by majority", "a = 'b'\nc = f'{d}'\ne = \"f\"\n", { quote: "'" }],
    ["docstrings show no quotes", `"""a"""\nb = 'c'\n`, { quote: "'" }],
    ["a longer line of code", `a = "${"b".repeat(82)}"\n`, { width: 88 }],
    ["long lines up to a limit", `a = "${"b".repeat(200)}"\n`, { width: 100 }],
    ["long comments and texts do not count", `# ${"a".repeat(90)}\nb = """c\n${"d".repeat(90)}"""\n`, { width: 79 }],
  ])("%s", (_, code, expected) => {
    expect(printer.styleOf(readPython(code))).toMatchObject({ semicolons: false, trailingCommas: true, ...expected });
  });
});
