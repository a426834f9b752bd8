import path from "node:path/posix";
import { describe, expect, it } from "vitest";
import { Program } from "../../src/analysis/program.js";
import { migrate } from "../../src/api/index.js";
import { rulesAndLanguages } from "../../src/api/tools.js";
import type { Disk } from "../../src/discover/disk.js";
import { discoverInMemory, memoryDisk } from "../../src/discover/memory.js";
import { lineEdits } from "../../src/pipeline/lineEdits.js";
import { loadProgram } from "../../src/pipeline/program.js";
import { hunksOf } from "../../src/report/diff.js";

// How much is done for how much code, counted: times differ from machine to machine.

const CLIENT = `import OpenAI from "openai";\n\nexport const client = new OpenAI();\n`;
const START = `export const start = async () => (await client.beta.threads.create()).id;\n`;

/** Tests of text that are counted. */
class Counted extends RegExp {
  tests = 0;
  override test(text: string): boolean {
    this.tests++;
    return super.test(text);
  }
}

/** Loads a program that is held in memory, and counts what is done for it. */
async function loaded(files: Readonly<Record<string, string>>) {
  const { languages, search } = rulesAndLanguages();
  const bytes = new Map(Object.entries(files).map(([name, text]) => [path.join("/", name), Buffer.from(text)]));
  const accepts = (name: string): boolean => languages.languageOfPath(name) !== undefined;
  const found = discoverInMemory(bytes, "/", { accepts, lists: () => false, needles: search.needles });
  let parsed = 0;
  let scanned = 0;
  const disk: Disk = memoryDisk(bytes, "/");
  const countingDisk: Disk = { ...disk, scan: (...args) => (scanned++, disk.scan(...args)) };
  const counting = {
    ...languages,
    loadLanguage: async (...args: Parameters<typeof languages.loadLanguage>) => {
      const language = await languages.loadLanguage(...args);
      return { ...language, read: (...given: Parameters<typeof language.read>) => (parsed++, language.read(...given)) };
    },
  };
  const { isSdkModule, callPath } = await search.loadOrigins();
  const counted = new Counted(callPath);
  const loadOrigins = () => Promise.resolve({ isSdkModule, callPath: counted });
  const program = await loadProgram(found, counting, { loadOrigins }, countingDisk);
  return { files: program.files.size, parsed, scanned, looks: counted.tests };
}

/** How often a program looks for the file of a module while every name of it is followed. */
async function looksForModules(files: Readonly<Record<string, string>>): Promise<number> {
  const language = await rulesAndLanguages().languages.loadLanguage("javascript");
  let looks = 0;
  const { modules } = language;
  const candidates: typeof modules.candidates = (...args) => (looks++, modules.candidates(...args));
  const counting = { ...language, modules: { ...modules, candidates } };
  const trees = Object.entries(files).map(([name, text]) => language.read(path.join("/", name), text));
  const program = new Program({ trees, languages: new Map([["javascript", counting]]), roots: ["/"] });
  const imported = program.files.flatMap((file) =>
    file.bindings.bindings.filter(({ imported }) => imported?.name === "client"),
  );
  expect(imported).toHaveLength(trees.length - 1);
  expect(new Set(imported.map((binding) => program.importOrigin(binding)?.tree.path))).toEqual(new Set(["/f0.ts"]));
  return looks;
}

/** A client that files pass on, each to the next one, and use. */
function passedOn(length: number, pass: (n: number) => string): Record<string, string> {
  const files: Record<string, string> = { "f0.ts": CLIENT };
  for (let n = 1; n <= length; n++) {
    const use = `export const start${n} = () => client.beta.threads.create();\n`;
    files[`f${n}.ts`] = `import { client } from "./f${n - 1}.js";\n${pass(n - 1)}\n${use}`;
  }
  return files;
}

/** A call, and a chain of files each of which passes on what the one before gives. */
function chain(length: number): Record<string, string> {
  const files: Record<string, string> = { "f0.ts": CLIENT + START.replace("start", "go0") };
  for (let n = 1; n <= length; n++) {
    const before = `go${n - 1}`;
    files[`f${n}.ts`] =
      `import { ${before} } from "./f${n - 1}.js";\n\nexport const go${n} = async () => ${before}();\n`;
  }
  return files;
}

