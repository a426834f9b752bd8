import type { Finding, OperationOutcome } from "../../transforms/finding.js";

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
 * Findings at call sites that were left, with the reason alone as their message: without the operation's name, calls of many operations
 * say the same.
 */
export function reasonsOnly(findings: readonly Finding[], operations: readonly OperationOutcome[]): Finding[] {
  const place = ({ file, range }: Pick<Finding, "file" | "range">): string => `${file}:${range.start}:${range.end}`;
  const left = new Map(operations.filter(({ outcome }) => outcome === "manual").map((each) => [place(each), each]));
  return findings.map((finding) => {
    const operation = finding.severity === "error" ? left.get(place(finding)) : undefined;
    return operation ? { ...finding, message: sentence(operation.reason) } : finding;
  });
}

/** Names of operations keep their spelling at the beginning too: "steps.list has no translation yet." */
function sentence(text: string): string {
  const head = /^\w+\.\w/.test(text) ? text.charAt(0) : text.charAt(0).toUpperCase();
  return head + text.slice(1) + (/[.!?]"?$/.test(text) ? "" : ".");
}
