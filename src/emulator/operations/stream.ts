import { encodeEvent, type StreamEvent } from "../events/event.js";
import type { ResponseObject } from "../events/fold.js";
import { textOf } from "../json.js";
import { showEvent, type View } from "../present.js";

/** Deltas are padded to a common length, so that their size on the wire tells nothing (as recorded). Here the letters are always the same. */
const PADDING = "VcDkklq6nBYkRJKH";

/** Events as they go over the wire. `obfuscate`: pad the deltas. */
export async function* streamChunks(
  events: AsyncGenerator<StreamEvent>,
  record: ResponseObject,
  view: Omit<View, "origin">,
  obfuscate: boolean,
): AsyncGenerator<string> {
  try {
    for await (const event of events) {
      const shown = showEvent(event, record, view);
      const delta = textOf(shown["delta"]);
      const padded = delta === undefined || !obfuscate ? shown : { ...shown, obfuscation: PADDING.slice(delta.length) };
      yield encodeEvent(padded);
    }
  } finally {
    await events.return(undefined);
  }
}
