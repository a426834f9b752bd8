import { encodeEvent, type StreamEvent } from "../events/event.js";
import type { ResponseObject } from "../events/fold.js";
import type { Ids } from "../ids.js";
import { textOf } from "../json.js";
import { showEvent, type View } from "../present.js";

/** Deltas are padded to this length, so that their size on the wire tells nothing (as recorded). */
const PADDED = 16;

/**
 * Events as they go over the wire.
 * @param padding makes the `obfuscation` of deltas; undefined leaves it out
 */
export async function* streamChunks(
  events: AsyncGenerator<StreamEvent>,
  record: ResponseObject,
  view: Omit<View, "origin">,
  padding: Ids | undefined,
): AsyncGenerator<string> {
  try {
    for await (const event of events) {
      const shown = showEvent(event, record, view);
      const delta = textOf(shown["delta"]);
      const padded =
        delta === undefined || !padding ? shown : { ...shown, obfuscation: padding.padding(PADDED - delta.length) };
      yield encodeEvent(padded);
    }
  } finally {
    await events.return(undefined);
  }
}
