import { play } from "../script.js";
import { NextRequest } from "./server.js";

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
export type RouteModule = Partial<Record<string, unknown>>;

/** Serves the requests of the script with the route modules of an app, by the folder below `app` that each is in. */
export function serve(routes: Readonly<Record<string, RouteModule>>): Promise<void> {
  return play(async (method, path, body) => {
    const url = new URL(path, "http://localhost");
    for (const [pattern, module] of Object.entries(routes)) {
      const found = new RegExp(`^${pattern.replace(/\[(\w+)\]/g, "(?<$1>[^/]+)")}$`).exec(url.pathname);
      const handler = module[method] as Handler | undefined;
      if (!found || !handler) continue;
      const answer = await handler(new NextRequest(url, { method, body }), {
        params: Promise.resolve({ ...found.groups }),
      });
      return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
    }
    return { status: 404, type: "", text: "" };
  });
}
