import { describe, expect, it } from "vitest";
import { distanceTo, inventoryOf, MINUTES, roughly } from "../../src/report/inventory.js";
import { inventoryText } from "../../src/report/inventoryText.js";
import { jsonReport, type JsonReport } from "../../src/report/json.js";
import { storedIdsIn } from "../../src/report/storedIds.js";
import { migrateFiles } from "../harness/migrate.js";

const CODE = `import OpenAI from "openai";
const client = new OpenAI();
const thread = await client.beta.threads.create();
console.log(thread.id);

export async function ask(thread_id: string) {
  const assistant_id = process.env.HELP_ASSISTANT_ID!;
  const run = await client.beta.threads.runs.create(thread_id, { assistant_id, truncation_strategy: { type: "last_messages", last_messages: 4 } });
  return client.beta.threads.runs.retrieve(run.id, { thread_id });
}
`;
const plain = (text: string): string => text;
const VIEW = {
  width: 100,
  verbose: false,
  colors: { bold: plain, dim: plain, red: plain, yellow: plain, green: plain, cyan: plain },
  now: new Date("2026-11-29T12:00:00Z"),
};

async function scanned(code = CODE): Promise<JsonReport> {
  const { migration } = await migrateFiles(new Map([["a.ts", code]]), "/project");
  return jsonReport(migration, { toolVersion: "1", mode: "scan", target: "foundry", show: (file) => file.slice(9) });
}

describe("inventoryOf", () => {
  it("counts calls by SDK, operation and file, and flows by what becomes of them", async () => {
    const made = inventoryOf(await scanned());
    expect(made.bySdk).toEqual([{ name: "openai (JavaScript, 4–7)", found: 3, migrated: 1, shimmed: 0, manual: 2 }]);
    expect(made.byOperation.map(({ name }) => name).sort()).toEqual(["runs.create", "runs.retrieve", "threads.create"]);
    expect(made.byFile).toEqual([{ name: "a.ts", found: 3, migrated: 1, shimmed: 0, manual: 2 }]);
    expect(made.flows).toEqual({ found: 2, migrated: 1, shimmed: 0, manual: 1 });
    expect(made.deadlines).toEqual([{ what: "OpenAI and Azure OpenAI Assistants", day: "2026-08-26", calls: 3 }]);
  });

  it("estimates by counts and minutes that it names", async () => {
    const { effort } = inventoryOf(await scanned());
    expect(effort.minutes).toBe(effort.items.reduce((sum, { count, minutesEach }) => sum + count * minutesEach, 0));
    expect(effort.items.map(({ what, count }) => [what, count])).toEqual([
      ["reading a migrated call", 1],
      ["reviewing a place, or acting on it", expect.any(Number) as number],
      ["migrating a flow that is left", 1],
      ["a call in such a flow", 2],
    ]);
    expect(effort.minutesByHand).toBe(2 * MINUTES.leftFlow + 3 * MINUTES.leftCall);
  });
});

describe("inventoryText", () => {
  it("says what there is, when it ends, which ids are stored and what it costs", async () => {
    const text = inventoryText(await scanned(), VIEW);
    expect(text).toContain("3 classic calls in 1 file, 2 flows");
    expect(text).toMatch(/By SDK +found {2}migrate {2}shim {2}by hand\n {2}openai \(JavaScript, 4–7\) +3 +1 +0 +2\n/);
    expect(text).toContain(
      "2026-08-26  OpenAI and Azure OpenAI Assistants were switched off 95 days ago: 3 calls fail.",
    );
    expect(text).toContain("setting HELP_ASSISTANT_ID at a.ts:7:36");
    expect(text).toContain("assumptions to multiply with");
    expect(text.split("\n").every((line) => line.length <= VIEW.width)).toBe(true);
  });

  it("names what is no classic call and has to be looked at all the same", async () => {
    const text = inventoryText(
      await scanned(`import { AIProjectClient } from "@azure/ai-projects";
const project = new AIProjectClient(endpoint, credential);
await project.conversations.create();
await project.conversations.create();
await project.conversations.create();
`),
      VIEW,
    );
    expect(text).toContain(
      "No classic agent calls found.\n\nBesides\n  MA906 The project client has no `conversations`.",
    );
    expect(text).toContain("    a.ts:4:7\n    and 1 more places (--verbose)\n");
  });

  it("is one line when there is nothing", async () => {
    expect(inventoryText(await scanned("export {};\n"), VIEW)).toBe("No classic agent calls found.\n");
  });
});

describe("storedIdsIn", () => {
  const found = (text: string) => storedIdsIn({ text }).map(({ kind, text: name }) => [kind, name]);

  it.each<[string, [string, string][]]>([
    [`const a = "asst_abc123DEF456ghi789JKL0";`, [["literal", "asst_abc123DEF456ghi789JKL0"]]],
    [
      `x = os.environ["AGENT_ID"]; y = os.getenv('THREAD_ID')`,
      [
        ["setting", "AGENT_ID"],
        ["setting", "THREAD_ID"],
      ],
    ],
    [
      `process.env["MY_ASSISTANT_ID"] ?? import.meta.env.VITE_ASSISTANT_ID`,
      [
        ["setting", "MY_ASSISTANT_ID"],
        ["setting", "VITE_ASSISTANT_ID"],
      ],
    ],
    [`os.environ.get("azure_agent_id")`, [["setting", "azure_agent_id"]]],
    [`msg_short; thread_pool_executor; run_once_in_a_lifetime_please; process.env.CLIENT_ID`, []],
  ])("%s", (text, wanted) => {
    expect(found(text)).toEqual(wanted);
  });
});

describe("roughly and distanceTo", () => {
  it("tell no more than an estimate knows", () => {
    expect([0, 3, 42, 70, 200, 480, 3000, 48_000].map(roughly)).toEqual([
      "nothing",
      "about 5 min",
      "about 40 min",
      "about 1 h",
      "about 3 h",
      "about 1 working day",
      "about 6.5 working days",
      "about 100 working days",
    ]);
  });

  it("count days", () => {
    const now = new Date("2026-11-29T23:00:00Z");
    expect(["2026-11-28", "2026-11-29", "2026-11-30", "2027-03-31"].map((day) => distanceTo(day, now))).toEqual([
      "1 day ago",
      "today",
      "in 1 day",
      "in 122 days",
    ]);
  });
});
