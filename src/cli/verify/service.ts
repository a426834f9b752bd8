/** Where a check asks. */
export interface Service {
  readonly target: "foundry" | "openai";
  /** A project's endpoint, or the base URL of OpenAI. */
  readonly base: string;
  readonly token?: () => Promise<string>;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** What the service answered instead of a result. */
export class ServiceError extends Error {
  override readonly name = "ServiceError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Method and path of the request. */
    readonly request: string,
  ) {
    super(message);
  }
}

export type Answer = Readonly<Record<string, unknown>>;

/** What a request is about: agents belong to the project, everything else is the OpenAI part of it. */
export type Part = "project" | "openai";

/**
 * One request in JSON.
 * @throws ServiceError for an answer that is an error; what fetch and the credential throw
 */
export async function ask(
  service: Service,
  method: "POST" | "DELETE",
  part: Part,
  path: string,
  body: object | undefined,
  signal: AbortSignal,
): Promise<Answer> {
  const isOpenAIPart = service.target === "foundry" && part === "openai";
  const url = new URL(`${service.base.replace(/\/+$/, "")}${isOpenAIPart ? "/openai/v1" : ""}${path}`);
  if (part === "project") url.searchParams.set("api-version", "v1");
  const headers = new Headers({ "content-type": "application/json", "user-agent": "migrate-agents-verify" });
  if (service.token) headers.set("authorization", `Bearer ${await service.token()}`);
  const request = new Request(url, { method, headers, signal, ...(body && { body: JSON.stringify(body) }) });
  const response = await service.fetch(request);
  const text = await response.text();
  const parsed = parse(text);
  if (response.ok) return parsed ?? {};
  const error = (parsed?.["error"] ?? parsed ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  const message = typeof error.message === "string" ? error.message : text.slice(0, 200) || response.statusText;
  const code = typeof error.code === "string" ? error.code : "";
  throw new ServiceError(response.status, code, message, `${method} ${path}`);
}

function parse(text: string): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Answer) : undefined;
  } catch {
    return undefined;
  }
}
