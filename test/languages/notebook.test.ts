import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { UnknownNotebook } from "../../src/languages/notebook/notebook.js";
import { readNotebook } from "../../src/languages/notebook/read.js";

interface Cell {
  readonly cell_type: string;
  readonly source: string | readonly string[];
  readonly outputs?: readonly unknown[];
}

const code = (source: Cell["source"], outputs: readonly unknown[] = []): Cell => ({
  cell_type: "code",
  source,
  outputs,
});
const markdown = (source: Cell["source"]): Cell => ({ cell_type: "markdown", source });

function notebook(cells: readonly Cell[], metadata: object = {}, nbformat: unknown = 4): object {
  return { cells, metadata, nbformat, nbformat_minor: 5 };
}

const json = (value: object): string => JSON.stringify(value, null, 1);

describe("readNotebook", () => {
  it("joins the code cells by line ends, whether lines are in a list or in one string", () => {
    const { text, cells } = readNotebook(
      json(
        notebook([
          code(["a\n", "b"]),
          markdown("# no code"),
          code([]),
          code("c\nd"),
          { cell_type: "raw", source: "x" },
        ]),
      ),
    );
    expect(text).toBe("a\nb\n\nc\nd");
    expect(cells.map(({ start, end }) => text.slice(start, end))).toEqual(["a\nb", "", "c\nd"]);
  });

  it("keeps what cells printed", () => {
    const { cells } = readNotebook(json(notebook([code("a"), code("b", [{ text: "thread_1" }])])));
    expect(cells[0]!.output).toBe("");
    expect(cells[1]!.output).toContain("thread_1");
  });

  it("reads a notebook without code", () => {
    expect(readNotebook(json(notebook([]))).text).toBe("");
    expect(readNotebook(json(notebook([markdown("a")]))).cells).toEqual([]);
  });

  it.each([
    ["a kernel of another language", notebook([], { kernelspec: { language: "R" } }), "its kernel runs R"],
    [
      "another language's information",
      notebook([], { language_info: { name: "typescript" } }),
      "its kernel runs typescript",
    ],
    ["an older format", { worksheets: [], nbformat: 3 }, "its format is 3; formats from 4 on are read"],
    ["no format", { cells: [] }, "its format is unknown; formats from 4 on are read"],
    ["a list", [], "not valid JSON"],
  ])("refuses %s", (_what, content, why) => {
    expect(() => readNotebook(json(content))).toThrow(new UnknownNotebook(why));
  });

  it.each(["", "{", '{"cells": [}', '{"cells": [], "nbformat": 4, }', "// hello\n{}"])(
    "refuses %s as JSON",
    (content) => {
      expect(() => readNotebook(content)).toThrow(new UnknownNotebook("not valid JSON"));
    },
  );

  it.each([
    { kernelspec: { language: "python" } },
    { language_info: { name: "Python" } },
    { language_info: { name: "ipython" } },
  ])("takes %j as Python", (metadata) => expect(readNotebook(json(notebook([code("a")], metadata))).text).toBe("a"));
});

/** The file after its n-th code cells got other texts. */
function written(content: string, ...texts: string[]): string {
  return readNotebook(content).with(texts).content;
}

describe("writing cells", () => {
  const before = `{"cells":[
  {"cell_type":"code", "source":[ "a\\n",  "b\\u0041\\n",  "c" ] , "outputs":[1.0, 1e3]},
  {"cell_type":"code", "source": "x\\ny\\u0042\\nz"}
],"metadata":{},"nbformat":4}\r\n`;

  it("changes nothing where the texts stay", () => {
    expect(written(before, "a\nbA\nc", "x\nyB\nz")).toBe(before);
  });

  it("keeps the spelling and the layout of lines that stay", () => {
    expect(written(before, "a\nbA\nnew\nc", "x\nyB\nz")).toBe(before.replace('"c"', '"new\\n",  "c"'));
    expect(written(before, "a\nbA\nc", "new\nyB\nz")).toBe(before.replace('"x\\n', '"new\\n'));
  });

  it("lays out a list of one line, and an empty one, like the others", () => {
    const file = json(notebook([code(["a"]), code([]), code(["b\n", "c"])]));
    expect(written(file, "a\nd", "e\nf", "b\nc")).toBe(
      json(notebook([code(["a\n", "d"]), code(["e\n", "f"]), code(["b\n", "c"])])),
    );
  });

  it("escapes as the file does", () => {
    const plain = json(notebook([code(["é\n", "a"])]));
    const ascii = plain.replace("é", "\\u00e9");
    expect(written(plain, "é\nü → 😀")).toContain('"ü → 😀"');
    expect(written(ascii, "é\nü → 😀")).toContain('"\\u00fc \\u2192 \\ud83d\\ude00"');
    expect(written(ascii, 'é\n"\t\\n')).toContain('"\\"\\t\\\\n"');
    const html = json(notebook([code(["a\n", "b"])])).replace("a", "\\u003c");
    expect(written(html, "<\n<p>")).toContain('"\\u003cp>"');
  });

  it("takes cells out that lose their text", () => {
    const cells = [code("a"), markdown("m"), code("b"), code("c")];
    const file = json(notebook(cells));
    const without = (...gone: number[]): string => json(notebook(cells.filter((_, i) => !gone.includes(i))));
    expect(written(file, "", "b", "c")).toBe(without(0));
    expect(written(file, "a", "", "c")).toBe(without(2));
    expect(written(file, "a", "b", "")).toBe(without(3));
    expect(written(file, "a", "", "")).toBe(without(2, 3));
    expect(written(file, "", "", "c")).toBe(without(0, 2));
    const first = json(notebook([code("a"), code("b"), code("c")]));
    expect(written(first, "", "", "c")).toBe(json(notebook([code("c")])));
    expect(JSON.parse(written(first, "", "", ""))).toMatchObject({ cells: [] });
  });

  it("gives back what was written, whatever the text, the layout and the escapes", () => {
    const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", " "));
    const lines = fc.array(fc.oneof(text, fc.constant("a"), fc.constant("é"))).map((all) => all.join("\n"));
    const cell = fc.record({ before: lines, after: lines, asList: fc.boolean(), isCode: fc.boolean() });
    const layout = fc.record({ indent: fc.constantFrom(0, 1, 2, "\t"), ascii: fc.boolean() });
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 4 }), layout, (cells, { indent, ascii }) => {
        const list = (value: string): string[] => value.match(/[^\n]*\n|[^\n]+$/g) ?? [];
        const sourceOf = (value: string, asList: boolean) => (asList ? list(value) : value);
        const file = (pick: "before" | "after"): string => {
          const made = cells.map((each) => ({
            cell_type: each.isCode ? "code" : "markdown",
            source: sourceOf(each.isCode ? each[pick] : each.before, each.asList),
          }));
          const content = JSON.stringify(notebook(made), null, indent);
          return ascii
            ? content.replaceAll(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`)
            : content;
        };
        const own = cells.filter(({ isCode }) => isCode);
        fc.pre(own.every(({ before: old, after }) => after.trim() !== "" || old.trim() === ""));
        const result = written(file("before"), ...own.map(({ after }) => after));
        expect(JSON.parse(result)).toEqual(JSON.parse(file("after")));
      }),
      { numRuns: 50 },
    );
  });
});
