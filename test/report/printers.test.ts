import Ajv04 from "ajv-draft-04";
import addFormats from "ajv-formats";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { githubReport } from "../../src/report/github.js";
import { handoffReport } from "../../src/report/handoff.js";
import { jsonReport, type JsonReport } from "../../src/report/json.js";
import { lineEdits, type LineEdit } from "../../src/report/lineEdits.js";
import { hunksOf } from "../../src/report/diff.js";
import { markdownReport } from "../../src/report/markdown.js";
import { examplesIn } from "../../src/report/ruleExamples.js";
import { printerFor, REPORT_ENDINGS } from "../../src/report/printers.js";
import { sarifReport } from "../../src/report/sarif.js";
import { FIXTURES } from "../harness/cases.js";
import { rulePages } from "../../src/report/rulePages.js";
import { migrateFiles } from "../harness/migrate.js";
import fc from "fast-check";

const MIGRATES = `import OpenAI from "openai";

const client = new OpenAI();
const assistant = await client.beta.assistants.create({ name: "My Clerk", model: "gpt-4.1" });
console.log(assistant.id);
`;
const STAYS = `import OpenAI from "openai";

const client = new OpenAI();

export async function ask(thread_id: string, assistant_id: string) {
  const run = await client.beta.threads.runs.create(thread_id, { assistant_id, truncation_strategy: { type: "last_messages", last_messages: 4 } });
  return client.beta.threads.runs.retrieve(run.id, { thread_id });
}
`;

async function reportOf(files: Record<string, string>, mode: JsonReport["mode"] = "dry-run"): Promise<JsonReport> {
  const { migration } = await migrateFiles(new Map(Object.entries(files)), "/project");
  const show = (file: string): string => path.posix.relative("/project", file);
  return JSON.parse(
    JSON.stringify(jsonReport(migration, { toolVersion: "1.0.0", mode, target: "foundry", show })),
  ) as JsonReport;
}

const both = reportOf({ "src/makes a clerk.ts": MIGRATES, "src/asks.ts": STAYS });

describe("lineEdits", () => {
  it("make the new text of the old one", () => {
    const line = fc.constantFrom("a", "b", "c", "", "a\r");
    const text = fc
      .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
      .map(([lines, end]) => lines.join("\n") + (end && lines.length > 0 ? "\n" : ""));
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applied(before, lineEdits(hunksOf(before, after)))).toBe(after);
      }),
    );
  });
});

/** What an editor makes of a text with the edits. */
function applied(text: string, edits: readonly LineEdit[]): string {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const offset = (line: number, column: number): number => (starts[Math.max(line, 1) - 1] ?? text.length) + column - 1;
  return [...edits]
    .reverse()
    .reduce(
      (result, { startLine, endLine, endColumn, text: now }) =>
        result.slice(0, offset(startLine, 1)) + now + result.slice(offset(endLine, endColumn)),
      text,
    );
}

interface Log {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly fixes?: readonly {
        readonly artifactChanges: readonly {
          readonly artifactLocation: { readonly uri: string };
          readonly replacements: readonly {
            readonly deletedRegion: Omit<LineEdit, "text">;
            readonly insertedContent: { readonly text: string };
          }[];
        }[];
      }[];
    }[];
  }[];
}

