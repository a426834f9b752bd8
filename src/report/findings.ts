import type { Finding } from "../../transforms/finding.js";

/** Findings that say the same, at one or many places. */
export interface FindingGroup {
  readonly rule: string;
  readonly message: string;
  readonly help: string;
  readonly places: readonly Pick<Finding, "file" | "range">[];
}

/** Groups findings of one severity that say the same, those with the most places first. */
export function groupFindings(findings: readonly Finding[], severity: Finding["severity"]): FindingGroup[] {
  const groups = new Map<string, Omit<FindingGroup, "places"> & { places: Map<string, Finding> }>();
  for (const finding of findings) {
    if (finding.severity !== severity) continue;
    const { rule, message, help, file, range } = finding;
    const key = JSON.stringify([rule, message, help]);
    let group = groups.get(key);
    if (!group) groups.set(key, (group = { rule, message, help, places: new Map() }));
    group.places.set(`${file}:${range.start}`, finding);
  }
  return [...groups.values()]
    .map((group) => ({ ...group, places: [...group.places.values()] }))
    .sort((a, b) => b.places.length - a.places.length);
}

/**
 * Splits off the findings that say why a call site was left, at the place that holds it back, with the reason alone as their message:
 * without the operation's name, calls of many operations say the same.
 */
export function splitReasons(findings: readonly Finding[]): {
  readonly reasons: readonly Finding[];
  readonly others: readonly Finding[];
} {
  const reasons = findings.flatMap((finding) =>
    finding.reason === undefined ? [] : [{ ...finding, ...finding.cause, message: sentence(finding.reason) }],
  );
  return { reasons, others: findings.filter(({ reason }) => reason === undefined) };
}

/** Names of operations keep their spelling at the beginning too: "steps.list has no translation yet." */
function sentence(text: string): string {
  const head = /^\w+\.\w/.test(text) ? text.charAt(0) : text.charAt(0).toUpperCase();
  return head + text.slice(1) + (/[.!?]"?$/.test(text) ? "" : ".");
}
