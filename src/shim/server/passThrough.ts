import { isProject, Upstream } from "../upstream.js";
import type { ShimOptions } from "../options.js";

/**
 * Sends what is not classic on as it is: a project's current API, and the rest of an OpenAI client's requests (chat completions, models,
 * embeddings). It goes to the upstream with the same credential as everything else, or to the service that the client was made for, with
 * the caller's own credential.
 * @param elsewhere that service: a base URL (`https://api.openai.com/v1`), or an Azure OpenAI resource (`https://x.openai.azure.com`)
 */
export function passThrough(options: ShimOptions, elsewhere?: string): (request: Request) => Promise<Response> {
  const { upstream } = options;
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    if (elsewhere !== undefined && !OF_PROJECT.test(pathname)) {
      const service = new Upstream({ endpoint: elsewhere, upstream }, request.headers);
      return service.forward(request, serviceUrl(elsewhere, pathname) + search);
    }
    return new Upstream(options, request.headers).forward(request, targetOf(options.endpoint, pathname) + search);
  };
}

const OF_PROJECT = /^\/api\/projects\/[^/]+(\/.*)?$/;

/** Where a path of the proxy is at another service: an address with a path of its own is a base URL. */
function serviceUrl(given: string, pathname: string): string {
  const base = given.replace(/\/+$/, "");
  return new URL(base).pathname === "/" ? base + pathname : base + withoutBase(pathname);
}

/** A path below the base URL of an OpenAI client. */
function withoutBase(pathname: string): string {
  return pathname.replace(/^(\/openai)?(\/v1)?(?=\/|$)/, "");
}

/** Where a path of the proxy is at the upstream. */
function targetOf(given: string, pathname: string): string {
  const endpoint = given.replace(/\/+$/, "");
  if (!isProject(endpoint)) return endpoint + withoutBase(pathname);
  const ofProject = OF_PROJECT.exec(pathname);
  if (ofProject) return endpoint + (ofProject[1] ?? "");
  const ofDeployment = /^\/openai\/deployments\//.test(pathname);
  if (ofDeployment) return new URL(endpoint).origin + pathname;
  return `${endpoint}/openai/v1${withoutBase(pathname)}`;
}
