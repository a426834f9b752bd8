import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { command, commitAll } from "../support/command.js";
import { folderWith } from "../support/tree.js";

const read = (file: string): string => readFileSync(file, "utf8");

/** A notebook as Jupyter writes it, with the toy call in its second code cell. */
function notebook(metadata: object = { kernelspec: { language: "python" } }, nbformat = 4): string {
  const cell = (kind: string, source: string[]) => ({ cell_type: kind, metadata: {}, outputs: [], source });
  const cells = [
    cell("markdown", ["classicCall(0)"]),
    cell("code", ["%pip install toy_sdk\n", "from toy_sdk import classicCall"]),
    cell("code", ["x = 1\n", "classicCall(x)"]),
  ];
  return `${JSON.stringify({ cells, metadata, nbformat, nbformat_minor: 5 }, null, 1)}\n`;
}

/** The code's calls are renamed, what is no code stays. */
const migrated = (text: string): string =>
  text.replaceAll("classicCall", "currentCall").replace("currentCall(0)", "classicCall(0)");

function repository(files: Record<string, string>) {
  const folder = folderWith(files);
  commitAll(folder);
  return { folder, run: (...args: string[]) => command(args, { cwd: folder, toy: "" }) };
}

describe("notebooks", () => {
  it.each([
    ["with line feeds", notebook()],
    ["with CRLF", notebook().replaceAll("\n", "\r\n")],
    ["on one line", JSON.stringify(JSON.parse(notebook()))],
  ])("%s are rewritten in place, and undone", (_how, text) => {
    const { folder, run } = repository({ "a.ipynb": text });
    expect(run().err).toContain("2 found: 2 migrated");
    expect(read(`${folder}/a.ipynb`)).toBe(migrated(text));
    expect(run("undo").exit).toBe(0);
    expect(read(`${folder}/a.ipynb`)).toBe(text);
  });

  it("show a diff of their file that git apply accepts", () => {
    const { folder, run } = repository({ "a.ipynb": notebook() });
    const { out } = run("--dry-run");
    execFileSync("git", ["apply"], { cwd: folder, input: out });
    expect(read(`${folder}/a.ipynb`)).toBe(migrated(notebook()));
  });

  it("count lines by their joined code", () => {
    const { run } = repository({ "a.ipynb": notebook() });
    expect(run("--check").out).toContain("a.ipynb:4:1 toy.call\n");
  });

  it("come from standard input too", () => {
    const { out } = command(["--stdin-filename", "a.ipynb"], { cwd: folderWith(), toy: "", input: notebook() });
    expect(out).toBe(migrated(notebook()));
  });

  it("are skipped with the reason where their code cannot be read", () => {
    const { run } = repository({
      "old.ipynb": notebook({}, 3),
      "r.ipynb": notebook({ kernelspec: { language: "R" } }),
      "cut.ipynb": notebook().slice(0, -10),
    });
    const { exit, err } = run();
    expect(exit).toBe(0);
    expect(err).toContain("old.ipynb: a notebook that cannot be handled (its format is 3; formats from 4 on are read)");
    expect(err).toContain("r.ipynb: a notebook that cannot be handled (its kernel runs R)");
    expect(err).toContain("cut.ipynb: a notebook that cannot be handled (not valid JSON)");
  });

  it("may be large: most of it is what they printed", () => {
    const text = notebook().replace('"outputs": []', `"outputs": ["${"x".repeat(2 ** 21)}"]`);
    const { folder, run } = repository({ "a.ipynb": text });
    expect(run().exit).toBe(0);
    expect(read(`${folder}/a.ipynb`)).toBe(migrated(text));
  });
});
