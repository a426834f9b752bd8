import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { command, commitAll } from "../support/command.js";
import { hasTerminals, plain, talk } from "../support/terminal.js";
import { folderWith } from "../support/tree.js";

const OPENAI = `import OpenAI from "openai";
const openai = new OpenAI();
export const open = async () => (await openai.beta.threads.create()).id;
`;
const FOUNDRY = `import { AgentsClient } from "@azure/ai-agents";
import { DefaultAzureCredential } from "@azure/identity";
const client = new AgentsClient("https://x.services.ai.azure.com/api/projects/p", new DefaultAzureCredential());
export const open = async () => (await client.threads.create()).id;
`;
const QUESTION = "Foundry or OpenAI?";

function repository(text: string): string {
  const folder = folderWith({ "desk.ts": text });
  commitAll(folder);
  return folder;
}

const textIn = (folder: string): string => readFileSync(`${folder}/desk.ts`, "utf8");

describe.runIf(hasTerminals)("the question for the target", () => {
  it("is asked once, and the answer counts: OpenAI", () => {
    const folder = repository(OPENAI);
    const told = talk(["--no-deps"], folder, [
      { wait: QUESTION, send: "x" },
      { wait: QUESTION, send: "o" },
    ]);
    expect(told).toMatchObject({ exit: 0, missing: null, isUsual: true });
    expect(textIn(folder)).toContain("await openai.conversations.create()");
    expect(textIn(folder)).not.toContain("@azure");
    expect(plain(told.shown)).not.toContain("the default target");
  });

  it("is asked once, and the answer counts: Foundry", () => {
    const folder = repository(OPENAI);
    expect(talk(["--no-deps"], folder, [{ wait: QUESTION, send: "f" }])).toMatchObject({ exit: 0, missing: null });
    expect(textIn(folder)).toContain("getOpenAIClient()");
  });

  it("is in the command that comes next, so that it is not asked again", () => {
    const told = talk(["--dry-run", "--no-deps"], repository(OPENAI), [{ wait: QUESTION, send: "o" }]);
    expect(plain(told.shown)).toContain("migrate-agents --no-deps --target openai");
    expect(plain(told.shown).split(QUESTION)).toHaveLength(2);
  });

  it("comes before the questions of -i, whose plan is for the answer", () => {
    const folder = repository(OPENAI);
    const told = talk(["-i", "--no-deps"], folder, [
      { wait: QUESTION, send: "o" },
      { wait: "Accept (", send: "y" },
    ]);
    expect(told).toMatchObject({ exit: 0, missing: null });
    expect(textIn(folder)).toContain("await openai.conversations.create()");
    expect(textIn(folder)).not.toContain("@azure");
  });

  it("may be broken off: nothing is changed", () => {
    const folder = repository(OPENAI);
    expect(talk([], folder, [{ wait: QUESTION, send: "\u0003" }])).toMatchObject({ exit: 130, isUsual: true });
    expect(textIn(folder)).toBe(OPENAI);
  });

  it("is not asked where git forbids to write, before that is said", () => {
    const folder = folderWith({ "desk.ts": OPENAI });
    const told = talk([], folder, []);
    expect(told.exit).toBe(2);
    expect(plain(told.shown)).not.toContain(QUESTION);
  });

  it.each([
    ["the target is given", ["--dry-run", "--target", "foundry"], OPENAI],
    ["nothing is written or shown", ["--check"], OPENAI],
    ["only results are wanted", ["--dry-run", "--quiet"], OPENAI],
    ["no client of OpenAI is there", ["--dry-run"], FOUNDRY],
  ])("is not asked where %s", (_, args, text) => {
    expect(plain(talk(args, repository(text), []).shown)).not.toContain(QUESTION);
  });
});

it("is not asked without a terminal: the first line says which target it is, and how to say another", () => {
  const { err } = command(["--dry-run"], { cwd: repository(OPENAI) });
  expect(err.split("\n")[0]).toContain("the default target");
  expect(err).toContain("--target openai keeps them where they are");
});
