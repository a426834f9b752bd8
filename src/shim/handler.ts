import { isObject } from "../protocol/json.js";
import { resolvedBody, resolvedParams } from "./aliases.js";
import type { Call, Shim } from "./call.js";
import { asClassicError, badRequest, noOperation } from "./errors.js";
import { createIds } from "./ids.js";
import type { Json, JsonObject } from "./json.js";
import type { ShimOptions } from "./options.js";
import { eventBody, type Reply } from "./reply.js";
import { findRoute } from "./routes.js";
import { Running } from "./runs/running.js";
import { State } from "./state/state.js";
import { storeAt } from "./state/open.js";
import { memoryStore, type Store } from "./state/store.js";
import { classicPath } from "./surfaces.js";
import { returned, Upstream } from "./upstream.js";

/** The classic API as a web-standard handler. */
export interface ShimHandler {
  /** Answers a request of the classic API by means of the current one. It never throws: what goes wrong is an answer. */
  fetch(request: Request): Promise<Response>;
}

/**
 * Makes a shim: old code that talks to it runs unchanged on the current API. It serves OpenAI's Assistants (`/v1/threads`), Azure OpenAI's
 * (`/openai/threads?api-version=…`) and a Foundry project's classic agents (`/api/projects/<name>/threads?api-version=…`) alike.
 */
export function createShim(options: ShimOptions): ShimHandler {
  const shim: Shim = {
    options,
    ids: createIds(options.ids ?? "classic"),
    state: new State(storeOf(options)),
    running: new Running(),
    now: options.now ?? (() => Math.floor(Date.now() / 1000)),
  };
  return { fetch: (request) => answer(shim, request) };
}

/** Where a shim keeps what the service has no place for. */
export function storeOf({ store = memoryStore() }: Pick<ShimOptions, "store">): Store {
  return typeof store === "string" ? storeAt(store) : store;
}

async function answer(shim: Shim, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const classic = classicPath(url.pathname);
  if (!classic && shim.options.elsewhere) return shim.options.elsewhere(request);
  const upstream = new Upstream(shim.options, request.headers);
  try {
    const route = classic && findRoute(request.method, classic.path);
    if (!route) throw noOperation(request.method, url.pathname);
    const upload = request.headers.get("content-type")?.startsWith("multipart/form-data") ?? false;
    const call: Call = {
      shim,
      upstream,
      surface: classic.surface,
      request,
      params: await resolvedParams(shim.state, route.params),
      query: url.searchParams,
      body: upload ? {} : await resolvedBody(shim.state, await bodyOf(request)),
    };
    return toResponse(await route.operation(call), upstream, request.signal);
  } catch (error) {
    return errorResponse(error, upstream);
  }
}

/** @throws ClassicError 400 for what is no JSON object */
async function bodyOf(request: Request): Promise<JsonObject> {
  if (request.method !== "POST") return {};
  const text = await request.text();
  if (text === "") return {};
  let body: Json | undefined;
  try {
    body = JSON.parse(text) as Json;
  } catch {
    body = undefined;
  }
  if (isObject(body)) return body;
  throw badRequest("We could not parse the JSON body of your request. Send one JSON object.");
}

function toResponse(result: JsonObject | Reply, upstream: Upstream, signal: AbortSignal): Response {
  if (!isReply(result)) return jsonResponse(200, result, upstream);
  if (result.kind === "response") return result.response;
  const headers = answerHeaders(upstream, "text/event-stream; charset=utf-8");
  headers.set("cache-control", "no-cache");
  return new Response(eventBody(result.events, result.gone, signal), { headers });
}

function isReply(result: JsonObject | Reply): result is Reply {
  return result.kind === "events" || result.kind === "response";
}

function errorResponse(error: unknown, upstream: Upstream): Response {
  const known = asClassicError(error);
  return jsonResponse(known.status, known.body, upstream, known.headers);
}

function jsonResponse(
  status: number,
  body: JsonObject,
  upstream: Upstream,
  extra: Readonly<Record<string, string>> = {},
): Response {
  const headers = answerHeaders(upstream, "application/json");
  for (const [name, value] of Object.entries(extra)) headers.set(name, value);
  // Run helpers of SDKs wait this long between two looks; their own default is five seconds.
  if (body.object === "thread.run") headers.set("openai-poll-after-ms", "300");
  return new Response(JSON.stringify(body), { status, headers });
}

function answerHeaders(upstream: Upstream, type: string): Headers {
  const headers = returned(upstream.headers);
  headers.set("content-type", type);
  if (!headers.has("x-request-id")) headers.set("x-request-id", `req_${crypto.randomUUID().replaceAll("-", "")}`);
  return headers;
}
