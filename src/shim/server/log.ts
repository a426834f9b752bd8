/** What is told of one request: enough to find it again, nothing that it said. No query, no header and no body is in it. */
export interface LogEntry {
  readonly time: string;
  readonly level: "info" | "warn" | "error";
  readonly event: "request";
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly ms: number;
  /** The answer's `x-request-id`. */
  readonly request?: string;
  /** The caller left before the answer was complete. */
  readonly aborted?: true;
}

/** Takes entries; by default nobody does. */
export type Log = (entry: LogEntry) => void;

/** One JSON object a line on stderr. */
export const logToStderr: Log = (entry) => void process.stderr.write(`${JSON.stringify(entry)}\n`);

/** Ids in paths may be long; whatever is longer than any id is not one. */
const LONGEST_PART = 128;

/** The path without what cannot be an id, for callers that put other things there. */
export function loggedPath(pathname: string): string {
  return pathname
    .split("/")
    .map((part) => (part.length > LONGEST_PART ? "…" : part))
    .join("/");
}
