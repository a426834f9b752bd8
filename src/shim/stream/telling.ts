import type { Ids } from "../ids.js";
import type { RunRecord } from "../state/records.js";
import type { Surface } from "../surfaces.js";

/** What every event of a run's stream needs to know. */
export interface Telling {
  readonly run: RunRecord;
  readonly ids: Ids;
  readonly surface: Surface;
  /** Unix seconds. */
  readonly now: number;
  /** Whether the content of search results was asked for. */
  readonly withContent: boolean;
}
