import type { HttpBindings } from "@hono/node-server";
import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ClassicError } from "../errors.js";
import { createShim } from "../handler.js";
import type { ShimOptions } from "../options.js";
import { checkAccess, type Access } from "./access.js";
import { loggedPath, type Log } from "./log.js";
import { passThrough } from "./passThrough.js";

/** What the server needs to know beside what the shim does. */
export interface AppOptions extends Access {
  readonly shim: Omit<ShimOptions, "elsewhere">;
  /** Where requests go that are not classic, with the caller's own credential. Default: to the upstream, as everything else. */
  readonly elsewhere?: string;
  /** Largest JSON body in bytes. Uploads may be as large as the service takes them. */
  readonly maxBody: number;
  readonly log?: Log;
}

/** The address that load balancers ask. */
export const HEALTH = "/healthz";

/** The largest file that the service takes, and what its form adds. */
const MAX_UPLOAD = 513 * 1024 * 1024;

type Bindings = { Bindings: Partial<HttpBindings> };

/** The shim as a server: who may use it, limits, log and health around its handler. */
export interface App {
  readonly fetch: Hono<Bindings>["fetch"];
  /** From now on the health endpoint says that no more requests are wanted. */
  drain(): void;
}

export function createApp({ shim: options, elsewhere, maxBody, log, ...access }: AppOptions): App {
  const shim = createShim({ ...options, elsewhere: passThrough(options, elsewhere) });
  const app = new Hono<Bindings>();
  let draining = false;
  app.get(HEALTH, (context) => context.json({ status: draining ? "draining" : "ok" }, draining ? 503 : 200));
  if (log) app.use(logged(log));
  app.use(async (context, next) => {
    checkAccess(access, context.req.raw.headers);
    await next();
  });
  const limit = (bytes: number) => bodyLimit({ maxSize: bytes, onError: () => tooLarge(bytes) });
  const [json, upload] = [limit(maxBody), limit(MAX_UPLOAD)];
  app.use((context, next) =>
    /^(multipart\/|application\/octet-stream)/.test(context.req.header("content-type") ?? "")
      ? upload(context, next)
      : json(context, next),
  );
  app.all("*", (context) => shim.fetch(context.req.raw));
  app.onError((error) => {
    if (error instanceof ClassicError) return Response.json(error.body, error);
    return Response.json(
      { error: { message: "The proxy failed.", type: "server_error", param: null, code: null } },
      { status: 500 },
    );
  });
  return { fetch: app.fetch, drain: () => (draining = true) };
}

function tooLarge(bytes: number): never {
  const limit = bytes < 1e6 ? `${bytes} bytes` : `${Math.floor(bytes / 1e6)} MB`;
  throw new ClassicError(413, `The request is larger than ${limit}, which this proxy takes.`);
}

/** Logs a request when its answer is complete: streams count to their end. */
function logged(log: Log) {
  return async (context: Context<Bindings>, next: () => Promise<void>): Promise<void> => {
    const started = performance.now();
    const { method, url } = context.req.raw;
    await next();
    const { status, headers } = context.res;
    const request = headers.get("x-request-id") ?? undefined;
    const { outgoing } = context.env ?? {};
    const tell = () =>
      log({
        time: new Date().toISOString(),
        level: status >= 500 ? "error" : status >= 400 ? "warn" : "info",
        event: "request",
        method,
        path: loggedPath(new URL(url).pathname),
        status,
        ms: Math.round(performance.now() - started),
        request,
        ...(outgoing && !outgoing.writableFinished && { aborted: true as const }),
      });
    if (outgoing) outgoing.once("close", tell);
    else tell();
  };
}
