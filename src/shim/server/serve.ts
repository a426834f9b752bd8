import { createAdaptorServer } from "@hono/node-server";
import { createServer as createHttpsServer } from "node:https";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { App } from "./app.js";

export interface ServeOptions {
  readonly port: number;
  readonly host: string;
  /** Key and certificate in PEM: https. */
  readonly tls?: { readonly key: string; readonly certificate: string };
}

export interface Serving {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /**
   * Takes no new connections and waits for what is under way, streams too.
   * @param ms after which connections that still work are cut
   * @returns whether everything came to its end
   */
  close(ms: number): Promise<boolean>;
}

/** Time for a request's headers, and for all of it to arrive. Answers may take as long as they like. */
const HEADERS_MS = 30_000;
const REQUEST_MS = 300_000;
/** Longer than load balancers keep idle connections, so that it is not this end that closes one just as it is used. */
const KEEP_ALIVE_MS = 75_000;
const MAX_HEADER_BYTES = 32 * 1024;

/** Puts an app on a port. @throws NodeJS.ErrnoException when it cannot listen there */
export async function serve(app: App, { port, host, tls }: ServeOptions): Promise<Serving> {
  const limits = { maxHeaderSize: MAX_HEADER_BYTES, headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS };
  const { fetch } = app;
  const server = (
    tls
      ? createAdaptorServer({
          fetch,
          createServer: createHttpsServer,
          serverOptions: { ...limits, key: tls.key, cert: tls.certificate },
        })
      : createAdaptorServer({ fetch, serverOptions: limits })
  ) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const named = host.includes(":") ? `[${host}]` : host;
  return {
    url: `${tls ? "https" : "http"}://${named}:${(server.address() as AddressInfo).port}`,
    close: (ms) => {
      app.drain();
      return drained(server, ms);
    },
  };
}

async function drained(server: Server, ms: number): Promise<boolean> {
  let whole = true;
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  // A connection that is kept alive is idle as soon as its answer is complete.
  const looking = setInterval(() => server.closeIdleConnections(), 50);
  const patience = setTimeout(() => {
    whole = false;
    server.closeAllConnections();
  }, ms);
  await closed;
  clearInterval(looking);
  clearTimeout(patience);
  return whole;
}
