import { PipelineHeaders } from "./pipelineHeaders.js";
import { shims, type MountOptions } from "./shims.js";

/** As much as is needed of a request of `@azure/core-rest-pipeline`. */
interface PipelineRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Iterable<[string, string]>;
  readonly body?: unknown;
  /** Parts of an upload that are not put together yet. */
  readonly multipartBody?: unknown;
  readonly abortSignal?: { readonly aborted: boolean; addEventListener(type: "abort", listener: () => void): void };
  readonly streamResponseStatusCodes?: ReadonlySet<number>;
}

/** Its answer. `Pipeline` stands for the pipeline's own type of request. */
interface PipelineResponse<Pipeline> {
  readonly request: Pipeline;
  readonly status: number;
  readonly headers: PipelineHeaders;
  readonly bodyAsText?: string | null;
  readonly readableStreamBody?: NodeJS.ReadableStream;
}

/** An `httpClient` for clients of the Azure SDKs. */
export interface ClassicHttpClient {
  sendRequest<Pipeline extends PipelineRequest>(request: Pipeline): Promise<PipelineResponse<Pipeline>>;
}

/** A policy for the pipeline of clients of the Azure SDKs. */
export interface ClassicPolicy {
  readonly name: string;
  sendRequest<Pipeline extends PipelineRequest, Response>(
    request: Pipeline,
    next: (request: Pipeline) => Promise<Response>,
  ): Promise<PipelineResponse<Pipeline> | Response>;
}

/**
 * An `httpClient` for `AgentsClient` of `@azure/ai-agents` and `AIProjectClient` of `@azure/ai-projects` 1: classic agents, threads, runs, files
 * and vector stores are served by the current API of the same project, everything else is sent as it is.
 *
 *     new AgentsClient(endpoint, credential, { httpClient: classicHttpClient() })
 */
export function classicHttpClient({ fetch: given = fetch, ...options }: MountOptions = {}): ClassicHttpClient {
  const shimFor = shims(options);
  return {
    async sendRequest(request) {
      const sent = toRequest(request);
      const shim = shimFor(new URL(request.url));
      return toPipeline(request, await (shim ? shim.fetch(sent) : given(sent)));
    },
  };
}

/**
 * The same as a policy, for clients whose `httpClient` is taken: classic requests end here, and policies behind it do not see them; all
 * others go on. Uploads are whole only behind the client's own policies: the position has to be `perRetry`.
 *
 *     new AgentsClient(endpoint, credential, { additionalPolicies: [{ policy: classicPolicy(), position: "perRetry" }] })
 */
export function classicPolicy(options: Omit<MountOptions, "fetch"> = {}): ClassicPolicy {
  const shimFor = shims(options);
  return {
    name: "migrate-agents-classic",
    async sendRequest(request, next) {
      const shim = shimFor(new URL(request.url));
      return shim ? toPipeline(request, await shim.fetch(toRequest(request))) : next(request);
    },
  };
}

function toRequest(request: PipelineRequest): Request {
  const { url, method, abortSignal } = request;
  if (request.multipartBody !== undefined && request.body === undefined) {
    throw new Error('classicPolicy came before the upload was put together: give it the position "perRetry".');
  }
  const abort = new AbortController();
  if (abortSignal?.aborted) abort.abort();
  abortSignal?.addEventListener("abort", () => abort.abort());
  // Streams are given as functions, so that they can be sent again.
  const body = (typeof request.body === "function" ? (request.body as () => unknown)() : request.body) ?? undefined;
  const headers = [...request.headers];
  const init = { method, headers, body, signal: abort.signal, ...(body !== undefined && { duplex: "half" }) };
  return new Request(url, init as RequestInit);
}

async function toPipeline<Pipeline extends PipelineRequest>(
  request: Pipeline,
  response: Response,
): Promise<PipelineResponse<Pipeline>> {
  const { status } = response;
  const answer = { request, status, headers: new PipelineHeaders(response.headers) };
  const streamed = request.streamResponseStatusCodes;
  if (!response.body || !(streamed?.has(Infinity) || streamed?.has(status))) {
    return { ...answer, bodyAsText: await response.text() };
  }
  const { Readable } = await import("node:stream");
  return { ...answer, readableStreamBody: Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]) };
}
