import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Edit } from "../../transforms/edit.js";
import { relativeTo } from "../../src/discover/paths.js";
import { languageOfPath, loadLanguage } from "../../src/languages/registry.js";
import type { Migration } from "../../src/pipeline/migration.js";
import type { Planner } from "../../src/pipeline/planner.js";
import { migrate } from "../../src/pipeline/run.js";
import { toyPlan, toyTerms } from "../support/toy/planner.js";
import { folderWith } from "../support/tree.js";

const OPTIONS = {
  target: "foundry",
  keepShape: false,
  keepNames: false,
  only: [],
  skip: [],
  leftovers: "leave",
} as const;

async function run(files: Record<string, string | Buffer>, plan: Planner = toyPlan) {
  const folder = folderWith(files);
  const request = { paths: ["."], cwd: folder, include: [], exclude: [], gitignore: true, plan: OPTIONS };
  const migration = await migrate(request, {
    loadRules: async () => plan,
    languages: { languageOfPath, loadLanguage },
    search: toyTerms,
  });
  return { folder, migration, ...told(migration, folder) };
}

function told(migration: Migration, folder: string) {
  const show = (file: string): string => relativeTo(folder, file);
  return {
    changed: Object.fromEntries(
      migration.changes.map(({ source, bytes }) => [show(source.path), bytes.toString("utf8")]),
    ),
    skips: Object.fromEntries(migration.skips.map(({ path, reason }) => [show(path), reason])),
    refused: Object.fromEntries(migration.refusals.map(({ file, reason }) => [show(file), reason])),
    outcomes: migration.operations.map(({ file, outcome }) => `${show(file)} ${outcome}`),
  };
}

/** The toy planner with more edits. */
function and(more: (file: string, text: string) => Pick<Edit, "start" | "end" | "parts">[]): Planner {
  return (input, options) => {
    const plan = toyPlan(input, options);
    const extra = input.trees.flatMap((tree, index) =>
      more(tree.path, tree.text).map((edit) => ({
        file: tree.path,
        rule: "MA999",
        safety: "safe" as const,
        reason: "more",
        flow: Number(/flow (\d+)/.exec(tree.text)?.[1] ?? 1000 + index),
        ...edit,
      })),
    );
    return { ...plan, edits: [...plan.edits, ...extra] };
  };
}

const USE = `import { classicCall } from "toy-sdk";\nclassicCall(1);\n`;
const DONE = USE.replaceAll("classicCall", "currentCall");

