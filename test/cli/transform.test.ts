import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { command, commitAll } from "../support/command.js";
import { folderWith, put } from "../support/tree.js";

// `--transform`: what users wrote for jscodeshift runs before the rules, and both are one change.

const EXAMPLE = fileURLToPath(new URL("../../examples/in-house/transform.cjs", import.meta.url));
const DESK = `import { openThread } from "@acme/assistants";

export async function open() {
  return (await openThread()).id;
}
`;
const OTHER = "export const a = 1;\n";

/** Renames a function; says a parser of its own. */
const RENAME = `export const parser = "ts";
export default function rename({ source }, { j }) {
  return j(source).find(j.Identifier, { name: "open" }).forEach((at) => { at.node.name = "start"; }).toSource();
}
`;

function repository(files: Readonly<Record<string, string>>): string {
  const folder = folderWith(files);
  commitAll(folder);
  return folder;
}

const textIn = (folder: string, name: string): string => readFileSync(path.join(folder, name), "utf8");
const args = ["--target", "openai", "--no-deps", "--no-format"];

describe("--transform", () => {
  it("runs before the rules: one change, one diff, one undo", () => {
    const folder = repository({ "desk.js": DESK, "other.js": OTHER });
    const shown = command(["--dry-run", "--transform", EXAMPLE, ...args], { cwd: folder }).out;
    expect(shown).toContain('-import { openThread } from "@acme/assistants";');
    expect(shown).toContain("+  return (await openai.conversations.create()).id;");
    expect(shown).not.toContain("beta");
    const ran = command(["--transform", EXAMPLE, ...args], { cwd: folder });
    expect(ran.exit).toBe(0);
    expect(ran.err).toContain("1 found: 1 migrated");
    expect(textIn(folder, "desk.js")).toContain("openai.conversations.create()");
    expect(textIn(folder, "other.js")).toBe(OTHER);
    expect(command(["undo"], { cwd: folder }).exit).toBe(0);
    expect(textIn(folder, "desk.js")).toBe(DESK);
  });

  it("chains several, of which the next sees what the one before left, and writes what only they changed", () => {
    const only = "export function open() {\n  return 1;\n}\n";
    const folder = repository({ "desk.js": DESK, "only.js": only });
    const rename = put(folderWith({}), "rename.mjs", RENAME);
    const ran = command(["--transform", EXAMPLE, "--transform", rename, ...args], { cwd: folder });
    expect(ran.exit).toBe(0);
    expect(textIn(folder, "desk.js")).toContain("async function start()");
    expect(textIn(folder, "desk.js")).toContain("openai.conversations.create()");
    expect(textIn(folder, "only.js")).toBe(only.replace("open", "start"));
  });

  it("keeps the text of a file that one fails on, and tells", () => {
    const folder = repository({ "desk.js": DESK, "b.js": "export const open = (\n" });
    const ran = command(["--dry-run", "--transform", EXAMPLE, ...args], { cwd: folder });
    expect(ran.err).toContain("failed on b.js, which is read as it was");
    expect(ran.out).toContain("desk.js");
    expect(ran.out).not.toContain("b.js");
  });

  it.each([
    ["module.exports = 1;", "it exports no function as its default"],
    ["throw new Error('broken');", "broken"],
  ])("cannot be %s", (text, why) => {
    const folder = repository({ "desk.js": DESK });
    const ran = command(["--transform", put(folderWith({}), "t.cjs", text), ...args], { cwd: folder });
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(`t.cjs cannot be used as a transform (${why})`);
    expect(textIn(folder, "desk.js")).toBe(DESK);
  });

  it("counts what it brings to light for --check", () => {
    const folder = repository({ "desk.js": DESK });
    expect(command(["--check"], { cwd: folder }).exit).toBe(0);
    const ran = command(["--check", "--transform", EXAMPLE], { cwd: folder });
    expect(ran).toMatchObject({ exit: 1 });
    expect(ran.out).toContain("threads.create");
  });

  it("writes only what changed since a ref", () => {
    const folder = repository({ "desk.js": DESK, "b.js": DESK });
    put(folder, "desk.js", `${DESK}// edited\n`);
    const { out } = command(["--dry-run", "--since", "HEAD", "--transform", EXAMPLE, ...args], { cwd: folder });
    expect(out).toContain("desk.js");
    expect(out).not.toContain("b.js");
  });

  it.each([["-i"], ["--stdin-filename=a.js"]])("does not go with %s", (option) => {
    expect(command([option, "--transform", EXAMPLE], { cwd: repository({ "a.js": OTHER }) })).toMatchObject({
      exit: 2,
    });
  });
});
