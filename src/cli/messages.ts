import { plural } from "../report/wrap.js";

/** A text for people: what happened and where, and what to do next. */
export interface Message {
  readonly level: "error" | "warning" | "note";
  readonly text: string;
  readonly help?: string;
  /** Exit code of a run that ends with this message. */
  readonly exit: 0 | 1 | 2 | 130;
}

function error(text: string, help: string): Message {
  return { level: "error", text, help, exit: 2 };
}

function warning(text: string, help?: string): Message {
  return { level: "warning", text, help, exit: 0 };
}

function note(text: string, help?: string): Message {
  return { level: "note", text, help, exit: 0 };
}

/** At most this many names are listed in one message. */
const LISTED = 5;

function list(names: readonly string[]): string {
  const shown = names.slice(0, LISTED).map((name) => `\n    ${name}`);
  return shown.join("") + (names.length > LISTED ? `\n    and ${names.length - LISTED} more` : "");
}

/** Everything the command line says besides results and summary. One place, so that tone and wording stay one. */
export const messages = {
  missingPath: ({ path }: { path: string }) =>
    error(`${path} does not exist.`, "Check the spelling; paths are relative to the current folder."),
  unreadablePath: ({ path, detail }: { path: string; detail: string }) =>
    error(`${path} cannot be read (${detail}).`, "Check its permissions, or leave it out with --exclude."),
  specialPath: ({ path }: { path: string }) =>
    error(`${path} is neither a file nor a folder.`, "Give source files or folders that hold them."),
  unknownLanguage: ({ path }: { path: string }) =>
    error(`${path} is not a file of a language that can be migrated.`, "JavaScript, TypeScript and Python can."),
  usage: ({ detail }: { detail: string }) => error(detail, "migrate-agents --help lists what is possible."),
  unknownRule: ({ given, close }: { given: string; close: string | undefined }) =>
    error(
      `There is no rule "${given}".`,
      close ? `Did you mean ${close}?` : "Rules are named by their id, MA101, or their name, threads.",
    ),
  unsupportedReport: ({ file, endings }: { file: string; endings: readonly string[] }) =>
    error(
      `${file} is no kind of report.`,
      `Use a file name that ends with ${endings.slice(0, -1).join(", ")} or ${endings.at(-1)!}, or the word github for annotations.`,
    ),
  vendorChange: () =>
    note(
      "Clients of OpenAI move to Microsoft Foundry, the default target.",
      "--target openai keeps them where they are. --target foundry agrees, and this note goes away.",
    ),
  whichTarget: () =>
    note(
      "Clients of OpenAI are among what changes. Where shall this code go?\n" +
        "f: Microsoft Foundry, with agents in a project, and a sign-in at Azure\n" +
        "o: OpenAI, with conversations and responses on the client that is there",
      "--target says it beforehand, as does `target` in migrate-agents.config.json.",
    ),
  noJscodeshift: () =>
    error(
      "--transform runs transforms of jscodeshift, which is not installed.",
      "Install it beside migrate-agents: npm install --save-dev jscodeshift.",
    ),
  transformUnusable: ({ file, detail }: { file: string; detail: string }) =>
    error(
      `${file} cannot be used as a transform (${detail}).`,
      "It has to be a module for jscodeshift: its default export is a function of a file and the API.",
    ),
  transformFailed: ({ file, transform, detail }: { file: string; transform: string; detail: string }) =>
    warning(
      `${transform} failed on ${file}, which is read as it was: ${detail}`,
      "Mend the transform, then run again.",
    ),
  stdinWithPaths: () =>
    error("--stdin-filename reads one file from standard input and takes no paths.", "Leave the paths out."),
  reportFailed: ({ file, detail }: { file: string; detail: string }) =>
    error(`The report ${file} could not be written (${detail}).`, "Check that its folder exists and may be written."),
  badConfig: ({ at, problem, allowed }: { at: string; problem: string; allowed: string }) =>
    error(`${at}: ${problem}.`, allowed),
  severalConfigs: ({ files }: { files: readonly string[] }) =>
    error(`There are several configurations here: ${files.join(", ")}.`, "Keep one of them, or name it with --config."),
  configFailed: ({ at, detail }: { at: string; detail: string }) =>
    error(`${at} could not be loaded: ${detail}`, "It has to export an object as its default."),
  noTypeScript: ({ at }: { at: string }) =>
    error(
      `${at} is TypeScript, which this version of Node does not read.`,
      "Install typescript 5 beside it, use Node 22.18 or newer, or write it as JSON or JavaScript.",
    ),
  configAbove: ({ file }: { file: string }) =>
    note(
      `The configuration ${file} was not read: it counts for its own folder.`,
      "Run there, or name it with --config; its paths count from the current folder then.",
    ),
  noTerminal: () =>
    error(
      "-i asks on a terminal, and there is none.",
      "Leave -i out: --dry-run shows the changes, --report out.html lists them for review.",
    ),
  brokenOff: (): Message => ({ level: "note", text: "Stopped: nothing was changed.", exit: 130 }),
  verifyBrokenOff: (): Message => ({
    level: "note",
    text: "Stopped. What was made for the checks is removed, unless it is listed.",
    exit: 130,
  }),
  noIdentity: () =>
    error(
      "A Foundry project is opened with the package @azure/identity, which is not installed.",
      "Install it beside migrate-agents: npm install @azure/identity. Or try --emulator, which needs no account.",
    ),
  acceptedInVain: ({ at, operation, reason }: { at: string; operation: string; reason: string }) =>
    warning(
      `${operation} in ${at} stays too, though you accepted its change: ${reason}.`,
      "It depends on what you declined since; run again to accept both.",
    ),
  editedInVain: ({ at }: { at: string }) =>
    warning(
      `What you wrote at ${at} is given up: something else is planned there, because of what you declined since.`,
      "You are asked about it once more; e edits it again.",
    ),
  nothingAccepted: () => note("Nothing is left to be written: nothing was changed."),
  dirtyTree: ({ files }: { files: readonly string[] }) =>
    error(
      `Nothing was changed: git has uncommitted changes in ${plural(files.length, "file")} to be rewritten:${list(files)}`,
      "Commit or stash them, look first with --dry-run, or go ahead with --force.",
    ),
  noRepository: ({ path }: { path: string }) =>
    error(
      `Nothing was changed: ${path} is not in a git repository, so git could not show or take back the changes.`,
      "Look first with --dry-run, or go ahead with --force (migrate-agents undo can take it back).",
    ),
  noGit: () =>
    error(
      "Nothing was changed: git is not installed, so it cannot tell whether everything is committed.",
      "Look first with --dry-run, or go ahead with --force (migrate-agents undo can take it back).",
    ),
  gitFailed: ({ detail }: { detail: string }) =>
    error(
      `Nothing was changed: git could not tell whether everything is committed (${detail}).`,
      "Mend that, look first with --dry-run, or go ahead with --force.",
    ),
  sinceUnknown: ({ ref, where }: { ref: string; where: string }) =>
    error(
      `--since ${ref}: the git repository ${where} has no such commit, branch or tag.`,
      "Check the spelling, or fetch it first: checkouts of CI often hold the last commit only (fetch-depth: 0 brings the rest).",
    ),
  sinceNoRepository: ({ where }: { where: string }) =>
    error(
      `--since asks git what changed, and ${where} is not in a git repository.`,
      "Leave --since out, or give folders of a repository.",
    ),
  sinceFailed: ({ detail }: { detail: string }) =>
    error(`--since asks git what changed, and git could not tell (${detail}).`, "Mend that, or leave --since out."),
  sinceOnly: ({ ref }: { ref: string }) =>
    note(
      `Only files that changed since ${ref} are rewritten and reported.`,
      "Calls in other files stay; without --since they are taken too.",
    ),
  shardOnly: ({ index, count }: { index: number; count: number }) =>
    note(
      `Only shard ${index} of ${count} is rewritten and reported.`,
      "The other shards take the other files; migrate-agents report merge puts their JSON reports together.",
    ),
  unreadableReport: ({ file, detail }: { file: string; detail: string }) =>
    error(`${file} is no JSON report of migrate-agents (${detail}).`, "Make reports with --report <file>.json."),
  reportsDiffer: ({ what, names: [one, other] }: { what: string; names: readonly [string, string] }) =>
    error(
      `${one} and ${other} have different ${what}, so they cannot be one report.`,
      "Make all parts by the same command of one version of migrate-agents.",
    ),
  reportedTwice: ({ file, names: [one, other] }: { file: string; names: readonly [string, string] }) =>
    error(
      `${one} and ${other} both tell of ${file}.`,
      "Give only parts of one run; reports of several repositories are told apart by a folder each: web=web.json api=api.json",
    ),
  shardTwice: ({ shard, names: [one, other] }: { shard: string; names: readonly [string, string] }) =>
    error(`${one} and ${other} are both shard ${shard}.`, "Give the report of each shard once."),
  shardsMissing: ({ missing, count }: { missing: readonly number[]; count: number }) =>
    error(
      `${missing.length === 1 ? "Shard" : "Shards"} ${missing.join(", ")} of ${count} ${missing.length === 1 ? "is" : "are"} missing.`,
      "Give the reports of all shards: a part would pass for the whole.",
    ),
  writeFailed: ({ file, detail }: { file: string; detail: string }) =>
    error(
      `Nothing was changed: writing ${file} failed (${detail}). Files that were already written have their old content back.`,
      "Mend the cause and run again.",
    ),
  refused: ({ file, reason, detail }: { file: string; reason: string; detail: string | undefined }) =>
    error(
      `${file} was left as it was: ${reason}${detail ? ` (${detail})` : ""}.`,
      "This is a fault of migrate-agents: please report it. --exclude leaves the file out.",
    ),
  readOnly: ({ file, what }: { file: string; what: "file" | "folder" }) =>
    error(
      `${file} was left as it was: ${what === "file" ? "it" : "its folder"} is read-only.`,
      "Make it writable and run again, or use --exclude.",
    ),
  formatFailed: ({ by, file, detail, count }: { by: string; file: string; detail: string; count: number }) =>
    warning(
      `${by} of this project failed on ${file}${count > 1 ? ` and on ${plural(count - 1, "other file")}` : ""} (${detail}).`,
      "New code there keeps the layout that this tool gave it. Format it yourself, or say --no-format.",
    ),
  importsCut: ({ limit }: { limit: number }) =>
    warning(
      `More than ${plural(limit, "file")} are connected by imports; the rest was not read.`,
      "Run on one package at a time, so that all callers are seen.",
    ),
  noSources: ({ paths }: { paths: string }) =>
    note(
      `No JavaScript, TypeScript or Python files in ${paths}.`,
      "Ignored files are left out; --no-gitignore takes them in.",
    ),
  nothingToUndo: ({ folder }: { folder: string }) =>
    note(
      `Nothing to undo: no run of migrate-agents is recorded for ${folder}.`,
      "Give the folder of the project: migrate-agents undo <folder>",
    ),
  editedSince: ({ files }: { files: readonly string[] }) =>
    error(
      `Nothing was undone: ${plural(files.length, "file was", "files were")} edited or removed since the run:${list(files)}`,
      "migrate-agents undo --force brings the old versions back and saves the edited ones.",
    ),
  undone: ({ count }: { count: number }) => note(`${plural(count, "file")} restored.`),
  savedEdits: ({ folder }: { folder: string }) => note(`The edited versions are saved in ${folder}`),
  internal: ({ detail }: { detail: string }) =>
    error(`migrate-agents failed: ${detail}`, "Please report this with what the same command says with --verbose."),
} as const;

/** Thrown where a run has to end with a message. */
export class Stop extends Error {
  override readonly name = "Stop";
  constructor(readonly shown: Message) {
    super(shown.text);
  }
}
