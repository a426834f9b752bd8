import type { JsonReport } from "./json.js";
import { reasonsByPlace, placeOf } from "./leftovers.js";

interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly file: string;
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly title: string;
  readonly text: string;
}

/** GitHub shows ten annotations of each level for a step; more would only fill the log. */
const SHOWN = 10;

/**
 * Workflow commands that make GitHub show what a run found at its lines: calls that nothing carries are errors, other classic calls and
 * places to review warnings. The most urgent of each level come first.
 */
export function githubReport(report: JsonReport): string {
  const all = [...operations(report), ...findings(report)];
  const lines = (["error", "warning", "notice"] as const).flatMap((level) => {
    const own = all.filter((annotation) => annotation.level === level);
    const shown = own.slice(0, SHOWN).map(command);
    const dropped = own.length - shown.length;
    return dropped > 0
      ? [...shown, `${dropped} more of level ${level} are not annotated: GitHub shows ten of each.`]
      : shown;
  });
  return lines.map((line) => `${line}\n`).join("");
}

function operations(report: JsonReport): Annotation[] {
  const isDone = report.mode === "apply";
  const reasons = reasonsByPlace(report);
  return report.operations.flatMap((operation): Annotation[] => {
    const { file, range, outcome, rule, reason } = operation;
    if (outcome === "migrated" && isDone) return [];
    const help = reasons.get(placeOf(operation))?.[0]?.help;
    const text = {
      migrated: `Classic call: migrate-agents can migrate it (${reason}).`,
      shimmed: `Classic call that runs through the shim: ${reason}.`,
      manual: `Classic call that is neither migrated nor through the shim: ${reason}.`,
    }[outcome];
    return [
      {
        level: outcome === "manual" ? "error" : "warning",
        file,
        ...lines(range),
        title: `${rule} ${operation.operation}`,
        text: help ? `${text}\n${help}` : text,
      },
    ];
  });
}

function findings({ files }: JsonReport): Annotation[] {
  return files.flatMap(({ file, findings }) =>
    findings.flatMap(({ severity, rule, message, help, reason, range }): Annotation[] =>
      reason !== undefined
        ? []
        : [
            {
              level: severity === "note" ? "notice" : severity,
              file,
              ...lines(range),
              title: rule,
              text: `${message}\n${help}`,
            },
          ],
    ),
  );
}

function lines({ start, end }: JsonReport["operations"][number]["range"]) {
  return { line: start.line, endLine: end.line, column: start.column };
}

function command({ level, file, line, endLine, column, title, text }: Annotation): string {
  const properties = Object.entries({ file, line, endLine, col: column, title }).map(
    ([name, value]) => `${name}=${escaped(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${level} ${properties.join(",")}::${escaped(text)}`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
