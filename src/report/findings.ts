import type { Finding } from "../../transforms/finding.js";

/** Findings that say the same, at one or many places. */
export interface FindingGroup {
  readonly rule: string;
  readonly severity: Finding["severity"];
  readonly message: string;
  readonly help: string;
  readonly places: readonly Finding[];
}

const ORDER: readonly Finding["severity"][] = ["warning", "error", "note"];

/** Groups equal findings. What was migrated but needs a look comes first, then what was left, then notes. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup & { places: Finding[] }>();
  for (const finding of findings) {
    const { rule, severity, message, help } = finding;
    const key = JSON.stringify([severity, rule, message, help]);
    const group = groups.get(key);
    if (group) group.places.push(finding);
    else groups.set(key, { rule, severity, message, help, places: [finding] });
  }
  return [...groups.values()].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
