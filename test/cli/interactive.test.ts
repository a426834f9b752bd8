import { chmodSync, existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { command, commitAll } from "../support/command.js";
import { hasTerminals, plain, talk, type Step } from "../support/terminal.js";
import { folderWith, put } from "../support/tree.js";

const FILLER = "\n// nothing to do with it\n".repeat(8);
const CODE = `import OpenAI from "openai";

const openai = new OpenAI();
${FILLER}
export async function open() {
  return (await openai.beta.threads.create()).id;
}
${FILLER}
export async function close(id) {
  await openai.beta.threads.delete(id);
}
`;
const PROMPT = "Accept (";

function repository(files: Record<string, string> = { "desk.js": CODE }): string {
  const folder = folderWith(files);
  commitAll(folder);
  return folder;
}

const textIn = (folder: string, name = "desk.js"): string => readFileSync(`${folder}/${name}`, "utf8");
const press = (...keys: string[]): Step[] => keys.map((send) => ({ wait: PROMPT, send }));
const args = ["-i", "--target", "foundry", "--leftovers", "leave", "--no-deps"];

describe("-i without a terminal", () => {
  it("says what to do, and changes nothing", () => {
    const folder = repository();
    const ran = command(args, { cwd: folder });
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain("-i asks on a terminal");
    expect(textIn(folder)).toBe(CODE);
  });

  it.each([["--check"], ["--stdin-filename=a.ts"]])("does not go with %s", (option) => {
    expect(command(["-i", option], { cwd: repository() })).toMatchObject({ exit: 2 });
  });
});

describe.runIf(hasTerminals)("-i in a terminal", () => {
  it("writes what was accepted, and undo takes it back", () => {
    const folder = repository();
    const told = talk(args, folder, press("y", "y"));
    expect(told).toMatchObject({ exit: 0, missing: null, isUsual: true });
    expect(textIn(folder)).toContain("openai.conversations.create()");
    expect(textIn(folder)).not.toContain("beta");
    expect(command(["undo"], { cwd: folder }).exit).toBe(0);
    expect(textIn(folder)).toBe(CODE);
  });

  it("q writes what was accepted before it, once it is shown as it is without the rest", () => {
    const folder = repository();
    const told = talk(args, folder, [
      ...press("y", "q"),
      { wait: "1 change that you accepted looks different, now that others stay.", send: "" },
      // A second q must not take back what was accepted.
      { wait: "[y,n,e,?]", send: "q" },
      { wait: 'There is no answer "q"', send: "" },
      { wait: PROMPT, send: "y" },
    ]);
    expect(told).toMatchObject({ exit: 0, missing: null });
    expect(textIn(folder)).toContain("conversations.create()");
    expect(textIn(folder)).toContain("beta.threads.delete");
    expect(plain(told.shown)).toContain("1 migrated");
    command(["undo"], { cwd: folder });
    expect(textIn(folder)).toBe(CODE);
  });

  it("nothing accepted is nothing changed", () => {
    const folder = repository();
    const told = talk(args, folder, press("q"));
    expect(told.exit).toBe(0);
    expect(plain(told.shown)).toContain("Nothing is left to be written");
    expect(textIn(folder)).toBe(CODE);
  });

  it.each<[string, Partial<Step>, number]>([
    ["Ctrl-C", { send: "\u0003" }, 130],
    ["the end of the terminal's connection", { signal: "SIGHUP" }, -1],
    ["an end from outside", { signal: "SIGTERM" }, -15],
  ])("%s leaves everything as it was, and the terminal usable", (_, step, exit) => {
    const folder = repository();
    const told = talk(args, folder, [...press("y"), { wait: PROMPT, ...step }]);
    expect(told).toMatchObject({ exit, missing: null, isUsual: true });
    expect(textIn(folder)).toBe(CODE);
    expect(command(["undo"], { cwd: folder }).err).toContain("Nothing to undo");
  });

  it("tells what the keys do, and takes no key for another", () => {
    const told = talk(args, repository(), [
      ...press("x"),
      { wait: "no answer", send: "?" },
      { wait: "takes the run back", send: "" },
      ...press("q"),
    ]);
    expect(told.missing).toBeNull();
    expect(plain(told.shown)).toContain("decline it: its calls stay as they are");
    expect(plain(told.shown)).toContain("accept this change and all that are left in this file");
  });

  it("shows what does not fit page by page, in whatever size the window has", () => {
    const folder = repository();
    const told = talk(
      args,
      folder,
      [
        { wait: "more lines: space", resize: [12, 60] },
        { wait: "more lines: space", send: " " },
        { wait: "more lines", send: "\u001b[5~" },
        { wait: "more lines", send: "G" },
        { wait: "no answer", send: "a" },
      ],
      { rows: 10, columns: 80 },
    );
    expect(told).toMatchObject({ exit: 0, missing: null, isUsual: true });
    expect(textIn(folder)).not.toContain("beta");
  });

  it("links the rule of each hunk to its page, which is there", () => {
    const told = talk(args, repository(), press("q"));
    const pages = told.shown.split("\u001b]8;;").filter((part) => part.startsWith("file:"));
    expect(pages.length).toBeGreaterThan(0);
    for (const part of pages) {
      const [page, rule] = part.split("\u001b\\");
      expect(page).toContain(`/docs/rules/${rule!}.md`);
      expect(existsSync(fileURLToPath(page!)), page).toBe(true);
    }
    expect(plain(told.shown)).toContain("  MA301 threads");
  });

  it("prints no colours where there should be none, and takes lines on a dumb terminal", () => {
    const folder = repository();
    const plainly = talk(args, folder, press("q"), { env: { NO_COLOR: "1" } });
    for (const color of ["\u001b[1m", "\u001b[31m", "\u001b[32m"]) expect(plainly.shown).not.toContain(color);
    const dumb = talk(args, folder, press("y\n", "y\n"), { env: { TERM: "dumb" } });
    expect(dumb).toMatchObject({ exit: 0, missing: null });
    expect(dumb.shown).not.toContain("\u001b");
    expect(textIn(folder)).toContain("openai.conversations.create()");
  });

  it("takes lines from an editor, when they parse", () => {
    const folder = repository();
    const editor = (name: string, script: string): string => {
      const file = put(folderWith(), name, `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
      return file;
    };
    const broken = editor("broken.sh", `sed -i.bak 's/conversations.create()/conversations.create((/' "$1"`);
    const steps = [...press("e"), { wait: "would not parse", send: "" }, ...press("y", "y")];
    expect(talk(args, folder, steps, { env: { VISUAL: broken } })).toMatchObject({ exit: 0, missing: null });
    expect(textIn(folder)).toContain("openai.conversations.create())");
    command(["undo"], { cwd: folder });

    const good = editor(
      "good.sh",
      `sed -i.bak 's/conversations.create()/conversations.create({ metadata: {} })/' "$1"`,
    );
    expect(talk(args, folder, press("e", "y"), { env: { VISUAL: good } })).toMatchObject({ exit: 0, missing: null });
    expect(textIn(folder)).toContain("openai.conversations.create({ metadata: {} })");
    expect(textIn(folder)).toContain("conversations.delete(id)");
  });

  it("writes the rest when a file is edited while it is asked", () => {
    const folder = repository({ "desk.js": CODE, "other.js": CODE });
    const editor = put(folderWith(), "meanwhile.sh", `#!/bin/sh\necho "// mine" >> "${folder}/other.js"\n`);
    chmodSync(editor, 0o755);
    const told = talk(args, folder, press("e", "a", "a"), { env: { VISUAL: editor } });
    expect(told).toMatchObject({ exit: 0, missing: null });
    expect(plain(told.shown)).toContain("other.js: changed while it was being migrated");
    expect(textIn(folder)).not.toContain("beta");
    expect(textIn(folder, "other.js")).toBe(`${CODE}// mine\n`);
  });

  it("with --dry-run prints what was accepted and writes nothing", () => {
    const folder = repository();
    const told = talk([...args, "--dry-run"], folder, press("y", "y"));
    expect(plain(told.shown)).toContain("+++ b/desk.js");
    expect(textIn(folder)).toBe(CODE);
  });

  it("asks nothing where git would refuse the answers", () => {
    const folder = repository();
    put(folder, "desk.js", `${CODE}// edited\n`);
    const told = talk(args, folder, []);
    expect(told.exit).toBe(2);
    expect(plain(told.shown)).not.toContain(PROMPT);
  });

  it("does not let code steer the terminal", () => {
    const folder = repository({
      "desk.js": CODE.replace("return (await", 'console.log("\u001b[31mred\u0007");\n  return (await'),
    });
    const told = talk(args, folder, press("q"), { env: { NO_COLOR: "1" } });
    expect(told.shown).toContain("\u241b[31mred\u2407");
  });
});
