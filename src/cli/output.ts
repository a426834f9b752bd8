import { writeFileSync } from "node:fs";
import type { PlanOptions } from "../../transforms/plan.js";
import { relativeTo } from "../discover/paths.js";
import { repositoryOf } from "../discover/repository.js";
import type { Migration } from "../pipeline/migration.js";
import type { JsonReport, ReportContext } from "../report/json.js";
import { positionsOf } from "../report/position.js";
import { GITHUB, printerFor } from "../report/printers.js";
import { summary, type SummaryView } from "../report/summary.js";
import { messages } from "./messages.js";
import { say, type Colors, type Terminal } from "./terminal.js";
import { version } from "../report/version.js";

/** All changes as one diff, with paths from the repository's root, or from the current folder outside a repository. */
export async function diffOf(run: Migration, cwd: string, colors: Colors): Promise<string> {
  if (run.changes.length === 0) return "";
  const { unifiedDiff } = await import("../report/diff.js");
  const { isColorSupported, bold, cyan, green, red } = colors;
  const base = repositoryOf(cwd)?.root ?? cwd;
  const paint = isColorSupported ? { header: bold, hunk: cyan, added: green, removed: red } : undefined;
  const diffs = run.changes.map(({ source, bytes }) =>
    unifiedDiff(relativeTo(base, source.path), source.bytes.toString("utf8"), bytes.toString("utf8"), paint),
  );
  return diffs.join("");
}

/** `file:line:column operation`, one call site a line. */
export function sitesOf(run: Migration, cwd: string): string {
  const positions = positionsOf((file) => run.sources.get(file)?.text);
  const lines = run.operations.map(({ file, range, operation }) => {
    const { line, column } = positions(file).at(range.start);
    return `${relativeTo(cwd, file)}:${line}:${column} ${operation}\n`;
  });
  return lines.join("");
}

interface RunContext {
  readonly mode: SummaryView["mode"];
  readonly target: PlanOptions["target"];
  readonly cwd: string;
}

/** The report of a run, from which all kinds of reports are printed. Its paths start at the repository's root, or at the current folder. */
export async function reportOf(
  run: Migration,
  { mode, target, cwd, shard }: Omit<RunContext, "mode"> & Pick<ReportContext, "mode" | "shard">,
): Promise<JsonReport> {
  const { jsonReport } = await import("../report/json.js");
  const base = repositoryOf(cwd)?.root ?? cwd;
  const show = (name: string): string => relativeTo(base, name);
  return jsonReport(run, { toolVersion: version(), mode, target, show, ...(shard && { shard }) });
}

/**
 * Writes report files; `github` goes to standard error, because standard output is the result's, and GitHub reads both.
 * @param files from `checkReports`
 * @returns whether all could be written; those that could not are told
 */
export async function writeReports(files: readonly string[], report: JsonReport, terminal: Terminal): Promise<boolean> {
  let isWritten = true;
  for (const file of files) {
    if (file === GITHUB) terminal.err((await import("../report/github.js")).githubReport(report));
    else {
      const print = await printerFor(file)!();
      try {
        writeFileSync(file, print(report));
      } catch (error) {
        const detail = error instanceof Error && "code" in error ? String(error.code) : String(error);
        say(terminal, messages.reportFailed({ file, detail }));
        isWritten = false;
      }
    }
  }
  return isWritten;
}

/** Prints the summary. */
export async function showSummary(
  run: Migration,
  context: RunContext & Pick<SummaryView, "next" | "verbose"> & { readonly isTargetGiven: boolean },
  terminal: Terminal,
): Promise<void> {
  const { mode, cwd, next, verbose } = context;
  const show = (file: string): string => relativeTo(cwd, file);
  if (terminal.mixed && (mode === "dry-run" || mode === "check") && run.operations.length > 0) terminal.err("\n");
  if (!context.isTargetGiven && (await usesPlainOpenAI(run))) {
    say(terminal, messages.vendorChange());
    terminal.err("\n");
  }
  terminal.err(summary(run, { mode, next, verbose, show, width: terminal.width, colors: terminal.errColors }));
}

/** Whether clients of OpenAI are among what changes: by default they move to another service, also through the shim. */
export async function usesPlainOpenAI({ operations }: Migration): Promise<boolean> {
  const moved = operations.filter(({ outcome }) => outcome !== "manual");
  if (moved.length === 0) return false;
  const { classicDialects } = await import("../dialects/index.js");
  return moved.some(({ dialect }) => classicDialects.some(({ id, service }) => id === dialect && service === "openai"));
}
