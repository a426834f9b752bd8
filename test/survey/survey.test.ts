import { describe, expect, it } from "vitest";
import { localDisk } from "../../src/discover/disk.js";
import { survey } from "../../src/pipeline/survey.js";
import { probes } from "../../src/survey/probes.js";
import { columnWidths } from "../../src/survey/columnWidths.js";
import { otherLanguages } from "../../src/survey/otherLanguages.js";
import type { Probe } from "../../src/survey/probe.js";
import { promptIds } from "../../src/survey/promptIds.js";
import { storedIds } from "../../src/survey/storedIds.js";
import { folderWith } from "../support/tree.js";

/** The lines (from 1) of what a probe finds, once for each finding. */
function lines(probe: Probe, path: string, text: string): number[] {
  if (!new RegExp(probe.needle.source, "i").test(text)) return [];
  return probe.look({ path, text }).map(({ range }) => text.slice(0, range.start).split("\n").length);
}

const ID = "abcdefghijklmnopqrstuvwx";

describe("calls in languages that are not rewritten", () => {
  it("counts those of C# files that use a classic SDK, not those in comments", () => {
    const code = [
      "using Azure.AI.Agents.Persistent;",
      "// client.Threads.CreateThread()",
      'var s = ".CreateRun(";',
      "var thread = client.Threads.CreateThread();",
      "var run = await client.Runs.CreateRunAsync(thread.Id, agent.Id);",
    ].join("\n");
    expect(lines(otherLanguages, "/a/B.cs", code)).toEqual([4, 5]);
  });

  it("takes no file for classic that only has methods of the same names", () => {
    expect(lines(otherLanguages, "/a/B.cs", "using My.Chat;\nvar t = client.CreateThread();\n")).toEqual([]);
    expect(lines(otherLanguages, "/a/B.cs", "// using OpenAI.Assistants;\nvar t = client.CreateThread();\n")).toEqual(
      [],
    );
  });

  it("counts those of Java, of both SDKs", () => {
    const azure = "import com.azure.ai.agents.persistent.*;\nvar t = threads.createThread();\n";
    const openai = "import com.openai.client.OpenAIClient;\nvar t = client.beta().threads().runs().create(p);\n";
    expect(lines(otherLanguages, "/a/B.java", azure)).toEqual([2]);
    expect(lines(otherLanguages, "/a/B.java", openai)).toEqual([2]);
  });
});

describe("ids of the classic API that are written down", () => {
  it("are told by their kind", () => {
    const text = `A=asst_${ID}\nT=thread_${ID}\nR=run_${ID}\nX=thread_pool_size_of_workers\nY=myasst_${ID}\n`;
    const found = storedIds.look({ path: "/a/.env", text });
    expect(lines(storedIds, "/a/.env", text)).toEqual([1, 2, 3]);
    expect(found.map(({ message }) => /\((\w+)_…\)/.exec(message)![1])).toEqual(["asst", "thread", "run"]);
  });

  it.each([".env", ".env.local", "config.yaml", "seed.sql", "appsettings.json", "assistant.json", "a.py"])(
    "are looked for in %s",
    (name) => {
      expect(storedIds.accepts(name)).toBe(true);
    },
  );

  it.each(["package-lock.json", "notes.md", "a.ipynb"])("are not looked for in %s", (name) => {
    expect(storedIds.accepts(name)).toBe(false);
  });
});

it("ids of prompt objects are told in settings, not in code, where the request is", () => {
  expect(lines(promptIds, "/a/.env", `A=1\nPROMPT=pmpt_${ID}\nX=xpmpt_${ID}\n`)).toEqual([2]);
  expect(promptIds.accepts("config.yaml")).toBe(true);
  expect(promptIds.accepts("a.ts")).toBe(false);
});

describe("columns that are too narrow", () => {
  it.each([
    ["a.sql", "thread_id VARCHAR(40) NOT NULL,"],
    ["a.sql", "run_id character varying(32)"],
    ["a.prisma", "threadId String @db.VarChar(40)"],
    ["a.py", "thread_id = Column(String(32))"],
    ["a.py", "assistant_id = models.CharField(max_length=60)"],
    ["a.ts", "threadId: DataTypes.STRING(40),"],
    ["a.ts", 'threadId: varchar("thread_id", { length: 40 }),'],
    ["a.sql", "openai_thread_id varchar(50)"],
  ])("%s: %s", (path, line) => {
    expect(lines(columnWidths, path, line)).toEqual([1]);
  });

  it.each([
    ["a.sql", "thread_id VARCHAR(64)"],
    ["a.sql", "user_id VARCHAR(20)"],
    ["a.sql", "thread_id TEXT, title VARCHAR"],
    ["a.py", "android_id = Column(String(16))"],
    ["a.py", "thread_ids = ids[:40]"],
  ])("not %s: %s", (path, line) => {
    expect(lines(columnWidths, path, line)).toEqual([]);
  });
});

describe("a survey of files", () => {
  function ask(isClassic: boolean, off: readonly string[] = []): string[] {
    const folder = folderWith({
      ".env": `ASSISTANT_ID=asst_${ID}\n`,
      "B.cs": "using OpenAI.Assistants;\nclient.CreateThread();\n",
      "binary.sql": `\0asst_${ID}`,
    });
    const files = [".env", "B.cs", "binary.sql", "missing.sql"].map((name) => `${folder}/${name}`);
    return survey(files, localDisk(), { isClassic, isOff: ({ id }) => off.includes(id) }).findings.map(
      ({ rule }) => rule,
    );
  }

  it("tells of stored ids only where the classic API is called", () => {
    expect(ask(true)).toEqual(["MA905", "MA904"]);
    expect(ask(false)).toEqual(["MA904"]);
  });

  it("leaves out the rules that are switched off", () => {
    expect(ask(true, ["MA904"])).toEqual(["MA905"]);
    expect(probes.map(({ rule }) => rule.id)).toEqual(["MA904", "MA905", "MA907", "MA905"]);
  });
});
