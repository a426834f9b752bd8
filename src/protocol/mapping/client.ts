import type { Row } from "../types.js";
import { client } from "./rows.js";

const POLLING = "How often the SDK asks; a response is waited for in one call.";

/** Arguments that SDKs add to operations and never send, by the name they have there. */
export const CLIENT_ROWS: readonly Row[] = [
  client("poll_interval_ms", POLLING),
  client("polling_interval", POLLING),
  client("polling_interval_in_ms", POLLING),
];