describe("migrate", () => {
  it("rewrites in memory and writes nothing", async () => {
    const { changed, outcomes } = await run({
      "a.ts": USE,
      "b.py": "from toy_sdk import x\nx.classicCall(1)\n",
    });
    expect(changed).toEqual({ "a.ts": DONE, "b.py": "from toy_sdk import x\nx.currentCall(1)\n" });
    expect(outcomes).toEqual(["a.ts migrated", "a.ts migrated", "b.py migrated"]);
  });

  it.each([
    ["CRLF", USE.replaceAll("\n", "\r\n")],
    ["a byte order mark", `\ufeff${USE}`],
    ["no final newline", USE.trimEnd()],
    ["mixed line ends", `// é 😀\r\n${USE}\r\n\n\r`],
  ])("keeps %s", async (_, text) => {
    const { changed } = await run({ "a.ts": text });
    expect(changed["a.ts"]).toBe(text.replaceAll("classicCall", "currentCall"));
  });

  it("edits around a statement with a syntax error", async () => {
    const text = `${USE}function f() {\n  const x = = 2;\n}\nclassicCall(2);\n`;
    const { changed } = await run({ "a.ts": text });
    expect(changed["a.ts"]).toBe(text.replaceAll("classicCall", "currentCall"));
  });

  it("leaves a file alone when an edit falls into a statement that does not parse", async () => {
    const { migration, ...found } = await run({ "a.ts": `${USE}const x = classicCall(1 2 3);\n`, "b.ts": USE });
    expect(found).toMatchObject({
      changed: { "b.ts": DONE },
      skips: { "a.ts": "parse-error" },
      refused: { "a.ts": "broken-statement" },
    });
    expect(migration.operations.find(({ file }) => file.endsWith("a.ts"))).toMatchObject({
      outcome: "manual",
      reason: "left as it was: the statement has a syntax error",
    });
  });

  it("tells of candidates that do not parse", async () => {
    const { skips } = await run({ "a.ts": `import "toy-sdk";\nconst = ;\n` });
    expect(skips).toEqual({ "a.ts": "parse-error" });
  });

  it("refuses edits that cross each other, with every file of the flow", async () => {
    const crossing = and((file, text) =>
      file.endsWith("a.ts") && text.includes("classicCall(")
        ? [{ start: text.indexOf("classicCall(") + 3, end: text.length, parts: [] }]
        : [],
    );
    const found = await run({ "a.ts": `${USE}// flow 1\n`, "b.ts": `${USE}// flow 1\n`, "c.ts": USE }, crossing);
    expect(found.changed).toEqual({ "c.ts": DONE });
    expect(found.refused).toEqual({ "a.ts": "overlap" });
    expect(found.outcomes).toEqual([
      "a.ts manual",
      "a.ts manual",
      "b.ts manual",
      "b.ts manual",
      "c.ts migrated",
      "c.ts migrated",
    ]);
    expect(found.migration.operations.find(({ file }) => file.endsWith("b.ts"))!.reason).toBe(
      "left as it was: it can only be changed together with a.ts, where two rewrites of this file contradict each other",
    );
  });

  it("refuses a result that does not parse", async () => {
    const breaking = and((file, text) =>
      file.endsWith("a.ts") ? [{ start: text.length, end: text.length, parts: ["}"] }] : [],
    );
    const found = await run({ "a.ts": USE, "b.ts": USE }, breaking);
    expect(found).toMatchObject({ changed: { "b.ts": DONE }, refused: { "a.ts": "new-syntax-error" } });
  });

  it("refuses what a second run would change again", async () => {
    const growing = and((file, text) =>
      file.endsWith("a.ts") ? [{ start: text.length, end: text.length, parts: [";"] }] : [],
    );
    const found = await run({ "a.ts": USE, "b.ts": USE }, growing);
    expect(found).toMatchObject({ changed: { "b.ts": DONE }, refused: { "a.ts": "not-idempotent" } });
  });

  it("refuses everything when a second run would change a file that the first left alone", async () => {
    let calls = 0;
    const late: Planner = (input, options) => {
      const isSecond = calls++ > 0;
      return and((file) => (isSecond && file.endsWith("z.ts") ? [{ start: 0, end: 0, parts: [";"] }] : []))(
        input,
        options,
      );
    };
    const found = await run({ "a.ts": USE, "z.ts": `import "toy-sdk";\n` }, late);
    expect(found).toMatchObject({ changed: {}, refused: { "a.ts": "not-idempotent" } });
  });

  it("goes on without the files that the rules fail on", async () => {
    const failing: Planner = (input, options) => {
      if (input.trees.some((tree) => tree.text.includes("stumble"))) throw new Error("oh");
      return toyPlan(input, options);
    };
    const files = {
      "a.ts": USE,
      "bad.ts": `${USE}export const stumble = classicCall;\n`,
      "user.ts": `import { stumble } from "./bad";\nclassicCall(stumble);\n`,
      "z.ts": `${USE}import "./a";\n`,
    };
    const found = await run(files, failing);
    expect(Object.keys(found.changed)).toEqual(["a.ts", "z.ts"]);
    expect(found.refused).toEqual({ "bad.ts": "crashed" });
    expect(new Set(found.migration.operations.map(({ flow }) => flow)).size).toBe(2);
    expect(found.migration.refusals[0]!.detail).toBe("oh");
  });

  it("drops edits that change nothing", async () => {
    const idle = and((_, text) => [{ start: 0, end: 6, parts: [text.slice(0, 6)] }]);
    const found = await run({ "a.ts": `import "toy-sdk";\n` }, (input, options) =>
      input.trees[0]!.text.startsWith("done") ? toyPlan(input, options) : idle(input, options),
    );
    expect(found.changed).toEqual({});
  });

  it("hands manifests to the rules and lets them be edited, as long as they stay JSON", async () => {
    const files = { "package.json": `{ "dependencies": { "toy-sdk": "1" } }\n`, "src/a.ts": USE };
    const withManifest =
      (to: string): Planner =>
      (input, options) => {
        const plan = toyPlan(input, options);
        const manifest = input.manifests!.find(({ path }) => path.endsWith("package.json"))!;
        const start = manifest.text.indexOf('"1"');
        if (start < 0) return plan;
        const { flow } = plan.edits[0]!;
        const edit: Edit = {
          file: manifest.path,
          start,
          end: start + 3,
          parts: [to],
          rule: "MA998",
          safety: "safe",
          reason: "",
          flow,
        };
        return { ...plan, edits: [...plan.edits, edit] };
      };
    const good = await run(files, withManifest('"2"'));
    expect(good.changed).toEqual({ "package.json": files["package.json"].replace('"1"', '"2"'), "src/a.ts": DONE });
    const bad = await run(files, withManifest("2,"));
    expect(bad).toMatchObject({ changed: {}, refused: { "package.json": "new-syntax-error" } });
  });

  it("is untouched by what happens on disk in the meantime", async () => {
    const { folder, migration } = await run({ "a.ts": USE });
    writeFileSync(`${folder}/a.ts`, "changed");
    expect(migration.changes[0]!.source.text).toBe(USE);
  });
});
