import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { touchedOutside } from "../../scripts/lib/untouched.mjs";
import { rulesAndLanguages } from "../../src/api/tools.js";
import { prepare } from "../../src/pipeline/run.js";
import { command } from "../support/command.js";
import { folderWith, put } from "../support/tree.js";

const PRETTIER = fileURLToPath(new URL("../../node_modules/prettier", import.meta.url));

/** As Prettier with `{ "printWidth": 70, "singleQuote": true }` has it. */
const KEPT = `import OpenAI from 'openai';

const openai = new OpenAI();

export async function ask(threadId: string, assistantId: string) {
  const thread = await openai.beta.threads.retrieve(threadId);
  await openai.beta.threads.messages.create(thread.id, {
    role: 'user',
    content: 'How many tickets of the last week are open by now?',
  });
  return thread.id;
}
`;
/** The same code, as Prettier would not have it. */
const LOOSE = KEPT.replace(/^( +)/gm, "$1$1").replaceAll("'", '"').replace("return thread.id;", "return   thread.id");

/** A project with a Prettier of its own. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = folderWith({
    "package.json": `{ "devDependencies": { "prettier": "3" } }`,
    ".prettierrc": `{ "printWidth": 70, "singleQuote": true }`,
    ...files,
  });
  mkdirSync(path.join(folder, "node_modules"));
  symlinkSync(PRETTIER, path.join(folder, "node_modules", "prettier"), "dir");
  return folder;
}

const run = (folder: string, ...more: string[]) =>
  command(["--force", "--no-deps", "--target", "foundry", ...more], { cwd: folder });
const textOf = (folder: string, name = "desk.ts"): string => readFileSync(path.join(folder, name), "utf8");

async function formatted(text: string): Promise<string> {
  const { format } = await import("prettier");
  return format(text, { filepath: "desk.ts", printWidth: 70, singleQuote: true });
}

describe("the project's own Prettier", () => {
  it("keeps a file that it kept: its check passes afterwards as before", async () => {
    expect(await formatted(KEPT)).toBe(KEPT);
    const folder = project({ "desk.ts": KEPT });
    const told = run(folder);
    expect(told.err).toMatch(/Layout +by Prettier \d\S+ of this project, in 1 file;/);
    const now = textOf(folder);
    expect(now).toContain("conversations.retrieve(");
    expect(await formatted(now)).toBe(now);
  });

  it("is not asked with --no-format, nor where a configuration says so", async () => {
    const [asked, unasked, configured] = [KEPT, KEPT, KEPT].map((text) => project({ "desk.ts": text }));
    put(configured!, "migrate-agents.config.json", `{ "format": false }`);
    run(asked!);
    expect(run(unasked!, "--no-format").err).not.toContain("Layout");
    expect(run(configured!).err).not.toContain("Layout");
    expect(textOf(unasked!)).not.toBe(textOf(asked!));
    expect(textOf(configured!)).toBe(textOf(unasked!));
  });

  it("touches no byte beside the edits of a file that it did not keep, whatever its line ends", async () => {
    for (const text of [LOOSE, LOOSE.replaceAll("\n", "\r\n"), `\uFEFF${LOOSE}`]) {
      const folder = project({ "desk.ts": text });
      const plan = {
        target: "foundry",
        leftovers: "leave",
        keepShape: false,
        keepNames: false,
        only: [],
        skip: [],
      } as const;
      const options = { paths: ["."], cwd: folder, include: [], exclude: [], gitignore: true, plan, format: true };
      const { changes, layout } = await (await prepare(options, rulesAndLanguages())).plan();
      expect([...layout!.by.values()]).toEqual([1]);
      const { source, text: now, bytes, edits } = changes.find((change) => change.source.path.endsWith("desk.ts"))!;
      expect(touchedOutside(source.text, now, edits)).toBeUndefined();
      expect(bytes.toString("utf8").startsWith("\uFEFF")).toBe(text.startsWith("\uFEFF"));
      expect(/[^\r]\n/.test(now)).toBe(!text.includes("\r\n"));
      expect(now).toContain("return   conversation.id");
    }
  });

  it("is left alone where the project does not ask for it, and where it leaves the file out", () => {
    const brought = project({ "desk.ts": KEPT, "package.json": "{}" });
    put(brought, ".prettierrc", "");
    command(["--version"], { cwd: brought });
    const ignoring = project({ "desk.ts": KEPT, ".prettierignore": "desk.ts\n" });
    expect(run(ignoring).err).not.toContain("Layout");
    const undeclared = folderWith({ "package.json": "{}", "desk.ts": KEPT });
    mkdirSync(path.join(undeclared, "node_modules"));
    symlinkSync(PRETTIER, path.join(undeclared, "node_modules", "prettier"), "dir");
    expect(run(undeclared).err).not.toContain("Layout");
    expect(textOf(undeclared)).toContain("conversations.retrieve(");
  });

  it("is found in the root of a workspace", () => {
    const folder = project({ "packages/desk/package.json": "{}", "packages/desk/desk.ts": KEPT });
    expect(command(["--force", "--no-deps", "packages/desk"], { cwd: folder }).err).toContain("Layout");
  });

  it("changes nothing when everything runs again, and undo takes it back", () => {
    const folder = project({ "desk.ts": KEPT });
    run(folder);
    const now = textOf(folder);
    run(folder);
    expect(textOf(folder)).toBe(now);
    expect(command(["undo"], { cwd: folder }).exit).toBe(0);
    expect(textOf(folder)).toBe(KEPT);
  });
});

/** Stands in for Biome's command: puts semicolons for what its name says, or fails. */
const BIOME = (body: string): string => `
let text = "";
process.stdin.on("data", (chunk) => (text += chunk)).on("end", () => {
  if (process.argv[2] !== "format" || !process.argv[3].startsWith("--stdin-file-path=")) process.exit(3);
  ${body}
});`;

describe("the project's own Biome", () => {
  const biome = (body: string, config = "{}"): string =>
    folderWith({
      "desk.ts": KEPT,
      "biome.jsonc": config,
      "node_modules/@biomejs/biome/package.json": `{ "version": "2.0.0" }`,
      "node_modules/@biomejs/biome/bin/biome": BIOME(body),
    });

  it("is asked by its command", () => {
    const folder = biome(`process.stdout.write(text.replaceAll("  ", "\\t"))`);
    expect(run(folder).err).toContain("Layout         by Biome 2.0.0 of this project, in 1 file");
    expect(textOf(folder)).toContain("\n  return conversation.id;");
    expect(textOf(folder)).toContain("conversations.retrieve(");
  });

  it("is not asked where its formatter is switched off", () => {
    const folder = biome("process.exit(1)", `{ "formatter": { "enabled": false } } // Prettier does it`);
    expect(run(folder).err).not.toContain("Biome");
  });

  it("that fails is told, and the layout of this tool stays", () => {
    const folder = biome(`console.error("\\n  × expected a file\\n"); process.exit(1)`);
    const told = run(folder);
    expect(told.err).toContain("warning: Biome 2.0.0 of this project failed on desk.ts (expected a file).");
    expect(told.exit).toBe(0);
    expect(textOf(folder)).toContain("conversations.retrieve(");
  });
});
