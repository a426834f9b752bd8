/**
 * A handler that minds the signal of its request, as `fetch` does: SDKs given it as their `fetch` option time out and abort through it.
 * An aborted request rejects with the signal's reason; a stream that is being read fails with it.
 */
export function abortable(handler: (request: Request) => Promise<Response>): (request: Request) => Promise<Response> {
  return async (request) => {
    const { signal } = request;
    signal.throwIfAborted();
    const answer = handler(request);
    const response = await untilAborted(signal, answer).catch((error: unknown) => {
      // Nobody will read what still comes.
      if (signal.aborted) void answer.then(({ body }) => body?.cancel()).catch(() => undefined);
      throw error;
    });
    const streamed = response.headers.get("content-type")?.startsWith("text/event-stream");
    if (!response.body || !streamed) return response;
    return new Response(failingWhenAborted(response.body, signal), response);
  };
}

function failingWhenAborted(body: ReadableStream<Uint8Array>, signal: AbortSignal): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { value, done } = await untilAborted(signal, reader.read());
          if (done) controller.close();
          else controller.enqueue(value);
        } catch (error) {
          controller.error(error);
          if (signal.aborted) await reader.cancel();
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** The value, or a rejection as soon as the signal fires. */
function untilAborted<Value>(signal: AbortSignal, value: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    void value.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
