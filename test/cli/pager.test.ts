import picocolors from "picocolors";
import { describe, expect, it } from "vitest";
import { Pager } from "../../src/cli/pager.js";
import type { Screen } from "../../src/cli/screen.js";
import { wrap } from "../../src/report/wrap.js";

/** Two hunks, each with prose that is wrapped and code that is not. */
const linesIn = (width: number): string[] =>
  ["first", "second"].flatMap((name) => [
    `@@ ${name} @@`,
    ...wrap(`${name} reason `.repeat(6).trim(), width, "").split("\n"),
    `+${name} code`,
  ]);

function pagerIn(size: { columns: number; rows: number }) {
  const shown: string[] = [];
  const screen: Screen = {
    write: (text) => void shown.push(text.replace(/\n$/, "")),
    colors: picocolors.createColors(false),
    size: () => size,
    key: () => Promise.reject(new Error("nobody is asked")),
    edit: () => undefined,
  };
  const pager = new Pager(screen, linesIn);
  return { pager, shown, take: () => shown.splice(0) };
}

describe("a pager", () => {
  it("lays out again for a window of another width, from the hunk that was cut, and leaves nothing out", () => {
    const size = { columns: 20, rows: 8 };
    const { pager, take } = pagerIn(size);
    pager.page();
    expect(take()).toEqual(linesIn(20).slice(0, 6));
    Object.assign(size, { columns: 90, rows: 20 });
    pager.scrollFor("space")!();
    expect(take()).toEqual(linesIn(90));
    expect(pager.below).toBe(0);
  });

  it("shows nothing again when all was shown", () => {
    const size = { columns: 20, rows: 60 };
    const { pager, take } = pagerIn(size);
    pager.page();
    expect(take()).toEqual(linesIn(20));
    size.columns = 90;
    pager.scrollFor("space")!();
    expect([take(), pager.below]).toEqual([[], 0]);
  });

  it("goes on with the second hunk when that was cut", () => {
    const size = { columns: 20, rows: 13 };
    const { pager, take } = pagerIn(size);
    pager.page();
    const seen = take();
    expect(seen).toContain("@@ second @@");
    expect(pager.below).toBeGreaterThan(0);
    size.columns = 90;
    pager.scrollFor("space")!();
    expect(take()[0]).toBe("@@ second @@");
  });
});
