import { byFile, type Safety } from "../../transforms/edit.js";
import type { Finding } from "../../transforms/finding.js";
import type { PlanOptions } from "../../transforms/plan.js";
import type { Migration } from "../pipeline/migration.js";
import { because } from "../pipeline/refusal.js";
import type { Shard } from "../pipeline/shard.js";
import { lineEnd, lineStart } from "../languages/lineBounds.js";
import type { Span } from "../languages/tree.js";
import { hunksOf, type Hunk } from "./diff.js";
import { inOrder } from "./inOrder.js";
import { positionsOf, type Range } from "./position.js";
import { storedIdsIn, type StoredId } from "./storedIds.js";
import { totalsOf, type Totals } from "./totals.js";

/**
 * The version of `docs/report.schema.json`: the first number rises when a reader of older reports could misread this one, the second when
 * something is added, the third when only its words change. `test/report/schemas` keeps each version.
 */
export const REPORT_VERSION = "1.1.0";

export interface ReportContext {
  readonly toolVersion: string;
  readonly mode: "apply" | "dry-run" | "check" | "scan" | "stdin";
  readonly target: PlanOptions["target"];
  /** The part of the files that the run was about, where that is not all. */
  readonly shard?: Shard;
  /** Turns an absolute path into the one the report shows. */
  readonly show: (file: string) => string;
}

/**
 * The JSON report; `docs/report.schema.json` describes it field by field. Every other report is printed from it alone, so that reports of
 * parts of a project can be put together first.
 */
export interface JsonReport {
  readonly version: typeof REPORT_VERSION;
  readonly tool: { readonly name: "migrate-agents"; readonly version: string };
  readonly mode: ReportContext["mode"];
  readonly target: PlanOptions["target"];
  /** The report is about this part of the files; `report merge` puts all parts together. */
  readonly shard?: Shard;
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
  /** The lines it stands in, as they were read. */
  readonly code: string;
}

export interface JsonEdit {
  readonly range: Range;
  readonly rule: string;
  readonly safety: Safety;
  readonly reason: string;
  readonly flow: number;
}

export interface JsonFinding {
  readonly range: Range;
  readonly rule: string;
  readonly severity: Finding["severity"];
  readonly message: string;
  readonly help: string;
  /** Why the call at this place was left, where the finding says that. */
  readonly reason?: string;
  /** What holds the call back, where that stands elsewhere. */
  readonly cause?: JsonPlace;
  readonly code: string;
}

/** A place with the lines it stands in, as they were read. */
export interface JsonPlace {
  readonly file: string;
  readonly range: Range;
  readonly code: string;
}

export interface JsonFile {
  readonly file: string;
  readonly changed: boolean;
  /** Changed files with the same number can only be changed together. */
  readonly group?: number;
  /** Ranges of edits and findings are those of the file as it was read. */
  readonly edits: readonly JsonEdit[];
  readonly findings: readonly JsonFinding[];
  /** Where ids of the classic API are held or read from outside. */
  readonly storedIds?: readonly StoredId[];
  /** What a changed file becomes; of a notebook its code, cell after cell. */
  readonly diff?: readonly Hunk[];
  readonly skipped?: { readonly reason: string; readonly detail?: string };
  readonly refused?: { readonly reason: string; readonly message: string; readonly rule?: string };
}

export function jsonReport(run: Migration, context: ReportContext): JsonReport {
  const textOf = (file: string): string | undefined => run.sources.get(file)?.text;
  const positions = positionsOf(textOf);
  const codeAt = (file: string, span: Span): string => linesAround(textOf(file) ?? "", span);
  const groupOf = groups(run);
  const stored = storedIds(run);
  const changes = new Map(run.changes.map((change) => [change.source.path, change]));
  const skips = byFile(run.skips.map((skip) => ({ file: skip.path, ...skip })));
  const refusals = byFile(run.refusals);
  const findings = byFile(run.findings);
  const { show } = context;
  return inOrder({
    version: REPORT_VERSION,
    tool: { name: "migrate-agents", version: context.toolVersion },
    mode: context.mode,
    target: context.target,
    ...(context.shard && { shard: context.shard }),
    totals: totalsOf(run),
    operations: run.operations.map(({ file, range, operation, dialect, outcome, rule, reason, flow }) => ({
      file: show(file),
      range: positions(file).range(range),
      operation,
      dialect,
      outcome,
      rule,
      reason,
      flow,
      code: codeAt(file, range),
    })),
    files: filesOf(run, stored).map((file) => {
      const ids = stored.get(file);
      const change = changes.get(file);
      const skip = skips.get(file)?.[0];
      const refusal = refusals.get(file)?.[0];
      return {
        file: show(file),
        changed: change !== undefined,
        ...(change && { group: groupOf(file) }),
        edits: (change?.edits ?? []).map(({ rule, safety, reason, flow, ...span }) => ({
          range: positions(file).range(span),
          rule,
          safety,
          reason,
          flow,
        })),
        findings: (findings.get(file) ?? []).map(({ range, rule, severity, message, help, reason, cause }) => ({
          range: positions(file).range(range),
          rule,
          severity,
          message,
          help,
          ...(reason !== undefined && { reason }),
          ...(cause && {
            cause: {
              file: show(cause.file),
              range: positions(cause.file).range(cause.range),
              code: codeAt(cause.file, cause.range),
            },
          }),
          code: codeAt(file, range),
        })),
        ...(ids && { storedIds: ids }),
        ...(change && { diff: hunksOf(change.source.text, change.text) }),
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
  });
}

/** Code in reports is an excerpt: at most this many lines of a place. */
const CODE_LINES = 12;

/** And at most this much of a line, before a place and from it on. */
const CODE_WIDTH = 300;

/** The lines that a span lies in, without a line break at the end; of long ones (minified code) what is near it. */
function linesAround(text: string, { start, end }: Span): string {
  const from = Math.max(lineStart(text, start), start - CODE_WIDTH);
  const to = Math.min(lineEnd(text, end), end + CODE_WIDTH);
  const lines = text.slice(from, to).split(/\r?\n/);
  const width = start - from + CODE_WIDTH;
  const shown = lines
    .slice(0, CODE_LINES)
    .map((line) => line.slice(0, width))
    .join("\n")
    .trimEnd();
  return lines.length > CODE_LINES ? `${shown}\n${/^\s*/.exec(lines[0]!)![0]}…` : shown;
}

/** Numbers the sets of files that can only be changed together, in the order in which they are asked for. */
function groups({ together }: Migration): (file: string) => number {
  const numbers = new Map<string, number>();
  let count = 0;
  return (file) => {
    const known = numbers.get(file);
    if (known !== undefined) return known;
    for (const other of together(file)) numbers.set(other, count);
    numbers.set(file, count);
    return count++;
  };
}

/** By file; only files that make classic calls, or are read because of one, can hold such ids. */
function storedIds({ sources }: Migration): Map<string, StoredId[]> {
  const found = new Map<string, StoredId[]>();
  for (const [file, source] of sources) {
    const ids = storedIdsIn(source);
    if (ids.length > 0) found.set(file, ids);
  }
  return found;
}

/** Every file there is something to say about, by path. */
function filesOf(run: Migration, stored: ReadonlyMap<string, unknown>): string[] {
  const files = new Set<string>(stored.keys());
  for (const { source } of run.changes) files.add(source.path);
  for (const { path } of run.skips) files.add(path);
  for (const { file } of [...run.refusals, ...run.findings, ...run.operations]) files.add(file);
  return [...files].sort();
}
