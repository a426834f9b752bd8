import type { PlanOptions } from "../../transforms/plan.js";
import { rulesAndLanguages } from "../api/tools.js";
import { BadPath } from "../discover/discover.js";
import { relativeTo, slashed } from "../discover/paths.js";
import type { Migration } from "../pipeline/migration.js";
import { IMPORT_LIMIT } from "../pipeline/program.js";
import { because, isFailure } from "../pipeline/refusal.js";
import { prepare, type Prepared, type Tools } from "../pipeline/run.js";
import type { Shard } from "../pipeline/shard.js";
import { SinceFailed } from "../pipeline/since.js";
import { GITHUB } from "../report/printers.js";
import { messages, Stop, type Message } from "./messages.js";
import { nextCommands } from "./next.js";
import { checkReports, readPlanOptions } from "./options.js";
import { diffOf, showSummary, reportOf, sitesOf, usesPlainOpenAI, writeReports } from "./output.js";
import { optimizeLater } from "./optimizeLater.js";
import { progress } from "./progress.js";
import { say, type Terminal } from "./terminal.js";
import { guard, journalFolder, write } from "./write.js";

/** Options of the default command, as commander gives them. */
export interface MigrateOptions {
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly interactive?: boolean;
  readonly target?: PlanOptions["target"];
  readonly only?: readonly string[];
  readonly skip?: readonly string[];
  readonly transform?: readonly string[];
  readonly keepShape?: boolean;
  readonly keepNames?: boolean;
  readonly deps?: boolean;
  readonly format?: boolean;
  readonly leftovers?: PlanOptions["leftovers"];
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly gitignore: boolean;
  readonly since?: string;
  readonly shard?: Shard;
  readonly stdinFilename?: string;
  readonly report?: readonly string[];
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** A command line after parsing. */
export interface Invocation {
  /** As typed, for the commands that are suggested next. */
  readonly args: readonly string[];
  readonly paths: readonly string[];
  readonly options: MigrateOptions;
  readonly terminal: Terminal;
}

/** The default command: finds, plans, and shows or writes. Gives the exit code. */
export async function migrateCommand(invocation: Invocation, tools: Tools = rulesAndLanguages()): Promise<number> {
  const { options, terminal } = invocation;
  const planOptions = readPlanOptions(options);
  const reports = checkReports(options.report);
  if (options.stdinFilename !== undefined)
    return (await import("./stdin.js")).migrateStdin(options.stdinFilename, planOptions, reports, invocation, tools);

  const cwd = slashed(process.cwd());
  const mode = options.check ? "check" : options.dryRun ? "dry-run" : "apply";
  const interactive = options.interactive ? await import("./interactive.js") : undefined;
  interactive?.checkTerminal();
  // What is only listed need not be laid out.
  const format = options.format !== false && mode !== "check";
  let prepared = await prepareRun(invocation, planOptions, tools, format);
  let run = await prepared.plan();
  const asked = await askedTarget(run, invocation, mode, cwd);
  const target = asked ?? planOptions.target;
  if (target !== planOptions.target) {
    const { plan } = prepared;
    prepared = { ...prepared, plan: (declined) => plan(declined, target) };
    run = await prepared.plan();
  }
  const folder = journalFolder(run.roots, cwd);
  let guarded: Migration["changes"] = [];
  if (interactive && run.changes.length > 0) {
    // Before anything is asked: answers must not be for nothing.
    if (mode === "apply" && !options.force) guard((guarded = run.changes), cwd);
    run = await interactive.reviewed(run, prepared, cwd, terminal);
    if (run.changes.length === 0) {
      say(terminal, messages.nothingAccepted());
      terminal.err("\n");
    }
  }
  if (mode === "dry-run") terminal.out(await diffOf(run, cwd, terminal.outColors));
  if (mode === "check") terminal.out(sitesOf(run, cwd));
  if (mode === "apply" && run.changes.length > 0) {
    // What was edited while it was asked is not written, and said; the rest is.
    const known = new Set(guarded.map(({ source }) => source));
    const others = run.changes.filter(({ source }) => !known.has(source));
    if (!options.force && others.length > 0) guard(others, cwd);
    run = write(run, folder, cwd);
  }
  const { shard } = options;
  const context = { mode, target, cwd, ...(shard && { shard }) } as const;
  // In a workflow, a check that fails shows where.
  const isAnnotated = mode === "check" && process.env.GITHUB_ACTIONS === "true" && !reports.includes(GITHUB);
  const wanted = isAnnotated ? [...reports, GITHUB] : reports;
  const areWritten = wanted.length === 0 || (await writeReports(wanted, await reportOf(run, context), terminal));
  tellProblems(run, cwd, invocation);
  if (!options.quiet) {
    const args = [...invocation.args, ...(asked ? ["--target", asked] : [])];
    const next = nextCommands(run, { args, mode, cwd, folder });
    const isTargetGiven = options.target !== undefined || asked !== undefined;
    await showSummary(run, { ...context, next, verbose: options.verbose ?? false, isTargetGiven }, terminal);
  }
  if (!areWritten || run.refusals.some(({ reason }) => isFailure(reason))) return 2;
  return mode === "check" && (run.operations.length > 0 || run.changes.length > 0) ? 1 : 0;
}

/**
 * Where code of OpenAI goes when nobody said, asked where somebody can answer and something is shown or written.
 * @throws Stop when it is broken off, and where nothing could be written
 */
async function askedTarget(
  run: Migration,
  { options, terminal }: Invocation,
  mode: "check" | "dry-run" | "apply",
  cwd: string,
): Promise<PlanOptions["target"] | undefined> {
  if (options.target !== undefined || options.quiet || mode === "check") return undefined;
  if (!process.stdin.isTTY || !terminal.mixed || !(await usesPlainOpenAI(run))) return undefined;
  // Before anything is asked: answers must not be for nothing.
  if (mode === "apply" && !options.force) guard(run.changes, cwd);
  return (await import("./askTarget.js")).askTarget(terminal);
}

/** Which files, as options say. */
export type FileOptions = Pick<MigrateOptions, "include" | "exclude" | "gitignore" | "since" | "shard" | "transform">;

/**
 * Finds and plans, with progress on the terminal; writes nothing.
 * @throws Stop for a path that cannot be used, and where git cannot tell what changed
 */
export async function find(
  invocation: Pick<Invocation, "paths" | "terminal"> & { readonly options: FileOptions },
  plan: PlanOptions,
  tools: Tools,
): Promise<Migration> {
  return (await prepareRun(invocation, plan, tools)).plan();
}

/**
 * Finds and reads, with progress on the terminal.
 * @throws as `find`
 */
async function prepareRun(
  { paths, options, terminal }: Pick<Invocation, "paths" | "terminal"> & { readonly options: FileOptions },
  plan: PlanOptions,
  tools: Tools,
  format = false,
): Promise<Prepared> {
  optimizeLater();
  const watch = progress(terminal);
  const { include = [], exclude = [], gitignore, since, shard, transform } = options;
  const cwd = slashed(process.cwd());
  const own = transform && (await (await import("./userTransforms.js")).userTransforms(transform, cwd, terminal));
  const request = {
    paths: paths.length > 0 ? paths : ["."],
    cwd,
    include,
    exclude,
    gitignore,
    plan,
    ...(since !== undefined && { since }),
    ...(shard && { shard }),
    format,
    ...(own && { transform: own }),
  };
  const prepared = await prepare(request, { ...tools, onProgress: watch.on }).catch((error: unknown) => {
    watch.done();
    if (error instanceof BadPath) throw new Stop(aboutPath(error));
    throw error instanceof SinceFailed ? new Stop(aboutSince(error, since!, cwd)) : error;
  });
  return { ...prepared, plan: (...asked) => prepared.plan(...asked).finally(watch.done) };
}

export function tellProblems(
  run: Migration,
  cwd: string,
  {
    options,
    paths,
    terminal,
  }: Pick<Invocation, "paths" | "terminal"> & {
    readonly options: { readonly quiet?: boolean; readonly since?: string; readonly shard?: Shard };
  },
): void {
  // A folder that could not be read is told as skipped: whether it holds sources is not known. A shard may own no file.
  const isUnread = run.skips.some(({ reason }) => reason === "unreadable");
  if (!options.quiet && run.scanned === 0 && !isUnread && !options.shard)
    say(terminal, messages.noSources({ paths: paths.join(", ") || "." }));
  if (!options.quiet && options.since !== undefined) say(terminal, messages.sinceOnly({ ref: options.since }));
  if (!options.quiet && options.shard) say(terminal, messages.shardOnly(options.shard));
  if (!options.quiet && run.importsCut) say(terminal, messages.importsCut({ limit: IMPORT_LIMIT }));
  for (const { by, file, detail } of run.layout?.failed.slice(0, 1) ?? [])
    say(terminal, messages.formatFailed({ by, file: relativeTo(cwd, file), detail, count: run.layout!.failed.length }));
  for (const refusal of run.refusals) {
    if (!isFailure(refusal.reason)) continue;
    const file = relativeTo(cwd, refusal.file);
    if (refusal.reason === "read-only")
      say(terminal, messages.readOnly({ file, what: refusal.detail === "folder" ? "folder" : "file" }));
    else say(terminal, messages.refused({ file, reason: because(refusal, refusal.file), detail: refusal.detail }));
  }
}

function aboutPath({ path, reason, detail }: BadPath): Message {
  if (reason === "missing") return messages.missingPath({ path });
  if (reason === "special") return messages.specialPath({ path });
  if (reason === "unknown-language") return messages.unknownLanguage({ path });
  return messages.unreadablePath({ path, detail });
}

function aboutSince({ reason, folder, detail }: SinceFailed, ref: string, cwd: string): Message {
  const where = relativeTo(cwd, folder);
  if (reason === "unknown-ref") return messages.sinceUnknown({ ref, where });
  if (reason === "no-repository") return messages.sinceNoRepository({ where });
  return messages.sinceFailed({ detail: reason === "no-git" ? "it is not installed" : detail });
}
