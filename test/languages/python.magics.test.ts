import { describe, expect, it } from "vitest";
import { foreignCell, magicsOf, masked } from "../../src/languages/python/magics.js";
import { loadPython } from "../../src/languages/python/index.js";
import { textOf, walk } from "../../src/languages/walk.js";

const python = await loadPython();
const whole = (text: string) => ({ start: 0, end: text.length });

/** The magics of a cell, as they are written. */
function magics(text: string): string[] {
  return magicsOf(text, whole(text)).map(({ start, end }) => text.slice(start, end));
}

describe("magicsOf", () => {
  it.each([
    ["%pip install a", ["%pip install a"]],
    ["  !ls -l\nx = 1", ["!ls -l"]],
    ["if x:\n    !ls\n    y()", ["!ls"]],
    ["x = 1\n%matplotlib inline\r\ny", ["%matplotlib inline"]],
    ["!pip install a \\\n  b\nx", ["!pip install a \\\n  b"]],
    ["!!ls", ["!!ls"]],
    ["?len\nlen?\nlen??\nx.y?", ["?len", "len?", "len??", "x.y?"]],
    ["files = !ls", ["!ls"]],
    ["a.b, c['d'] = %env X", ["%env X"]],
    ["pip install a\nconda install b\nuv pip install c", ["pip install a", "conda install b", "uv pip install c"]],
    ["%%time\nx = 1\n!ls", ["%%time", "!ls"]],
  ])("finds them in %j", (text, found) => expect(magics(text)).toEqual(found));

  it.each([
    "x = (a\n  % b)",
    "x = a \\\n  % b",
    'x = """\n%pip\n!ls\n"""',
    "x = f'''\n%a\n'''",
    "x = [\n    # it's open (\n    1\n]\nx %= 3",
    "x = a % b",
    "x != y",
    "pip = install",
    "x = 'a\\'b'  # ?",
    "print('what?')",
  ])("finds none in %j", (text) => expect(magics(text)).toEqual([]));
});

describe("foreignCell", () => {
  it.each(["%%bash\nls", "\n%%html\n<p>", "%%writefile a.py\nx = 1"])("takes %j whole", (text) => {
    expect(foreignCell(text, whole(text))).toBeDefined();
  });
  it.each(["%%time\nx", "%%capture out\nx", "%%timeit -n 3\nx", "x\n%%bash\nls"])("leaves %j to Python", (text) => {
    expect(foreignCell(text, whole(text))).toBeUndefined();
  });
});

it("masks magics by text of the same length that parses", () => {
  const text = '%a b "c"\nx = !ls \\\n  -l\n?y\n!w';
  const mask = masked(text, magicsOf(text, whole(text)));
  expect(mask).toHaveLength(text.length);
  expect(python.read("a.py", mask).errors).toEqual([]);
});

describe("reading cells", () => {
  const read = (...cells: string[]) => {
    const text = cells.join("\n");
    let start = 0;
    const spans = cells.map((cell) => {
      const span = { start, end: start + cell.length, output: "" };
      start = span.end + 1;
      return span;
    });
    return python.read("a.ipynb", text, spans);
  };

  it("makes one program of them, with positions in the joined text", () => {
    const tree = read("import a", "", "def f():\n    return a", "f()");
    expect(tree.root.statements.map(textOf)).toEqual(["import a", "def f():\n    return a", "f()"]);
    expect(tree.errors).toEqual([]);
  });

  it("confines a syntax error to its cell", () => {
    const tree = read("x = [", "y = 1", "def g(:", "z = 2");
    expect(tree.root.statements.map(textOf)).toEqual(expect.arrayContaining(["y = 1", "z = 2"]));
    const [first, last] = [tree.cells![0]!, tree.cells![2]!];
    expect(tree.errors.length).toBeGreaterThan(0);
    for (const { start, end } of tree.errors)
      expect([first, last].some((cell) => cell.start <= start && end <= cell.end)).toBe(true);
  });

  it("makes magics opaque and no comments", () => {
    const tree = read("%pip install a  # b", "x = !ls", "%%bash\n# c\nls");
    const opaque = [...walk(tree.root)].filter((node) => node.kind === "Opaque");
    expect(opaque.map(textOf)).toEqual(["%pip install a  # b", "!ls", "%%bash\n# c\nls"]);
    expect(opaque.every((node) => node.what === "magic")).toBe(true);
    expect(tree.comments).toEqual([]);
  });

  it("keeps the code inside magics", () => {
    const tree = read("%timeit -n 10 -r 3 f(x)", "!echo {thread.id} $name", "%%bash -s {a}\n{b}");
    const names = [...walk(tree.root)].filter((node) => node.kind === "Name");
    expect(names.map(({ name }) => name)).toEqual(["f", "x", "thread", "name", "a"]);
    expect(names.map(textOf)).toEqual(names.map(({ name }) => name));
  });
});
