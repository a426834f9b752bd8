import { createHash } from "node:crypto";
import { explanations } from "../../transforms/explanations.js";
import { rules } from "../../transforms/registry.js";
import type { JsonFile, JsonOperation, JsonReport } from "./json.js";
import { placeOf, reasonsByPlace } from "./leftovers.js";
import { lineEdits } from "./lineEdits.js";
import type { Range } from "./position.js";

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: "error" | "warning" | "note";
  readonly message: { readonly text: string };
  readonly locations: readonly unknown[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly fixes?: readonly unknown[];
  readonly properties?: Readonly<Record<string, unknown>>;
}

/**
 * A SARIF 2.1.0 log. Classic calls that remain and places to review are results. What can be migrated carries the change as a fix, once
 * for each set of files that can only be changed together; a log of a run that wrote has no fixes, and nothing to say of what it migrated.
 */
export function sarifReport(report: JsonReport): string {
  const results = [...operationResults(report), ...findingResults(report)];
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            rules: rules.map(({ id, name, what }) => ({
              id,
              name,
              shortDescription: { text: what },
              fullDescription: { text: `${what} ${explanations[id]?.why ?? ""}`.trim() },
              help: { text: (explanations[id]?.byHand ?? [what]).join("\n") },
            })),
          },
        },
        columnKind: "utf16CodeUnits",
        originalUriBaseIds: {
          SRCROOT: { description: { text: "The root of the repository, or the folder of the run." } },
        },
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: report.files.flatMap(notifications) }],
        results: withFingerprints(results),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

type Draft = Omit<Result, "ruleIndex" | "partialFingerprints"> & { readonly file: string; readonly code: string };

function operationResults(report: JsonReport): Draft[] {
  const isDone = report.mode === "apply" || report.mode === "stdin";
  const reasons = reasonsByPlace(report);
  const fixed = new Set<number>();
  return report.operations.flatMap((operation): Draft[] => {
    const { file, range, rule, code, outcome } = operation;
    if (isDone && outcome === "migrated") return [];
    const help = reasons.get(placeOf(operation))?.[0]?.help;
    const fix = outcome === "migrated" ? fixFor(report, file, fixed) : undefined;
    return [
      {
        file,
        code,
        ruleId: rule,
        level: outcome === "manual" ? "error" : "warning",
        message: { text: [messageOf(operation), ...(help ? [help] : [])].join(" ") },
        locations: [location(file, range)],
        properties: { operation: operation.operation, sdk: operation.dialect, outcome, flow: operation.flow },
        ...(fix !== undefined && { fixes: [fix] }),
      },
    ];
  });
}

function messageOf({ operation, outcome, reason }: JsonOperation): string {
  if (outcome === "migrated") return `${operation} is a call of a classic agent API. It can be migrated.`;
  const state = outcome === "shimmed" ? "runs through the shim" : "stays as it is";
  return `${operation} is a call of a classic agent API. It ${state}: ${reason}.`;
}

/** The change of all files that go with a file; undefined when it was given before. */
function fixFor(report: JsonReport, name: string, given: Set<number>): unknown {
  const group = report.files.find(({ file }) => file === name)?.group;
  if (group === undefined || given.has(group)) return undefined;
  given.add(group);
  // The text of a notebook's code has no lines in the file.
  const files = report.files.filter((file) => file.group === group && !/\.ipynb$/i.test(file.file));
  if (files.length === 0) return undefined;
  return {
    description: { text: "Migrate to the current API, together with the other files of these flows." },
    artifactChanges: files.map(({ file, diff = [] }) => ({
      artifactLocation: artifact(file),
      replacements: lineEdits(diff).map(({ startLine, endLine, endColumn, text }) => ({
        deletedRegion: { startLine, startColumn: 1, endLine, endColumn },
        insertedContent: { text },
      })),
    })),
  };
}

function findingResults({ files }: JsonReport): Draft[] {
  return files.flatMap(({ file, findings }) =>
    findings.flatMap(({ rule, severity, message, help, reason, range, code }): Draft[] =>
      reason !== undefined
        ? []
        : [
            {
              file,
              code,
              ruleId: rule,
              level: severity,
              message: { text: `${message} ${help}`.trim() },
              locations: [location(file, range)],
            },
          ],
    ),
  );
}

/** Fingerprints do not count lines, so that a result is known again when code above it moves. */
function withFingerprints(drafts: readonly Draft[]): Result[] {
  const seen = new Map<string, number>();
  return drafts.map(({ file, code, ...draft }) => {
    const key = [
      draft.ruleId,
      file,
      code.replace(/\s+/g, " ").trim(),
      draft.properties?.operation ?? draft.message.text,
    ].join("\n");
    const nth = seen.get(key) ?? 0;
    seen.set(key, nth + 1);
    const hash = createHash("sha256").update(`${key}\n${nth}`).digest("hex").slice(0, 32);
    return {
      ...draft,
      ruleIndex: rules.findIndex(({ id }) => id === draft.ruleId),
      partialFingerprints: { "migrateAgents/v1": hash },
    };
  });
}

function notifications({ file, skipped, refused }: JsonFile): unknown[] {
  const text = refused
    ? refused.message
    : skipped && skipped.reason !== "ignored"
      ? [skipped.reason, skipped.detail].filter(Boolean).join(": ")
      : undefined;
  if (text === undefined) return [];
  return [
    {
      level: "warning",
      message: { text: `${file}: ${text}` },
      locations: [{ physicalLocation: { artifactLocation: artifact(file) } }],
    },
  ];
}

function location(file: string, { start, end }: Range) {
  // Cells of a notebook have no lines in the file.
  const region = { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
  return { physicalLocation: { artifactLocation: artifact(file), ...(!/\.ipynb$/i.test(file) && { region }) } };
}

function artifact(file: string) {
  return { uri: file.split("/").map(encodeURIComponent).join("/"), uriBaseId: "SRCROOT" };
}
