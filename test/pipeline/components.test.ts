import { describe, expect, it } from "vitest";
import type { Edit } from "../../transforms/edit.js";
import { changedTogether } from "../../src/pipeline/components.js";

function edit(file: string, flow: number): Edit {
  return { file, flow, start: 0, end: 0, parts: [], rule: "MA000", safety: "safe", reason: "" };
}

const groupsOf = (edits: Edit[], links: [string, string][] = []) => {
  const together = changedTogether(edits, () => links);
  return (file: string) => [...together(file)].sort().join(" ");
};

describe("changedTogether", () => {
  it("joins the files of a flow, over several flows", () => {
    const group = groupsOf([edit("a", 1), edit("b", 1), edit("b", 2), edit("c", 2), edit("d", 3)]);
    expect(["a", "b", "c", "d", "e"].map(group)).toEqual(["a b c", "a b c", "a b c", "d", "e"]);
  });

  it("joins files that import each other, also over files without edits", () => {
    const group = groupsOf(
      [edit("a", -1), edit("b", -1), edit("c", -1)],
      [
        ["a", "index"],
        ["index", "b"],
      ],
    );
    expect(["a", "b", "c"].map(group)).toEqual(["a b index", "a b index", "c"]);
  });

  it("joins large groups in any order", () => {
    const edits = Array.from({ length: 500 }, (_, i) => [edit(`f${i}`, i), edit(`f${(i + 1) % 500}`, i)]).flat();
    const group = groupsOf(edits.reverse());
    expect(new Set(edits.map(({ file }) => group(file)))).toHaveLength(1);
  });

  it("looks at imports only when asked", () => {
    const together = changedTogether([edit("a", 1)], () => {
      throw new Error("asked");
    });
    expect(() => together("a")).toThrow("asked");
  });
});
