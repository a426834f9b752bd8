import type { Finding } from "../../transforms/finding.js";
import { otherLanguages } from "../../transforms/registry.js";
import type { Skip, SkipReason } from "../discover/skip.js";
import type { Migration } from "../pipeline/migration.js";
import { isFailure } from "../pipeline/refusal.js";
import { groupFindings, splitReasons, type FindingGroup } from "./findings.js";
import { positionsOf } from "./position.js";
import { totalsOf, type Totals } from "./totals.js";
import { plural, wrap } from "./wrap.js";

type Paint = (text: string) => string;

export interface SummaryView {
  readonly mode: "apply" | "dry-run" | "check" | "stdin";
  /** Commands that make sense now, and what they do. */
  readonly next: readonly (readonly [command: string, why: string])[];
  /** Turns an absolute path into one for people. */
  readonly show: (file: string) => string;
  readonly width: number;
  readonly verbose: boolean;
  readonly colors: Record<"bold" | "dim" | "red" | "yellow" | "green" | "cyan", Paint>;
}

/** How much is listed unless `verbose`. */
const SHOWN = { groups: 5, places: 2, skips: 5 };

const TITLES: Readonly<Record<Finding["severity"] | "left", string>> = {
  error: "Does not work until you act",
  warning: "Review",
  left: "Left as it was",
  note: "Good to know",
};

const REASONS: Readonly<Record<SkipReason, string>> = {
  ignored: "ignored",
  symlink: "a link that leads out of the given paths",
  generated: "generated",
  "too-large": "too large",
  binary: "binary",
  "not-utf8": "not UTF-8",
  notebook: "a notebook that cannot be handled",
  "too-deep": "nested too deeply to be followed",
  "parse-error": "does not parse",
  "changed-on-disk": "changed while it was being migrated",
  unreadable: "cannot be read",
};

