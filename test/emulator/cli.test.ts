import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { startEmulator } from "../../src/cli/emulator.js";
import type { LogExport } from "../../src/emulator/index.js";

describe("migrate-agents emulator", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "emulator-cli-"));
  const file = (name: string, content?: string): string => {
    const target = path.join(folder, name);
    if (content !== undefined) writeFileSync(target, content);
    return target;
  };
  afterAll(() => rmSync(folder, { recursive: true }));

  const ask = (base: string) =>
    fetch(`${base}/v1/responses`, { method: "POST", body: JSON.stringify({ model: "m", input: "hello" }) });

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

  it("takes scripts in JavaScript, and is steered while it runs", async () => {
    const script = file("model.mjs", "export default (turn) => `Model ${turn.model}.`;");
    const running = await startEmulator({ script });
    const [url = ""] = running.text.split("\n");
    const said = async () => JSON.stringify(await (await ask(url)).json());
    const steer = (what: string, body?: object) =>
      fetch(`${url}/__emulator/${what}`, { method: "POST", body: body && JSON.stringify(body) });
    expect(await said()).toContain("Model m.");
    expect((await steer("script", { rules: [{ then: "Rules." }] })).status).toBe(204);
    expect(await said()).toContain("Rules.");
    expect((await steer("script")).status).toBe(204);
    expect(await said()).toContain("You said: hello");
    expect((await steer("fault", { kind: "rate_limit" })).status).toBe(204);
    expect((await ask(url)).status).toBe(429);
    expect((await steer("script", { rules: [{}] })).status).toBe(400);
    expect((await steer("advance", { seconds: 5 })).status).toBe(204);
    expect((await steer("reset")).status).toBe(204);
    expect(await (await fetch(`${url}/__emulator/log`)).json()).toEqual({
      requests: [],
      turns: [],
      dropped: { requests: 0, turns: 0 },
    });
    await running.stop();
  });

  it("says what is wrong with a script, a fault, a port", async () => {
    await expect(startEmulator({ script: file("none.json") })).rejects.toThrow(/Cannot use the script .*none\.json/);
    await expect(startEmulator({ script: file("bad.json", "{") })).rejects.toThrow(/Cannot use the script .*bad\.json/);
    await expect(startEmulator({ fault: ["boom"] })).rejects.toThrow("Unknown fault 'boom'");
    const first = await startEmulator({});
    const port = Number(/:(\d+)\n/.exec(first.text)?.[1]);
    await expect(startEmulator({ port })).rejects.toThrow("EADDRINUSE");
    await first.stop();
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
