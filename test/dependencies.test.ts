import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { languageOfPath, loadLanguage } from "../src/languages/registry.js";
import { apply } from "../src/pipeline/apply.js";
import type { Migration } from "../src/pipeline/migration.js";
import { classicTerms } from "../src/pipeline/origins.js";
import { migrate } from "../src/pipeline/run.js";
import { undo } from "../src/pipeline/undo.js";
import { plan } from "../transforms/plan.js";
import { FIXTURES, type CaseOptions } from "./harness/cases.js";
import { DEFAULTS } from "./harness/migrate.js";
import { folderWith } from "./support/tree.js";

// fixtures/dependencies as folders on the disk: manifests follow what the run did to the sources, and what it did not see decides what may go.

const HOME = path.join(FIXTURES, "dependencies");
const tools = { loadRules: async () => plan, search: classicTerms(), languages: { languageOfPath, loadLanguage } };

function run(folder: string, { paths = ["."], plan: options = {} }: CaseOptions): Promise<Migration> {
  const full = { ...DEFAULTS, ...options };
  return migrate({ paths, cwd: folder, include: [], exclude: [], gitignore: true, plan: full }, tools);
}

function textsBelow(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (name) => !name.startsWith(".migrate-agents") && statSync(path.join(folder, name)).isFile(),
  );
  return Object.fromEntries(files.sort().map((name) => [name, readFileSync(path.join(folder, name), "utf8")]));
}

function copyOf(situation: string): string {
  const folder = folderWith();
  cpSync(path.join(HOME, situation, "input"), folder, { recursive: true });
  return folder;
}

const readJson = <T>(file: string): T | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as T) : undefined;

describe("dependencies follow a migration", () => {
  it.each(readdirSync(HOME))("%s", async (situation) => {
    const at = path.join(HOME, situation);
    const options = readJson<CaseOptions>(path.join(at, "options.json")) ?? {};
    const folder = copyOf(situation);
    const before = textsBelow(folder);
    const done = apply(await run(folder, options), folder);
    const after = textsBelow(folder);
    if (process.env.UPDATE_FIXTURES === "1") {
      for (const [file, text] of Object.entries(after)) {
        mkdirSync(path.join(at, "expected", path.dirname(file)), { recursive: true });
        writeFileSync(path.join(at, "expected", file), text);
      }
    }
    expect(after).toEqual(textsBelow(path.join(at, "expected")));

    const told = done.findings.filter(({ rule, severity }) => rule === "MA103" && severity === "warning");
    expect(told.map(({ message }) => message)).toEqual(
      (options.problems ?? []).map((part) => expect.stringContaining(part)),
    );
    expect((await run(folder, options)).changes).toEqual([]);
    undo(folder, false);
    expect(textsBelow(folder)).toEqual(before);
  });

  it("does nothing when it is switched off", async () => {
    const { changes } = await run(copyOf("both-languages"), { plan: { skip: ["MA103"] } });
    expect(changes.map(({ source }) => path.basename(source.path)).sort()).toEqual(["desk.py", "desk.ts"]);
  });

  it("leaves excluded manifests alone", async () => {
    const folder = copyOf("both-languages");
    const exclude = ["package.json"];
    const { changes } = await migrate(
      { paths: ["."], cwd: folder, include: [], exclude, gitignore: true, plan: DEFAULTS },
      tools,
    );
    expect(changes.map(({ source }) => path.basename(source.path)).sort()).toEqual([
      "desk.py",
      "desk.ts",
      "requirements.txt",
    ]);
  });

  it("leaves a manifest as it was when a source that it follows could not be written", async () => {
    const folder = copyOf("both-languages");
    const planned = await run(folder, {});
    writeFileSync(path.join(folder, "desk.ts"), "// edited meanwhile\n");
    const { changes } = apply(planned, folder);
    expect(changes.map(({ source }) => path.basename(source.path)).sort()).toEqual(["desk.py", "requirements.txt"]);
  });

  it("says how to install, by the lock file that is there", async () => {
    const { changes } = await run(copyOf("poetry"), {});
    expect(changes.flatMap(({ install }) => install?.command ?? [])).toEqual(["poetry lock && poetry install"]);
  });
});
