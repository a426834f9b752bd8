import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { command } from "../support/command.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const readme = read("README.md");
const scripts = (JSON.parse(read("package.json")) as { scripts: Readonly<Record<string, string>> }).scripts;

/** The lines of the first block of a kind: "diff", "text". */
function block(fence: string): string[] {
  return new RegExp(`^\`\`\`${fence}\\n([\\s\\S]*?)\\n\`\`\`$`, "m").exec(readme)![1]!.split("\n");
}

/** Whether lines stand in a text one after the other; blanks at their ends do not count. */
function holds(text: string, lines: readonly string[]): boolean {
  const bare = (all: readonly string[]): string => `\n${all.map((line) => line.trimEnd()).join("\n")}\n`;
  return bare(text.split("\n")).includes(bare(lines));
}

describe("README.md", () => {
  it("shows what the example prints", () => {
    const [, , ...args] = scripts.example!.split(" ");
    const { exit, out, err } = command(args, { cwd: root });
    expect(exit).toBe(0);
    expect(out).toSatisfy((text: string) => holds(text, block("diff")), `README's diff is not in:\n${out}`);
    expect(err).toSatisfy((text: string) => holds(text, block("text")), `README's summary is not in:\n${err}`);
  });

  it("shows a picture of what a run prints now", () => {
    const drawn = [...read("docs/run.svg").matchAll(/<text [^>]*>(.*)<\/text>/g)].map(([, line]) =>
      line!
        .replace(/<[^>]+>/g, "")
        .replaceAll("&lt;", "<")
        .replaceAll("&gt;", ">")
        .replaceAll("&amp;", "&"),
    );
    const [typed, ...lines] = drawn;
    const { out, err } = command(typed!.split(" ").slice(2), { cwd: root });
    expect(`${lines.join("\n")}\n`, "Run `npm run build && node scripts/screenshot.mjs`.").toBe(`${out}\n${err}`);
  });

  it("has every folder of the sources on its map, and no other", () => {
    const section = /^## Find your way$[^]*?(?=^## )/m.exec(readme)![0];
    const map = [...section.matchAll(/^\| `([\w/]+)` +\|/gm)].map(([, folder]) => folder!);
    const sources = readdirSync(path.join(root, "src")).map((name) => `src/${name}`);
    expect(sources.filter((folder) => !map.includes(folder))).toEqual([]);
    expect(map.filter((folder) => !existsSync(path.join(root, folder)))).toEqual([]);
  });
});

describe.each(["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])("%s", (file) => {
  const text = read(file);

  it("links to what is there", () => {
    const targets = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target!);
    expect(targets.filter((target) => !existsSync(path.join(root, target)))).toEqual([]);
  });

  it("names scripts that package.json has", () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("names files and folders that are there", () => {
    const named = [...text.matchAll(/`((?:src|transforms|test|fixtures|docs|scripts|examples)\/[\w./-]+)`/g)];
    expect(named.map(([, name]) => name!).filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });
});
