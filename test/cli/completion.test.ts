import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { command } from "../support/command.js";
import { hasTerminals, plain, talkTo } from "../support/terminal.js";
import { folderWith, put } from "../support/tree.js";

const has = (shell: string): boolean => {
  const isThere = spawnSync(shell, ["-c", "true"]).status === 0;
  if (!isThere && process.env["REQUIRE_SHELLS"] !== undefined)
    throw new Error(`${shell} is not installed, and REQUIRE_SHELLS asks for it.`);
  return isThere;
};

/** What is typed, and some of what is offered for the last word; nothing else than that where it is all of it. */
const cases: [words: string[], offered: string[], all?: true][] = [
  [["--tar"], ["--target"], true],
  [["--target", ""], ["foundry", "openai"], true],
  [["--leftovers", "t"], ["todo"], true],
  [["sc"], ["scan"], true],
  [["un"], ["undo"], true],
  [["scan", "--form"], ["--format"], true],
  [["scan", "--format", ""], ["text", "json", "sarif"], true],
  [
    ["explain", "MA50"],
    ["MA501", "MA502"],
  ],
  [["--skip", "pol"], ["polling"], true],
  [["report", "me"], ["merge"], true],
  [["completion", ""], ["bash", "fish", "zsh"], true],
  [["src/fi"], ["src/first.ts"], true],
];

const script = (shell: string): string => command(["completion", shell], { cwd: process.cwd() }).out;
const FILES = { "src/first.ts": "", "src/second.ts": "" };
let scripts: Readonly<Record<string, string>>;
beforeAll(() => {
  scripts = Object.fromEntries(["bash", "zsh", "fish"].map((shell) => [shell, script(shell)]));
});

function holds(offered: readonly string[], wanted: readonly string[], all?: true): void {
  if (all) expect([...offered].sort()).toEqual([...wanted].sort());
  else expect(offered).toEqual(expect.arrayContaining([...wanted]));
}

describe.runIf(has("bash"))("bash completes", () => {
  it.each(cases)("%j", (words, wanted, all) => {
    const folder = folderWith(FILES);
    const all_ = ["migrate-agents", ...words];
    const ask = `source ${put(folder, ".completion", scripts["bash"]!)}
COMP_WORDS=(${all_.map((word) => `'${word}'`).join(" ")}) COMP_CWORD=${words.length}
_migrate_agents; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const ran = spawnSync("bash", ["--norc", "-c", ask], { cwd: folder, encoding: "utf8" });
    expect(ran.stderr).toBe("");
    holds(ran.stdout.trim().split("\n"), wanted, all);
  });
});

describe.runIf(has("fish"))("fish completes", () => {
  it.each(cases)("%j", (words, wanted, all) => {
    const folder = folderWith(FILES);
    const ask = `source ${put(folder, ".completion", scripts["fish"]!)}; complete -C 'migrate-agents ${words.join(" ")}'`;
    const ran = spawnSync("fish", ["--no-config", "-c", ask], { cwd: folder, encoding: "utf8" });
    expect(ran.stderr).toBe("");
    holds(
      ran.stdout
        .trim()
        .split("\n")
        .map((line) => line.split("\t")[0]!),
      wanted,
      all,
    );
  });
});

describe.runIf(has("zsh") && hasTerminals)("zsh completes", () => {
  it("one word after the other", () => {
    const folder = folderWith(FILES);
    put(folder, ".completion", scripts["zsh"]!);
    const lines: (readonly [typed: string, becomes: string])[] = [
      ["--tar", "--target"],
      ["--target o", "--target openai"],
      ["sc", "scan"],
      ["scan --format j", "scan --format json"],
      ["report m", "report merge"],
      ["completion b", "completion bash"],
      ["src/fi", "src/first.ts"],
      ["--skip pol", "--skip polling"],
    ];
    const setUp =
      "autoload -U compinit; compinit -u -D; source ./.completion; migrate-agents() { print -r -- \"done: $*.\" }; echo re''ady\r";
    const steps = [
      { wait: "> ", send: setUp },
      { wait: "ready", send: "" },
      ...lines.map(([typed]) => ({ wait: "> ", send: `migrate-agents ${typed}\t\r` })),
      { wait: "> ", send: "exit\r" },
    ];
    const told = plain(talkTo(["zsh", "-f", "-i"], folder, steps, { env: { PS1: "> " } }).shown);
    for (const [, becomes] of lines) expect(told).toMatch(new RegExp(`^done: ${becomes}\\.$`, "m"));
  });
});

describe("completion", () => {
  it("refuses a shell that it does not know", () => {
    const ran = command(["completion", "tcsh"], { cwd: process.cwd() });
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain("bash, zsh, fish");
  });
});
