import { execFileSync } from "node:child_process";
import { readFileSync, renameSync, rmSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { command, commitAll } from "../support/command.js";
import { folderWith, put } from "../support/tree.js";

const USE = `import { classicCall } from "toy-sdk";\nclassicCall(1);\n`;
const DONE = USE.replaceAll("classicCall", "currentCall");
const CLIENT = `import OpenAI from "openai";\n\nexport const client = new OpenAI();\n`;
const FLOW = `import { client } from "./client.js";

export async function ask(): Promise<string> {
  const thread = await client.beta.threads.create();
  return thread.id;
}
`;

const read = (file: string): string => readFileSync(file, "utf8");

/** A committed repository in which files are then changed. */
function repository(files: Record<string, string>) {
  const folder = folderWith(files);
  commitAll(folder);
  const sites = (...args: string[]): string[] =>
    command(["--check", "--quiet", ...args], { cwd: folder, toy: "" }).out.match(/^[^:]+(?=:1:)/gm) ?? [];
  return { folder, sites };
}

describe("--since", () => {
  it("takes what was committed, edited, staged, renamed or is new since, and nothing else", () => {
    const { folder, sites } = repository({
      "old.ts": USE,
      "edited.ts": "",
      "staged.ts": "",
      "gone.ts": USE,
      "before.ts": USE,
    });
    put(folder, "é next/committed.ts", USE);
    commitAll(folder);
    put(folder, "edited.ts", USE);
    put(folder, "staged.ts", USE);
    renameSync(`${folder}/before.ts`, `${folder}/after.ts`);
    rmSync(`${folder}/gone.ts`);
    execFileSync("git", ["add", "-A"], { cwd: folder });
    put(folder, "untracked.ts", USE);
    const uncommitted = ["after.ts", "edited.ts", "staged.ts", "untracked.ts"];
    expect(sites("--since", "HEAD")).toEqual(uncommitted);
    expect(sites("--since", "HEAD~1").sort()).toEqual([...uncommitted, "é next/committed.ts"].sort());
    expect(sites("é next", "--since", "HEAD~1")).toEqual(["é next/committed.ts"]);
  });

  it("rewrites those only", () => {
    const { folder } = repository({ "a.ts": USE, "b.ts": "" });
    put(folder, "b.ts", USE);
    commitAll(folder);
    const ran = command(["--since", "HEAD~1"], { cwd: folder, toy: "" });
    expect(ran.exit).toBe(0);
    expect(read(`${folder}/a.ts`)).toBe(USE);
    expect(read(`${folder}/b.ts`)).toBe(DONE);
    expect(ran.err).toContain("2 found: 2 migrated");
  });

  it("finds nothing where nothing changed, and ends well", () => {
    const { folder } = repository({ "a.ts": USE });
    expect(command(["--check", "--since", "HEAD"], { cwd: folder, toy: "no-parser" })).toMatchObject({
      exit: 0,
      out: "",
    });
  });

  it("leaves a changed file that can only be changed together with one that did not, and says so", () => {
    const flow = `// flow 1\n${USE}`;
    const { folder } = repository({ "a.ts": flow, "b.ts": "" });
    put(folder, "b.ts", flow);
    const ran = command(["scan", "--format", "json", "--since", "HEAD"], { cwd: folder, toy: "" });
    expect(ran.out).toContain("it can only be changed together with a.ts, where nothing changed since the ref");
    expect(command(["--force", "--since", "HEAD"], { cwd: folder, toy: "" }).exit).toBe(0);
    expect(read(`${folder}/b.ts`)).toBe(flow);
  });

  it("reads the file that a client comes from, though it did not change", () => {
    const { folder } = repository({ "client.ts": CLIENT, "a.ts": "" });
    put(folder, "a.ts", FLOW);
    commitAll(folder);
    const out = JSON.parse(command(["scan", "--format", "json", "--since", "HEAD~1"], { cwd: folder }).out) as {
      files: { file: string }[];
      operations: { file: string; operation: string }[];
    };
    expect(out.files.map(({ file }) => file)).toEqual(["a.ts"]);
    expect(out.operations.map(({ file, operation }) => [file, operation])).toEqual([["a.ts", "threads.create"]]);
  });
});
