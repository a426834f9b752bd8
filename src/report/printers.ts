import path from "node:path";
import type { JsonReport } from "./json.js";

/** Makes the text of a report file. */
export type ReportPrinter = (report: JsonReport) => string;

/** What a kind of report is told by, in the order in which they are tried. */
const KINDS: readonly { readonly matches: (name: string) => boolean; readonly load: () => Promise<ReportPrinter> }[] = [
  { matches: (name) => name.endsWith(".json"), load: async () => (report) => `${JSON.stringify(report, null, 2)}\n` },
  { matches: (name) => name.endsWith(".html"), load: async () => (await import("./html.js")).htmlReport },
  { matches: (name) => name.endsWith(".sarif"), load: async () => (await import("./sarif.js")).sarifReport },
  { matches: (name) => name.endsWith("handoff.md"), load: async () => (await import("./handoff.js")).handoffReport },
  { matches: (name) => name.endsWith(".md"), load: async () => (await import("./markdown.js")).markdownReport },
];

/** What report files end with, for messages. */
export const REPORT_ENDINGS = [".html", ".json", ".sarif", ".md", "handoff.md"] as const;

/** The word that stands for annotations on GitHub, which go to the log instead of a file. */
export const GITHUB = "github";

/** Loads what prints a report file; undefined when its name says no known kind. */
export function printerFor(file: string): (() => Promise<ReportPrinter>) | undefined {
  const name = path.basename(file).toLowerCase();
  return KINDS.find(({ matches }) => matches(name))?.load;
}