/** What a run did, for people: what needs a look first, then what was skipped, numbers, what to do next, and the stranded calls. */
export function summary(run: Migration, view: SummaryView): string {
  const totals = totalsOf(run);
  const { reasons, others } = splitReasons(run.findings);
  const section = (found: readonly Finding[], severity: Finding["severity"], title = TITLES[severity]): string =>
    findings(run, groupFindings(found, severity), severity, title, view);
  const sections = [
    section(others, "error"),
    section(others, "warning"),
    section(reasons, "error", TITLES.left),
    view.verbose ? section(others, "note") : "",
    skipped(run, view),
    numbers(run, totals, view),
    stranded(
      totals,
      run.findings.some(({ rule }) => rule === otherLanguages.id),
      view,
    ),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

function findings(
  run: Migration,
  groups: readonly FindingGroup[],
  severity: Finding["severity"],
  title: string,
  view: SummaryView,
): string {
  if (groups.length === 0) return "";
  const { bold, red, yellow } = view.colors;
  const paint = severity === "warning" ? yellow : severity === "error" ? red : (text: string) => text;
  const positions = positionsOf((file) => run.sources.get(file)?.text);
  const place = ({ file, range }: FindingGroup["places"][number]): string => {
    const { line, column } = positions(file).at(range.start);
    return `${view.show(file)}:${line}:${column}`;
  };
  const shown = view.verbose ? groups : groups.slice(0, SHOWN.groups);
  return [
    bold(paint(title)),
    ...shown.map((group) => findingText(group, place, view)),
    ...andMore(groups.length - shown.length, "  ", view),
  ].join("\n");
}

function findingText(
  { rule, message, help, places }: FindingGroup,
  place: (finding: FindingGroup["places"][number]) => string,
  { width, verbose, colors }: SummaryView,
): string {
  const shown = verbose ? places : places.slice(0, SHOWN.places);
  const count = places.length > 1 ? ` (${places.length.toLocaleString("en-US")} places)` : "";
  return [
    `  ${colors.cyan(rule)} ${wrap(message + count, width - rule.length - 3, " ".repeat(rule.length + 3))}`,
    ...(help ? [colors.dim(`    ${wrap(help, width - 4, "    ")}`)] : []),
    ...shown.map((finding) => `    ${place(finding)}`),
  ].join("\n");
}

/** Folders that hold build output are told only when asked. */
function isTold({ path, reason }: Skip, verbose: boolean): boolean {
  return verbose || reason !== "ignored" || !path.endsWith("/");
}

function skipped({ skips }: Migration, view: SummaryView): string {
  const told = skips.filter((skip) => isTold(skip, view.verbose));
  if (told.length === 0) return "";
  const shown = view.verbose ? told : told.slice(0, SHOWN.skips);
  return [
    view.colors.bold("Skipped"),
    ...shown.map(
      ({ path, reason, detail }) => `  ${view.show(path)}: ${REASONS[reason]}${detail ? ` (${detail})` : ""}`,
    ),
    ...andMore(told.length - shown.length, "  ", view),
  ].join("\n");
}

function andMore(count: number, indent: string, { colors }: SummaryView): string[] {
  return count > 0 ? [colors.dim(`${indent}and ${count.toLocaleString("en-US")} more (--verbose)`)] : [];
}

function numbers(run: Migration, totals: Totals, { mode, verbose, next, colors }: SummaryView): string {
  const isDone = mode === "apply" || mode === "stdin";
  const { found, migrated, shimmed, manual } = totals.operations;
  const rows: [label: string, text: string][] = [];
  const skips = run.skips.filter((skip) => isTold(skip, verbose)).length;
  rows.push([
    "Files",
    counted([
      [totals.scanned, "scanned", true],
      [totals.candidates, totals.candidates === 1 ? "candidate" : "candidates", true],
      [totals.changed, isDone ? "changed" : "would change", true],
      [skips, "skipped"],
      [run.refusals.filter(({ reason }) => isFailure(reason)).length, "refused"],
      [run.refusals.filter(({ reason }) => reason === "declined").length, "declined"],
    ]),
  ]);
  if (found > 0) {
    const outcomes = counted([
      [migrated, isDone ? "migrated" : "can be migrated", true],
      [shimmed, "through the shim"],
      [manual, isDone ? "left as they were" : "stay as they are"],
    ]);
    rows.push(["Classic calls", `${found.toLocaleString("en-US")} found: ${outcomes}`]);
  }
  for (const [by, count] of run.layout?.by ?? [])
    rows.push(["Layout", `by ${by} of this project, in ${plural(count, "file")}; --no-format leaves it to this tool`]);
  const width = Math.max(...next.map(([command]) => command.length));
  next.forEach(([command, why], i) => {
    rows.push([i === 0 ? "Next" : "", `${colors.cyan(command.padEnd(width))}  ${colors.dim(why)}`]);
  });
  return rows.map(([label, text]) => colors.bold(label.padEnd(15)) + text).join("\n");
}

/** `3 scanned, 1 changed`: parts that are zero are left out unless they are always told. */
function counted(parts: readonly (readonly [count: number, what: string, always?: boolean])[]): string {
  const told = parts.filter(([count, , always]) => always || count > 0);
  return told.map(([count, what]) => `${count.toLocaleString("en-US")} ${what}`).join(", ");
}

function stranded(
  { stranded: count, operations: { found } }: Totals,
  isElsewhere: boolean,
  { colors }: SummaryView,
): string {
  if (found === 0) {
    return isElsewhere
      ? "No classic agent calls found in languages that are rewritten."
      : "No classic agent calls found.";
  }
  if (count === 0) return colors.green("No call site is stranded.");
  const all = found.toLocaleString("en-US");
  const text = `${plural(count, "call site")} of ${all} ${count === 1 ? "is" : "are"} stranded: neither migrated nor through the shim.`;
  return colors.red(text);
}
