import { describe, expect, it } from "vitest";
import { withHunks } from "../../src/review/edited.js";
import { BadPatch, editableText, readEdited } from "../../src/review/patch.js";
import type { ShownQuestion } from "../../src/review/questions.js";
import { decode } from "../../src/pipeline/source.js";
import { hunksOf } from "../../src/report/diff.js";

const BEFORE = "one\ntwo\nthree\n\nfour\nfive\nsix\nseven\neight\nnine\nten\n";
const AFTER = BEFORE.replace("two", "2").replace("ten", "10");

function question(before = BEFORE, after = AFTER): ShownQuestion {
  const source = decode("/x/a.js", Buffer.from(before));
  const change = { source, text: after, bytes: Buffer.from(after), edits: [] };
  const hunks = hunksOf(before, after, 3).map((hunk) => ({ ...hunk, edits: [], findings: [] }));
  return {
    kind: "flows",
    flows: ["f"],
    blocks: [],
    files: [source.path],
    isNeeded: false,
    together: [],
    operations: [],
    shown: [{ change, hunks }],
  };
}
const text = editableText(question(), () => "a.js");
const edit = (change: (text: string) => string): string => {
  const hunks = readEdited(change(text), question());
  return withHunks(BEFORE, AFTER, hunks!);
};

describe("an edited change", () => {
  it("that was not touched is the change", () => {
    expect(edit((same) => same)).toBe(AFTER);
  });

  it("may have other lines, more lines, or lines that stay", () => {
    expect(edit((own) => own.replace("+2", "+zwei\n+deux"))).toBe(AFTER.replace("2", "zwei\ndeux"));
    expect(edit((own) => own.replace("-two\n+2\n", " two\n"))).toBe(AFTER.replace("2", "two"));
    expect(edit((own) => own.replace("+10\n", ""))).toBe(AFTER.replace("10\n", ""));
  });

  it("may have lost the spaces of its empty lines", () => {
    expect(edit((own) => own.replace(/^ $/m, ""))).toBe(AFTER);
  });

  it("with nothing left is no change of its own", () => {
    expect(readEdited("# only words\n", question())).toBeUndefined();
  });

  it.each([
    [
      "a line of the file is another one",
      (own: string) => own.replace(" one", " uno"),
      "not those of the file any more, from line 1 on",
    ],
    ["a line of the file is gone", (own: string) => own.replace(" one\n", ""), "from line 1 on"],
    ["a hunk is gone", (own: string) => own.slice(own.indexOf("@@ -8")), "2 lines with @@"],
    ["a line has no mark", (own: string) => own.replace("+2", "2"), "begins with none of"],
  ])("is refused where %s", (_, change, message) => {
    expect(() => readEdited(change(text), question())).toThrow(BadPatch);
    expect(() => readEdited(change(text), question())).toThrow(message);
  });

  it("keeps the changes outside its hunks, and a last line without an end", () => {
    const before = BEFORE.trimEnd();
    const after = AFTER.trimEnd();
    const [first] = readEdited(
      editableText(question(before, after), () => "a.js"),
      question(before, after),
    )!;
    expect(
      withHunks(before, after, [{ ...first!, lines: first!.lines.map((line) => (line === "2" ? "II" : line)) }]),
    ).toBe(after.replace("2", "II"));
  });
});
