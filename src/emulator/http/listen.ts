import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";

export interface ListenOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Serve https with a certificate made on the spot: Azure SDKs send no token over plain http. */
  readonly tls?: boolean;
}

export interface Listening {
  /** `http://127.0.0.1:1234` */
  readonly url: string;
  /** A project endpoint for Foundry clients; any name after `/api/projects/` does. */
  readonly foundryBase: string;
  /** `baseURL` for OpenAI clients. */
  readonly openaiBase: string;
  /** With `tls`: the certificate in PEM, for NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE. */
  readonly certificate: string | undefined;
  /** Ends all connections; resolves when the streams have noticed. */
  close(): Promise<void>;
}

/** How long an idle connection is kept: longer than clients keep theirs (httpx 5 s), so that they do not send into a closing one. */
const KEEP_ALIVE_MS = 75_000;

type Handler = (request: Request) => Promise<Response>;

/** Serves a web-standard handler with node:http. Streams are passed on chunk by chunk; a body that fails cuts the connection. */
export async function listen(handler: Handler, options: ListenOptions = {}): Promise<Listening> {
  const { port = 0, host = "127.0.0.1", tls = false } = options;
  const streams = new Set<Promise<void>>();
  const { server, certificate } = await createServer(tls, host, (incoming, outgoing) => {
    // A request that cannot be represented (TRACE, a broken Host) throws; it must not end the process.
    Promise.resolve()
      .then(() => handler(toRequest(incoming, tls)))
      .then((response) => {
        const passing = passOn(response, outgoing).finally(() => streams.delete(passing));
        streams.add(passing);
        return passing;
      })
      .catch(() => cut(outgoing));
  });
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => resolve());
  });
  const url = `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    foundryBase: `${url}/api/projects/emulator`,
    openaiBase: `${url}/v1`,
    certificate,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await Promise.allSettled(streams);
    },
  };
}

async function createServer(
  tls: boolean,
  host: string,
  listener: RequestListener,
): Promise<{ server: Server; certificate?: string }> {
  if (!tls) return { server: createHttpServer(listener) };
  const [{ createServer: createHttpsServer }, { createCertificate }] = await Promise.all([
    import("node:https"),
    import("../../shim/server/tls/certificate.js"),
  ]);
  const { key, certificate } = createCertificate(host);
  return { server: createHttpsServer({ key, cert: certificate }, listener), certificate };
}

async function passOn(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body) {
    outgoing.end();
    return;
  }
  if (response.headers.get("content-type")?.startsWith("text/event-stream")) outgoing.flushHeaders();
  const reader = response.body.getReader();
  let left: Promise<void> | undefined;
  outgoing.once("close", () => (left = reader.cancel().catch(() => undefined)));
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    if (!outgoing.write(value)) await drained(outgoing);
    if (outgoing.destroyed) break;
  }
  outgoing.end();
  await left;
}

/** Ends the connection without ending the answer; what was written before still arrives. */
function cut(outgoing: ServerResponse): void {
  // Chunks are corked until the next tick.
  setImmediate(() => outgoing.socket?.destroySoon());
}

/** Resolves when more can be written, or when nobody listens any more. */
function drained(outgoing: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      outgoing.off("drain", done);
      outgoing.off("close", done);
      resolve();
    };
    outgoing.on("drain", done);
    outgoing.on("close", done);
  });
}

function toRequest(incoming: IncomingMessage, tls: boolean): Request {
  const url = `${tls ? "https" : "http"}://${incoming.headers.host ?? "localhost"}${incoming.url ?? "/"}`;
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined && !name.startsWith(":"))
      headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(url, {
    method: incoming.method,
    headers,
    ...(hasBody ? { body: Readable.toWeb(incoming) as ReadableStream<Uint8Array>, duplex: "half" } : {}),
  } as RequestInit);
}
