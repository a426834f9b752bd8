import { classicPath } from "../../src/shim/index.js";

type Handler = (request: Request) => Promise<Response>;

/** A service whose classic API is switched off, as it is for migrated programs. */
export function withoutClassic(service: Handler): Handler {
  return async (request) => {
    const { pathname } = new URL(request.url);
    // Files and vector stores are below the same paths in both APIs of the openai package.
    if (!/\/(assistants|threads)(\/|$)/.test(pathname) || !classicPath(pathname)) return service(request);
    const message = `${request.method} ${pathname} is gone.`;
    return Response.json(
      { error: { message, type: "invalid_request_error", param: null, code: null } },
      { status: 404 },
    );
  };
}
