import OpenAI from "openai";
import { createServer } from "node:http";
import { request } from "node:https";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/emulator/index.js";
import { listen, type Listening } from "../../src/emulator/http/listen.js";
import { command } from "../support/command.js";
import { cleanUp, folder, proxy } from "./running.js";

let emulator: Emulator;
let upstream: Listening;
/** What the upstream got to see. */
const credentials: string[] = [];
beforeAll(async () => {
  emulator = createEmulator({ backgroundDelay: 1 });
  upstream = await listen((request) => {
    credentials.push(`${request.headers.get("authorization")} ${request.headers.get("api-key")}`);
    return emulator.fetch(request);
  });
});
afterAll(async () => {
  await upstream.close();
  await cleanUp();
});

const project = () => `${upstream.url}/api/projects/p`;
const sdk = (url: string, key = "caller-token") => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const written = (name: string, content: string): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

async function answered(client: OpenAI, assistant: string, content = "Hello"): Promise<string> {
  const run = await client.beta.threads.createAndRunPoll(
    { assistant_id: assistant, thread: { messages: [{ role: "user", content }] } },
    { pollIntervalMs: 5 },
  );
  expect(run.status).toBe("completed");
  const [message] = (await client.beta.threads.messages.list(run.thread_id)).data;
  const [part] = message!.content;
  return part?.type === "text" ? part.text.value : "";
}

