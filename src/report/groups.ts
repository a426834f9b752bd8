import type { JsonFinding, JsonReport } from "./json.js";

/** Findings of a report that say the same, with their places. */
export interface ReportedGroup {
  readonly rule: string;
  readonly severity: JsonFinding["severity"];
  readonly message: string;
  readonly help: string;
  readonly places: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly code: string;
  }[];
}

const ORDER: readonly JsonFinding["severity"][] = ["error", "warning", "note"];

/** What people have to look at or act on, besides calls that were left: errors first, then what has the most places. */
export function reportedGroups(report: JsonReport): ReportedGroup[] {
  const groups = new Map<string, Omit<ReportedGroup, "places"> & { places: ReportedGroup["places"][number][] }>();
  for (const { file, findings } of report.files)
    for (const { rule, severity, message, help, reason, range, code } of findings) {
      if (reason !== undefined) continue;
      const key = JSON.stringify([rule, severity, message, help]);
      const group = groups.get(key) ?? { rule, severity, message, help, places: [] };
      groups.set(key, group);
      const { line, column } = range.start;
      if (!group.places.some((place) => place.file === file && place.line === line && place.column === column))
        group.places.push({ file, line, column, code });
    }
  return [...groups.values()].sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || b.places.length - a.places.length,
  );
}
