import { halfMigrated, otherLanguages, promptObjects, wrappers } from "../../transforms/registry.js";
import { reportedGroups } from "./groups.js";
import type { Count, Inventory } from "./inventory.js";
import { distanceTo, inventoryOf, roughly } from "./inventory.js";
import type { JsonReport } from "./json.js";
import type { SummaryView } from "./summary.js";
import { plural, wrap } from "./wrap.js";

type View = Pick<SummaryView, "width" | "verbose" | "colors"> & { readonly now: Date };

/** How many rows of a table are shown unless `verbose`. */
const SHOWN = { operations: 12, files: 10, ids: 8, besides: 8, places: 2 };

/** Rules that speak of code which makes no classic call that is counted. */
const BESIDES: ReadonlySet<string> = new Set(
  [halfMigrated, promptObjects, wrappers, otherLanguages].map(({ id }) => id),
);

/** What `scan` prints: which classic calls there are, what becomes of them, and what that means in dates and hours. */
export function inventoryText(report: JsonReport, view: View): string {
  const inventory = inventoryOf(report);
  const { found } = report.totals.operations;
  const also = besides(report, view);
  if (found === 0)
    return `${["No classic agent calls found.", also].filter((section) => section !== "").join("\n\n")}\n`;
  const { bold } = view.colors;
  const { flows } = inventory;
  const sections = [
    bold(
      `${plural(found, "classic call")} in ${plural(inventory.byFile.length, "file")}, ${plural(flows.found, "flow")}`,
    ) +
      `\n  Flows move as a whole: ${flows.migrated} can be migrated, ${flows.shimmed} would run through the shim, ${flows.manual} ${flows.manual === 1 ? "needs" : "need"} work by hand.`,
    counts("By SDK", inventory.bySdk, Infinity, view),
    counts("By operation", inventory.byOperation, SHOWN.operations, view),
    counts("By file", inventory.byFile, SHOWN.files, view),
    dates(inventory, view),
    ids(report, view),
    also,
    effort(inventory, view),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function counts(title: string, rows: readonly Count[], limit: number, { colors, verbose, width }: View): string {
  const shown = verbose ? rows : rows.slice(0, limit);
  const columns = ["found", "migrate", "shim", "by hand"];
  const name = Math.min(Math.max(title.length, ...shown.map((row) => row.name.length + 2)), width - 36);
  const cell = (value: number, column: string): string => {
    const text = value.toLocaleString("en-US").padStart(column.length + 2);
    if (value === 0) return colors.dim(text);
    return column === "by hand" ? colors.red(text) : column === "migrate" ? colors.green(text) : text;
  };
  return [
    colors.bold(title.padEnd(name)) + colors.dim(columns.map((column) => `  ${column}`).join("")),
    ...shown.map(
      (row) =>
        shortened(`  ${row.name}`, name).padEnd(name) +
        [row.found, row.migrated, row.shimmed, row.manual].map((value, i) => cell(value, columns[i]!)).join(""),
    ),
    ...(rows.length > shown.length ? [colors.dim(`  and ${rows.length - shown.length} more (--verbose)`)] : []),
  ].join("\n");
}

/** The end of a path says more than its beginning. */
function shortened(text: string, width: number): string {
  return text.length <= width ? text : `  …${text.slice(text.length - width + 3)}`;
}

function dates({ deadlines }: Inventory, { colors, now }: View): string {
  if (deadlines.length === 0) return "";
  const lines = deadlines.map(({ what, day, calls }) => {
    const isOver = Date.parse(day) <= now.getTime();
    const text = `${what} ${isOver ? "were switched off" : "will be switched off"} ${distanceTo(day, now)}: ${plural(calls, "call")} ${isOver ? (calls === 1 ? "fails" : "fail") : calls === 1 ? "is concerned" : "are concerned"}.`;
    return `  ${colors.bold(day)}  ${isOver ? colors.red(text) : colors.yellow(text)}`;
  });
  return [colors.bold("Dates"), ...lines].join("\n");
}

function ids({ files }: JsonReport, { colors, verbose, width }: View): string {
  const all = files.flatMap(({ file, storedIds = [] }) => storedIds.map((id) => ({ file, ...id })));
  if (all.length === 0) return "";
  const shown = verbose ? all : all.slice(0, SHOWN.ids);
  const hint =
    "Ids of assistants become names of agents, and threads cannot be read by the new API. What is stored outside the code (settings, databases, sessions) has to be changed there.";
  return [
    colors.bold("Stored ids"),
    `  ${wrap(hint, width - 2, "  ")}`,
    ...shown.map(
      ({ file, range, kind, text }) =>
        `    ${kind === "setting" ? `setting ${colors.cyan(text)}` : colors.cyan(text)} at ${file}:${range.start.line}:${range.start.column}`,
    ),
    ...(all.length > shown.length ? [colors.dim(`    and ${all.length - shown.length} more (--verbose)`)] : []),
  ].join("\n");
}

/** What the counts above do not hold: calls that libraries and other languages make, and mistakes in code that was migrated by hand. */
function besides(report: JsonReport, { colors, verbose, width }: View): string {
  const groups = reportedGroups(report).filter(({ rule }) => BESIDES.has(rule));
  if (groups.length === 0) return "";
  const shown = verbose ? groups : groups.slice(0, SHOWN.besides);
  return [
    colors.bold("Besides"),
    ...shown.flatMap(({ rule, message, places }) => [
      `  ${colors.cyan(rule)} ${wrap(message, width - rule.length - 3, " ".repeat(rule.length + 3))}`,
      ...(verbose ? places : places.slice(0, SHOWN.places)).map(
        ({ file, line, column }) => `    ${file}:${line}:${column}`,
      ),
      ...(verbose || places.length <= SHOWN.places
        ? []
        : [colors.dim(`    and ${places.length - SHOWN.places} more places (--verbose)`)]),
    ]),
    ...(groups.length > shown.length ? [colors.dim(`  and ${groups.length - shown.length} more (--verbose)`)] : []),
    colors.dim("  What to do about each: migrate-agents explain <rule>."),
  ].join("\n");
}

function effort({ effort: { items, minutes, minutesByHand } }: Inventory, { colors, width }: View): string {
  const widest = Math.max(0, ...items.map(({ count }) => String(count).length));
  return [
    colors.bold("Effort"),
    `  After a run ${roughly(minutes)} of work stays; without it, ${roughly(minutesByHand)}.`,
    ...items.map(
      ({ what, count, minutesEach }) => `    ${String(count).padStart(widest)} × ${minutesEach} min  ${what}`,
    ),
    colors.dim(
      `  ${wrap("The minutes are assumptions to multiply with, not measurements; put in your own.", width - 2, "  ")}`,
    ),
  ].join("\n");
}
