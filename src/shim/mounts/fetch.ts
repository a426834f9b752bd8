import { shims, type MountOptions } from "./shims.js";

type Fetch = typeof fetch;

/**
 * A `fetch` for the clients of the `openai` package, 4 to 7, `OpenAI` and `AzureOpenAI` alike: assistants, threads, files and vector stores
 * are served by the current API, everything else goes where the client sent it.
 *
 *     new OpenAI({ fetch: classicFetch({ endpoint: "https://….services.ai.azure.com/api/projects/…" }) })
 *     new OpenAI({ fetch: classicFetch() }) // by OpenAI itself
 */
export function classicFetch({ fetch: given = fetch, ...options }: MountOptions = {}): Fetch {
  const shimFor = shims(options);
  return async (input, init) => {
    // Uploads of older clients are streams, which are only sent when they say that nothing is read meanwhile.
    const request = new Request(
      input as Request,
      init?.body == null ? init : ({ duplex: "half", ...init } as RequestInit),
    );
    const shim = shimFor(new URL(request.url));
    return Promise.race([shim ? shim.fetch(request) : given(request), aborted(request.signal)]);
  };
}

/** Rejects when the signal fires, as `fetch` does. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
