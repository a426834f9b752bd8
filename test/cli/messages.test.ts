import { chmodSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { messages } from "../../src/cli/messages.js";
import { command, type Ran } from "../support/command.js";
import { hasTerminals, plain, talk, type Step } from "../support/terminal.js";
import { folderWith } from "../support/tree.js";
import { cases } from "./messageCases.js";

function inTerminal(args: readonly string[], folder: string, answers: readonly Step[]): Ran {
  const { exit, shown } = talk(args, folder, answers);
  return { exit, out: "", err: plain(shown) };
}

describe("messages", () => {
  const covered = new Set<string>();

  it.each(cases.map((each) => ({ ...each, name: each.args.join(" ") })))("$id: migrate-agents $name", (each) => {
    const folder = folderWith(each.files);
    each.given?.(folder);
    covered.add(each.id);
    if (each.answers && !hasTerminals) return;
    const { exit, out, err } = each.answers
      ? inTerminal(each.args, folder, each.answers)
      : command(each.args, { ...each.run, cwd: folder });
    const { level, text, help } = each.says;
    const shown = err.replaceAll(folder, "<folder>");
    expect(shown).toContain(level === "note" ? text : `${level}: ${text}`);
    if (help) expect(shown).toContain(help);
    expect(exit).toBe(each.exit ?? each.says.exit);
    if (level === "error" && each.id !== "refused") expect(out).toBe("");
    expect(err).not.toContain("\u001b");
    expect(err).not.toMatch(/\n {4}at /);
    if (each.args[0] === "--force" && each.files?.["b/a.ts"]) chmodSync(`${folder}/b`, 0o755);
  });

  afterAll(() => {
    // These need another version of Node, and another current folder: config.test.ts has them.
    // A stop in the middle of checks is tested on the checks, and @azure/identity is installed here.
    // jscodeshift and typescript, too; what can be wrong with transforms is in transform.test.ts.
    for (const id of "noJscodeshift noTypeScript transformFailed transformUnusable configAbove".split(" "))
      covered.add(id);
    for (const id of ["verifyBrokenOff", "noIdentity", "acceptedInVain", "editedInVain"]) covered.add(id);
    expect([...covered].sort()).toEqual(Object.keys(messages).sort());
  });
});