describe("sarifReport", () => {
  const require = createRequire(import.meta.url);
  const schemaFile = path.join(
    path.dirname(require.resolve("@microsoft/jest-sarif")),
    "schemas/sarif-2.1.0-rtm.5.json",
  );
  const schema = JSON.parse(readFileSync(schemaFile, "utf8")) as object;
  const ajv = new Ajv04.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  const log = (report: JsonReport): Log => JSON.parse(sarifReport(report)) as Log;

  it("is valid by the schema of SARIF 2.1.0, whatever happened", async () => {
    const report = await both;
    const odd: JsonReport = {
      ...report,
      files: [
        ...report.files,
        {
          file: "broken.py",
          changed: false,
          edits: [],
          findings: [],
          skipped: { reason: "parse-error", detail: "line 3" },
        },
        {
          file: "clash.ts",
          changed: false,
          edits: [],
          findings: [],
          refused: { reason: "overlap", message: "two rewrites" },
        },
      ],
    };
    for (const made of [
      log(report),
      log(odd),
      log(await reportOf({ "a.ts": "1;\n" })),
      log(await reportOf({ "a.ts": MIGRATES }, "apply")),
    ]) {
      validate(made);
      expect(validate.errors).toBeNull();
    }
    expect(validate({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
  });

  it("has fixes that do what the run would do", async () => {
    const { migration, files } = await migrateFiles(new Map([["a.ts", MIGRATES]]), "/project");
    expect(migration.changes).toHaveLength(1);
    const [run] = log(await reportOf({ "a.ts": MIGRATES })).runs;
    const fixes = run!.results.flatMap(({ fixes = [] }) => fixes);
    expect(fixes).toHaveLength(1);
    const [{ replacements, artifactLocation }] = fixes[0]!.artifactChanges as [(typeof fixes)[0]["artifactChanges"][0]];
    expect(artifactLocation.uri).toBe("a.ts");
    const edits = replacements.map(({ deletedRegion, insertedContent }) => ({
      ...deletedRegion,
      text: insertedContent.text,
    }));
    expect(applied(MIGRATES, edits)).toBe(files.get("a.ts"));
  });

  it("tells calls that stay, with the reason, as errors, and nothing of what was migrated by a run that wrote", async () => {
    const { results } = log(await both).runs[0]!;
    const left = results.filter(({ level }) => level === "error");
    expect(left.map(({ message }) => message.text)).toEqual([
      expect.stringContaining(
        "runs.create is a call of a classic agent API. It stays as it is: truncation_strategy",
      ) as string,
      expect.stringContaining(
        "runs.retrieve is a call of a classic agent API. It stays as it is: its flow stays together",
      ) as string,
    ]);
    const done = log(await reportOf({ "a.ts": MIGRATES }, "apply")).runs[0]!.results;
    expect(done.map(({ level }) => level)).not.toContain("error");
    expect(done.flatMap(({ fixes = [] }) => fixes)).toEqual([]);
    expect(done.map(({ message }) => message.text).join()).not.toContain("is a call of a classic");
  });

  it("knows a result again when lines above it are added", async () => {
    const prints = (report: JsonReport) =>
      log(report).runs[0]!.results.map(({ partialFingerprints }) => partialFingerprints["migrateAgents/v1"]);
    const moved = prints(await reportOf({ "a.ts": STAYS.replace("\n\n", "\n\n\n// more\n") }));
    expect(moved).toEqual(prints(await reportOf({ "a.ts": STAYS })));
    expect(new Set(moved).size).toBe(moved.length);
  });
});

describe("githubReport", () => {
  it("annotates lines, errors first, with everything escaped that a workflow command would take for its own", async () => {
    const report = await both;
    const lines = githubReport(report).trimEnd().split("\n");
    expect(lines[0]).toMatch(
      /^::error file=src\/asks\.ts,line=6,endLine=6,col=21,title=MA\d+ runs\.create::Classic call that is neither/,
    );
    expect(lines.some((line) => line.startsWith("::warning file=src/makes a clerk.ts,line=4"))).toBe(true);
    const odd = {
      ...report,
      files: [],
      operations: [{ ...report.operations[0]!, file: "a:b,c%.ts", reason: "50 %\nof it" }],
    };
    expect(githubReport(odd)).toMatch(/file=a%3Ab%2Cc%25\.ts,.*50 %25%0Aof it/);
  });

  it("says how many more there are than GitHub shows", async () => {
    const report = await both;
    const many = {
      ...report,
      files: [],
      operations: Array.from({ length: 14 }, () => ({ ...report.operations[0]!, outcome: "manual" as const })),
    };
    const lines = githubReport(many).trimEnd().split("\n");
    expect(lines).toHaveLength(11);
    expect(lines[10]).toContain("4 more");
  });
});

describe("markdownReport", () => {
  it("says what a reviewer has to know, and links no one by accident", async () => {
    const text = markdownReport(await both);
    expect(text).toContain("**2 call sites of 3 would be stranded**");
    expect(text).toContain("| 3 | 1 | 0 | 2 | 1 |");
    expect(text).toContain("End of service **2026-08-26**");
    expect(text).toMatch(/- \*\*MA201\*\* .*"My Clerk" is called "my-clerk" now/);
    expect(text).toMatch(/`runs\.create` at `src\/asks\.ts:6`, with 1 call of the same flow: truncation_strategy/);
  });

  it("fits into a comment", async () => {
    const report = await both;
    const operations = Array.from({ length: 3000 }, (_, i) => ({
      ...report.operations.find(({ outcome }) => outcome === "manual")!,
      flow: i + 10,
    }));
    const text = markdownReport({ ...report, operations });
    expect(text.length).toBeLessThan(65_536);
    expect(text).toMatch(/And 2,\d+ more items/);
  });
});

describe("handoffReport", () => {
  it("has all that somebody needs who knows nothing of the run", async () => {
    const text = handoffReport(await both);
    for (const needed of [
      "classic** agent APIs",
      "End of service 2026-08-26",
      "`src/asks.ts:6:21`",
      'truncation_strategy: { type: "last_messages", last_messages: 4 } });\n```',
      "*What to do:*",
      "`src/asks.ts:7:10`",
      "`src/makes a clerk.ts:4`",
      "migrate-agents . --check",
      "npx tsc --noEmit",
      "### MA201 agents",
      "Before:\n\n```ts",
    ])
      expect(text).toContain(needed);
    expect(text).not.toContain("pyright");
  });

  it("names the code that holds a call back, once, and what becomes of what it reads", async () => {
    const text = handoffReport(
      await reportOf({
        "chat.py": `from openai import OpenAI

client = OpenAI()


def times():
    thread = client.beta.threads.create()
    newest = client.beta.threads.messages.list(thread.id)
    others = client.beta.threads.messages.list(thread.id, order="asc")
    return [
        [message.created_at for message in newest],
        [message.created_at for message in others],
        [message.created_at for message in newest],
    ]
`,
      }),
    );
    expect(text).toContain(
      "The place is `chat.py:11:10`:\n\n```python\n[message.created_at for message in newest],\n```",
    );
    expect(text).toContain("| `created_at` | – | no equivalent | Items have no time.");
    for (const line of [12, 13]) expect(text).toContain(`The place is \`chat.py:${line}:10\`:`);
    expect(text.match(/^MA402: `created_at` of Message/gm)).toHaveLength(1);
    expect(text).toContain("This holds back `messages.list` at `chat.py:8:14`, `messages.list` at `chat.py:9:14`.");
    expect(text).toContain("### `messages.list`");
    expect(text).not.toContain("docs/mapping.md for");
    expect(text).not.toContain("..");
    // The example is in the language of the code.
    expect(text).toContain("### MA402 reading");
    expect(text).toContain("Before:\n\n```python");
    expect(text).not.toContain("```ts");
    expect(text).toContain("`pyright` or `mypy`");
  });

  it("marks code that goes on", async () => {
    const long = `\n${"      // a long request\n".repeat(14)}`;
    const text = handoffReport(
      await reportOf({ "a.ts": STAYS.replace("assistant_id, truncation", `assistant_id,${long}truncation`) }),
    );
    expect(text).toContain("// a long request\n…\n```");
  });

  it("says so when nothing is left", async () => {
    expect(handoffReport(await reportOf({ "a.ts": "1;\n" }))).toContain("nothing is left");
  });
});

describe("the kinds of reports", () => {
  it("are told by the end of the name", async () => {
    const report = await both;
    const starts: Record<string, string> = {
      ".html": "<!doctype html>",
      ".json": "{",
      ".sarif": "{",
      ".md": "## migrate-agents",
      "handoff.md": "# Migration",
    };
    for (const ending of REPORT_ENDINGS)
      expect((await printerFor(`out/X${ending.toUpperCase()}`)!())(report).startsWith(starts[ending]!)).toBe(true);
    expect(printerFor("report.txt")).toBeUndefined();
    expect(printerFor("sarif")).toBeUndefined();
  });
});

describe("examplesIn", () => {
  it.each(
    rulePages(FIXTURES)
      .slice(1)
      .map(({ file, text }) => [file, text] as const),
  )("finds those of %s", (_, text) => {
    const found = examplesIn(text);
    const fixtures = /The examples are the fixture/.test(text);
    expect(found.length > 0).toBe(fixtures);
    for (const { before, after, fence } of found) {
      expect(text).toContain(`\`\`\`${fence}\n${before}\`\`\``);
      if (after !== undefined) expect(text).toContain(`\`\`\`${fence}\n${after}\`\`\``);
    }
  });
});
