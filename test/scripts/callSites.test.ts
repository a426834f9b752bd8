import { describe, expect, it } from "vitest";
import { match, type Reported, type Site } from "../../scripts/lib/call-sites.mjs";

function site(line: number): Site {
  return {
    lang: "py",
    repo: "a/b",
    path: "c.py",
    line,
    operation: "beta.threads.create",
    test: false,
    grade: "simple",
  };
}

function reported(startLine: number, endLine = startLine): Reported {
  return { startLine, endLine, outcome: "migrated", reason: "" };
}

describe("match", () => {
  it("takes the operation in the very line", () => {
    const [a, b] = [site(3), site(4)];
    const [first, second] = [reported(3), reported(4)];
    const found = match([a, b], [second, first]);
    expect([found.get(a), found.get(b)]).toEqual([first, second]);
  });

  it("lets a call that spans lines be listed at another of them", () => {
    const call = reported(10, 14);
    expect(match([site(13)], [call]).size).toBe(1);
    expect(match([site(8)], [call]).size).toBe(1);
    expect(match([site(7)], [call]).size).toBe(0);
  });

  it("does not stretch a call on one line", () => {
    expect(match([site(5)], [reported(6)]).size).toBe(0);
  });

  it("uses every operation once, for the nearest site", () => {
    const [near, far] = [site(21), site(22)];
    expect([...match([far, near], [reported(20, 25)]).keys()]).toEqual([near]);
  });
});