describe("migrate-agents proxy", () => {
  it("runs old code on a project with the caller's credential, and passes on what is not classic", async () => {
    credentials.length = 0;
    const { url, text, stop } = await proxy(["--upstream", project()]);
    expect(text()).toContain(`OpenAI base URL           ${url}/v1`);
    expect(text()).toContain(`Foundry project endpoint  ${url}/api/projects/p`);
    const client = sdk(url);
    const assistant = await client.beta.assistants.create({ model: "gpt-5" });
    expect(await answered(client, assistant.id)).toContain("Hello");
    expect(new Set(credentials)).toEqual(new Set(["Bearer caller-token null"]));
    const response = await client.responses.create({ model: "gpt-5", input: "direct" });
    expect(response.output_text).toContain("direct");
    const streamed: string[] = [];
    for await (const event of await client.responses.create({ model: "gpt-5", input: "x", stream: true })) {
      streamed.push(event.type);
    }
    expect(streamed.at(-1)).toBe("response.completed");
    const agents = await fetch(`${url}/api/projects/p/agents?api-version=v1`, {
      headers: { authorization: "Bearer t" },
    });
    expect(((await agents.json()) as { data: { name: string }[] }).data[0]?.name).toBe(assistant.id.replace("_", "-"));
    expect((await fetch(`${url}/v1/nowhere`)).status).toBe(404);
    expect(await stop()).toBe(0);
  });

  it("keeps assistants of plain OpenAI in its folder, takes imports, other models and old ids", async () => {
    const assistants = written(
      "assistants.json",
      JSON.stringify({
        object: "list",
        data: [
          {
            id: "asst_AbCdEfGhIjKlMnOpQrStUvWx",
            object: "assistant",
            created_at: 1700000000,
            model: "gpt-4o",
            name: "Old",
            instructions: "Be old.",
            tools: [],
            metadata: { a: "b" },
          },
        ],
      }),
    );
    const cwd = path.join(folder, "kept");
    writeFileSync(
      written("aliases.csv", ""),
      "old id,new id\nasst_0ld0ld0ld0ld0ld0ld0ld0LD,asst_AbCdEfGhIjKlMnOpQrStUvWx\n",
    );
    const args = ["--upstream", upstream.openaiBase, "--model", "gpt-4o=gpt-5", "--store", cwd];
    const first = await proxy([
      ...args,
      "--import-assistants",
      assistants,
      "--import-aliases",
      path.join(folder, "aliases.csv"),
    ]);
    expect(first.log()).toContain("1 imported from");
    const client = sdk(first.url);
    const old = await client.beta.assistants.retrieve("asst_AbCdEfGhIjKlMnOpQrStUvWx");
    expect(old).toMatchObject({
      id: "asst_AbCdEfGhIjKlMnOpQrStUvWx",
      name: "Old",
      created_at: 1700000000,
      metadata: { a: "b" },
    });
    await answered(client, "asst_0ld0ld0ld0ld0ld0ld0ld0LD");
    expect(emulator.turns.at(-1)).toMatchObject({ model: "gpt-5", instructions: "Be old." });
    const made = await client.beta.assistants.create({ model: "gpt-5", name: "New" });
    await first.stop();
    const second = await proxy(args);
    expect((await sdk(second.url).beta.assistants.retrieve(made.id)).name).toBe("New");
    expect((await sdk(second.url).beta.assistants.list()).data).toHaveLength(2);
    await second.stop();
  });

  it("sends what is not classic to the service that the client was made for, with the client's own key", async () => {
    const seen: string[] = [];
    const service = await listen(async (request) => {
      seen.push(`${request.headers.get("authorization")} ${new URL(request.url).pathname}`);
      return Response.json({ object: "list", data: [{ id: "text-embedding-3", object: "model" }] });
    });
    const auth = ["--auth", "key", "--store", "memory"];
    const env = { UPSTREAM_API_KEY: "of-the-project" };
    const args = ["--upstream", project(), ...auth];
    credentials.length = 0;
    const { url, stop } = await proxy([...args, "--elsewhere", `${service.url}/v1`], { env });
    const client = sdk(url, "sk-own");
    const assistant = await client.beta.assistants.create({ model: "gpt-5" });
    expect(await answered(client, assistant.id)).toContain("Hello");
    expect(new Set(credentials)).toEqual(new Set(["null of-the-project"]));
    expect((await client.models.list()).data[0]?.id).toBe("text-embedding-3");
    expect(seen).toEqual(["Bearer sk-own /v1/models"]);
    await stop();
    const azure = await proxy([...args, "--elsewhere", service.url], { env });
    await fetch(`${azure.url}/openai/deployments/d/embeddings?api-version=x`, { method: "POST", body: "{}" });
    expect(seen.at(-1)).toBe("null /openai/deployments/d/embeddings");
    await azure.stop();
    await service.close();
  });

  it("adds a key of its own for callers that know the proxy's", async () => {
    const env = { UPSTREAM_API_KEY: "sk-upstream-secret", PROXY_KEY: "door-secret" };
    const own = ["--upstream", upstream.openaiBase, "--auth", "key", "--store", "memory"];
    credentials.length = 0;
    const { url, stop } = await proxy([...own, "--client-key-env", "PROXY_KEY"], { env });
    await expect(sdk(url, "wrong").beta.assistants.create({ model: "m" })).rejects.toMatchObject({
      status: 401,
      code: "invalid_api_key",
    });
    const assistant = await sdk(url, "door-secret").beta.assistants.create({ model: "m" });
    await answered(sdk(url, "door-secret"), assistant.id);
    expect(new Set(credentials)).toEqual(new Set(["Bearer sk-upstream-secret null"]));
    await stop();
    const open = await proxy(own, { env });
    const page = await fetch(`${open.url}/v1/assistants`, { headers: { origin: "https://evil.example" } });
    expect(page.status).toBe(403);
    expect((await fetch(`${open.url}/v1/assistants`)).status).toBe(200);
    await open.stop();
  });

  it("serves https with a certificate that stays", async () => {
    const tls = path.join(folder, "tls");
    const first = await proxy(["--upstream", project(), "--tls", tls, "--store", "memory"]);
    const certificate = readFileSync(path.join(tls, "ca.pem"), "utf8");
    expect(first.text()).toContain(`NODE_EXTRA_CA_CERTS=${tls}/ca.pem`);
    expect(statSync(path.join(tls, "key.pem")).mode & 0o077).toBe(0);
    await first.stop();
    const second = await proxy(["--upstream", project(), "--tls", tls, "--store", "memory"]);
    expect(second.text()).not.toContain("NODE_EXTRA_CA_CERTS");
    const status = await new Promise((resolve, reject) => {
      request(`${second.url}/healthz`, { ca: certificate }, (answer) => resolve(answer.statusCode))
        .on("error", reject)
        .end();
    });
    expect(status).toBe(200);
    await second.stop();
  });

  it("lets streams finish when it is told to end, and takes no new requests", async () => {
    emulator.script({
      rules: [{ when: { text: "slow" }, then: [{ text: "one " }, { delay: 1500 }, { text: "two" }] }],
    });
    const { url, stop, log } = await proxy(["--upstream", project(), "--store", "memory"]);
    const client = sdk(url);
    const assistant = await client.beta.assistants.create({ model: "gpt-5" });
    const stream = client.beta.threads.createAndRunStream({
      assistant_id: assistant.id,
      thread: { messages: [{ role: "user", content: "slow" }] },
    });
    await new Promise((resolve) => stream.once("textCreated", resolve));
    const stopped = stop();
    await new Promise((resolve) => setTimeout(resolve, 200));
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
    const messages = await stream.finalMessages();
    const parts = messages.flatMap(({ content }) => content);
    expect(parts.map((part) => part.type === "text" && part.text.value).join("")).toBe("one two");
    expect(await stopped).toBe(0);
    expect(log()).not.toContain("cut");
    emulator.script();
  });

  it("cuts what takes longer than --drain", async () => {
    emulator.script({
      rules: [{ when: { text: "forever" }, then: [{ text: "one" }, { delay: 60_000 }, { text: "two" }] }],
    });
    const { url, stop, log } = await proxy(["--upstream", project(), "--store", "memory", "--drain", "0"]);
    const client = sdk(url);
    const assistant = await client.beta.assistants.create({ model: "gpt-5" });
    const stream = client.beta.threads.createAndRunStream({
      assistant_id: assistant.id,
      thread: { messages: [{ role: "user", content: "forever" }] },
    });
    const ended = stream.done().catch((error: Error) => error);
    await new Promise((resolve) => stream.once("textCreated", resolve));
    expect(await stop()).toBe(0);
    expect(await ended).toBeInstanceOf(Error);
    expect(log()).toContain("longer than --drain allows");
    emulator.script();
  });

  it("logs every request as a line of JSON, and nothing that was said or secret", async () => {
    const { url, stop, log } = await proxy(["--upstream", project(), "--store", "memory"]);
    const client = sdk(url, "TOKEN-secret-1");
    const assistant = await client.beta.assistants.create({ model: "gpt-5", instructions: "BODY-secret-2" });
    await answered(client, assistant.id, "BODY-secret-3");
    await fetch(`${url}/v1/threads/thread_x?key=QUERY-secret-4`, { headers: { "api-key": "TOKEN-secret-5" } });
    await fetch(`${url}/v1/assistants`, { method: "POST", body: '{"BODY-secret-6' });
    await stop();
    expect(log()).not.toContain("secret");
    const lines = log()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.length).toBeGreaterThanOrEqual(5);
    for (const line of lines) {
      expect(line).toMatchObject({
        event: "request",
        method: expect.any(String),
        path: expect.stringMatching(/^\/v1\//),
        ms: expect.any(Number),
      });
    }
    expect(lines.filter(({ status }) => status === 400)).toMatchObject([{ level: "warn", path: "/v1/assistants" }]);
  });

  it("refuses bodies and headers that are too large, and says so as the service would", async () => {
    const { url, stop } = await proxy(["--upstream", project(), "--store", "memory", "--max-body", "1"]);
    const header = await fetch(`${url}/v1/assistants`, { headers: { "x-long": "y".repeat(40_000) } });
    expect(header.status).toBe(431);
    const body = JSON.stringify({ model: "gpt-5", instructions: "x".repeat(1_100_000) });
    for (const headers of [{}, { "transfer-encoding": "chunked" }] as Record<string, string>[]) {
      const sent = headers["transfer-encoding"] ? new Blob([body]).stream() : body;
      const large = await fetch(`${url}/v1/assistants`, { method: "POST", body: sent, duplex: "half" } as RequestInit);
      expect(large.status).toBe(413);
      expect(await large.json()).toMatchObject({
        error: { message: "The request is larger than 1 MB, which this proxy takes.", type: "invalid_request_error" },
      });
    }
    await stop();
  });

  it("gives up on an upstream that does not answer, and tells of one that is not there", async () => {
    const silent = createServer(() => undefined).listen(0, "127.0.0.1");
    await new Promise((resolve) => silent.once("listening", resolve));
    const at = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/v1`;
    const { url, stop } = await proxy(["--upstream", at, "--store", "memory", "--timeout", "1"]);
    await expect(sdk(url).beta.threads.create()).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining("no answer within 1 s"),
    });
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    await expect(sdk(url).beta.threads.create()).rejects.toMatchObject({
      status: 502,
      message: expect.stringContaining("could not be reached"),
    });
    await expect(sdk(url).models.list()).rejects.toMatchObject({ status: 502 });
    await stop();
  });

  const upstreamArgs = ["--upstream", "https://r.services.ai.azure.com/api/projects/p"];
  it.each([
    [["--port", "0"], /required option '--upstream <url>' not specified/],
    [["--upstream", "nowhere"], /--upstream nowhere is no URL/],
    [["--upstream", "https://key@host/v1"], /plain http or https address/],
    [[...upstreamArgs, "--auth", "key"], /The environment variable UPSTREAM_API_KEY is not set/],
    [
      [...upstreamArgs, "--auth", "azure", "--host", "0.0.0.0"],
      /everybody who reaches 0\.0\.0\.0:8080 would use the proxy's credential/,
    ],
    [[...upstreamArgs, "--client-key-env", "PATH"], /takes the place of the caller's credential/],
    [[...upstreamArgs, "--elsewhere", "api.openai.com"], /--elsewhere api\.openai\.com is no URL/],
    [
      [...upstreamArgs, "--auth", "azure", "--client-key-env", "PATH", "--elsewhere", "https://api.openai.com/v1"],
      /--elsewhere needs the caller's own/,
    ],
    [[...upstreamArgs, "--model", "gpt-4o"], /--model gpt-4o is no pair/],
    [[...upstreamArgs, "--store", "mysql://u:secret@db/x"], /mysql:\/\/…@db\/x is no store/],
    [
      [...upstreamArgs, "--store", "memory", "--import-assistants", "x.json"],
      /a Foundry project keeps its agents itself/,
    ],
    [
      ["--upstream", "https://api.openai.com/v1", "--store", "memory", "--import-aliases", "gone.csv"],
      /gone\.csv cannot be imported/,
    ],
    [[...upstreamArgs, "--store", "memory", "--port", "70000"], /Ports go up to 65535/],
    [[...upstreamArgs, "--store", "memory", "--host", "203.0.113.1"], /203\.0\.113\.1 is no address of this machine/],
  ])("does not start with %j", (args, said) => {
    const { exit, out, err } = command(["proxy", ...args], { cwd: folder, env: { UPSTREAM_API_KEY: "" } });
    expect(err).toMatch(said);
    expect(err).not.toContain("secret");
    expect([exit, out]).toEqual([2, ""]);
  });
});
