import { control, type Controlled } from "./control.js";
import { sleep } from "./engine/run.js";
import { applyBefore, applyToStream, type Fault } from "./faults.js";
import { loggedBody, readBody, type Body } from "./http/body.js";
import { ApiError, conversationLocked, unknownParameter, type Surface } from "./http/errors.js";
import { Reply } from "./http/reply.js";
import type { JsonObject } from "./json.js";
import type { LoggedRequest } from "./log.js";
import type { Service } from "./service.js";
import { destination, type Destination } from "./surfaces.js";

/** Parameters that any operation may get. */
const COMMON_QUERY = ["api-version"];

/** The service as a function from request to response. It never throws: what goes wrong is an answer. */
export function createHandler(service: Service, controlled: Controlled): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/__emulator/")) return control(controlled, request, url);
    const target = destination(request.method, url.pathname);
    const surface = target?.surface ?? "openai";
    const requestId = service.state.ids.request();
    service.state.clock.tick();
    let entry: LoggedRequest | undefined;
    let reply: Reply;
    try {
      const body = await readBody(request);
      entry = service.log.request(request.method, url, request.headers, loggedBody(body));
      reply = await answer(service, request, url, target, body, entry);
    } catch (error) {
      reply = errorReply(error, surface, requestId);
    }
    entry ??= service.log.request(request.method, url, request.headers, null);
    return toResponse(reply, entry, requestId);
  };
}

async function answer(
  service: Service,
  request: Request,
  url: URL,
  target: Destination | undefined,
  body: Body,
  entry: LoggedRequest,
): Promise<Reply> {
  const { options, unverified } = service;
  const surface = target?.surface ?? "openai";
  await sleep(options.latency ?? 0);
  const streams = body.json["stream"] === true || url.searchParams.get("stream") === "true";
  const fault = service.faults.take(request.method, url.pathname, streams);
  if (fault) {
    entry.fault = fault.kind;
    if (fault.kind === "container_expired")
      for (const container of service.state.containers.values()) container.expired = true;
    await applyBefore(fault, () => conversationLocked(surface, unverified.lockOnFoundry));
  }
  if (options.requireAuth) checkCredential(request.headers);
  const hidden =
    surface === "foundry" && unverified.containersOnFoundry === "refuse" && /\/containers\b/.test(url.pathname);
  if (!target?.match || hidden) throw new ApiError(404, `Invalid URL (${request.method} ${url.pathname})`);
  checkQuery(url.searchParams, target);
  const result = await target.match.operation({
    service,
    surface: target.surface,
    params: target.match.params,
    url,
    query: url.searchParams,
    headers: request.headers,
    body: body.json,
    form: body.form,
    boundAgent: target.boundAgent,
  });
  return spoil(result instanceof Reply ? result : new Reply(200, result), fault);
}

function checkCredential(headers: Headers): void {
  if (headers.has("authorization") || headers.has("api-key")) return;
  throw new ApiError(401, "Missing bearer authentication in header", { type: "invalid_request_error" });
}

function checkQuery(query: URLSearchParams, { match, needsApiVersion }: Destination): void {
  for (const name of query.keys()) {
    if (!COMMON_QUERY.includes(name) && !match?.query.includes(name)) throw unknownParameter(name);
  }
  if (needsApiVersion && !query.get("api-version")) {
    throw new ApiError(400, "The api-version query parameter (?api-version=) is required for all requests.", {
      code: "MissingApiVersionParameter",
      param: "api-version",
    });
  }
}

function errorReply(error: unknown, surface: Surface, requestId: string): Reply {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(500, `The emulator failed: ${error instanceof Error ? error.message : String(error)}`);
  return new Reply(known.status, known.body(surface, requestId), known.headers);
}

function spoil(reply: Reply, fault: Fault | undefined): Reply {
  return fault && reply.events ? reply.withEvents(applyToStream(reply.events, fault)) : reply;
}

/** The reply as a response, with the headers of the service, and noted in the log. */
function toResponse(reply: Reply, entry: LoggedRequest, requestId: string): Response {
  entry.status = reply.status;
  const headers: Record<string, string> = {
    "x-request-id": requestId,
    "openai-version": "2020-10-01",
    "openai-processing-ms": "1",
    ...reply.headers,
  };
  if (reply.events) {
    const sent: Record<string, number> = {};
    entry.response = sent;
    const count = (name: string) => {
      sent[name] = (sent[name] ?? 0) + 1;
    };
    return new Response(reply.stream(count), { status: reply.status, headers });
  }
  const { body } = reply;
  if (body === null || body instanceof Uint8Array) return new Response(body, { status: reply.status, headers });
  entry.response = body as JsonObject;
  return new Response(JSON.stringify(body), {
    status: reply.status,
    headers: { "content-type": "application/json", ...headers },
  });
}
