import { describe, expect, it } from "vitest";
import { touchedOutside } from "../../scripts/lib/untouched.mjs";

describe("touchedOutside", () => {
  const source = "one two three";
  const edit = { start: 4, end: 7 };

  it("finds nothing where only edits differ", () => {
    expect(touchedOutside(source, "one 2 three", [edit])).toBeUndefined();
    expect(touchedOutside(source, "one  three", [edit])).toBeUndefined();
    expect(touchedOutside(source, source, [])).toBeUndefined();
  });

  it("looks only between outermost edits", () => {
    expect(touchedOutside(source, "one [deux] three", [edit, { start: 5, end: 6 }])).toBeUndefined();
  });

  it.each([
    ["before the edit", "One 2 three"],
    ["behind the edit", "one 2 four"],
    ["at the end", "one 2 three\n"],
    ["at the start", " one 2 three"],
  ])("says what is missing %s", (_where, result) => {
    expect(touchedOutside(source, result, [edit])).toMatch(/one|three/);
  });

  it("says what is missing between two edits", () => {
    const edits = [
      { start: 0, end: 3 },
      { start: 8, end: 13 },
    ];
    expect(touchedOutside(source, "1 two 3", edits)).toBeUndefined();
    expect(touchedOutside(source, "1 zwei 3", edits)).toBe(" two ");
  });
});
