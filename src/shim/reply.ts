import { asClassicError } from "./errors.js";
import { objectOf, type JsonObject } from "./json.js";

/** A classic stream event. */
export interface ClassicEvent {
  readonly event: string;
  readonly data: JsonObject;
}

/** An answer that is not plain JSON: a stream of events, or another service's response. */
export type Reply =
  | { readonly kind: "events"; readonly events: AsyncGenerator<ClassicEvent>; readonly gone: () => Promise<void> }
  | { readonly kind: "response"; readonly response: Response };

/** The last block of every classic stream. */
const DONE = "event: done\ndata: [DONE]\n\n";

/** The framing that every classic client accepts: name, one data line, blank line; no comments, no CRLF. */
function encode({ event, data }: ClassicEvent): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** What is told when a stream cannot go on: clients read the error at either place. */
function errorEvent(error: unknown): ClassicEvent {
  const { body } = asClassicError(error);
  return { event: "error", data: { ...body, ...objectOf(body.error) } };
}

/**
 * The events as a body. Each is sent as soon as it exists and made only when the reader is ready for it.
 * @param gone is told when the reader leaves before the end
 * @param signal aborted when the whole request is given up
 */
export function eventBody(
  events: AsyncGenerator<ClassicEvent>,
  gone: () => Promise<void>,
  signal: AbortSignal,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  // Whoever listens holds on to the whole call: only until the body is over, because signals of requests may live on.
  let stopListening = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const leave = () => {
          controller.error(signal.reason);
          void gone();
        };
        if (signal.aborted) leave();
        else signal.addEventListener("abort", leave, { once: true });
        stopListening = () => signal.removeEventListener("abort", leave);
      },
      async pull(controller) {
        const next = await events.next().catch(async (error: unknown) => {
          await gone().catch(() => undefined);
          return { done: true, value: errorEvent(error) } as const;
        });
        if (next.done) stopListening();
        if (signal.aborted) return;
        if (next.value) controller.enqueue(encoder.encode(encode(next.value)));
        if (!next.done) return;
        controller.enqueue(encoder.encode(DONE));
        controller.close();
      },
      async cancel() {
        stopListening();
        await gone();
        await events.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
}
