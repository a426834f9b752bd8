import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { expect } from "vitest";
import { messages, type Message } from "../../src/cli/messages.js";
import { REPORT_VERSION } from "../../src/report/json.js";
import { REPORT_ENDINGS } from "../../src/report/printers.js";
import { IMPORT_LIMIT } from "../../src/pipeline/program.js";
import { command, commitAll, type RunOptions } from "../support/command.js";
import type { Step } from "../support/terminal.js";
import { put } from "../support/tree.js";

const USE = `import { classicCall } from "toy-sdk";\nclassicCall(1);\n`;
const FLOW = `import OpenAI from "openai";\nexport const made = new OpenAI().beta.threads.create();\n`;
const NO_GIT = { PATH: "/nonexistent" };

const FIRST = { index: 1, count: 2 };
const X = { file: "x.ts", changed: false, edits: [], findings: [] };

function emptyReport(changes: Readonly<Record<string, unknown>>): string {
  const tool = { name: "migrate-agents", version: "1" };
  const whole = {
    version: REPORT_VERSION,
    tool,
    mode: "check",
    target: "foundry",
    totals: {},
    operations: [],
    files: [],
  };
  return JSON.stringify({ ...whole, ...changes });
}

/** A command and the message that it shows. */
export interface Case {
  readonly id: keyof typeof messages;
  readonly says: Message;
  readonly args: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
  /** Done to the folder before the command runs. */
  readonly given?: (folder: string) => void;
  readonly run?: Omit<RunOptions, "cwd">;
  /** What is answered in a terminal; such cases are left out where there is none. */
  readonly answers?: readonly Step[];
  /** Every message's own exit code unless the run goes on. */
  readonly exit?: number;
}

