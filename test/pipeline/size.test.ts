import { describe, expect, it } from "vitest";
import type { ProgramInput } from "../../src/analysis/program.js";
import { migrate } from "../../src/api/index.js";
import { read } from "../../src/languages/javascript/read.js";
import { planAll } from "../../src/pipeline/planner.js";
import type { Plan } from "../../transforms/finding.js";

const CLIENT = `import OpenAI from "openai";\n\nexport const client = new OpenAI();\n`;
const CALL = `export const start = async () => (await client.beta.threads.create()).id;\n`;
const PYTHON = `from openai import OpenAI\n\nclient = OpenAI()\nthread = client.beta.threads.create()\n`;

/** Functions that hand on what they are given, level by level, to code that calls the current API already. */
const HANDED =
  `${CLIENT}${CALL}const f0 = (id) => client.conversations.retrieve(id);\n` +
  Array.from({ length: 3000 }, (_, n) => `const f${n + 1} = (id) => f${n}(id);\n`).join("") +
  `export const last = async () => f3000((await client.beta.threads.create()).id);\n`;

const nested = (open: string, inner: string, close: string, levels: number): string =>
  open.repeat(levels) + inner + close.repeat(levels);

/** What became of files: operations that migrate, why files were skipped, and whether the tool failed on any. */
async function ran(files: Readonly<Record<string, string>>) {
  const given = Object.entries(files).map(([path, text]) => ({ path, text }));
  const { report } = await migrate(given, { leftovers: "leave" });
  const skips = report.files.flatMap(({ file, skipped }) => (skipped ? [[file, skipped.reason, skipped.detail]] : []));
  const failures = report.files.flatMap(({ refused }) => (refused && refused.reason !== "too-deep" ? [refused] : []));
  expect(failures).toEqual([]);
  return { migrated: report.totals.operations.migrated, skips };
}

describe("code beyond what can be followed", () => {
  it.each([
    ["blocks", "a.ts", `${CLIENT}${CALL}export function f() {${nested("if (f()) {", "return 1;", "}", 3000)}}\n`],
    ["brackets", "a.ts", `${CLIENT}${CALL}export const deep = ${nested("[", "", "]", 10_000)};\n`],
    ["calls", "a.ts", HANDED],
    ["brackets", "a.py", `${PYTHON}deep = ${nested("[", "", "]", 10_000)}\n`],
  ])("%s in %s are skipped with the reason, and the files beside are migrated", async (_what, file, text) => {
    const beside = `${CLIENT.replace("export ", "")}${CALL}`;
    expect(await ran({ [file]: text, "b.ts": beside })).toEqual({
      migrated: 1,
      skips: [[file, "too-deep", undefined]],
    });
  });

  it("takes along what hangs together with it, and says so", () => {
    const nestedBlocks = read("/p/deep.ts", nested("if (f()) {", "", "}", 20));
    const trees = [read("/p/use.ts", "use();"), nestedBlocks, read("/p/alone.ts", "alone();")];
    const group = new Set(["/p/use.ts", "/p/deep.ts"]);
    const together = (file: string): ReadonlySet<string> => (group.has(file) ? group : new Set([file]));
    const plan = ({ trees: given }: ProgramInput): Plan => {
      if (given.includes(nestedBlocks)) throw new RangeError("Maximum call stack size exceeded");
      return { edits: [], operations: [], findings: [] };
    };
    const { crashes } = planAll({ trees, languages: new Map(), roots: ["/p"], manifests: [] }, together, plan);
    expect(crashes).toEqual([
      { file: "/p/use.ts", reason: "too-deep", detail: "it hangs together with deep.ts" },
      { file: "/p/deep.ts", reason: "too-deep" },
    ]);
  });
});

describe("large files", () => {
  it.each([
    ["50,000 lines", Array.from({ length: 50_000 }, (_, n) => `f(${n});\n`).join("")],
    [
      "2,000 functions in one line",
      Array.from({ length: 2_000 }, (_, n) => `const v${n}=function(a,b){return a+b};`).join(""),
    ],
  ])("are migrated: %s", async (_what, text) => {
    expect(await ran({ "a.ts": `${CLIENT}${CALL}${text}\n` })).toEqual({ migrated: 1, skips: [] });
  });

  it("are migrated up to 1 MiB in one line", async () => {
    const call = `import O from"openai";const c=new O();export const s=async()=>(await c.beta.threads.create()).id;`;
    const unit = (n: number): string => `function f${n}(a,b){return a&&b?a.c(b,{d:[a,b]}):(b||a).e}`;
    let text = call;
    for (let n = 0; text.length < 1024 * 1024 - 70; n++) text += unit(n);
    expect(await ran({ "a.js": text })).toEqual({ migrated: 1, skips: [] });
  });

  it("are skipped above 1 MiB", async () => {
    const text = `${CLIENT}${CALL}// ${"x".repeat(1024 * 1024)}\n`;
    expect(await ran({ "a.ts": text })).toEqual({ migrated: 0, skips: [["a.ts", "too-large", undefined]] });
  });
});
