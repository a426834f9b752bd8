import { renamed } from "../protocol/json.js";
import { currentOperation } from "../protocol/current.js";
import { ClassicError, unreachable, upstreamError } from "./errors.js";
import { objectOf, type Json, type JsonObject } from "./json.js";
import type { ShimOptions } from "./options.js";

/** Headers that belong to one connection or one encoding of a body, and those that only the classic API knows. */
const NOT_FORWARDED = [
  "accept",
  "accept-encoding",
  "connection",
  "content-encoding",
  "content-length",
  "content-type",
  "expect",
  "host",
  "keep-alive",
  "transfer-encoding",
  "upgrade",
];
const NOT_RETURNED = ["connection", "content-encoding", "content-length", "content-type", "transfer-encoding"];

interface Sending {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly include?: readonly string[];
  readonly body?: JsonObject;
  readonly signal?: AbortSignal;
}

/** The current API as one caller uses it: with that caller's credential and headers. */
export class Upstream {
  readonly foundry: boolean;
  /** Headers of the latest answer, to be passed on. */
  headers = new Headers();
  readonly #options: ShimOptions;
  readonly #base: string;
  readonly #caller: Headers;
  readonly #send: (request: Request) => Promise<Response>;

  constructor(options: ShimOptions, caller: Headers) {
    this.#options = options;
    this.#base = options.endpoint.replace(/\/+$/, "");
    this.foundry = isProject(options.endpoint);
    this.#caller = caller;
    this.#send = options.upstream ?? fetch;
  }

  /**
   * Calls an operation of the current API by its id ("conversations.create").
   * @throws ClassicError for every answer that is no success, and 502 when there is none
   */
  async call(operation: string, sending: Sending = {}): Promise<JsonObject> {
    return this.json(await this.open(operation, sending));
  }

  /**
   * Creates a response. Some endpoints have been seen to want the property's former name, which is tried when they say so.
   * @param signal gives it up
   * @throws ClassicError
   */
  async respond(body: JsonObject, signal?: AbortSignal): Promise<Response> {
    try {
      return await this.open("responses.create", { body, signal });
    } catch (error) {
      if (!wantsAgent(error) || body.agent_reference === undefined) throw error;
      return this.open("responses.create", { body: renamed(body, "agent_reference", "agent"), signal });
    }
  }

  /** The same as `call`, for an answer that is read as it comes. */
  open(operation: string, sending: Sending = {}): Promise<Response> {
    const found = currentOperation(operation);
    if (!found) throw new Error(`${operation} is no operation of the current API.`);
    const { method, path } = found.endpoint;
    const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeURIComponent(sending.path?.[name] ?? ""));
    return this.#request(method, found.id.startsWith("agents.") ? "project" : "openai", filled, sending);
  }

  /** A list that only Foundry has, and no SDK: "/responses" of a conversation, "/conversations". */
  async list(path: "/responses" | "/conversations", query: Sending["query"]): Promise<JsonObject> {
    return this.json(await this.#request("GET", "openai", path, { query }));
  }

  /** Passes a request on as it is to a path of the upstream's OpenAI base. @throws ClassicError for every answer that is no success */
  async pass(request: Request, path: string): Promise<Response> {
    const response = await this.forward(request, this.#url("openai", path));
    if (!response.ok) throw await upstreamError(response);
    return response;
  }

  /** Sends a request as it is to another address, with the upstream's credential, and gives the answer as it comes. */
  async forward(request: Request, url: string): Promise<Response> {
    const headers = await this.#headers();
    for (const name of ["accept", "content-type"]) {
      const value = request.headers.get(name);
      if (value !== null) headers.set(name, value);
    }
    const { method, signal } = request;
    const withBody = method !== "GET" && method !== "HEAD" && method !== "DELETE" && request.body !== null;
    const init = { method, headers, signal, ...(withBody && { body: request.body, duplex: "half" }) };
    const response = await this.#reach(new Request(url, init as RequestInit));
    return new Response(response.body, { status: response.status, headers: returned(response.headers, true) });
  }

  /** The object that an answer holds. */
  async json(response: Response): Promise<JsonObject> {
    return objectOf((await response.json()) as Json);
  }

  async #request(method: string, base: "project" | "openai", path: string, sending: Sending): Promise<Response> {
    const url = new URL(this.#url(base, path));
    if (base === "project") url.searchParams.set("api-version", "v1");
    for (const [name, value] of Object.entries(sending.query ?? {})) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    for (const value of sending.include ?? []) url.searchParams.append("include[]", value);
    const headers = await this.#headers();
    if (sending.body) headers.set("content-type", "application/json");
    const body = sending.body && JSON.stringify(sending.body);
    const response = await this.#reach(new Request(url, { method, headers, body, signal: sending.signal }));
    this.headers = response.headers;
    if (!response.ok) throw await upstreamError(response);
    return response;
  }

  async #reach(request: Request): Promise<Response> {
    try {
      return await this.#send(request);
    } catch (error) {
      if (request.signal.aborted) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw unreachable(new URL(this.#base).host, reason);
    }
  }

  #url(base: "project" | "openai", path: string): string {
    return this.foundry && base === "openai" ? `${this.#base}/openai/v1${path}` : `${this.#base}${path}`;
  }

  async #headers(): Promise<Headers> {
    const headers = new Headers(this.#caller);
    for (const name of NOT_FORWARDED) headers.delete(name);
    if (headers.get("openai-beta")?.startsWith("assistants")) headers.delete("openai-beta");
    const { token, apiKey } = this.#options;
    if (token === undefined && apiKey === undefined) return headers;
    headers.delete("api-key");
    headers.delete("authorization");
    if (token !== undefined) headers.set("authorization", `Bearer ${await token()}`);
    else if (this.foundry) headers.set("api-key", apiKey!);
    else headers.set("authorization", `Bearer ${apiKey}`);
    return headers;
  }
}

/** "The 'agent_reference' property is deprecated. Use 'agent' instead." (reported of one endpoint) */
function wantsAgent(error: unknown): boolean {
  return error instanceof ClassicError && error.status === 400 && /'agent_reference'.*Use 'agent'/.test(error.message);
}

/** Whether an endpoint is that of a Foundry project. */
export function isProject(endpoint: string): boolean {
  return /\/api\/projects\/[^/]+\/*$/.test(new URL(endpoint).pathname);
}

/** Headers of an upstream answer as they are passed on: without what says how its body was sent. */
export function returned(headers: Headers, sameBody = false): Headers {
  const passed = new Headers(headers);
  for (const name of NOT_RETURNED) if (!sameBody || name !== "content-type") passed.delete(name);
  return passed;
}
