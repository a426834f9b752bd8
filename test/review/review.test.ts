import path from "node:path";
import { describe, expect, it } from "vitest";
import { rulesAndLanguages } from "../../src/api/tools.js";
import type { Migration } from "../../src/pipeline/migration.js";
import { importLinks } from "../../src/pipeline/imports.js";
import { prepare } from "../../src/pipeline/run.js";
import type { ShownQuestion } from "../../src/review/questions.js";
import { review, type Decision } from "../../src/review/review.js";
import { folderWith } from "../support/tree.js";

const CLIENT = `import OpenAI from "openai";

export const openai = new OpenAI();
`;
const desk = (name: string, filler = ""): string => `import { openai } from "./client.js";
${filler}
export async function ${name}() {
  const thread = await openai.beta.threads.create();
  await openai.beta.threads.messages.create(thread.id, { role: "user", content: "Hello" });
}
`;
/** Two flows with an untouched stretch between them, or close together. */
const twoFlows = (between: string): string => `import OpenAI from "openai";

const openai = new OpenAI();
${between}
export async function open() {
  return (await openai.beta.threads.create()).id;
}
${between}
export async function close(id) {
  await openai.beta.threads.delete(id);
}
`;
const FAR = "\n// far away\n".repeat(8);

type Answerer = (question: ShownQuestion, asked: number) => Decision;

/** Reviews a program with the real rules. Gives new texts by name, and what was asked. */
async function reviewing(files: Record<string, string>, answerer: Answerer, leftovers: "shim" | "leave" = "leave") {
  const folder = folderWith(files);
  const plan = { target: "foundry", leftovers, keepShape: false, keepNames: false, only: [], skip: [] } as const;
  const prepared = await prepare(
    { paths: ["."], cwd: folder, include: [], exclude: [], gitignore: true, plan },
    rulesAndLanguages(),
  );
  const links = importLinks(prepared.program);
  const importedBy = (file: string): string[] => links.filter(([from]) => from === file).map(([, to]) => to);
  const asked: { about: string[]; files: string[]; kind: string }[] = [];
  const seen = new Set<string>();
  const lost: string[] = [];
  let stale = 0;
  const onLost = ({ operation }: { readonly operation: string }): void => void lost.push(operation);
  const onStale = (): void => void stale++;
  const reviewed = { plan: prepared.plan, importedBy, onLost, onStale };
  const result = await review(await prepared.plan(), reviewed, (question) => {
    const base = (file: string): string => path.posix.basename(file);
    asked.push({
      about: question.operations.map(({ operation }) => operation),
      files: question.files.map(base),
      kind: question.kind,
    });
    const decision = answerer(question, asked.length);
    if (decision === "y" || decision === "a") question.blocks.forEach((key) => seen.add(key));
    return Promise.resolve(decision);
  });
  return { asked, texts: textsOf(result, folder), result, seen, lost, stale };
}

function textsOf({ changes }: Migration, folder: string): Record<string, string> {
  return Object.fromEntries(changes.map(({ source, text }) => [path.posix.relative(folder, source.path), text]));
}

