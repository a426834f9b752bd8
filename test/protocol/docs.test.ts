import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CLASSIC_OPERATIONS } from "../../src/protocol/classic.js";
import { renderMapping } from "../../src/protocol/docs.js";
import { SHAPE_MAPPINGS } from "../../src/protocol/mapping/index.js";

describe("docs/mapping.md", () => {
  it("is what the tables say (npm run build && npm run docs)", () => {
    const file = readFileSync(new URL("../../docs/mapping.md", import.meta.url), "utf8");
    expect(file).toBe(renderMapping());
  });

  it("names every classic operation and shape", () => {
    const text = renderMapping();
    const names = [
      ...CLASSIC_OPERATIONS.map((operation) => operation.id),
      ...SHAPE_MAPPINGS.map((shape) => shape.classic),
    ];
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("has tables whose lines have as many cells as their head", () => {
    const widths = renderMapping()
      .trim()
      .split("\n\n")
      .filter((block) => block.startsWith("|"))
      .map((block) => new Set(block.split("\n").map((line) => line.split(/(?<!\\)\|/).length)).size);
    expect(widths.length).toBeGreaterThan(20);
    expect(widths.filter((count) => count !== 1)).toEqual([]);
  });
});
