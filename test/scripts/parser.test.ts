import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cutParser } from "../../scripts/lib/parser.mjs";
import { read } from "../../src/languages/javascript/read.js";
import type { SourceTree } from "../../src/languages/tree.js";
import { built } from "../support/built.js";

// The package reads code with what the build leaves of TypeScript, the tests with all of it: both must read the same.

const root = fileURLToPath(new URL("../..", import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), "migrate-agents-parser-"));
let cut: typeof read;

beforeAll(async () => {
  cpSync(path.join(built(), "src/languages"), path.join(folder, "languages"), { recursive: true });
  cpSync(path.join(root, "package.json"), path.join(folder, "package.json"));
  const javascript = path.join(folder, "languages/javascript");
  cutParser(javascript, createRequire(import.meta.url).resolve("typescript"));
  const module = (await import(pathToFileURL(path.join(javascript, "read.js")).href)) as { read: typeof read };
  cut = module.read;
});

afterAll(() => rmSync(folder, { recursive: true }));

const told = ({ root, comments, errors, tooDeep }: SourceTree): string =>
  JSON.stringify({ root, comments, errors, tooDeep }, (key, value: unknown) =>
    key === "parent" || key === "tree" ? undefined : value,
  );

/** All code of some folders. */
const codeIn = (...folders: string[]): [string, string][] =>
  folders.flatMap((at) =>
    readdirSync(path.join(root, at), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.[cm]?[jt]sx?$/.test(name) && !name.includes("node_modules"))
      .map((name): [string, string] => [`/${at}/${name}`, readFileSync(path.join(root, at, name), "utf8")]),
  );

describe("the parser that the package holds", () => {
  it("reads all code here as TypeScript does", () => {
    const code = codeIn("fixtures", "src", "test/languages", "scripts", "node_modules/typescript/lib/cs");
    expect(code.length).toBeGreaterThan(500);
    for (const [file, text] of code) expect(told(cut(file, text)), file).toBe(told(read(file, text)));
  });

  it("finds the same errors in code that ends in the middle, or misses something", () => {
    const texts = codeIn("fixtures/guide", "src/languages/javascript").map(([file, text]) => [file, text] as const);
    let broken = 0;
    for (const [file, text] of texts) {
      for (const cutAt of [0.2, 0.5, 0.8].map((share) => Math.floor(text.length * share))) {
        for (const part of [text.slice(0, cutAt), text.slice(0, cutAt) + text.slice(cutAt + 7)]) {
          const tree = read(file, part);
          if (tree.errors.length > 0) broken++;
          expect(told(cut(file, part)), file).toBe(told(tree));
        }
      }
    }
    expect(broken).toBeGreaterThan(100);
  });
});
