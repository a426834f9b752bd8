import type { JsonReport } from "./json.js";
import { inOrder } from "./inOrder.js";
import type { Totals } from "./totals.js";

/** A JSON report, and where it comes from. */
export interface ReportPart {
  /** Its file, for messages. */
  readonly name: string;
  /** A folder that its paths are put into: the reports of several repositories have paths of their own each. */
  readonly folder?: string;
  readonly report: JsonReport;
}

/** Thrown for reports that are no parts of one whole. */
export class Unmergeable extends Error {
  override readonly name = "Unmergeable";
  constructor(
    readonly problem:
      | { readonly kind: "differ"; readonly what: string; readonly names: readonly [string, string] }
      | { readonly kind: "same-file"; readonly file: string; readonly names: readonly [string, string] }
      | { readonly kind: "missing-shards"; readonly missing: readonly number[]; readonly count: number }
      | { readonly kind: "same-shard"; readonly shard: string; readonly names: readonly [string, string] },
  ) {
    super(problem.kind);
  }
}

/**
 * One report of several: those of all shards of a run, or of runs on different folders or repositories.
 * @throws Unmergeable
 */
export function mergeReports(parts: readonly [ReportPart, ...ReportPart[]]): JsonReport {
  const [first] = parts;
  for (const part of parts) {
    for (const [what, of] of Object.entries(ALIKE)) {
      if (of(part.report) !== of(first.report))
        throw new Unmergeable({ kind: "differ", what, names: [first.name, part.name] });
    }
  }
  checkShards(parts);
  checkFiles(parts);
  let flows = 0;
  let groups = 0;
  const moved = parts.map(({ folder, report }) => {
    const [flow, group] = [flows, groups];
    const placed = (file: string): string => (folder === undefined ? file : `${folder}/${file}`);
    const counted = (number: number, base: number): number => (number < 0 ? number : base + number);
    const files = report.files.map((each) => ({
      ...each,
      file: placed(each.file),
      findings: each.findings.map((finding) =>
        finding.cause ? { ...finding, cause: { ...finding.cause, file: placed(finding.cause.file) } } : finding,
      ),
      ...(each.group !== undefined && { group: counted(each.group, group) }),
      edits: each.edits.map((edit) => ({ ...edit, flow: counted(edit.flow, flow) })),
    }));
    const operations = report.operations.map((each) => ({
      ...each,
      file: placed(each.file),
      flow: counted(each.flow, flow),
    }));
    for (const each of [...operations, ...files.flatMap(({ edits }) => edits)]) flows = Math.max(flows, each.flow + 1);
    for (const each of files) groups = Math.max(groups, (each.group ?? -1) + 1);
    return { files, operations };
  });
  const { version, tool, mode, target } = first.report;
  return inOrder({
    version,
    tool,
    mode,
    target,
    totals: parts.map(({ report }) => report.totals).reduce(sum),
    operations: moved.flatMap(({ operations }) => operations),
    files: moved.flatMap(({ files }) => files),
  });
}

/** What all parts have to have alike. */
const ALIKE: Readonly<Record<string, (report: JsonReport) => unknown>> = {
  "versions of migrate-agents": ({ tool }) => tool.version,
  modes: ({ mode }) => mode,
  targets: ({ target }) => target,
};

/** Where there is one shard of a run, there have to be all. */
function checkShards(parts: readonly ReportPart[]): void {
  const runs = new Map<string | undefined, ReportPart[]>();
  for (const part of parts) runs.set(part.folder, [...(runs.get(part.folder) ?? []), part]);
  for (const run of runs.values()) {
    const seen = new Map<number, ReportPart>();
    let count = 0;
    for (const part of run) {
      const { shard } = part.report;
      if (!shard) continue;
      const other = seen.get(shard.index);
      const names = [other?.name ?? run[0]!.name, part.name] as const;
      if (other) throw new Unmergeable({ kind: "same-shard", shard: `${shard.index}/${shard.count}`, names });
      if (count !== 0 && count !== shard.count)
        throw new Unmergeable({ kind: "differ", what: "numbers of shards", names });
      count = shard.count;
      seen.set(shard.index, part);
    }
    const missing = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !seen.has(index));
    if (missing.length > 0) throw new Unmergeable({ kind: "missing-shards", missing, count });
  }
}

function checkFiles(parts: readonly ReportPart[]): void {
  const seen = new Map<string, string>();
  for (const { name, folder = "", report } of parts) {
    for (const { file } of report.files) {
      const key = `${folder}/${file}`;
      const other = seen.get(key);
      if (other !== undefined) throw new Unmergeable({ kind: "same-file", file, names: [other, name] });
      seen.set(key, name);
    }
  }
}

function sum(a: Totals, b: Totals): Totals {
  const { found, migrated, shimmed, manual } = a.operations;
  return {
    scanned: a.scanned + b.scanned,
    candidates: a.candidates + b.candidates,
    changed: a.changed + b.changed,
    skipped: a.skipped + b.skipped,
    refused: a.refused + b.refused,
    edits: a.edits + b.edits,
    operations: {
      found: found + b.operations.found,
      migrated: migrated + b.operations.migrated,
      shimmed: shimmed + b.operations.shimmed,
      manual: manual + b.operations.manual,
    },
    stranded: a.stranded + b.stranded,
  };
}