/** At least one case for every message. */
export const cases: readonly Case[] = [
  { id: "missingPath", says: messages.missingPath({ path: "nowhere" }), args: ["nowhere"] },
  { id: "missingPath", says: messages.missingPath({ path: "nowhere" }), args: ["undo", "nowhere"] },
  {
    id: "unreadablePath",
    says: messages.unreadablePath({ path: "loop", detail: "ELOOP" }),
    args: ["loop"],
    given: (folder) => symlinkSync("loop", `${folder}/loop`),
  },
  { id: "specialPath", says: messages.specialPath({ path: "/dev/null" }), args: ["/dev/null"] },
  {
    id: "unknownLanguage",
    says: messages.unknownLanguage({ path: "notes.txt" }),
    args: ["notes.txt"],
    files: { "notes.txt": "" },
  },
  { id: "unknownLanguage", says: messages.unknownLanguage({ path: "x.rb" }), args: ["--stdin-filename", "x.rb"] },
  {
    id: "usage",
    says: messages.usage({ detail: "unknown option '--dryrun' (Did you mean --dry-run?)" }),
    args: ["--dryrun"],
  },
  {
    id: "usage",
    says: messages.usage({
      detail: "option '--since <ref>' cannot be used with option '--stdin-filename <file>'",
    }),
    args: ["--stdin-filename", "a.ts", "--since", "HEAD"],
  },
  { id: "usage", says: messages.usage({ detail: "option '--report <file>' argument missing" }), args: ["--report"] },
  {
    id: "usage",
    says: messages.usage({
      detail: "option '--target <service>' argument 'x' is invalid. Allowed choices are foundry, openai.",
    }),
    args: ["--target", "x"],
  },
  { id: "unknownRule", says: messages.unknownRule({ given: "MA999", close: undefined }), args: ["--only", "MA999"] },
  {
    id: "unknownRule",
    says: messages.unknownRule({ given: "thread", close: "threads" }),
    args: ["--skip", "runs,thread"],
  },
  {
    id: "unsupportedReport",
    says: messages.unsupportedReport({ file: "out.txt", endings: REPORT_ENDINGS }),
    args: ["--report", "out.txt"],
  },
  { id: "stdinWithPaths", says: messages.stdinWithPaths(), args: ["--stdin-filename", "a.ts", "src"] },
  {
    id: "reportFailed",
    says: messages.reportFailed({ file: "no/such/out.json", detail: "ENOENT" }),
    args: ["--dry-run", "--report", "no/such/out.json"],
  },
  {
    id: "dirtyTree",
    says: messages.dirtyTree({ files: ["src/a.ts", "src/b.ts"] }),
    args: ["src"],
    files: { "src/a.ts": USE, "src/c.ts": USE },
    given: (folder) => {
      commitAll(folder);
      writeFileSync(`${folder}/src/a.ts`, `${USE}// edited`);
      put(folder, "src/b.ts", USE);
      put(folder, "unrelated.md", "");
    },
    run: { toy: "" },
  },
  {
    id: "noRepository",
    says: messages.noRepository({ path: "a.ts" }),
    args: ["."],
    files: { "a.ts": USE },
    run: { toy: "" },
  },
  {
    id: "noGit",
    says: messages.noGit(),
    args: ["."],
    files: { "a.ts": USE },
    given: commitAll,
    run: { toy: "", env: NO_GIT },
  },
  {
    id: "gitFailed",
    says: messages.gitFailed({ detail: "fatal: not a git repository (or any of the parent directories): .git" }),
    args: ["."],
    files: { "a.ts": USE },
    given: (folder) => mkdirSync(`${folder}/.git`),
    run: { toy: "" },
  },
  {
    id: "sinceUnknown",
    says: messages.sinceUnknown({ ref: "mian", where: "." }),
    args: ["--since", "mian"],
    files: { "a.ts": USE },
    given: commitAll,
  },
  {
    id: "sinceUnknown",
    says: messages.sinceUnknown({ ref: "--all", where: "." }),
    args: ["scan", "--since=--all"],
    files: { "a.ts": USE },
    given: commitAll,
  },
  {
    id: "sinceNoRepository",
    says: messages.sinceNoRepository({ where: "src" }),
    args: ["src", "--since", "HEAD"],
    files: { "src/a.ts": USE },
  },
  {
    id: "sinceFailed",
    says: messages.sinceFailed({ detail: "it is not installed" }),
    args: ["--since", "HEAD"],
    files: { "a.ts": USE },
    given: commitAll,
    run: { env: NO_GIT },
  },
  {
    id: "sinceOnly",
    says: messages.sinceOnly({ ref: "HEAD" }),
    args: ["--dry-run", "--since", "HEAD"],
    files: { "a.ts": USE },
    given: commitAll,
    run: { toy: "" },
    exit: 0,
  },
  {
    id: "shardOnly",
    says: messages.shardOnly({ index: 2, count: 3 }),
    args: ["--dry-run", "--shard", "2/3"],
    files: { "a.ts": USE },
    run: { toy: "" },
    exit: 0,
  },
  {
    id: "unreadableReport",
    says: messages.unreadableReport({ file: "a.json", detail: "version 7 is not known" }),
    args: ["report", "merge", "a.json"],
    files: { "a.json": emptyReport({ version: 7 }) },
  },
  {
    id: "reportsDiffer",
    says: messages.reportsDiffer({ what: "targets", names: ["a.json", "b.json"] }),
    args: ["report", "merge", "a.json", "b.json"],
    files: { "a.json": emptyReport({}), "b.json": emptyReport({ target: "openai" }) },
  },
  {
    id: "reportedTwice",
    says: messages.reportedTwice({ file: "x.ts", names: ["a.json", "b.json"] }),
    args: ["report", "merge", "a.json", "b.json"],
    files: { "a.json": emptyReport({ files: [X] }), "b.json": emptyReport({ files: [X] }) },
  },
  {
    id: "shardTwice",
    says: messages.shardTwice({ shard: "1/2", names: ["a.json", "b.json"] }),
    args: ["report", "merge", "a.json", "b.json"],
    files: { "a.json": emptyReport({ shard: FIRST }), "b.json": emptyReport({ shard: FIRST }) },
  },
  {
    id: "shardsMissing",
    says: messages.shardsMissing({ missing: [2], count: 2 }),
    args: ["report", "merge", "a.json"],
    files: { "a.json": emptyReport({ shard: FIRST }) },
  },
  {
    id: "writeFailed",
    says: messages.writeFailed({
      file: ".git/migrate-agents",
      detail: "EEXIST: file already exists, mkdir '<folder>/.git/migrate-agents'",
    }),
    args: ["."],
    files: { "a.ts": USE },
    given: (folder) => {
      commitAll(folder);
      writeFileSync(`${folder}/.git/migrate-agents`, "in the way");
    },
    run: { toy: "" },
  },
  {
    id: "refused",
    says: messages.refused({ file: "a.ts", reason: "the rewritten file would not parse", detail: "current((1);" }),
    args: ["--dry-run"],
    files: { "a.ts": `import "toy-sdk";\nclassicCall(1);\n` },
    run: { toy: "breaks" },
  },
  {
    id: "readOnly",
    says: messages.readOnly({ file: "a.ts", what: "file" }),
    args: ["--force"],
    files: { "a.ts": USE },
    given: (folder) => chmodSync(`${folder}/a.ts`, 0o444),
    run: { toy: "" },
  },
  {
    id: "readOnly",
    says: messages.readOnly({ file: "b/a.ts", what: "folder" }),
    args: ["--force"],
    files: { "b/a.ts": USE },
    given: (folder) => chmodSync(`${folder}/b`, 0o555),
    run: { toy: "" },
  },
  {
    id: "importsCut",
    says: messages.importsCut({ limit: IMPORT_LIMIT }),
    args: ["--dry-run"],
    files: { "a.ts": `${USE}export const handle = classicCall;\n` },
    given: (folder) => {
      for (let i = 0; i <= IMPORT_LIMIT; i++) put(folder, `users/u${i}.ts`, `import { handle } from "../a";\n`);
    },
    run: { toy: "" },
    exit: 0,
  },
  {
    id: "formatFailed",
    says: messages.formatFailed({ by: "Prettier 9.9.9", file: "a.ts", detail: "no idea", count: 2 }),
    args: ["--dry-run"],
    files: {
      "a.ts": USE,
      "b.ts": USE,
      ".prettierrc": "{}",
      "node_modules/prettier/package.json": '{ "name": "prettier", "main": "index.js" }',
      "node_modules/prettier/index.js": `exports.version = "9.9.9";
exports.getFileInfo = async () => ({ ignored: false, inferredParser: "typescript" });
exports.resolveConfig = async () => null;
exports.format = () => { throw new Error("no idea"); };`,
    },
    run: { toy: "" },
    exit: 0,
  },
  { id: "noSources", says: messages.noSources({ paths: "." }), args: [] },
  {
    id: "noSources",
    says: messages.noSources({ paths: "docs, src" }),
    args: ["docs", "src"],
    files: { "docs/a.md": "", "src/b.css": "" },
  },
  {
    id: "vendorChange",
    says: messages.vendorChange(),
    args: ["--dry-run"],
    files: {
      "a.ts": `import OpenAI from "openai";\nconst client = new OpenAI();\nconst thread = await client.beta.threads.create();\nconsole.log(thread.id);\n`,
    },
  },
  { id: "nothingToUndo", says: messages.nothingToUndo({ folder: "<folder>" }), args: ["undo"] },
  {
    id: "editedSince",
    says: messages.editedSince({ files: ["a.ts"] }),
    args: ["undo"],
    files: { "a.ts": USE, "b.ts": USE },
    given: (folder) => {
      expect(command(["--force"], { cwd: folder, toy: "" }).exit).toBe(0);
      writeFileSync(`${folder}/a.ts`, "edited");
    },
  },
  {
    id: "undone",
    says: messages.undone({ count: 2 }),
    args: ["undo"],
    files: { "a.ts": USE, "b.ts": USE },
    given: (folder) => expect(command(["--force"], { cwd: folder, toy: "" }).exit).toBe(0),
  },
  {
    id: "savedEdits",
    says: messages.savedEdits({ folder: ".migrate-agents/" }),
    args: ["undo", "--force"],
    files: { "a.ts": USE },
    given: (folder) => {
      expect(command(["--force"], { cwd: folder, toy: "" }).exit).toBe(0);
      writeFileSync(`${folder}/a.ts`, "edited");
    },
  },
  {
    id: "badConfig",
    says: messages.badConfig({
      at: "migrate-agents.config.json:1:11",
      problem: '"deps" cannot be 1',
      allowed: "It is true or false.",
    }),
    args: ["--check"],
    files: { "migrate-agents.config.json": '{ "deps": 1 }' },
  },
  {
    id: "severalConfigs",
    says: messages.severalConfigs({ files: ["migrate-agents.config.json", "migrate-agents.config.mjs"] }),
    args: ["--check"],
    files: { "migrate-agents.config.json": "{}", "migrate-agents.config.mjs": "export default {};" },
  },
  {
    id: "configFailed",
    says: messages.configFailed({ at: "migrate-agents.config.mjs:1:7", detail: "mine" }),
    args: ["--check"],
    files: { "migrate-agents.config.mjs": 'throw new Error("mine");' },
  },
  { id: "noTerminal", says: messages.noTerminal(), args: ["-i"], files: { "a.ts": FLOW } },
  {
    id: "brokenOff",
    says: messages.brokenOff(),
    args: ["-i", "--force", "--target", "foundry"],
    files: { "a.ts": FLOW },
    answers: [{ wait: "Accept (", send: "\u0003" }],
  },
  {
    id: "whichTarget",
    says: messages.whichTarget(),
    args: ["--dry-run"],
    files: { "a.ts": FLOW },
    answers: [{ wait: "Foundry or OpenAI?", send: "f" }],
  },
  {
    id: "nothingAccepted",
    says: messages.nothingAccepted(),
    args: ["-i", "--force", "--target", "foundry", "--leftovers", "leave"],
    files: { "a.ts": FLOW },
    answers: [{ wait: "Accept (", send: "n" }],
  },
  {
    id: "internal",
    says: messages.internal({ detail: "the parser is missing" }),
    args: [],
    files: { "a.ts": USE },
    run: { toy: "no-parser" },
  },
];
