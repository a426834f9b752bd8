import { isObject } from "../../protocol/json.js";
import type { Json, JsonObject } from "../json.js";

/** A server-sent event stream that is being read. */
export interface EventReader {
  /** The events as they arrive. Those that are no JSON objects are left out. */
  readonly events: AsyncGenerator<JsonObject>;
  /** Ends the stream, also while an event is waited for: nothing more is to be made. */
  stop(): Promise<void>;
}

export function readEvents(body: ReadableStream<Uint8Array>): EventReader {
  const reader = body.getReader();
  const stop = () => reader.cancel().catch(() => undefined);
  return { events: eventsOf(reader, stop), stop };
}

async function* eventsOf(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  stop: () => Promise<void>,
): AsyncGenerator<JsonObject> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      text += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const blocks = text.split(/\r?\n\r?\n/);
      text = done ? "" : blocks.pop()!;
      for (const block of blocks) {
        const event = parse(block);
        if (event) yield event;
      }
      if (done) return;
    }
  } finally {
    await stop();
  }
}

function parse(block: string): JsonObject | undefined {
  const lines = block.split(/\r?\n/).filter((line) => line.startsWith("data:"));
  const data = lines.map((line) => line.slice(line.startsWith("data: ") ? 6 : 5)).join("\n");
  if (data === "" || data === "[DONE]") return undefined;
  try {
    const value = JSON.parse(data) as Json;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
