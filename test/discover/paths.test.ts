import { describe, expect, it } from "vitest";
import { foldersUpFrom, isInside, parentOf, relativeTo } from "../../src/discover/paths.js";

describe("paths", () => {
  it.each([
    ["/a", "/a", true],
    ["/a", "/a/b", true],
    ["/a", "/ab", false],
    ["/a/b", "/a", false],
    ["/", "/a", true],
    ["C:/", "C:/a", true],
  ])("isInside(%s, %s) is %s", (folder, file, expected) => {
    expect(isInside(folder, file)).toBe(expected);
  });

  it.each([
    ["/a", "/a/b/c.ts", "b/c.ts"],
    ["/a/x", "/a/b/c.ts", "../b/c.ts"],
    ["/a", "/a", "."],
    ["/a", "/a/dist/", "dist/"],
    ["/a/x", "/a/dist/", "../dist/"],
    ["/", "/a.ts", "a.ts"],
  ])("relativeTo(%s, %s) is %s", (folder, file, expected) => {
    expect(relativeTo(folder, file)).toBe(expected);
  });

  it("knows where to stop on every system", () => {
    expect([...foldersUpFrom("/a/b")]).toEqual(["/a/b", "/a", "/"]);
    expect([...foldersUpFrom("C:/a/b")]).toEqual(["C:/a/b", "C:/a", "C:"]);
    expect([...foldersUpFrom("C:/")]).toEqual(["C:/"]);
    expect(parentOf("/")).toBeUndefined();
  });
});
