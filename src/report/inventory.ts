import { deadlineOf, type Deadline } from "../dialects/deadlines.js";
import { classicDialects } from "../dialects/index.js";
import type { JsonOperation, JsonReport } from "./json.js";
import { leftoversOf } from "./leftovers.js";

/** How many calls of a kind there are, and what becomes of them. */
export interface Count {
  readonly name: string;
  readonly found: number;
  readonly migrated: number;
  readonly shimmed: number;
  readonly manual: number;
}

/** One line of the estimate: so many things at so many minutes. */
export interface EffortItem {
  readonly what: string;
  readonly count: number;
  readonly minutesEach: number;
}

export interface Effort {
  /** What stays to be done after a run. */
  readonly items: readonly EffortItem[];
  readonly minutes: number;
  /** What all of it would need by hand, at the same minutes. */
  readonly minutesByHand: number;
}

export interface Inventory {
  readonly bySdk: readonly Count[];
  readonly byOperation: readonly Count[];
  readonly byFile: readonly Count[];
  readonly flows: {
    readonly found: number;
    readonly migrated: number;
    readonly shimmed: number;
    readonly manual: number;
  };
  readonly deadlines: readonly (Deadline & { readonly calls: number })[];
  readonly effort: Effort;
}

/** Minutes that each kind of work is taken to need. Assumptions, printed with every estimate; nobody measured them. */
export const MINUTES = { migratedCall: 2, reviewPlace: 5, leftFlow: 45, leftCall: 10 } as const;

/** What a run found, counted. */
export function inventoryOf(report: JsonReport): Inventory {
  const { operations } = report;
  const flows = new Map<number, JsonOperation["outcome"]>();
  for (const { flow, outcome } of operations) if (flow >= 0) flows.set(flow, outcome);
  const outcomes = [...flows.values()];
  const count = (wanted: JsonOperation["outcome"]): number => outcomes.filter((outcome) => outcome === wanted).length;
  return {
    bySdk: counted(operations, ({ dialect }) => titleOf(dialect)),
    byOperation: counted(operations, ({ operation }) => operation),
    byFile: counted(operations, ({ file }) => file),
    flows: { found: flows.size, migrated: count("migrated"), shimmed: count("shimmed"), manual: count("manual") },
    deadlines: deadlines(operations),
    effort: effortOf(report),
  };
}

function titleOf(dialect: string): string {
  return classicDialects.find(({ id }) => id === dialect)?.title ?? dialect;
}

/** By name, most calls first. */
function counted(operations: readonly JsonOperation[], nameOf: (operation: JsonOperation) => string): Count[] {
  const counts = new Map<string, { name: string; found: number; migrated: number; shimmed: number; manual: number }>();
  for (const operation of operations) {
    const name = nameOf(operation);
    const entry = counts.get(name) ?? { name, found: 0, migrated: 0, shimmed: 0, manual: 0 };
    counts.set(name, entry);
    entry.found++;
    entry[operation.outcome]++;
  }
  return [...counts.values()].sort((a, b) => b.found - a.found || a.name.localeCompare(b.name));
}

function deadlines(operations: readonly JsonOperation[]): Inventory["deadlines"] {
  const found = new Map<string, Deadline & { calls: number }>();
  for (const { dialect } of operations) {
    const deadline = deadlineOf(dialect);
    if (!deadline) continue;
    const entry = found.get(deadline.what) ?? { ...deadline, calls: 0 };
    entry.calls++;
    found.set(deadline.what, entry);
  }
  return [...found.values()].sort((a, b) => a.day.localeCompare(b.day));
}

function effortOf(report: JsonReport): Effort {
  const left = leftoversOf(report);
  const migrated = report.totals.operations.migrated;
  const review = report.files.reduce(
    (sum, { findings }) =>
      sum + findings.filter(({ severity, reason }) => severity !== "note" && reason === undefined).length,
    0,
  );
  const items: EffortItem[] = [
    { what: "reading a migrated call", count: migrated, minutesEach: MINUTES.migratedCall },
    { what: "reviewing a place, or acting on it", count: review, minutesEach: MINUTES.reviewPlace },
    { what: "migrating a flow that is left", count: left.length, minutesEach: MINUTES.leftFlow },
    {
      what: "a call in such a flow",
      count: left.reduce((sum, { operations }) => sum + operations.length, 0),
      minutesEach: MINUTES.leftCall,
    },
  ].filter(({ count }) => count > 0);
  return {
    items,
    minutes: items.reduce((sum, { count, minutesEach }) => sum + count * minutesEach, 0),
    minutesByHand: flowCount(report.operations) * MINUTES.leftFlow + report.operations.length * MINUTES.leftCall,
  };
}

/** Flows, and calls that belong to none. */
function flowCount(operations: readonly JsonOperation[]): number {
  const alone = operations.filter(({ flow }) => flow < 0).length;
  return new Set(operations.map(({ flow }) => flow).filter((flow) => flow >= 0)).size + alone;
}

/** `about 3 h`, `about 2 working days`: an estimate is not told to the minute. */
export function roughly(minutes: number): string {
  if (minutes === 0) return "nothing";
  if (minutes < 60) return `about ${Math.max(5, Math.round(minutes / 5) * 5)} min`;
  const hours = minutes / 60;
  if (hours < 8) return `about ${hours < 3 ? Math.round(hours * 2) / 2 : Math.round(hours)} h`;
  const days = hours / 8;
  const told = days < 10 ? Math.round(days * 2) / 2 : Math.round(days);
  return `about ${told} working ${told === 1 ? "day" : "days"}`;
}

/** How far a day is from now: `94 days ago`, `in 122 days`, `today`. */
export function distanceTo(day: string, now: Date): string {
  const days = Math.round(
    (Date.parse(`${day}T00:00:00Z`) - Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate())) / 86_400_000,
  );
  if (days === 0) return "today";
  return days < 0 ? `${-days} ${days === -1 ? "day" : "days"} ago` : `in ${days} ${days === 1 ? "day" : "days"}`;
}
