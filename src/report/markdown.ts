import { table } from "../protocol/markdown.js";
import { reportedGroups, type ReportedGroup } from "./groups.js";
import { inventoryOf, roughly } from "./inventory.js";
import type { JsonReport } from "./json.js";
import { leftoversOf, type Leftover } from "./leftovers.js";
import { inline, literal } from "./markdownText.js";
import { plural } from "./wrap.js";

/** A comment on GitHub may have 65,536 characters. */
const LONGEST = 60_000;
const PLACES = 5;

/** A report for a comment on a pull request: numbers, what to review, what is left and why. */
export function markdownReport(report: JsonReport): string {
  const isDone = report.mode === "apply" || report.mode === "stdin";
  const { totals } = report;
  const { effort, deadlines } = inventoryOf(report);
  const { found, migrated, shimmed, manual } = totals.operations;
  const head = ["## migrate-agents", headline(report)];
  if (found > 0) {
    const did = isDone ? "migrated" : "can be migrated";
    head.push(
      table(
        ["classic calls", did, "through the shim", isDone ? "left" : "stay", "files changed"],
        [[found, migrated, shimmed, manual, totals.changed].map((n) => n.toLocaleString("en-US"))],
      ),
    );
    head.push(
      ...deadlines.map(({ what, day, calls }) => `End of service **${day}**: ${what} (${plural(calls, "call")}).`),
    );
    head.push(`What is left to do: ${roughly(effort.minutes)} (estimated).`);
  }
  const groups = reportedGroups(report).filter(({ severity }) => severity !== "note");
  const sections = [
    ...section("Does not work until you act", groups.filter(({ severity }) => severity === "error").map(groupText)),
    ...section("Review", groups.filter(({ severity }) => severity === "warning").map(groupText)),
    ...section("Left as it was", leftoversOf(report).map(leftoverText)),
    ...section("Not rewritten", report.files.flatMap(refusedText)),
  ];
  return fitted(head, sections);
}

function headline({ totals, mode }: JsonReport): string {
  const { found, manual } = totals.operations;
  if (found === 0) return "No classic agent calls found.";
  const would = mode === "apply" || mode === "stdin" ? "" : "would be ";
  if (manual === 0) return "Every classic call is accounted for: none is stranded.";
  const is = would === "" ? (manual === 1 ? "is " : "are ") : would;
  return `**${plural(manual, "call site")} of ${found.toLocaleString("en-US")} ${is}stranded**: neither migrated nor through the shim.`;
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`### ${title}`, ...items];
}

function groupText({ rule, message, help, places }: ReportedGroup): string {
  const shown = places.slice(0, PLACES).map(({ file, line }) => inline(`${file}:${line}`));
  const more = places.length > PLACES ? ` and ${places.length - PLACES} more` : "";
  const lines = [`- **${rule}** ${literal(message)}`, ...(help ? [literal(help)] : []), `${shown.join(", ")}${more}`];
  return lines.join("  \n  ");
}

function leftoverText({ operations, causes, isShimmed }: Leftover): string {
  const { operation, reason, help, places } = causes[0]!;
  const others = operations.length - 1;
  const where = inline(`${operation.file}:${operation.range.start.line}`);
  const held = places.map(({ file, range }) => inline(`${file}:${range.start.line}`)).slice(0, PLACES);
  const flow = others > 0 ? `, with ${plural(others, "call")} of the same flow` : "";
  const lines = [
    `- **${operation.rule}** ${inline(operation.operation)} at ${where}${held.length > 0 ? `, because of ${held.join(", ")}` : ""}${flow}${isShimmed ? " (runs through the shim)" : ""}: ${literal(reason)}`,
    ...(help ? [literal(help)] : []),
  ];
  return lines.join("  \n  ");
}

/** Reasons to leave a file that holds source code. */
const CALLS_MAY_HIDE: Readonly<Record<string, string>> = {
  "parse-error": "does not parse",
  "too-deep": "nested too deeply to be followed",
};

function refusedText({ file, refused, skipped }: JsonReport["files"][number]): string[] {
  if (refused) return [`- ${inline(file)}: ${literal(refused.message)}`];
  const said = skipped && CALLS_MAY_HIDE[skipped.reason];
  return said ? [`- ${inline(file)}: ${said}${skipped.detail ? ` (${literal(skipped.detail)})` : ""}`] : [];
}

/** As many items as fit, in their order, and how many did not. */
function fitted(head: readonly string[], items: readonly string[]): string {
  const shown: string[] = [];
  let length = head.join("\n\n").length;
  for (const item of items) {
    length += item.length + 2;
    if (length > LONGEST) break;
    shown.push(item);
  }
  if (shown.at(-1)?.startsWith("### ")) shown.pop();
  const dropped = items.slice(shown.length).filter((item) => item.startsWith("- ")).length;
  const more =
    dropped > 0
      ? [`And ${plural(dropped, "more item")}: \`--report handoff.md\` and \`--report out.html\` have all of them.`]
      : [];
  return `${[...head, ...shown, ...more].join("\n\n")}\n`;
}
