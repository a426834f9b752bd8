import type { JsonFile, JsonReport } from "../report/json.js";

export type { JsonFile, JsonOperation, JsonReport } from "../report/json.js";
export type { Position, Range } from "../report/position.js";

/** A file to be migrated, or one that says something about those: a package.json, a requirements.txt, a lock file. */
export interface InputFile {
  /** Relative or absolute, with `/` or the system's separator. Results name the file in the same way. */
  readonly path: string;
  readonly text: string;
}

/** What the command line has as options of the same names. */
export interface MigrateOptions {
  /** Where the code goes; `foundry` unless given. */
  readonly target?: "foundry" | "openai";
  /** What happens to code that cannot be migrated: it runs through the shim (unless given), is marked, or left. */
  readonly leftovers?: "shim" | "todo" | "leave";
  /** Rules to run, by id or name; all unless given. */
  readonly only?: readonly string[];
  /** Rules to leave out. */
  readonly skip?: readonly string[];
  /** Translate call by call; do not fold loops and helpers. */
  readonly keepShape?: boolean;
  /** Do not rename local variables. */
  readonly keepNames?: boolean;
  /** Whether package.json, requirements.txt and their like follow; true unless given. */
  readonly deps?: boolean;
}

/** What a configuration file may say: `migrate-agents.config.json`, `.ts`, `.js` or `.mjs`, or "migrate-agents" in package.json. */
export interface Config extends MigrateOptions {
  /** Files and folders to migrate where none are given. */
  readonly paths?: readonly string[];
  /** Only these files; spelled as in .gitignore. */
  readonly include?: readonly string[];
  /** Not these files. */
  readonly exclude?: readonly string[];
  /** Whether files that git ignores are left out; true unless given. */
  readonly gitignore?: boolean;
  /** Whether the project's own Prettier or Biome lays out new code; true unless given. */
  readonly format?: boolean;
  /** Reports to write, as `--report` has them. */
  readonly report?: readonly string[];
  /** Print only results and errors. */
  readonly quiet?: boolean;
  /** Print every finding and skipped file. */
  readonly verbose?: boolean;
}

/** What a run found. Nothing was written. */
export interface MigrateResult {
  /** Files that change, in the order in which they were planned. */
  readonly files: readonly ChangedFile[];
  /** What a person should know, by file and place. */
  readonly findings: readonly FileFinding[];
  /** Everything: call sites and what becomes of them, edits with their reasons, skipped files; `docs/report.schema.json` describes it. */
  readonly report: JsonReport;
}

export interface ChangedFile {
  /** As it was given. */
  readonly path: string;
  /** The whole new text. */
  readonly text: string;
  /** The same as edits of the text that was given, for editors: in order, apart from each other, in UTF-16 units. */
  readonly edits: readonly TextEdit[];
}

/** Replaces `[start, end)`. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export type FileFinding = JsonFile["findings"][number] & {
  /** As it was given. */
  readonly path: string;
};
