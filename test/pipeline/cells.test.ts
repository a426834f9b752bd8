import { describe, expect, it } from "vitest";
import { spliceCells } from "../../src/pipeline/cells.js";
import { Overlap, type SpliceEdit } from "../../src/pipeline/splice.js";

/** A notebook of these cells; edits are given by the text they replace. */
function edited(cells: readonly string[], ...edits: (readonly [old: string, now: string])[]): string[] {
  const text = cells.join("\n");
  let start = 0;
  const spans = cells.map((cell) => {
    const span = { start, end: start + cell.length, output: "" };
    start = span.end + 1;
    return { ...span, source: { start: 0, end: 0, lines: undefined }, whole: span };
  });
  const made = edits.map(([old, now]): SpliceEdit => {
    const at = text.indexOf(old);
    return { start: at, end: at + old.length, parts: now === "" ? [] : [now] };
  });
  return spliceCells({ text, cells: spans }, made);
}

describe("spliceCells", () => {
  it("gives every cell its own edits", () => {
    expect(edited(["a = 1", "b = 2"], ["1", "10"], ["b", "c"])).toEqual(["a = 10", "c = 2"]);
    expect(edited(["a", "b"])).toEqual(["a", "b"]);
    expect(edited([])).toEqual([""]);
  });

  it("does not join cells when the lines at their border go", () => {
    expect(edited(["a\nb", "c\nd"], ["b\n", ""])).toEqual(["a", "c\nd"]);
    expect(edited(["a\nb", "c\nd"], ["c\n", ""])).toEqual(["a\nb", "d"]);
    expect(edited(["a", "b", "c"], ["b\n", ""])).toEqual(["a", "", "c"]);
    expect(edited(["a\nb", "c\nd"], ["b\nc\n", ""])).toEqual(["a", "d"]);
  });

  it("leaves no blank lines at the edges of a cell", () => {
    expect(edited(["a\n\nb\nc", "d"], ["b\n", ""], ["c\n", ""])).toEqual(["a", "d"]);
    expect(edited(["a", "b\n\n\nc"], ["b\n", ""])).toEqual(["a", "c"]);
    expect(edited(["a\n\n", "b"], ["a", "x"])).toEqual(["x\n\n", "b"]);
    expect(edited(["a\nb", "c"], ["b", ""], ["a", "x"])).toEqual(["x", "c"]);
  });

  it("replaces what ends with the line of a cell", () => {
    expect(edited(["a\nb", "c"], ["b\n", "x\n"])).toEqual(["a\nx", "c"]);
  });

  it("refuses a replacement over a border", () => {
    expect(() => edited(["a\nb", "c\nd"], ["b\nc", "x"])).toThrow(Overlap);
  });
});
