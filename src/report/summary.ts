import type { PlanOptions } from "../../transforms/plan.js";
import type { Migration } from "../pipeline/migration.js";
import { groupFindings, type FindingGroup } from "./findings.js";
import { positionsOf } from "./position.js";
import { totalsOf, type Totals } from "./totals.js";
import { plural, wrap } from "./wrap.js";

type Paint = (text: string) => string;

export interface SummaryView {
  readonly mode: "apply" | "dry-run" | "check" | "stdin";
  readonly target: PlanOptions["target"];
  /** As given on the command line, for the commands that come next. */
  readonly paths: readonly string[];
  /** Turns an absolute path into one for people. */
  readonly show: (file: string) => string;
  readonly width: number;
  readonly verbose: boolean;
  readonly colors: Record<"bold" | "dim" | "red" | "yellow" | "green" | "cyan", Paint>;
}

/** How many groups of findings, places of a group and skipped files are listed unless `verbose`. */
const SHOWN = { groups: 8, places: 3, skips: 5 };

const TITLES = { warning: "Review", error: "Left as it was", note: "Good to know" } as const;

/** What a run did, for people: what needs a look first, then what was skipped, numbers, what to do next, and the stranded calls. */
export function summary(run: Migration, view: SummaryView): string {
  const totals = totalsOf(run);
  const sections = [
    ...findingSections(run, view),
    skipped(run, view),
    numbers(run, totals, view),
    stranded(totals, view),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function findingSections(run: Migration, view: SummaryView): string[] {
  const { bold, red, yellow } = view.colors;
  const groups = groupFindings(run.findings);
  const positions = positionsOf((file) => run.sources.get(file)?.text);
  return (["warning", "error", "note"] as const).flatMap((severity) => {
    const all = groups.filter((group) => group.severity === severity);
    if (all.length === 0) return [];
    const paint = severity === "warning" ? yellow : severity === "error" ? red : (text: string) => text;
    const title = bold(paint(TITLES[severity]));
    if (severity === "note" && !view.verbose) return [`${title}: ${plural(all.length, "note")} (--verbose shows them)`];
    const shown = view.verbose ? all : all.slice(0, SHOWN.groups);
    const rest = all.length - shown.length;
    const more = rest > 0 ? [view.colors.dim(`  and ${rest} more (--verbose shows them)`)] : [];
    const place = ({ file, range }: FindingGroup["places"][number]): string => {
      const { line, column } = positions(file).at(range.start);
      return `${view.show(file)}:${line}:${column}`;
    };
    return [[title, ...shown.map((group) => findingText(group, place, view)), ...more].join("\n")];
  });
}

function findingText(
  { rule, message, help, places }: FindingGroup,
  place: (finding: FindingGroup["places"][number]) => string,
  { width, verbose, colors }: SummaryView,
): string {
  const shown = verbose ? places : places.slice(0, SHOWN.places);
  const rest = places.length - shown.length;
  const lines = [
    `  ${colors.cyan(rule)} ${wrap(message, width - rule.length - 3, "    ")}`,
    ...shown.map((finding) => `    ${place(finding)}`),
    ...(rest > 0 ? [colors.dim(`    and ${plural(rest, "more place")}`)] : []),
    ...(help ? [colors.dim(`    ${wrap(help, width - 4, "    ")}`)] : []),
  ];
  return lines.join("\n");
}

/** Skipped files by reason. Folders that hold build output are told only when asked. */
function skipped({ skips }: Migration, { verbose, show, colors }: SummaryView): string {
  const told = verbose ? skips : skips.filter((skip) => !skip.path.endsWith("/") || skip.reason !== "ignored");
  if (told.length === 0) return "";
  const shown = verbose ? told : told.slice(0, SHOWN.skips);
  const rest = told.length - shown.length;
  return [
    colors.bold("Skipped"),
    ...shown.map(({ path, reason, detail }) => `  ${show(path)}: ${REASONS[reason]}${detail ? ` (${detail})` : ""}`),
    ...(rest > 0 ? [colors.dim(`  and ${rest} more (--verbose shows them)`)] : []),
  ].join("\n");
}

const REASONS: Record<Migration["skips"][number]["reason"], string> = {
  ignored: "ignored",
  symlink: "a link that leads out of the given paths",
  generated: "generated",
  "too-large": "larger than 1 MiB",
  binary: "binary",
  "not-utf8": "not UTF-8",
  "parse-error": "does not parse",
  "changed-on-disk": "changed while it was being migrated",
  unreadable: "cannot be read",
};

function numbers(run: Migration, totals: Totals, view: SummaryView): string {
  const { found, migrated, shimmed, manual } = totals.operations;
  const verb = view.mode === "apply" || view.mode === "stdin" ? "changed" : "would change";
  const files = [
    `${plural(totals.scanned, "file")} scanned`,
    plural(totals.candidates, "candidate"),
    `${totals.changed} ${verb}`,
  ];
  if (totals.skipped > 0) files.push(`${totals.skipped} skipped`);
  if (totals.refused > 0) files.push(`${totals.refused} refused`);
  const rows = [["Files", files.join(", ")]];
  if (found > 0) {
    const outcomes = [`${migrated} ${view.mode === "apply" || view.mode === "stdin" ? "migrated" : "can be migrated"}`];
    if (shimmed > 0) outcomes.push(`${shimmed} through the shim`);
    if (manual > 0) outcomes.push(`${manual} left as they were`);
    rows.push(["Classic calls", `${found} found: ${outcomes.join(", ")}`]);
  }
  for (const [i, [command, why]] of nextCommands(run, view).entries()) {
    rows.push([i === 0 ? "Next" : "", `${view.colors.cyan(command)}${view.colors.dim(`   ${why}`)}`]);
  }
  return rows.map(([label, text]) => view.colors.bold(label!.padEnd(15)) + text).join("\n");
}

/** Commands that make sense now, with what they do. */
function nextCommands(run: Migration, { mode, paths }: SummaryView): [string, string][] {
  if (run.changes.length === 0) return [];
  const given = paths.map((path) => (/^[\w./@+-]+$/.test(path) ? path : JSON.stringify(path))).join(" ");
  if (mode === "apply")
    return [
      ["git diff", "review"],
      [`migrate-agents undo ${given}`, "take it back"],
    ];
  if (mode === "dry-run") return [[`migrate-agents ${given}`, "rewrite in place"]];
  if (mode === "check") return [[`migrate-agents ${given} --dry-run`, "show the rewrite"]];
  return [];
}

function stranded({ stranded: count, operations: { found } }: Totals, { colors }: SummaryView): string {
  if (found === 0) return "No classic agent calls found.";
  if (count === 0) return colors.green("No call site is stranded.");
  const verb = count === 1 ? "is" : "are";
  return colors.red(
    `${plural(count, "call site")} of ${found.toLocaleString("en-US")} ${verb} stranded: neither migrated nor run through the shim.`,
  );
}
