// As much of Express as the fixtures use; `listen` serves the requests of the script.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

export interface Request extends IncomingMessage {
  body: ReturnType<typeof JSON.parse>;
  params: Record<string, string>;
  query: Record<string, string>;
  path: string;
}

export interface Response extends ServerResponse {
  json(value: unknown): Response;
  status(code: number): Response;
  send(text: string): Response;
  sendStatus(code: number): Response;
  set(name: string, value: string): Response;
}

export type NextFunction = (error?: unknown) => void;
export type Handler = (request: Request, response: Response, next: NextFunction) => unknown;
type ErrorHandler = (error: Error, request: Request, response: Response, next: NextFunction) => unknown;

interface Route {
  readonly method: string | undefined;
  readonly path: string;
  readonly handlers: readonly (Handler | ErrorHandler)[];
}

export interface Router {
  readonly routes: Route[];
  get(path: string, ...handlers: Handler[]): Router;
  post(path: string, ...handlers: Handler[]): Router;
  put(path: string, ...handlers: Handler[]): Router;
  delete(path: string, ...handlers: Handler[]): Router;
  use(first: string | Handler | ErrorHandler | Router, ...more: (Handler | ErrorHandler | Router)[]): Router;
}

export interface Application extends Router {
  listen(port: number | string | undefined, ready?: () => void): unknown;
}

export function Router(): Router {
  const routes: Route[] = [];
  const on =
    (method: string) =>
    (path: string, ...handlers: Handler[]) => (routes.push({ method, path, handlers }), router);
  const router: Router = {
    routes,
    get: on("GET"),
    post: on("POST"),
    put: on("PUT"),
    delete: on("DELETE"),
    use: (first, ...more) => {
      const path = typeof first === "string" ? first : "";
      for (const each of typeof first === "string" ? more : [first, ...more]) {
        if (typeof each === "function") routes.push({ method: undefined, path, handlers: [each] });
        else for (const route of each.routes) routes.push({ ...route, path: path + route.path });
      }
      return router;
    },
  };
  return router;
}

function express(): Application {
  const router = Router();
  const listen = (_port: number | string | undefined, ready?: () => void) =>
    createServer((incoming, outgoing) => void serve(router, incoming as Request, outgoing as Response)).listen(
      0,
      ready,
    );
  return Object.assign(router, { listen });
}

express.json = (): Handler => (_request, _response, next) => next();
express.static =
  (_folder: string): Handler =>
  (_request, _response, next) =>
    next();
express.Router = Router;
export default express;

async function serve(router: Router, request: Request, response: Response): Promise<void> {
  const url = new URL(request.url ?? "/", "http://localhost");
  request.path = url.pathname;
  request.query = Object.fromEntries(url.searchParams);
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  request.body = text === "" ? {} : JSON.parse(text);
  response.status = (code) => ((response.statusCode = code), response);
  response.set = (name, value) => response.setHeader(name, value) as Response;
  response.send = (body) => response.end(body) as Response;
  response.sendStatus = (code) => response.status(code).send(String(code));
  response.json = (value) => response.set("content-type", "application/json").send(JSON.stringify(value));
  let failure: unknown;
  for (const { method, path, handlers } of router.routes) {
    const params = matched(path, url.pathname, method === undefined);
    if ((method !== undefined && method !== request.method) || !params) continue;
    request.params = params;
    for (const handler of handlers) {
      const takesErrors = handler.length === 4;
      if (takesErrors !== (failure !== undefined)) continue;
      const error = failure;
      failure = undefined;
      let goesOn = false;
      const next: NextFunction = (given) => ((goesOn = true), (failure = given));
      try {
        if (takesErrors) await (handler as ErrorHandler)(error as Error, request, response, next);
        else await (handler as Handler)(request, response, next);
      } catch (thrown) {
        [goesOn, failure] = [true, thrown];
      }
      if (!goesOn) return;
    }
  }
  if (failure !== undefined) response.status(500).send("Internal Server Error");
  else response.status(404).send("Not Found");
}

function matched(path: string, pathname: string, isPrefix: boolean): Record<string, string> | undefined {
  if (isPrefix) return pathname.startsWith(path) ? {} : undefined;
  const pattern = path.replace(/:(\w+)/g, "(?<$1>[^/]+)");
  const found = new RegExp(`^${pattern}/?$`).exec(pathname);
  return found ? { ...found.groups } : undefined;
}
