import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AIProjectClient } from "@azure/ai-projects";
import type { Listening } from "../../src/emulator/index.js";
import { createEmulator } from "./checked.js";

const PROGRAM = fileURLToPath(new URL("programs/foundry.mjs", import.meta.url));

describe("@azure/ai-projects against the emulator", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "emulator-"));
  const files = [{ name: "chart.txt", content: "a drawing" }];
  const emulator = createEmulator({
    script: {
      rules: [
        {
          when: { text: "chart" },
          then: [
            { code_interpreter: { code: "plot()", files } },
            { text: "See chart.txt", citations: [{ container_file: "chart.txt", quote: "chart.txt" }] },
          ],
        },
      ],
    },
  });
  let server: Listening;

  beforeAll(async () => {
    server = await emulator.listen({ tls: true });
    writeFileSync(path.join(folder, "ca.pem"), server.certificate ?? "");
  });
  afterAll(async () => {
    await server.close();
    rmSync(folder, { recursive: true });
  });

  // Programs on Node 20 stay with 2.2.
  it.each(["@azure/ai-projects", "ai-projects-2.2"])("runs an ordinary program with %s over https", async (sdk) => {
    emulator.reset();
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: path.join(folder, "ca.pem") };
    const { stdout } = await promisify(execFile)(process.execPath, [PROGRAM, server.foundryBase, sdk], { env });
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    expect(seen).toMatchObject({
      versions: ["helper:1", "helper:2", expect.any(String)],
      latest: "2",
      listed: ["1", "2"],
      agents: ["helper"],
      hello: "You said: Hello",
      answer: "get_weather returned: sunny",
      items: ["message", "message", "message", "function_call", "function_call_output", "message"],
      background: ["queued", "completed", "You said: Later"],
      refused: [400, "invalid_payload", "instructions"],
      missing: ["RestError", 404, "not_found"],
      ingested: "completed",
      memory: ["notes", ["Likes tea", "Has a cat"]],
      chart: "a drawing",
      inside: ["/mnt/data/data.csv", "/mnt/data/chart.txt"],
      deleted: [
        { object: "agent.version.deleted", name: "helper", version: "1", deleted: true },
        { object: "agent.deleted", name: "helper", deleted: true },
      ],
    });
    if (sdk === "@azure/ai-projects") expect(seen["bound"]).toBe("You said: direct");
    expect(seen["deltas"]).toBeGreaterThan(1);
    expect(emulator.turns[0]).toMatchObject({
      instructions: "Be kind to Ann.",
      agent: { name: "helper", version: "2" },
    });
    expect(emulator.turns[1]).toMatchObject({ instructions: "Be kind to you." });
  });

  it("is refused by the SDK itself over plain http, whatever it is told", async () => {
    const plain = await emulator.listen();
    const credential = { getToken: async () => ({ token: "fake", expiresOnTimestamp: Date.now() + 3_600_000 }) };
    const project = new AIProjectClient(plain.foundryBase, credential, { allowInsecureConnection: true });
    await expect(project.agents.get("helper")).rejects.toThrow(/non-TLS/);
    await plain.close();
  });
});