describe("a review", () => {
  it("accepted as a whole gives what a run without it gives", async () => {
    const files = { "client.ts": CLIENT, "a.ts": desk("a"), "b.ts": desk("b") };
    const { asked, texts } = await reviewing(files, () => "y");
    const { texts: whole } = await reviewing(files, () => "a");
    expect(texts).toEqual(whole);
    expect(Object.keys(texts).sort()).toEqual(["a.ts", "b.ts", "client.ts"]);
    // The client comes along with the first file that uses it.
    expect(asked.map(({ files }) => files)).toEqual([["a.ts", "client.ts"], ["b.ts"]]);
  });

  it("declined as a whole changes nothing", async () => {
    const { texts } = await reviewing({ "client.ts": CLIENT, "a.ts": desk("a") }, () => "n");
    expect(texts).toEqual({});
  });

  it("keeps the client for what was declined, and asks again about what that changes", async () => {
    const { asked, texts, result } = await reviewing(
      { "client.ts": CLIENT, "a.ts": desk("a"), "b.ts": desk("b") },
      ({ files }) => (files.some((file) => file.endsWith("b.ts")) ? "n" : "y"),
    );
    expect(Object.keys(texts).sort()).toEqual(["a.ts", "client.ts"]);
    expect(texts["client.ts"]).toContain("export const openai = new OpenAI()");
    expect(texts["client.ts"]).toContain("getOpenAIClient()");
    expect(texts["a.ts"]).toContain("conversations.create");
    expect(asked).toHaveLength(3);
    const left = result.operations.filter(({ outcome }) => outcome !== "migrated");
    expect(left.map(({ reason }) => reason)).toContain("its change was declined");
  });

  it("lets the client of what was declined go to the shim", async () => {
    const { texts } = await reviewing(
      { "client.ts": CLIENT, "a.ts": desk("a"), "b.ts": desk("b") },
      ({ files }) => (files.some((file) => file.endsWith("b.ts")) ? "n" : "y"),
      "shim",
    );
    expect(texts["client.ts"]).toContain("classicFetch(");
    expect(texts["b.ts"]).toBeUndefined();
  });

  it("ends with what was accepted", async () => {
    const files = { "a.js": twoFlows(FAR), "b.js": twoFlows(FAR) };
    const { texts, asked } = await reviewing(files, ({ kind }, number) =>
      kind === "flows" && number === 2 ? "q" : "y",
    );
    expect(Object.keys(texts)).toEqual(["a.js"]);
    expect(texts["a.js"]).toContain("conversations.create");
    expect(texts["a.js"]).toContain("beta.threads.delete");
    // Asked after the end: what a.js became because its other flow stays.
    expect(asked.length).toBeGreaterThan(2);
  });

  it("asks once about flows in one hunk, and about each when they are split", async () => {
    const close = { "a.js": twoFlows("") };
    const { asked } = await reviewing(close, () => "y");
    expect(asked.map(({ about }) => about)).toEqual([["threads.create", "threads.delete"]]);
    const { asked: parts, texts } = await reviewing(close, ({ flows }) => (flows.length > 1 ? "s" : "y"));
    expect(parts.slice(0, 3).map(({ about }) => about)).toEqual([
      ["threads.create", "threads.delete"],
      ["threads.create"],
      ["threads.delete"],
    ]);
    expect(texts["a.js"]).toBe((await reviewing(close, () => "y")).texts["a.js"]);
  });

  it("does not split what depends on each other: a message that was folded into its run", async () => {
    const fold = `import OpenAI from "openai";

const openai = new OpenAI();

export async function ask(id, agent, question) {
  await openai.beta.threads.messages.create(id, { role: "user", content: question });
  await openai.beta.threads.runs.createAndPoll(id, { assistant_id: agent });
}

export async function drop(id) {
  await openai.beta.threads.delete(id);
}
`;
    const { asked } = await reviewing({ "a.js": fold }, (_, number) => (number === 1 ? "s" : "y"));
    expect(asked.slice(1, 3).map(({ about }) => about)).toEqual([
      ["messages.create", "runs.create"],
      ["threads.delete"],
    ]);
  });

  it("writes nothing that was not shown", async () => {
    let turn = 0;
    const answers = ["y", "n", "y", "s", "y", "n", "y", "y", "y", "y", "y", "y", "y", "y", "y"] as const;
    const files = { "a.js": twoFlows(FAR), "b.js": twoFlows(""), "client.ts": CLIENT, "c.ts": desk("c") };
    const { result, seen } = await reviewing(files, ({ flows }) => {
      const next = answers[turn++] ?? "y";
      return next === "s" && flows.length < 2 ? "y" : next;
    });
    const { blocksOf } = await import("../../src/review/blocks.js");
    const written = result.changes.flatMap(({ source, text }) => blocksOf(source.path, source.text, text));
    expect(written.length).toBeGreaterThan(0);
    expect(written.filter(({ key }) => !seen.has(key))).toEqual([]);
  });

  it("shows what was accepted once more at the end, in one question, however much was declined", async () => {
    const many = { "a.js": twoFlows(FAR), "b.js": twoFlows(FAR), "client.ts": CLIENT, "c.ts": desk("c") };
    const { asked, texts } = await reviewing(many, ({ kind, operations }) =>
      kind === "flows" && operations[0]?.operation === "threads.delete" ? "n" : "y",
    );
    expect(asked.map(({ kind }) => kind)).toEqual(["flows", "flows", "flows", "flows", "flows", "rest", "rest"]);
    expect(asked.slice(5).map(({ about }) => about)).toEqual([["threads.create"], ["threads.create"]]);
    expect(Object.keys(texts).sort()).toEqual(["a.js", "b.js", "c.ts", "client.ts"]);
  });

  it("keeps what the manifest says of accepted code when another file is declined", async () => {
    const manifest = '{\n  "dependencies": {\n    "openai": "^4.0.0"\n  }\n}\n';
    const files = { "a.js": twoFlows(""), "b.js": twoFlows(""), "package.json": manifest };
    let turn = 0;
    const { texts, asked } = await reviewing(
      files,
      ({ kind }) => (kind === "flows" && turn++ === 1 ? "q" : "y"),
      "shim",
    );
    expect(asked.map(({ kind }) => kind)).toEqual(["flows", "flows", "manifest"]);
    expect(Object.keys(texts).sort()).toEqual(["a.js", "package.json"]);
    expect(texts["package.json"]).toContain("@azure/ai-projects");
  });

  it("tells of lines of somebody's own that are given up, and takes new ones", async () => {
    const mine = ({ shown }: ShownQuestion, text: string): Decision => ({
      edited: shown.flatMap(({ change, hunks }) =>
        hunks.map(({ oldStart, oldLines, lines }) => ({
          file: change.source.path,
          extent: { oldStart, oldLines },
          lines: [...lines.filter((line) => !line.startsWith("-")).map((line) => line.slice(1)), text],
        })),
      ),
    });
    const { texts, stale } = await reviewing({ "a.js": twoFlows(FAR) }, (question) => {
      if (question.operations[0]?.operation === "threads.delete") return "n";
      return mine(question, question.kind === "flows" ? "// first" : "// second");
    });
    expect(stale).toBeGreaterThan(0);
    expect(texts["a.js"]).toContain("// second");
    expect(texts["a.js"]).not.toContain("// first");
  });

  it("tells of what was accepted and depends on what was declined since", async () => {
    const files = {
      "a.js": `import OpenAI from "openai";

const openai = new OpenAI();
${FAR}
export async function add(store, file) {
  await openai.beta.vectorStores.files.create(store, { file_id: file });
}
${FAR}
export async function hire(store) {
  const agent = await openai.beta.assistants.create({
    name: "desk",
    model: "gpt-4o",
    tools: [{ type: "file_search" }],
    tool_resources: { file_search: { vector_store_ids: [store] } },
  });
  return agent.id;
}
`,
    };
    const { texts, lost } = await reviewing(files, ({ operations }) =>
      operations.some(({ operation }) => operation === "assistants.create") ? "n" : "y",
    );
    expect(lost).toEqual(["vectorStores.files.create"]);
    expect(texts).toEqual({});
  });

  it("asks about manifests last, and leaves one alone", async () => {
    const files = { "a.js": twoFlows(""), "package.json": '{\n  "dependencies": {\n    "openai": "^4.0.0"\n  }\n}\n' };
    const { asked, texts } = await reviewing(files, ({ kind }) => (kind === "manifest" ? "n" : "y"));
    expect(asked.map(({ kind }) => kind)).toEqual(["flows", "manifest"]);
    expect(Object.keys(texts)).toEqual(["a.js"]);
  });

  it("takes lines of somebody's own", async () => {
    const { texts } = await reviewing({ "a.js": twoFlows(FAR) }, ({ shown, operations }) => {
      if (operations[0]?.operation !== "threads.delete") return "y";
      const { change, hunks } = shown[0]!;
      const own = hunks.filter(({ lines }) => lines.some((line) => line.includes("conversations.delete")));
      return {
        edited: own.map(({ oldStart, oldLines, lines }) => ({
          file: change.source.path,
          extent: { oldStart, oldLines },
          lines: lines
            .filter((line) => !line.startsWith("-"))
            .map((line) => line.slice(1).replace("conversations.delete(", "conversations.delete(/* mine */ ")),
        })),
      };
    });
    expect(texts["a.js"]).toContain("conversations.delete(/* mine */ id)");
    expect(texts["a.js"]).toContain("conversations.create()");
  });
});
