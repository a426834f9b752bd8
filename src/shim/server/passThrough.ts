import { isProject, Upstream } from "../upstream.js";
import type { ShimOptions } from "../options.js";

/**
 * Sends what is not classic on as it is, with the same credential as everything else: a project's current API, and the rest of an OpenAI
 * client's requests (chat completions, models, embeddings).
 */
export function passThrough(options: ShimOptions): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search } = new URL(request.url);
    return new Upstream(options, request.headers).forward(request, targetOf(options.endpoint, pathname) + search);
  };
}

/** Where a path of the proxy is at the upstream. */
function targetOf(given: string, pathname: string): string {
  const endpoint = given.replace(/\/+$/, "");
  if (!isProject(endpoint)) return endpoint + pathname.replace(/^(\/openai)?(\/v1)?(?=\/|$)/, "");
  const ofProject = /^\/api\/projects\/[^/]+(\/.*)?$/.exec(pathname);
  if (ofProject) return endpoint + (ofProject[1] ?? "");
  const ofDeployment = /^\/openai\/deployments\//.test(pathname);
  if (ofDeployment) return new URL(endpoint).origin + pathname;
  return `${endpoint}/openai/v1${pathname.replace(/^(\/openai)?(\/v1)?(?=\/|$)/, "")}`;
}
