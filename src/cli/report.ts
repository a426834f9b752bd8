import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { REPORT_VERSION, type JsonReport } from "../report/json.js";
import type { ReportPart, Unmergeable } from "../report/merge.js";
import { collect } from "./listening.js";
import { messages, Stop, type Message } from "./messages.js";
import { openTerminal, type Terminal } from "./terminal.js";

export interface MergeOptions {
  readonly report?: readonly string[];
  readonly check?: boolean;
  readonly color: boolean;
}

const EXAMPLES = `
Examples:
  migrate-agents report merge part-*.json --report all.html     the shards of one run
  migrate-agents report merge part-*.json --check               the same as one verdict for CI
  migrate-agents report merge web=web.json api=api.json         repositories, each in a folder of its own`;

/** Adds `migrate-agents report merge` to the program. */
export function registerReport(program: Command, onExit: (code: number) => void): void {
  const report = program
    .command("report")
    .description("work on JSON reports of earlier runs")
    .helpOption("-h, --help", "print this help");
  report
    .command("merge")
    .description("put the JSON reports of several runs together, and print them as any kind of report")
    .argument("<files...>", "JSON reports; folder=file puts the paths of one into a folder")
    .option(
      "--report <file>",
      "write a report: .html, .json, .sarif, .md, handoff.md, or `github` (repeatable); unless given, JSON is printed",
      collect,
    )
    .option("--check", "exit with 1 while there are classic calls")
    .option("--no-color", "print without colours")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action(async (files: string[], _: unknown, command: Command) => {
      // Options before the command's name belong to the program, where some have the same names.
      const options = command.optsWithGlobals<MergeOptions>();
      onExit(await mergeCommand(files, options, openTerminal(options.color)));
    });
}

/**
 * Merges, and writes or prints the whole. Gives the exit code.
 * @throws Stop for reports that cannot be read or are no parts of one whole
 */
export async function mergeCommand(
  files: readonly string[],
  options: MergeOptions,
  terminal: Terminal,
): Promise<number> {
  const { checkReports } = await import("./options.js");
  const { writeReports } = await import("./output.js");
  const { mergeReports, Unmergeable } = await import("../report/merge.js");
  const reports = checkReports(options.report);
  const [first, ...others] = files.map(partOf);
  let merged: JsonReport;
  try {
    merged = mergeReports([first!, ...others]);
  } catch (error) {
    throw error instanceof Unmergeable ? new Stop(aboutParts(error)) : error;
  }
  if (reports.length === 0) terminal.out(`${JSON.stringify(merged, null, 2)}\n`);
  else if (!(await writeReports(reports, merged, terminal))) return 2;
  const { operations, totals } = merged;
  return options.check && (operations.length > 0 || totals.changed > 0) ? 1 : 0;
}

function partOf(given: string): ReportPart {
  const [, folder, name] = /^([^=]+)=(.+)$/.exec(given) ?? [undefined, undefined, given];
  let report: unknown;
  try {
    report = JSON.parse(readFileSync(name!, "utf8"));
  } catch (error) {
    throw new Stop(
      messages.unreadableReport({ file: name!, detail: error instanceof Error ? error.message : String(error) }),
    );
  }
  if (!isReport(report)) throw new Stop(messages.unreadableReport({ file: name!, detail: "it has another form" }));
  if (report.version !== REPORT_VERSION)
    throw new Stop(messages.unreadableReport({ file: name!, detail: `version ${report.version} is not known` }));
  return { name: name!, report, ...(folder !== undefined && { folder: folder.replace(/\/+$/, "") }) };
}

function isReport(value: unknown): value is JsonReport {
  const { version, tool, totals, operations, files } = (value ?? {}) as Partial<Record<keyof JsonReport, unknown>>;
  const isOurs = (tool as Partial<JsonReport["tool"]> | undefined)?.name === "migrate-agents";
  return (
    isOurs && typeof version === "number" && totals !== undefined && Array.isArray(operations) && Array.isArray(files)
  );
}

function aboutParts({ problem }: Unmergeable): Message {
  switch (problem.kind) {
    case "differ":
      return messages.reportsDiffer(problem);
    case "same-file":
      return messages.reportedTwice(problem);
    case "same-shard":
      return messages.shardTwice(problem);
    case "missing-shards":
      return messages.shardsMissing(problem);
  }
}
