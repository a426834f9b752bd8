import { spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { startEmulator } from "../../src/cli/emulator.js";
import type { LogExport } from "../../src/emulator/index.js";
import { builtMain } from "../support/built.js";
import { command } from "../support/command.js";
import { recordProblems } from "./answers.js";
import { HAVE_SPECS } from "./spec.js";

// The command makes its emulator itself: let it make one that is watched.
vi.mock(import("../../src/emulator/emulator.js"), async (original) => {
  const [real, { watched }] = [await original(), await import("./watched.js")];
  return { ...real, createEmulator: (options) => watched(real.createEmulator(options)) };
});

const folder = mkdtempSync(path.join(tmpdir(), "emulator-cli-"));
const file = (name: string, content?: string): string => {
  const target = path.join(folder, name);
  if (content !== undefined) writeFileSync(target, content);
  return target;
};
afterAll(() => rmSync(folder, { recursive: true }));

const ask = (base: string, body: object = {}) =>
  fetch(`${base}/v1/responses`, { method: "POST", body: JSON.stringify({ model: "m", input: "hello", ...body }) });

describe("migrate-agents emulator", () => {
  it("serves a script, applies faults and leaves a record", async () => {
    const script = file("rules.json", JSON.stringify({ rules: [{ when: { text: "hello" }, then: "Scripted." }] }));
    const record = file("record.json");
    const running = await startEmulator({ script, record, fault: ["server_error"], seed: "1" });
    const [url = ""] = running.text.split("\n");
    expect(running.text).toContain(`${url}/api/projects/emulator`);
    expect((await ask(url)).status).toBe(500);
    const answer = (await (await ask(url)).json()) as { output: { content: { text: string }[] }[] };
    expect(answer.output[0]?.content[0]?.text).toBe("Scripted.");
    const live = (await (await fetch(`${url}/__emulator/log`)).json()) as LogExport;
    await running.stop();
    const written = JSON.parse(readFileSync(record, "utf8")) as LogExport;
    expect(written).toEqual(live);
    expect(written.requests.map((entry) => entry.status)).toEqual([500, 200]);
    expect(written.turns).toMatchObject([{ model: "m", status: "completed" }]);
    await expect(ask(url)).rejects.toThrow();
  });

  it("waits before every answer, as long as it is told", async () => {
    const running = await startEmulator({ latency: 80 });
    const [url = ""] = running.text.split("\n");
    for (const path of ["/v1/files", "/v1/nowhere", "/api/projects/p/agents?api-version=v1"]) {
      const begin = Date.now();
      await fetch(`${url}${path}`);
      expect(Date.now() - begin).toBeGreaterThanOrEqual(79);
    }
    await running.stop();
  });

  it("repeats ids and times for a seed, and only for the same one", async () => {
    const run = async (seed?: string) => {
      const running = await startEmulator({ seed });
      const answer = (await (await ask(running.text.split("\n")[0]!)).json()) as { id: string; created_at: number };
      await running.stop();
      return [answer.id, answer.created_at];
    };
    const first = await run("a");
    expect(await run("a")).toEqual(first);
    expect(await run("b")).not.toEqual(first);
    expect((await run())[1]).not.toBe(first[1]);
  });

  it("takes scripts in JavaScript, and is steered while it runs", async () => {
    const script = file("model.mjs", "export default (turn) => `Model ${turn.model}.`;");
    const running = await startEmulator({ script });
    const [url = ""] = running.text.split("\n");
    const said = async () => JSON.stringify(await (await ask(url)).json());
    const steer = async (what: string, body?: object) => {
      const answer = await fetch(`${url}/__emulator/${what}`, { method: "POST", body: body && JSON.stringify(body) });
      return answer.status === 204 ? 204 : ((await answer.json()) as { error: { message: string } }).error.message;
    };
    expect(await said()).toContain("Model m.");
    expect(await steer("script", { rules: [{ then: "Rules." }] })).toBe(204);
    expect(await said()).toContain("Rules.");
    expect(await steer("script")).toBe(204);
    expect(await said()).toContain("You said: hello");
    expect(await steer("fault", { kind: "rate_limit" })).toBe(204);
    expect((await ask(url)).status).toBe(429);
    expect(await steer("script", { rules: [{}] })).toContain('Rule 1 of the script has no "then"');
    expect(await steer("fault", { kind: "rate_limit", times: "often" })).toContain("needs a number");
    expect(await steer("advance", { seconds: "many" })).toContain("not with this body");
    expect(await steer("advance", { seconds: 5 })).toBe(204);
    expect(await steer("reset")).toBe(204);
    const empty = { requests: [], turns: [], dropped: { requests: 0, turns: 0 } };
    expect(await (await fetch(`${url}/__emulator/log`)).json()).toEqual(empty);
    await running.stop();
  });

  it.each([
    ["no script", { script: file("none.json") }, /Cannot use the script .*none\.json: there is no such file/],
    ["no JSON", { script: file("bad.json", "{") }, /Cannot use the script .*bad\.json: Expected property name/],
    ["no export", { script: file("empty.mjs", "") }, /Cannot use the script .*empty\.mjs: it has no default export/],
    [
      "a bad regex",
      { script: file("regex.json", '{"rules":[{"when":{"text":"/(/"},"then":"x"}]}') },
      /Rule 1 of the script: Invalid regular expression: \/\(\//,
    ],
    [
      "a bad step",
      { script: file("step.json", '{"rules":[{"then":"x"},{"then":{"function_call":{}}}]}') },
      /Rule 2 of the script: Missing required parameter: 'then\[0\].function_call.name'/,
    ],
    ["an unknown fault", { fault: ["boom"] }, /Unknown fault 'boom'\. Known: rate_limit,/],
    [
      "a bad fault",
      { fault: ["cut:after=soon"] },
      /Setting 'after' of fault 'cut' needs a number from 0 on, not 'soon'/,
    ],
    ["no folder", { record: file("no/record.json") }, /record\.json cannot be written \(ENOENT\)/],
    ["no folder", { tls: true, cert: file("no/cert.pem") }, /cert\.pem cannot be written \(ENOENT\)/],
    ["--cert alone", { cert: file("cert.pem") }, /--cert needs --tls/],
    ["another host", { host: "192.0.2.1" }, /192\.0\.2\.1 is no address of this machine/],
  ])("says what is wrong with %s, and starts nothing", async (_what, options, message) => {
    await expect(startEmulator(options)).rejects.toThrow(message);
  });

  it("serves https with a certificate that is its own authority", async () => {
    const cert = file("emulator.pem");
    const running = await startEmulator({ tls: true, cert });
    const [url = ""] = running.text.split("\n");
    const pem = readFileSync(cert, "utf8");
    const certificate = new X509Certificate(pem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(certificate.checkHost("localhost")).toBe("localhost");
    expect(certificate.ca).toBe(true);
    const get = (ca?: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        request(`${url}/v1/files`, { ca }, (answer) => resolve(answer.resume().statusCode))
          .on("error", reject)
          .end();
      });
    expect(await get(pem)).toBe(200);
    await expect(get()).rejects.toThrow(/self-signed/);
    await running.stop();
  });
});

describe("migrate-agents emulator as a process", () => {
  async function start(...options: string[]) {
    const child = spawn(process.execPath, [builtMain(), "emulator", ...options], { stdio: ["ignore", "pipe", "pipe"] });
    const [line] = (await once(child.stdout.setEncoding("utf8"), "data")) as [string];
    const end = async (signal: NodeJS.Signals) => {
      child.kill(signal);
      return ((await once(child, "exit")) as [number | null])[0];
    };
    return { url: line.split("\n")[0]!, end };
  }

  it.each(["SIGINT", "SIGTERM"] as const)("%s ends it with its record written, also in mid-stream", async (signal) => {
    const record = file(`${signal}.json`);
    const script = file("slow.json", '{"rules":[{"when":{"text":"slow"},"then":[{"delay":600000}]}]}');
    const { url, end } = await start("--record", record, "--script", script);
    expect((await ask(url)).status).toBe(200);
    const stream = await ask(url, { input: "slow", stream: true });
    await stream.body!.getReader().read();
    expect(await end(signal)).toBe(0);
    const written = JSON.parse(readFileSync(record, "utf8")) as LogExport;
    expect(written.turns.map((turn) => turn.status)).toEqual(["completed", "cancelled"]);
    expect(written.requests[1]?.response).toMatchObject({ "response.created": 1 });
    if (HAVE_SPECS) expect(recordProblems(written)).toEqual([]);
  });

  it("ends with exit code 2 and a way out when its port is in use", async () => {
    const { url, end } = await start("--port", "0");
    const port = new URL(url).port;
    const second = command(["emulator", "--port", port], { cwd: folder });
    expect(second).toEqual({
      exit: 2,
      out: "",
      err: `error: 127.0.0.1:${port} is in use by another program.\n  Choose another --port; --port 0 takes a free one.\n`,
    });
    expect(await end("SIGINT")).toBe(0);
  });

  it.each([
    [["--port", "65536"], "Ports go up to 65535."],
    [["--latency", "soon"], "It has to be a whole number."],
    [["--fault", "boom"], "Unknown fault 'boom'"],
  ])("%j is a usage error", (options, message) => {
    const ran = command(["emulator", ...options], { cwd: folder });
    expect(ran).toMatchObject({ exit: 2, out: "" });
    expect(ran.err).toContain(message);
  });
});
