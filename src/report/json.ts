import type { PlanOptions } from "../../transforms/plan.js";
import type { Migration } from "../pipeline/migration.js";
import { because } from "../pipeline/refusal.js";
import { positionsOf, type Range } from "./position.js";
import { totalsOf, type Totals } from "./totals.js";

/** Raised when a reader of version 1 could misread a report. */
export const REPORT_VERSION = 1;

export interface ReportContext {
  readonly toolVersion: string;
  readonly mode: "apply" | "dry-run" | "check" | "stdin";
  readonly target: PlanOptions["target"];
  /** Turns an absolute path into the one the report shows. */
  readonly show: (file: string) => string;
}

/** The JSON report; `docs/report.schema.json` describes it field by field. */
export interface JsonReport {
  readonly version: typeof REPORT_VERSION;
  readonly tool: { readonly name: "migrate-agents"; readonly version: string };
  readonly mode: ReportContext["mode"];
  readonly target: PlanOptions["target"];
  readonly totals: Totals;
  readonly operations: readonly JsonOperation[];
  readonly files: readonly JsonFile[];
}

export interface JsonOperation {
  readonly file: string;
  readonly range: Range;
  readonly operation: string;
  readonly dialect: string;
  readonly outcome: "migrated" | "shimmed" | "manual";
  readonly rule: string;
  readonly reason: string;
  readonly flow: number;
}

export interface JsonFile {
  readonly file: string;
  readonly changed: boolean;
  /** Ranges of edits and findings are those of the file as it was read. */
  readonly edits: readonly { range: Range; rule: string; safety: string; reason: string; flow: number }[];
  readonly findings: readonly { range: Range; rule: string; severity: string; message: string; help: string }[];
  readonly skipped?: { readonly reason: string; readonly detail?: string };
  readonly refused?: { readonly reason: string; readonly message: string; readonly rule?: string };
}

export function jsonReport(run: Migration, context: ReportContext): JsonReport {
  const positions = positionsOf((file) => run.sources.get(file)?.text);
  const { show } = context;
  return {
    version: REPORT_VERSION,
    tool: { name: "migrate-agents", version: context.toolVersion },
    mode: context.mode,
    target: context.target,
    totals: totalsOf(run),
    operations: run.operations.map(({ file, range, ...rest }) => ({
      file: show(file),
      range: positions(file).range(range),
      ...rest,
    })),
    files: filesOf(run).map((file) => {
      const change = run.changes.find(({ source }) => source.path === file);
      const skip = run.skips.find(({ path }) => path === file);
      const refusal = run.refusals.find((refused) => refused.file === file);
      return {
        file: show(file),
        changed: change !== undefined,
        edits: (change?.edits ?? []).map(({ rule, safety, reason, flow, ...span }) => ({
          range: positions(file).range(span),
          rule,
          safety,
          reason,
          flow,
        })),
        findings: run.findings
          .filter((finding) => finding.file === file)
          .map(({ range, rule, severity, message, help }) => ({
            range: positions(file).range(range),
            rule,
            severity,
            message,
            help,
          })),
        ...(skip && { skipped: { reason: skip.reason, ...(skip.detail !== undefined && { detail: skip.detail }) } }),
        ...(refusal && {
          refused: {
            reason: refusal.reason,
            message: because(refusal, file),
            ...(refusal.rule !== undefined && { rule: refusal.rule }),
          },
        }),
      };
    }),
  };
}

/** Every file there is something to say about, by path. */
function filesOf(run: Migration): string[] {
  const files = new Set<string>();
  for (const { source } of run.changes) files.add(source.path);
  for (const { path } of run.skips) files.add(path);
  for (const { file } of [...run.refusals, ...run.findings, ...run.operations]) files.add(file);
  return [...files].sort();
}
