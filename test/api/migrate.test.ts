import { Ajv2020 } from "ajv/dist/2020.js";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { migrate, type ChangedFile, type InputFile } from "../../src/api/index.js";
import { allCases } from "../harness/cases.js";

const schema = JSON.parse(readFileSync(new URL("../../docs/report.schema.json", import.meta.url), "utf8")) as object;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);

const CLIENT = `import OpenAI from "openai";\nexport const openai = new OpenAI();\n`;
const USE = `import { openai } from "./client.js";

export async function start(): Promise<string> {
  const thread = await openai.beta.threads.create();
  return thread.id;
}
`;

/** The text that an editor has after it applied the edits. */
function applied(text: string, { edits }: ChangedFile): string {
  let end = Infinity;
  for (const edit of [...edits].reverse()) {
    expect(edit.start <= edit.end && edit.end <= end, "edits stand in order and apart from each other").toBe(true);
    end = edit.start;
    text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
  }
  return text;
}

describe("migrate", () => {
  it("follows a client from file to file, and the dependencies", async () => {
    const manifest = JSON.stringify({ dependencies: { openai: "^4.104.0" } }, null, 2);
    const files: InputFile[] = [
      { path: "src/client.ts", text: CLIENT },
      { path: "src/use.ts", text: USE },
      { path: "package.json", text: manifest },
      { path: "pnpm-lock.yaml", text: "" },
    ];
    const result = await migrate(files);
    expect(result.files.map((file) => file.path)).toEqual(["src/client.ts", "src/use.ts", "package.json"]);
    expect(result.files[1]!.text).toContain("openai.conversations.create()");
    expect(result.files[2]!.text).toContain("@azure/ai-projects");
    for (const file of result.files)
      expect(applied(files.find(({ path }) => path === file.path)!.text, file)).toBe(file.text);
    expect(result.findings.find((finding) => finding.path === "package.json")?.help).toContain("pnpm install");
    validate(JSON.parse(JSON.stringify(result.report)));
    expect(validate.errors).toBeNull();
    expect(result.report.operations).toMatchObject([{ file: "src/use.ts", outcome: "migrated" }]);
  });

  it("leaves what cannot be followed among the files given and has a type of its own", async () => {
    const text = `import type { Forum } from "forum-kit";\nexport const start = (sdk: Forum) => sdk.beta.threads.create();\n`;
    const { files, report } = await migrate([{ path: "src/use.ts", text }]);
    expect(files).toEqual([]);
    expect(report.operations).toMatchObject([{ operation: "threads.create", outcome: "manual" }]);
  });

  it("names clients that only their calls tell, for review", async () => {
    const { findings, report } = await migrate([
      { path: "src/use.ts", text: "export const start = (sdk: any) => sdk.beta.threads.create();\n" },
    ]);
    expect(report.operations).toMatchObject([{ operation: "threads.create", outcome: "migrated" }]);
    expect(findings).toContainEqual(
      expect.objectContaining({
        rule: "MA101",
        severity: "warning",
        message: expect.stringContaining("taken for an OpenAI by the calls on it") as string,
      }),
    );
  });

  it("builds a client behind the last import where that one goes", async () => {
    const text = `import type { Thread } from "openai/resources/beta/threads/threads";
import { randomUUID } from "node:crypto";
import { openai } from "./client.js";

export async function open(): Promise<Thread> {
  return openai.beta.threads.create({ metadata: { visit: randomUUID() } });
}
`;
    const { files, report } = await migrate([{ path: "a.ts", text }]);
    expect(report.totals.refused).toBe(0);
    expect(files[0]!.text).toMatch(/^import .*\nimport .*\nimport .*\nimport .*\n\nconst openai = new AIProjectClient/);
  });

  it("names files as they were given, absolute ones of Windows too", async () => {
    const files = [
      { path: "C:\\work\\app\\client.ts", text: CLIENT },
      { path: "C:\\work\\app\\use.ts", text: USE },
    ];
    const result = await migrate(files);
    expect(result.files.map((file) => file.path)).toEqual(files.map((file) => file.path));
  });

  it("counts positions in the text that was given, with a byte order mark and CRLF too", async () => {
    const text = `\uFEFF${CLIENT}${USE.replace(/^.*\n/, "")}`.replaceAll("\n", "\r\n");
    const { files } = await migrate([{ path: "a.ts", text }]);
    expect(files).toHaveLength(1);
    expect(applied(text, files[0]!)).toBe(files[0]!.text);
    expect(files[0]!.text.startsWith("\uFEFF")).toBe(true);
    expect(files[0]!.text.replaceAll("\r\n", "")).not.toContain("\n");
  });

  it("takes the options of the command line", async () => {
    const files = [
      { path: "client.ts", text: CLIENT },
      { path: "use.ts", text: USE },
    ];
    const { report } = await migrate(files, { skip: ["threads"], leftovers: "leave" });
    expect(report.operations).toMatchObject([{ outcome: "manual" }]);
    await expect(migrate(files, { only: ["thread"] })).rejects.toThrow(
      'There is no rule "thread". Did you mean threads?',
    );
    await expect(migrate(files, { target: "nowhere" as "foundry" })).rejects.toThrow("not available");
    await expect(migrate([...files, { path: "./use.ts", text: "" }])).rejects.toThrow(
      "Two files have the path ./use.ts",
    );
  });

  it("says why it did not look into a file", async () => {
    const { report } = await migrate([{ path: "a.ts", text: `// @generated\n${CLIENT}` }]);
    expect(report.files).toMatchObject([{ file: "a.ts", skipped: { reason: "generated" } }]);
  });

  it("gives the edits of a whole program that lead to its text", async () => {
    const cases = allCases().filter(({ expected, options }) => expected && !options.plan && !options.paths);
    expect(cases.length).toBeGreaterThan(100);
    for (const each of cases.filter((_, i) => i % 12 === 0)) {
      const files = [...each.input].map(([name, text]) => ({ path: name, text }));
      const { dependencies, manifest } = each.options;
      if (dependencies || manifest)
        files.push({ path: "package.json", text: JSON.stringify({ dependencies, ...manifest }) });
      const result = await migrate(files, { leftovers: "leave" });
      for (const file of result.files) {
        const before = files.find(({ path: name }) => name === file.path)!.text;
        expect(applied(before, file), each.name).toBe(file.text);
        if (each.input.has(file.path)) expect(file.text, each.name).toBe(each.expected!.get(file.path));
      }
    }
  });
});
