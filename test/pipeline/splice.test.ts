import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Part } from "../../src/languages/code.js";
import { Overlap, splice, type SpliceEdit } from "../../src/pipeline/splice.js";

function carry(start: number, end: number): Part {
  return { kind: "carried", start, end };
}

function edit(start: number, end: number, ...parts: Part[]): SpliceEdit {
  return { start, end, parts };
}

describe("splice", () => {
  it("leaves bytes outside the edits alone", () => {
    expect(splice("one\r\ntwo\r\n", [edit(5, 8, "2")])).toBe("one\r\n2\r\n");
  });

  it("keeps insertions at one place in order, before what is replaced there", () => {
    expect(splice("abc", [edit(1, 2, "X"), edit(1, 1, "1"), edit(1, 1, "2"), edit(2, 2, "3")])).toBe("a12X3c");
  });

  it("takes away once what two removals share", () => {
    expect(splice("import time\n\nwhile(x);\nend", [edit(0, 13, ""), edit(11, 23)])).toBe("end");
  });

  it("applies edits inside a carried range", () => {
    const text = "f(run.id)";
    const outer = edit(0, 9, "g({ id: ", carry(2, 8), " })");
    expect(splice(text, [outer, edit(2, 5, "response")])).toBe("g({ id: response.id })");
  });

  it("moves code to another place together with its edits", () => {
    const text = "send(hi);run();";
    const removal = edit(0, 9);
    const call = edit(13, 13, carry(5, 7));
    expect(splice(text, [removal, edit(5, 7, "hello"), call])).toBe("run(hello);");
  });

  it("removes the old place of code that moves, not the copy", () => {
    expect(splice("f(a, b)", [edit(2, 5), edit(6, 6, ", ", carry(2, 3))])).toBe("f(b, a)");
    expect(splice("ab", [edit(0, 1), edit(2, 2, carry(0, 1))])).toBe("ba");
  });

  it("lets one edit stand around another of the same range", () => {
    expect(splice("x", [edit(0, 1, "await ", carry(0, 1)), edit(0, 1, "y")])).toBe("await y");
  });

  it("takes insertions at the border of a carried range along", () => {
    expect(splice("f(x)", [edit(0, 4, "g(", carry(2, 3), ")"), edit(2, 2, "await "), edit(3, 3, ".id")])).toBe(
      "g(await x.id)",
    );
  });

  it("lets an insertion carry the code that it stands before", () => {
    expect(splice("x.f()", [edit(0, 0, "g(", carry(0, 1), ")\n"), edit(2, 3, "h")])).toBe("g(x)\nx.h()");
    expect(splice("x.f()", [edit(0, 0, "g(", carry(0, 1), ")\n"), edit(0, 5, "h(", carry(0, 1), ")")])).toBe(
      "g(x)\nh(x)",
    );
  });

  it("places an insertion between two carried ranges once", () => {
    const outer = edit(0, 4, "<", carry(1, 2), carry(2, 3), ">");
    expect(splice("[ab]", [outer, edit(2, 2, "-")])).toBe("<a-b>");
  });

  it.each<[string, string, SpliceEdit[]]>([
    ["crossing edits", "abcdef", [edit(0, 3, "x"), edit(2, 5, "y")]],
    ["two edits of one range", "abc", [edit(0, 2, "x"), edit(0, 2, "y")]],
    ["an edit in code that is dropped", "abcdef", [edit(0, 6, "x"), edit(2, 3, "y")]],
    ["an insertion in code that is dropped", "abcdef", [edit(0, 6, "x"), edit(3, 3, "y")]],
    ["an edit half in a carried range", "abcdef", [edit(0, 6, carry(0, 3)), edit(2, 4, "y")]],
    ["an edit that begins before a carried range", "abcdef", [edit(0, 6, carry(3, 6)), edit(2, 4, "y")]],
    ["edits that carry each other", "abcd", [edit(0, 2, carry(2, 4)), edit(2, 4, carry(0, 2))]],
    ["an edit that carries more than itself", "abcd", [edit(1, 2, carry(0, 3))]],
    ["an insertion that carries what it stands in", "abcd", [edit(2, 2, carry(0, 4))]],
    ["an edit beyond the end", "abc", [edit(2, 4, "x")]],
    ["a carried range beyond the end", "abc", [edit(0, 1, carry(2, 9))]],
    ["a reversed range", "abc", [edit(2, 1, "x")]],
  ])("rejects %s", (_, text, edits) => {
    expect(() => splice(text, edits)).toThrow(Overlap);
  });

  it("gives what the edits say, however they nest", () => {
    fc.assert(
      fc.property(region, fc.nat(), (pieces, seed) => {
        const built = build(pieces);
        const edits = shuffled(built.edits, seed);
        if (built.lost) expect(() => splice(built.source, edits)).toThrow(Overlap);
        else expect(splice(built.source, edits)).toBe(built.result);
      }),
      { numRuns: 3000 },
    );
  });

  it("stays linear where edits nest deeply and stand side by side", () => {
    const depth = 300;
    const text = "(".repeat(depth) + "x" + ")".repeat(depth);
    const nested = Array.from({ length: depth }, (_, i) =>
      edit(i, text.length - i, "[", carry(i + 1, text.length - i - 1), "]"),
    );
    expect(splice(text, nested)).toBe("[".repeat(depth) + "x" + "]".repeat(depth));
    const wide = "ab".repeat(20_000);
    const many = Array.from({ length: 20_000 }, (_, i) => edit(2 * i, 2 * i + 1, "X"));
    expect(splice(wide, many)).toBe("Xb".repeat(20_000));
  });
});

