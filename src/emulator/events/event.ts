import type { JsonObject } from "../json.js";

/** A stream event before it is numbered. */
export interface EventBody extends JsonObject {
  type: string;
}

/** A stream event as it is sent. */
export interface StreamEvent extends EventBody {
  sequence_number: number;
}

/** One server-sent event with the framing every client accepts: name, one data line, blank line. */
export function encodeEvent(event: StreamEvent): string {
  return `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}
