/** `fetch` that gives up on a server that does not begin to answer in time. An answer that has begun may take as long as it likes. */
export function patientFetch(ms: number): (request: Request) => Promise<Response> {
  return async (request) => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(new Error(`no answer within ${ms / 1000} s`)), ms);
    const leave = () => abort.abort(request.signal.reason);
    if (request.signal.aborted) leave();
    request.signal.addEventListener("abort", leave, { once: true });
    try {
      return await fetch(request, { signal: abort.signal });
    } finally {
      clearTimeout(timer);
    }
  };
}
