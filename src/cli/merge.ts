import { readFileSync } from "node:fs";
import { REPORT_VERSION, type JsonReport } from "../report/json.js";
import { mergeReports, Unmergeable, type ReportPart } from "../report/merge.js";
import { messages, Stop, type Message } from "./messages.js";
import { checkReports } from "./options.js";
import { writeReports } from "./output.js";
import type { Terminal } from "./terminal.js";

export interface MergeOptions {
  readonly report?: readonly string[];
  readonly check?: boolean;
  readonly color: boolean;
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
  return isOurs && version !== undefined && totals !== undefined && Array.isArray(operations) && Array.isArray(files);
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
