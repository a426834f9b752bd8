import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unifiedDiff } from "../../src/report/diff.js";
import { folderWith, put } from "../support/tree.js";

/** What `git apply` makes of a file with our diff. */
function applied(name: string, before: string, after: string): string {
  const folder = folderWith({ [name]: before });
  execFileSync("git", ["init", "-q"], { cwd: folder });
  const patch = put(folder, "the.patch", unifiedDiff(name, before, after));
  execFileSync("git", ["apply", "--whitespace=nowarn", patch], { cwd: folder, stdio: "pipe" });
  return readFileSync(`${folder}/${name}`, "utf8");
}

describe("unifiedDiff", () => {
  it("looks like git's", () => {
    const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    const name = "src/a.ts";
    const folder = folderWith({ [name]: before });
    execFileSync("git", ["init", "-q"], { cwd: folder });
    execFileSync("git", ["add", "."], { cwd: folder });
    const after = before.replace("5", "five");
    writeFileSync(`${folder}/${name}`, after);
    const git = execFileSync("git", ["diff"], { cwd: folder, encoding: "utf8" });
    expect(unifiedDiff(name, before, after)).toBe(git.replace(/^index .*\n/m, ""));
  });

  it.each<[string, string, string, string]>([
    ["CRLF", "a.ts", "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n"],
    ["a lost final newline", "a.ts", "a\nb\n", "a\nb"],
    ["a new final newline", "a.ts", "a\nb", "a\nb\n"],
    ["no final newline on either side", "a.ts", "a\nb", "a\nc"],
    ["a byte order mark", "a.ts", "\ufeffa\nb\n", "\ufeffA\nb\n"],
    ["an emptied file", "a.ts", "a\n", ""],
    ["a line that looks like a header", "a.ts", "-- a\nx\n", "++ b\ny\n"],
    ["a name with spaces", "src/my file.ts", "a\n", "b\n"],
    ["a name in other letters", "src/ünï😀.ts", "a\n", "b\n"],
    ["a name with quotes and backslashes", 'src/a"b\\c\td.ts', "a\n", "b\n"],
    ["a long file that is all new", "a.ts", "a\n".repeat(5000), "b\n".repeat(5000) + "c"],
  ])("is accepted by git apply: %s", (_, name, before, after) => {
    expect(applied(name, before, after)).toBe(after);
  });

  it("is accepted by git apply whatever the texts", () => {
    const line = fc.constantFrom("a", "b", "c", "", " ", "\\ No newline at end of file", "é", "a\r");
    const text = fc
      .tuple(fc.array(line, { minLength: 1, maxLength: 14 }), fc.boolean())
      .map(([lines, end]) => lines.join("\n") + (end ? "\n" : ""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after);
        expect(applied("a.ts", before, after)).toBe(after);
      }),
      { numRuns: 60 },
    );
  });

  it("is empty for equal texts, and paints only when asked", () => {
    expect(unifiedDiff("a.ts", "a\n", "a\n")).toBe("");
    const mark =
      (name: string) =>
      (line: string): string =>
        `<${name}>${line}</>`;
    const paint = { header: mark("h"), hunk: mark("@"), added: mark("+"), removed: mark("-") };
    expect(unifiedDiff("a.ts", "x\na\n", "x\nb\n", paint).split("\n")).toEqual([
      "<h>diff --git a/a.ts b/a.ts</>",
      "<h>--- a/a.ts</>",
      "<h>+++ b/a.ts</>",
      "<@>@@ -1,2 +1,2 @@</>",
      " x",
      "<->-a</>",
      "<+>+b</>",
      "",
    ]);
  });
});
