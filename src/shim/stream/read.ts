import { isObject } from "../../protocol/json.js";
import type { Json, JsonObject } from "../json.js";

/** The events of a server-sent event stream, as they arrive. Events that are no JSON objects are left out. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<JsonObject> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
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
    // Whoever stops reading wants nothing more made.
    await reader.cancel().catch(() => undefined);
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
