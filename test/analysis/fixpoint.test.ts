import { describe, expect, it } from "vitest";
import { Fixpoint } from "../../src/analysis/fixpoint.js";
import { join, type Value } from "../../src/analysis/value.js";

const text = (value: string): Value => ({ kind: "text", value });
const textsOf = (values: readonly Value[]) => values.map((v) => (v.kind === "text" ? v.value : v.kind)).sort();

/** Things that have a value of their own and all values of others. */
class Graph {
  readonly known = new Fixpoint();
  computed = 0;
  private readonly keys: readonly object[];

  constructor(private readonly edges: readonly (readonly number[])[]) {
    this.keys = edges.map(() => ({}));
  }

  of(node: number): readonly Value[] {
    return this.known.of(this.keys[node]!, () => {
      this.computed++;
      return join([text(String(node))], ...this.edges[node]!.map((next) => this.of(next)));
    });
  }
}

describe("values that lead back to themselves", () => {
  it("knows of all that lean on each other the same", () => {
    const graph = new Graph([[1], [2], [0, 3], []]);
    for (const node of [0, 1, 2]) expect(textsOf(graph.of(node))).toEqual(["0", "1", "2", "3"]);
    expect(textsOf(graph.of(3))).toEqual(["3"]);
  });

  it("does not depend on what is asked first", () => {
    const edges = [[1, 4], [2], [0, 3], [2], [3, 5], [4], [0]];
    const first = new Graph(edges);
    const last = new Graph(edges);
    const up = edges.map((_, node) => textsOf(first.of(node)));
    const down = edges.map((_, node) => node).reverse();
    for (const node of down) expect(textsOf(last.of(node))).toEqual(up[node]);
  });

  it("computes each thing a few times, however many ways lead through a circle", () => {
    const all = Array.from({ length: 40 }, (_, node) => node);
    const graph = new Graph(all.map((node) => all.filter((other) => other !== node)));
    expect(graph.of(0)).toHaveLength(40);
    for (const node of all) expect(graph.of(node)).toHaveLength(40);
    expect(graph.computed).toBeLessThanOrEqual(4 * 40);
  });

  it("ends where each round adds a value", () => {
    const known = new Fixpoint();
    const key = {};
    const next = (): readonly Value[] =>
      known.of(key, () =>
        join(
          [text("")],
          next().map((v) => text(`${v.kind === "text" ? v.value : ""}.next`)),
        ),
      );
    expect(textsOf(next())).toContain(".next");
    expect(next()).toBe(next());
  });

  it("remembers nothing of what failed", () => {
    const known = new Fixpoint();
    const [outer, inner] = [{}, {}];
    const ask = (fails: boolean): readonly Value[] =>
      known.of(outer, () => {
        known.of(inner, () => known.of(outer, () => []));
        if (fails) throw new RangeError("too deep");
        return [text("whole")];
      });
    expect(() => ask(true)).toThrow("too deep");
    expect(textsOf(ask(false))).toEqual(["whole"]);
  });

  it("remembers what leaned on something that is no list of values until that is known, and then computes it anew", () => {
    const known = new Fixpoint();
    const [leaning, other] = [{}, {}];
    const seen: string[] = [];
    const ask = (values: () => readonly Value[]): readonly Value[] =>
      known.of(leaning, () => {
        seen.push("leaning");
        return values();
      });
    const found = known.apart((part) => {
      known.of(other, () => [text("other")]);
      const lean = () => {
        known.lean(part);
        return [];
      };
      ask(lean);
      ask(lean);
      return "found";
    });
    expect(found).toBe("found");
    expect(seen).toEqual(["leaning"]);
    expect(textsOf(ask(() => [text("whole")]))).toEqual(["whole"]);
    expect(seen).toEqual(["leaning", "leaning"]);
    expect(textsOf(known.of(other, () => []))).toEqual(["other"]);
  });

  it("says whether something leaned on what was being computed", () => {
    const known = new Fixpoint();
    const key = {};
    known.of(key, () => {
      expect(known.whole(() => known.of({}, () => [])).isWhole).toBe(true);
      expect(known.whole(() => known.of(key, () => [])).isWhole).toBe(false);
      return [];
    });
  });
});
