import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { migrateFiles, type Migrated, type PlanOptions } from "../harness/migrate.js";

const ROOT = "/project";

/** Migrates one file and gives the findings as "line rule", and the outcomes. */
async function migrated(name: string, text: string, plan: Partial<PlanOptions> = {}) {
  const result = await migrateFiles(new Map([[name, text]]), ROOT, { plan });
  return { ...result, text: result.files.get(name)!, findings: findingsOf(result), outcomes: outcomesOf(result) };
}

function findingsOf({ migration }: Migrated): string[] {
  return migration.findings.map(({ file, range, rule }) => {
    const before = migration.sources.get(file)!.text.slice(0, range.start);
    return `${before.split("\n").length} ${rule}`;
  });
}

function outcomesOf({ migration }: Migrated): string[] {
  return migration.operations.map(({ operation, outcome, rule, reason }) =>
    outcome === "migrated" ? `${operation} migrated` : `${operation} ${outcome} by ${rule}: ${reason}`,
  );
}

const PYTHON = `from openai import OpenAI

client = OpenAI()
thread = client.beta.threads.create()
`;

describe("migrate-agents-ignore", () => {
  it("keeps a call and its flow, gives the line as the reason, and reports nothing at that statement", async () => {
    const name = "ignored/input.ts";
    const text = readFileSync(new URL(`../../fixtures/leftovers/${name}`, import.meta.url), "utf8");
    const { outcomes, findings } = await migrated("input.ts", text);
    expect(outcomes.slice(0, 4)).toEqual([
      "threads.create migrated",
      "runs.create manual by MA501: an ignore comment in line 13 asks for it",
      "messages.create manual by MA401: an ignore comment in line 22 asks for it",
      "messages.create migrated",
    ]);
    expect(findings.filter((finding) => /^(1[3-7]|22) /.test(finding))).toEqual([]);
    expect(findings).toContain("33 MA501");
  });

  it("tells the rest of the flow why it stays", async () => {
    const { outcomes, text } = await migrated(
      "a.py",
      `${PYTHON}# migrate-agents-ignore MA401\nclient.beta.threads.messages.create(thread.id, role="user", content="hi")\n`,
    );
    expect(outcomes[0]).toContain(
      "its flow stays together with messages.create in line 6: an ignore comment in line 5",
    );
    expect(text).toContain("thread = client.beta.threads.create()");
  });

  it("keeps what a client is for where the comment stands at its construction, also from the shim", async () => {
    const ignored = PYTHON.replace("client = OpenAI()", "client = OpenAI()  # migrate-agents-ignore MA101");
    for (const leftovers of ["leave", "shim", "todo"] as const) {
      const { text, outcomes } = await migrated("a.py", ignored, { leftovers });
      expect(text).toBe(ignored);
      expect(outcomes).toEqual(["threads.create manual by MA101: an ignore comment in line 3 asks for it"]);
    }
  });

  it("names the file of the comment where the client is made in another one", async () => {
    const files = new Map([
      ["client.py", "from openai import OpenAI\n\n# migrate-agents-ignore\nclient = OpenAI()\n"],
      ["main.py", "from client import client\n\nthread = client.beta.threads.create()\n"],
    ]);
    const result = await migrateFiles(files, ROOT, {});
    expect(result.files).toEqual(files);
    expect(outcomesOf(result)).toEqual([
      "threads.create manual by MA101: an ignore comment in line 3 of client.py asks for it",
    ]);
    expect(findingsOf(result)).toEqual([]);
  });

  it("silences the findings of the rules it names, and no migration that others do", async () => {
    const create = `assistant = client.beta.assistants.create(model="gpt-4.1", name="travel_clerk")\n`;
    const loud = await migrated("a.py", PYTHON + create);
    const silent = await migrated("a.py", `${PYTHON}# migrate-agents-ignore MA402\n${create}`);
    expect(loud.findings).toContain("5 MA201");
    expect(silent.findings).toContain("6 MA201");
    expect(silent.outcomes).toEqual(["threads.create migrated", "assistants.create migrated"]);
  });

  it.each([
    ["a text", `note = "# migrate-agents-ignore"\n`],
    ["another word", "# migrate-agents-ignored\n"],
    ["a sentence about it", "# Write migrate-agents-ignore here to keep it.\n"],
    ["a comment apart from the statement", "# migrate-agents-ignore\n\n"],
    ["a comment that belongs to the line above", "x = 1  # migrate-agents-ignore\n"],
    ["another rule", "# migrate-agents-ignore MA501, MA402\n"],
  ])("is not %s", async (_what, above) => {
    const { outcomes } = await migrated("a.py", PYTHON.replace("thread =", `${above}thread =`));
    expect(outcomes).toEqual(["threads.create migrated"]);
  });

  it.each([
    ["a block comment", "a.ts", "/* migrate-agents-ignore ma301 */"],
    ["a block comment of several lines", "a.ts", "/*\n * migrate-agents-ignore: MA999 MA301 because\n */"],
    ["a comment behind another", "a.ts", "// migrate-agents-ignore MA301 -- later\n// eslint-disable-next-line"],
  ])("is %s", async (_what, name, comment) => {
    const text = `import OpenAI from "openai";\nconst client = new OpenAI();\n${comment}\nconst thread = await client.beta.threads.create();\n`;
    const result = await migrated(name, text);
    expect(result.text).toBe(text);
    expect(result.outcomes[0]).toContain("an ignore comment in line");
  });
});
