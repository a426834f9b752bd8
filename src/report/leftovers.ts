import type { JsonFinding, JsonOperation, JsonPlace, JsonReport } from "./json.js";

/** Why a call was left, with what to do about it. */
export interface Cause {
  readonly operation: JsonOperation;
  readonly reason: string;
  readonly help: string;
  /** What holds the call back, where that stands elsewhere. */
  readonly places: readonly JsonPlace[];
}

/** Classic calls that stay together: those of one flow, or one that belongs to none. */
export interface Leftover {
  readonly operations: readonly JsonOperation[];
  /** The calls that hold the others back. */
  readonly causes: readonly Cause[];
  /** Whether all of them run through the shim meanwhile. */
  readonly isShimmed: boolean;
}

/** What a run left, by flows, those that no shim carries first; in each group calls keep their order. */
export function leftoversOf(report: JsonReport): Leftover[] {
  const flows = new Map<string, JsonOperation[]>();
  for (const operation of report.operations) {
    if (operation.outcome === "migrated") continue;
    const key = operation.flow < 0 ? `${placeOf(operation)} alone` : String(operation.flow);
    flows.set(key, [...(flows.get(key) ?? []), operation]);
  }
  const reasons = reasonsByPlace(report);
  const found = [...flows.values()].map((operations): Leftover => {
    const causes = operations.flatMap((operation) => causesOf(operation, reasons.get(placeOf(operation)) ?? []));
    return {
      operations,
      causes:
        causes.length > 0
          ? causes
          : [{ operation: operations[0]!, reason: operations[0]!.reason, help: "", places: [] }],
      isShimmed: operations.every(({ outcome }) => outcome === "shimmed"),
    };
  });
  return [...found.filter(({ isShimmed }) => !isShimmed), ...found.filter(({ isShimmed }) => isShimmed)];
}

/** The reasons for a call, once each. */
function causesOf(operation: JsonOperation, findings: readonly Reason[]): Cause[] {
  const causes = new Map<string, Cause & { places: JsonPlace[] }>();
  for (const { reason, help, cause } of findings) {
    const key = JSON.stringify([reason, help]);
    const known = causes.get(key) ?? { operation, reason, help, places: [] };
    causes.set(key, known);
    if (cause && !known.places.some((place) => placeOf(place) === placeOf(cause))) known.places.push(cause);
  }
  return [...causes.values()];
}

/** A finding that says why a call was left. */
type Reason = JsonFinding & { readonly reason: string };

/** The findings that say why a call was left, by the place of that call. */
export function reasonsByPlace(report: JsonReport): ReadonlyMap<string, readonly Reason[]> {
  const reasons = new Map<string, Reason[]>();
  for (const { file, findings } of report.files)
    for (const finding of findings) {
      const { reason } = finding;
      if (reason === undefined) continue;
      const place = placeOf({ file, range: finding.range });
      reasons.set(place, [...(reasons.get(place) ?? []), { ...finding, reason }]);
    }
  return reasons;
}

/** A place as a key. */
export function placeOf({ file, range }: Pick<JsonOperation, "file" | "range">): string {
  return `${file}:${range.start.offset}-${range.end.offset}`;
}
