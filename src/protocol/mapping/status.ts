import type { RunStatus } from "../classic/words.js";
import type { ResponseStatus } from "../current/words.js";
import type { MappingClass } from "../types.js";

/** What a run status became. */
export interface StatusMapping {
  readonly classic: RunStatus;
  /** Absent where a response has no such status. */
  readonly current?: ResponseStatus;
  readonly class: MappingClass;
  /** For people; present unless the row is mechanical. */
  readonly because?: string;
}

/** Every status of a run and what became of it. */
export const RUN_STATUSES: readonly StatusMapping[] = [
  {
    classic: "queued",
    current: "queued",
    class: "mechanical",
    because: "Only responses created with `background: true` are ever queued.",
  },
  { classic: "in_progress", current: "in_progress", class: "mechanical" },
  {
    classic: "requires_action",
    class: "care",
    because:
      "A response that waits for tool outputs is `completed`, and its `output` has `function_call` or `mcp_approval_request` items that nobody has answered. Test for those items.",
  },
  {
    classic: "cancelling",
    class: "none",
    because: "A response is cancelled at once and goes straight to `cancelled`; drop the test.",
  },
  { classic: "cancelled", current: "cancelled", class: "mechanical" },
  {
    classic: "failed",
    current: "failed",
    class: "care",
    because: "Many failures arrive as an exception of the call instead of a failed response.",
  },
  {
    classic: "completed",
    current: "completed",
    class: "care",
    because: "Completed also covers a response that waits for tool outputs; it is finished when no call is unanswered.",
  },
  { classic: "incomplete", current: "incomplete", class: "mechanical" },
  {
    classic: "expired",
    class: "none",
    because: "Responses do not expire; drop the test, and set a timeout of your own where you relied on it.",
  },
];

const byClassic = new Map<string, StatusMapping>(RUN_STATUSES.map((status) => [status.classic, status]));

/** What a run status became; undefined for a word that is no run status. */
export function statusMapping(classic: string): StatusMapping | undefined {
  return byClassic.get(classic);
}
