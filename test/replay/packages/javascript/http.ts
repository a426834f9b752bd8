// node:http for replayed programs: servers listen on a free port, and get the requests of the script.
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { play } from "./script.js";

const http = process.getBuiltinModule("node:http");

export const createServer = (...args: Parameters<typeof http.createServer>): Server => {
  const server = http.createServer(...args);
  const listen = server.listen.bind(server) as (port: number, host: string, ready: () => void) => Server;
  server.listen = ((...given: unknown[]) => {
    listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      for (const ready of given) if (typeof ready === "function") ready();
      void play(async (method, path, body) => {
        const headers = { "content-type": "application/json", connection: "close" };
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body, headers });
        return { status: answer.status, type: answer.headers.get("content-type") ?? "", text: await answer.text() };
      }).finally(() => server.close());
    });
    return server;
  }) as typeof server.listen;
  return server;
};
const served: { createServer: typeof createServer } = { createServer };
export default served;