describe("work", () => {
  it("grows with the length of a chain of imports, not with its square", async () => {
    const [short, long] = [await loaded(chain(50)), await loaded(chain(400))];
    expect(short.files).toBe(51);
    expect(long.files).toBe(401);
    expect(long.parsed).toBe(401);
    for (const kind of ["scanned", "looks"] as const) expect(long[kind]).toBeLessThan(8.5 * short[kind]);
  });

  it.each([
    ["by name", () => "export { client };"],
    ["from file to file", (n: number) => `export { client } from "./f${n}.js";`],
    ["with everything else", (n: number) => `export * from "./f${n}.js";`],
  ])("grows with the length of a chain of files that pass a client on %s", async (_how, pass) => {
    const [short, long] = [await looksForModules(passedOn(50, pass)), await looksForModules(passedOn(400, pass))];
    expect(short).toBeGreaterThan(0);
    expect(long).toBeLessThan(8.5 * short);
  });

  it("grows with the calls of a minified file in what the report says of them", async () => {
    const one = (n: number): string => `async function f${n}(){return(await c.beta.threads.create()).id}`;
    const line = (calls: number): string =>
      `import O from"openai";const c=new O();${Array.from({ length: calls }, (_, n) => one(n)).join("")}\n`;
    const size = async (calls: number): Promise<number> => {
      const { report } = await migrate([{ path: "a.js", text: line(calls) }]);
      expect(report.totals.operations.migrated).toBe(calls);
      return JSON.stringify(report).length;
    };
    expect(await size(160)).toBeLessThan(8.5 * (await size(20)));
  });

  it("is next to nothing for files without a call: each is looked into once more, none is parsed", async () => {
    const others = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, n) => [`m${n % 300}/o${n}.ts`, "export const a = 1;\n"]),
    );
    expect(await loaded({ "a.ts": CLIENT + START, ...others })).toMatchObject({
      files: 1,
      parsed: 1,
      scanned: 100_000,
    });
    expect(await loaded(others)).toEqual({ files: 0, parsed: 0, scanned: 0, looks: 0 });
  });
});

describe("results", () => {
  it("are the same whatever order files come in", async () => {
    const files = Object.entries({
      ...chain(5),
      "alone.ts": CLIENT + START,
      "ask.py": "from openai import OpenAI\n\nclient = OpenAI()\nthread = client.beta.threads.create()\n",
      "use.ts": `import { client } from "./alone.js";\n\nexport const drop = (id: string) => client.beta.threads.delete(id);\n`,
      "refused.ts": `${CLIENT}client.beta.threads.runs.create("t", { assistant_id: "a", truncation_strategy: { type: "last_messages", last_messages: 4 } });\n`,
      "package.json": '{ "dependencies": { "openai": "^4.104.0" } }\n',
    }).map(([name, text]) => ({ path: name, text }));
    const told = async (order: typeof files) => {
      const { files: changed, report } = await migrate(order);
      const byFile = [...report.files].sort((a, b) => (a.file < b.file ? -1 : 1));
      const outcomes = report.operations.map(({ file, range, outcome, rule }) =>
        JSON.stringify([file, range, outcome, rule]),
      );
      return {
        changed: changed.map(({ path: file, text }) => [file, text]).sort(),
        findings: byFile.map(({ file, findings }) => [file, findings]),
        outcomes: outcomes.sort(),
        totals: report.totals,
      };
    };
    const first = await told(files);
    expect(first.changed.length).toBeGreaterThan(3);
    expect(await told(files.toReversed())).toEqual(first);
    expect(await told([...files.filter((_, n) => n % 2), ...files.filter((_, n) => n % 2 === 0)])).toEqual(first);
  });
});

describe("diffs of texts that have nothing in common", () => {
  const lines = (count: number, mark: string): string =>
    Array.from({ length: count }, (_, n) => `${mark} ${n}\n`).join("");

  it("say that everything is replaced between what both begin and end with", () => {
    const [old, now] = [lines(30_000, "old"), lines(30_000, "new")];
    expect(lineEdits(`first\n${old}last\n`, `first\n${now}last\n`)).toEqual([
      { start: 6, end: 6 + old.length, text: now },
    ]);
    const [hunk, ...more] = hunksOf(old, now);
    expect(more).toEqual([]);
    expect(hunk).toMatchObject({ oldStart: 1, oldLines: 30_000, newStart: 1, newLines: 30_000 });
  });

  it("take a line of a megabyte as any other", () => {
    const [old, now] = ["x".repeat(1024 * 1024), "y".repeat(1024 * 1024)];
    expect(lineEdits(`a\n${old}\nb\n`, `a\n${now}\nb\n`)).toEqual([
      { start: 2, end: 3 + old.length, text: `${now}\n` },
    ]);
    expect(hunksOf(`a\n${old}\nb\n`, `a\n${now}\nb\n`)[0]!.lines).toEqual([" a", `-${old}`, `+${now}`, " b"]);
  });
});