// A text with edits is built from a tree, and so is the expected result, so that no second implementation of splicing is needed.

type Piece = string | { readonly insert: string } | Replacement;

interface Replacement {
  /** Source between and around the carried segments; one more than segments. */
  readonly dropped: readonly string[];
  readonly segments: readonly (readonly Piece[])[];
  /** New text, or the number of a segment. */
  readonly parts: readonly (string | number)[];
}

const old = fc.string({ unit: fc.constantFrom("a", "b", "\n", "é", "😀"), maxLength: 4 });
const fresh = fc.string({ unit: fc.constantFrom("X", "Y", "Z"), maxLength: 3 });

const { region } = fc.letrec<{ region: Piece[]; piece: Piece; replacement: Replacement }>((tie) => ({
  region: fc.array(tie("piece"), { maxLength: 4 }),
  piece: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    old,
    fresh.map((insert) => ({ insert })),
    tie("replacement"),
  ),
  replacement: fc.array(tie("region"), { maxLength: 3 }).chain((segments) =>
    fc.record({
      segments: fc.constant(segments),
      dropped: fc.array(
        old.map((text) => `-${text}`),
        { minLength: segments.length + 1, maxLength: segments.length + 1 },
      ),
      parts: fc.array(segments.length === 0 ? fresh : fc.oneof(fresh, fc.nat(segments.length - 1)), { maxLength: 4 }),
    }),
  ),
}));

interface Built {
  readonly source: string;
  readonly result: string;
  readonly edits: SpliceEdit[];
  /** An edit lies in a segment that is not carried. */
  readonly lost: boolean;
}

function build(pieces: readonly Piece[]): Built {
  const edits: SpliceEdit[] = [];
  let lost = false;
  const place = (list: readonly Piece[], at: number): { source: string; result: string } => {
    let [source, result] = ["", ""];
    for (const piece of list) {
      const start = at + source.length;
      if (typeof piece === "string") {
        source += piece;
        result += piece;
      } else if ("insert" in piece) {
        edits.push(edit(start, start, piece.insert));
        result += piece.insert;
      } else {
        const spans: Part[] = [];
        const results: string[] = [];
        let own = piece.dropped[0]!;
        piece.segments.forEach((segment, i) => {
          const before = edits.length;
          const placed = place(segment, start + own.length);
          if (edits.length > before && !piece.parts.includes(i)) lost = true;
          spans.push(carry(start + own.length, start + own.length + placed.source.length));
          results.push(placed.result);
          own += placed.source + piece.dropped[i + 1]!;
        });
        const parts = piece.parts.map((part) => (typeof part === "number" ? spans[part]! : part));
        edits.push(edit(start, start + own.length, ...parts));
        source += own;
        result += piece.parts.map((part) => (typeof part === "number" ? results[part]! : part)).join("");
      }
    }
    return { source, result };
  };
  return { ...place(pieces, 0), edits, lost };
}

/** Order of edits must not matter, except among insertions at one place. */
function shuffled(edits: readonly SpliceEdit[], seed: number): SpliceEdit[] {
  const keyed = edits.map((one, i) => ({ one, key: (Math.imul(i + 1, seed | 1) >>> 3) % 97 }));
  const [insertions, others] = [keyed.filter(isInsertion), keyed.filter((item) => !isInsertion(item))];
  others.sort((a, b) => a.key - b.key);
  return [...insertions, ...others].map(({ one }) => one);
}

function isInsertion({ one }: { one: SpliceEdit }): boolean {
  return one.start === one.end;
}
