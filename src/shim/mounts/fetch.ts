import { createShim } from "../handler.js";
import type { ShimOptions } from "../options.js";

type Fetch = typeof fetch;

/** What a mount takes: everything about the upstream; where the rest goes is the client's own address. */
export type MountOptions = Omit<ShimOptions, "elsewhere"> & {
  /** Sends what is not classic (chat completions, embeddings and so on) to where the client meant it. Default: the platform's `fetch`. */
  readonly fetch?: Fetch;
};

/**
 * A `fetch` for the clients of the `openai` package, 4 to 7, `OpenAI` and `AzureOpenAI` alike: assistants, threads, files and vector stores
 * are served by the current API, everything else goes where the client sent it.
 *
 *     new OpenAI({ fetch: classicFetch({ endpoint: "https://….services.ai.azure.com/api/projects/…" }) })
 */
export function classicFetch({ fetch: given = fetch, ...options }: MountOptions): Fetch {
  const shim = createShim({ ...options, elsewhere: (request) => given(request) });
  return (input, init) => {
    // Uploads of older clients are streams, which are only sent when they say that nothing is read meanwhile.
    const request = new Request(
      input as Request,
      init?.body == null ? init : ({ duplex: "half", ...init } as RequestInit),
    );
    return Promise.race([shim.fetch(request), aborted(request.signal)]);
  };
}

/** Rejects when the signal fires, as `fetch` does. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
