import { once } from "node:events";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Listening } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";

describe("the server", () => {
  const emulator = createEmulator({ backgroundDelay: 0 });
  let server: Listening;
  beforeAll(async () => {
    server = await emulator.listen();
  });
  afterAll(() => server.close());

  /** Sends bytes as they are and gives the first line of what comes back; empty when the connection ends without an answer. */
  async function raw(text: string): Promise<string> {
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("error", () => undefined).end(text);
    let answer = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => (answer += chunk));
    await once(socket, "close");
    return answer.split("\r\n")[0] ?? "";
  }

  it.each([
    ["TRACE /v1/files HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", ""],
    ["GET /v1/files HTTP/1.1\r\nHost: [[\r\nConnection: close\r\n\r\n", ""],
    ["GET /v1/files/%zz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "HTTP/1.1 404 Not Found"],
    [
      "GET /api/projects/%zz/agents/%zz?api-version=v1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
      "HTTP/1.1 404 Not Found",
    ],
    [
      "POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbad",
      "HTTP/1.1 400 Bad Request",
    ],
    [
      "POST /v1/responses HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\n[",
      "HTTP/1.1 400 Bad Request",
    ],
    ["not http\r\n\r\n", "HTTP/1.1 400 Bad Request"],
  ])("survives %j", async (request, line) => {
    expect(await raw(request)).toBe(line);
    expect((await fetch(`${server.openaiBase}/files`)).status).toBe(200);
  });

  it("keeps idle connections longer than clients do", async () => {
    expect((await fetch(`${server.openaiBase}/files`)).headers.get("keep-alive")).toBe("timeout=75");
  });

  it("closes while a plain request is being answered", async () => {
    const other = await createEmulator({ script: () => [{ delay: 600_000 }] }).listen();
    const body = JSON.stringify({ model: "m", input: "x" });
    const waiting = fetch(`${other.openaiBase}/responses`, { method: "POST", body });
    const failed = expect(waiting).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 30));
    await other.close();
    await failed;
  });
});
