import { statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { plan } from "../../transforms/plan.js";
import type { PlanOptions } from "../../transforms/plan.js";
import { rules } from "../../transforms/registry.js";
import { BadPath } from "../discover/discover.js";
import { isInside, relativeTo, slashed } from "../discover/paths.js";
import { repositoryOf } from "../discover/repository.js";
import { languageOfPath, loadLanguage } from "../languages/registry.js";
import { apply, WriteFailed } from "../pipeline/apply.js";
import { gitStateOf } from "../pipeline/git.js";
import type { Migration } from "../pipeline/migration.js";
import { classicTerms } from "../pipeline/origins.js";
import { IMPORT_LIMIT } from "../pipeline/program.js";
import { because, isFailure } from "../pipeline/refusal.js";
import { migrate, type Tools } from "../pipeline/run.js";
import { unifiedDiff } from "../report/diff.js";
import { jsonReport } from "../report/json.js";
import { positionsOf } from "../report/position.js";
import { summary } from "../report/summary.js";
import { messages, Stop, type Message } from "./messages.js";
import { checkReports, ruleIds } from "./options.js";
import { version } from "./program.js";
import { progress } from "./progress.js";
import { say, type Terminal } from "./terminal.js";

export interface MigrateOptions {
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly target: PlanOptions["target"];
  readonly only: readonly string[];
  readonly skip: readonly string[];
  readonly keepShape?: boolean;
  readonly keepNames?: boolean;
  readonly leftovers: PlanOptions["leftovers"];
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly gitignore: boolean;
  readonly stdinFilename?: string;
  readonly report: readonly string[];
  readonly force?: boolean;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
  readonly color: boolean;
}

/** The default command: finds, plans, and shows or writes. Gives the exit code. */
export async function migrateCommand(
  given: readonly string[],
  options: MigrateOptions,
  terminal: Terminal,
): Promise<number> {
  const planOptions = readPlanOptions(options);
  const reports = checkReports(options.report);
  const paths = given.length > 0 ? given : ["."];
  const cwd = slashed(process.cwd());
  const watch = progress(terminal);
  const tools: Tools = {
    plan,
    search: classicTerms(),
    languages: { languageOfPath, loadLanguage },
    onProgress: watch.on,
  };

  let run = await migrate({ ...options, paths, cwd, plan: planOptions }, tools).catch((error: unknown) => {
    throw error instanceof BadPath ? new Stop(aboutPath(error)) : error;
  });
  watch.done();

  const mode = options.check ? "check" : options.dryRun ? "dry-run" : "apply";
  const show = (file: string): string => relativeTo(cwd, file);
  const base = repositoryOf(cwd)?.root ?? cwd;
  if (mode === "dry-run") terminal.out(diffOf(run, base, terminal));
  if (mode === "check") terminal.out(sitesOf(run, show));
  if (mode === "apply" && run.changes.length > 0) {
    if (!options.force) guard(run, show);
    run = write(run, cwd, show);
  }
  for (const file of reports) {
    const report = jsonReport(run, {
      toolVersion: version(),
      mode,
      target: planOptions.target,
      show: (name) => relativeTo(base, name),
    });
    try {
      writeFileSync(file, `${JSON.stringify(report, null, 2)}\n`);
    } catch (error) {
      throw new Stop(messages.reportFailed({ file, detail: (error as Error).message }));
    }
  }
  if (!options.quiet) {
    const { width, errColors: colors } = terminal;
    const verbose = options.verbose ?? false;
    terminal.err(summary(run, { mode, target: planOptions.target, paths, show, width, verbose, colors }));
    if (run.importsCut) say(terminal, messages.importsCut({ limit: IMPORT_LIMIT }));
    if (run.scanned === 0) say(terminal, messages.noSources({ paths: paths.join(", ") }));
  }
  for (const refusal of run.refusals) {
    if (!isFailure(refusal.reason)) continue;
    const file = show(refusal.file);
    if (refusal.reason === "read-only") say(terminal, messages.readOnly({ file, what: `the ${refusal.detail}` }));
    else say(terminal, messages.refused({ file, reason: because(refusal, refusal.file), count: 1 }));
  }
  if (run.refusals.some((refusal) => isFailure(refusal.reason))) return 2;
  return mode === "check" && (run.operations.length > 0 || run.changes.length > 0) ? 1 : 0;
}

function readPlanOptions(options: MigrateOptions): PlanOptions {
  if (options.leftovers !== "leave") throw new Stop(messages.leftoversNotYet({ given: options.leftovers }));
  return {
    target: options.target,
    keepShape: options.keepShape ?? false,
    keepNames: options.keepNames ?? false,
    only: ruleIds(options.only, rules),
    skip: ruleIds(options.skip, rules),
    leftovers: options.leftovers,
  };
}

function aboutPath({ path: name, reason, detail }: BadPath): Message {
  if (reason === "missing") return messages.missingPath({ path: name });
  if (reason === "special") return messages.specialPath({ path: name });
  if (reason === "unknown-language") return messages.unknownLanguage({ path: name });
  return messages.unreadablePath({ path: name, detail });
}

function diffOf(run: Migration, base: string, { outColors }: Terminal): string {
  const { bold, cyan, green, red, isColorSupported } = outColors;
  const paint = isColorSupported ? { header: bold, hunk: cyan, added: green, removed: red } : undefined;
  return run.changes
    .map(({ source, bytes }) =>
      unifiedDiff(relativeTo(base, source.path), source.bytes.toString("utf8"), bytes.toString("utf8"), paint),
    )
    .join("");
}

/** `file:line:column operation`, one call site a line. */
function sitesOf(run: Migration, show: (file: string) => string): string {
  const positions = positionsOf((file) => run.sources.get(file)?.text);
  return run.operations
    .map(({ file, range, operation }) => {
      const { line, column } = positions(file).at(range.start);
      return `${show(file)}:${line}:${column} ${operation}\n`;
    })
    .join("");
}

/** Refuses to write what git could not bring back. */
function guard(run: Migration, show: (file: string) => string): void {
  const state = gitStateOf(run.changes.map((change) => change.source.path));
  if (state.state === "dirty") throw new Stop(messages.dirtyTree({ files: state.files.map(show) }));
  if (state.state === "no-repository") throw new Stop(messages.noRepository({ path: show(state.file) }));
  if (state.state === "no-git") throw new Stop(messages.noGit());
  if (state.state === "failed") throw new Stop(messages.gitFailed({ detail: state.detail }));
}

function write(run: Migration, cwd: string, show: (file: string) => string): Migration {
  try {
    return apply(run, journalFolder(run.roots, cwd));
  } catch (error) {
    if (!(error instanceof WriteFailed)) throw error;
    throw new Stop(messages.writeFailed({ file: show(error.file), detail: error.reason }));
  }
}

/**
 * Where the journal's home is looked for: the nearest folder that holds all given paths when it lies in a repository, else the current
 * folder when it holds them.
 */
function journalFolder(roots: readonly string[], cwd: string): string {
  const holdsAll = (folder: string): boolean => roots.every((root) => root !== folder && isInside(folder, root));
  let folder = roots[0]!;
  if (roots.length > 1 || !statSync(folder).isDirectory())
    while (!holdsAll(folder)) folder = path.posix.dirname(folder);
  return repositoryOf(folder) || !isInside(cwd, folder) ? folder : cwd;
}
