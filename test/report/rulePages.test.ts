import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { rulePages } from "../../src/report/rulePages.js";
import { rules } from "../../transforms/registry.js";
import { FIXTURES } from "../harness/cases.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

describe("docs/rules", () => {
  const pages = rulePages(FIXTURES);

  it.each(pages.map(({ file, text }) => [file, text] as const))(
    "%s is current (npm run build && npm run docs)",
    (file, text) => {
      expect(readFileSync(path.join(root, file), "utf8")).toBe(text);
    },
  );

  it("has no page of a rule that is gone", () => {
    const written = readdirSync(path.join(root, "docs/rules")).map((name) => `docs/rules/${name}`);
    expect(written.sort()).toEqual(pages.map(({ file }) => file).sort());
  });

  it("links only to pages that there are", () => {
    for (const { file, text } of pages)
      for (const [, target] of text.matchAll(/\]\(([^)]+)\)/g))
        expect(existsSync(path.join(root, path.dirname(file), target!)), `${file} → ${target}`).toBe(true);
  });
});

describe("rules", () => {
  it("have ids and names of their own", () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
  });

  it("show an example once they are applied: one that changes, and one that stays for those that are not", () => {
    const expected = (example: string): boolean =>
      readdirSync(path.join(FIXTURES, example)).some((name) => /^expected(\.|$)/.test(name));
    const wrong = rules.filter(({ safety, example }) =>
      example === undefined ? safety !== "manual" : expected(example) === (safety === "manual"),
    );
    expect(wrong.map(({ id }) => id)).toEqual([]);
  });
});
