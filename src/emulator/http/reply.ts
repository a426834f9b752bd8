import type { JsonObject } from "../json.js";

/** What an operation answers with when it is not plain JSON with status 200. */
export class Reply {
  readonly status: number;
  readonly body: JsonObject | Uint8Array<ArrayBuffer> | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Server-sent events, each fully encoded. */
  readonly events: AsyncGenerator<string> | undefined;
  /** Told when the client goes away before the last event. */
  readonly gone: () => void;

  constructor(
    status: number,
    body: Reply["body"],
    headers: Readonly<Record<string, string>> = {},
    events?: AsyncGenerator<string>,
    gone: () => void = () => undefined,
  ) {
    this.status = status;
    this.body = body;
    this.headers = headers;
    this.events = events;
    this.gone = gone;
  }

  withEvents(events: AsyncGenerator<string>): Reply {
    return new Reply(this.status, this.body, this.headers, events, this.gone);
  }

  /**
   * The events as a body: pulled one by one, so that what the client does not read is not made; a client that goes away ends them.
   * @param sent is told the name of every event that goes out
   */
  stream(sent: (name: string) => void): ReadableStream<Uint8Array> {
    const { events, gone } = this;
    if (!events) throw new Error("This reply has no events.");
    const encoder = new TextEncoder();
    return new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { value, done } = await events.next();
          if (done) return controller.close();
          sent(/^event: (.*)/.exec(value)?.[1] ?? "");
          controller.enqueue(encoder.encode(value));
        },
        async cancel() {
          gone();
          await events.return(undefined);
        },
      },
      { highWaterMark: 1 },
    );
  }
}

/** The content of a file. */
export function bytes(content: Uint8Array, contentType = "application/octet-stream"): Reply {
  return new Reply(200, new Uint8Array(content), { "content-type": contentType });
}

/** A stream of server-sent events; `gone` is told when its reader leaves early. */
export function eventStream(events: AsyncGenerator<string>, gone?: () => void): Reply {
  return new Reply(
    200,
    null,
    { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" },
    events,
    gone,
  );
}
