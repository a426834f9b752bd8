import { classicPath, containerFileOf, createShim, memoryStore, type ShimHandler } from "../shim/index.js";
import type { Service } from "./service.js";

/**
 * The classic API on top of the current one, as the shim makes it: OpenAI's Assistants below `/v1`, Azure OpenAI's below `/openai`, classic
 * agents below `/api/projects/<any>`. All share one state, like the surfaces of the current API.
 * @param current answers requests of the current API
 */
export function withClassic(
  { state }: Service,
  current: (request: Request) => Promise<Response>,
): (request: Request) => Promise<Response> {
  const store = memoryStore();
  const shims = new Map<string, ShimHandler>();
  const shimFor = (endpoint: string): ShimHandler => {
    const known = shims.get(endpoint);
    if (known) return known;
    const agentName = () => state.ids.plain("asst").replace("_", "-");
    const shim = createShim({ endpoint, upstream: current, store, agentName, now: () => state.clock.now() });
    shims.set(endpoint, shim);
    return shim;
  };
  return (request) => {
    const url = new URL(request.url);
    const endpoint = classicEndpoint(url.pathname);
    return endpoint === undefined ? current(request) : shimFor(`${url.origin}${endpoint}`).fetch(request);
  };
}

/** The path of the current API that serves a classic path; undefined for one that is current itself. */
function classicEndpoint(pathname: string): string | undefined {
  const classic = classicPath(pathname);
  if (!classic) return undefined;
  const base = pathname.slice(0, pathname.length - classic.path.length);
  if (classic.surface === "foundry") return base;
  if (classic.surface === "azure") return base === "/openai" ? "/v1" : undefined;
  if (base !== "/v1") return undefined;
  const madeByTool = containerFileOf(/^\/files\/([^/]+)/.exec(classic.path)?.[1] ?? "") !== undefined;
  return madeByTool || /^\/(assistants|threads)/.test(classic.path) ? "/v1" : undefined;
}
