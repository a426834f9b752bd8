import { spawn } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { describe, expect, it } from "vitest";
import { adviceFor } from "../../src/cli/verify/advice.js";
import { Unexpected, verify, type VerifyOptions } from "../../src/cli/verify/checks.js";
import { emulatedService } from "../../src/cli/verify/emulated.js";
import { ServiceError, type Service } from "../../src/cli/verify/service.js";
import { createEmulator } from "../../src/emulator/index.js";
import { builtMain } from "../support/built.js";
import { command } from "../support/command.js";
import { folderWith } from "../support/tree.js";

interface Asked {
  readonly method: string;
  readonly path: string;
}

/** A service with a log, in which some requests go wrong. */
function watched(target: Service["target"], wrong: (asked: Asked) => Response | undefined = () => undefined) {
  const service = emulatedService(target);
  const log: Asked[] = [];
  const fetch = async (request: Request): Promise<Response> => {
    const asked = { method: request.method, path: new URL(request.url).pathname };
    log.push(asked);
    return wrong(asked) ?? service.fetch(request);
  };
  return { service: { ...service, fetch }, log };
}

function checked(service: Service, more: Partial<VerifyOptions> = {}) {
  const { signal } = new AbortController();
  return verify({ service, model: "gpt-4.1", timeout: 5000, signal, now: () => 0, ...more });
}

const outcomes = (done: Awaited<ReturnType<typeof verify>>): string[] => done.checks.map(({ outcome }) => outcome);
const removed = (log: readonly Asked[]): string[] =>
  log.filter(({ method }) => method === "DELETE").map(({ path }) => path.replace(/[^/]*$/, ""));
const refusal = (status: number, code: string): Response =>
  Response.json({ error: { code, message: code } }, { status });

describe("verify", () => {
  it("passes against the emulator, and leaves nothing there", async () => {
    const emulator = createEmulator({ script: () => "heron" });
    const { service, log } = watched("foundry");
    const done = await checked(service);
    expect(outcomes(done)).toEqual(["passed", "passed", "passed", "passed"]);
    expect(done.leftBehind).toEqual([]);
    expect(removed(log).map((path) => path.split("/").at(-2))).toEqual([
      "responses",
      "responses",
      "conversations",
      "agents",
    ]);
    expect(emulator.turns).toHaveLength(0);
  });

  it("of plain OpenAI does without agents", async () => {
    const { service, log } = watched("openai");
    const done = await checked(service);
    expect(outcomes(done)).toEqual(["passed", "skipped", "passed", "passed"]);
    expect(log.some(({ path }) => path.includes("agents"))).toBe(false);
  });

  it("skips what needs an agent that could not be made", async () => {
    const { service } = watched("foundry", ({ path, method }) =>
      method === "POST" && path.endsWith("/versions") ? refusal(403, "forbidden") : undefined,
    );
    expect(outcomes(await checked(service))).toEqual(["passed", "failed", "skipped", "skipped"]);
  });

  it("fails where an answer is not what it should be", async () => {
    const noVersion = watched("foundry", ({ path, method }) =>
      method === "POST" && path.endsWith("/versions") ? Response.json({ id: "x" }) : undefined,
    );
    expect((await checked(noVersion.service)).checks[1]!.detail).toBe("The answer has no version.");
    const forgetful = { ...emulatedService("foundry"), fetch: createEmulator({ script: () => "What?" }).fetch };
    const done = await checked(forgetful);
    expect(outcomes(done)).toEqual(["passed", "passed", "passed", "failed"]);
    expect(done.checks[3]!.detail).toContain("does not know what was said before");
    expect(done.leftBehind).toEqual([]);
  });

  it("removes what it made after a failure, and names what it could not remove", async () => {
    const stuck = watched("foundry", ({ path, method }) =>
      (method === "DELETE" && path.includes("/conversations/")) || path.endsWith("/responses")
        ? refusal(500, "oops")
        : undefined,
    );
    const done = await checked(stuck.service);
    expect(done.leftBehind).toHaveLength(1);
    expect(done.leftBehind[0]).toMatch(/^conversation conv_/);
    expect(removed(stuck.log)).toContain("/api/projects/emulator/agents/");
  });

  it("removes what it made when it is stopped in the middle", async () => {
    const stop = new AbortController();
    const { service, log } = watched("foundry", ({ path }) => {
      if (path.endsWith("/conversations")) stop.abort();
      return undefined;
    });
    const done = await checked(service, { signal: stop.signal });
    expect(outcomes(done)).toEqual(["passed", "passed", "failed"]);
    expect(removed(log)).toContain("/api/projects/emulator/agents/");
    expect(done.leftBehind).toEqual([]);
  });
});

describe("advice", () => {
  const foundry = { target: "foundry", base: "https://x.services.ai.azure.com/api/projects/p" } as const;
  const error = (status: number, code: string, path = "/responses"): ServiceError =>
    new ServiceError(status, code, code, `POST ${path}`);
  it.each([
    [error(404, "DeploymentNotFound"), foundry, "deploy gpt-9"],
    [error(400, "model_not_found"), { ...foundry, target: "openai" as const }, "your key may use"],
    [error(401, "Unauthorized"), foundry, "az login"],
    [error(404, "404"), { ...foundry, base: "https://x.openai.azure.com" }, "not that of a project"],
    [error(404, "404", "/agents/a/versions"), foundry, "does not know agent versions"],
    [error(429, "rate_limit"), foundry, "quota"],
    [error(503, "down"), foundry, "The service failed"],
    [new Unexpected("The answer does not know what"), foundry, "same conversation id"],
    [new DOMException("slow", "TimeoutError"), foundry, "--timeout"],
    [Object.assign(new Error("no"), { name: "CredentialUnavailableError" }), foundry, "Sign in first"],
    [new TypeError("fetch failed"), foundry, "x.services.ai.azure.com cannot be reached"],
  ])("for %s", (problem, service, says) => {
    expect(adviceFor(problem, service, "gpt-9")).toContain(says);
  });
});

describe("migrate-agents verify", () => {
  const env = { FOUNDRY_PROJECT_ENDPOINT: "", MODEL_DEPLOYMENT_NAME: "", OPENAI_API_KEY: "", OPENAI_BASE_URL: "" };
  const run = (...args: string[]) => command(["verify", ...args], { cwd: folderWith(), env });

  it("--emulator prints a table, or data", () => {
    const table = run("--emulator");
    expect(table).toMatchObject({ exit: 0, err: "" });
    expect(table.out.match(/^passed /gm)).toHaveLength(4);
    const data = JSON.parse(run("--emulator", "--target", "openai", "--json").out) as {
      passed: boolean;
      checks: object[];
    };
    expect(data.passed).toBe(true);
    expect(data.checks).toHaveLength(4);
  });

  it.each([
    [["--model", "m"], "There is no endpoint"],
    [["--endpoint", "https://x/api/projects/p"], "There is no model"],
    [["--target", "openai", "--model", "m"], "OPENAI_API_KEY is not set"],
    [["--emulator", "--endpoint", "https://x"], "two places"],
    [["--model", "m", "--endpoint", "x.azure.com"], "is no address"],
    [["--model", "m", "--endpoint", "http://x.azure.com"], "unencrypted"],
  ])("%j does not begin", (args, says) => {
    const ran = run(...args);
    expect(ran.exit).toBe(2);
    expect(ran.err).toContain(says);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("removes what it made when its process gets %s", async (signal) => {
    const emulator = createEmulator({ script: () => "heron" });
    const made: string[] = [];
    const gone: string[] = [];
    let stop: () => void;
    const stopped = new Promise<void>((resolve) => (stop = resolve));
    const server = serve({
      port: 0,
      fetch: async (request) => {
        const { pathname } = new URL(request.url);
        if (request.method === "DELETE") gone.push(pathname.split("/").at(-1)!);
        // Everything is made that it makes before its last question, which is never answered.
        if (pathname.endsWith("/responses") && made.length === 2) {
          stop();
          return new Promise(() => undefined);
        }
        const isStored = !(await request.clone().text()).includes('"store":false');
        const answer = await emulator.fetch(request);
        const { id } = (await answer.clone().json()) as { readonly id?: string };
        if (request.method === "POST" && isStored && id) made.push(id);
        return answer;
      },
    });
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const child = spawn(
      process.execPath,
      [builtMain(), "verify", "--target", "openai", "--model", "gpt-4.1", "--endpoint", `http://127.0.0.1:${port}/v1`],
      { env: { ...process.env, ...env, OPENAI_API_KEY: "any" } },
    );
    let told = "";
    child.stderr.on("data", (data: Buffer) => (told += data.toString()));
    await stopped;
    child.kill(signal);
    const [exit] = (await once(child, "close")) as [number];
    server.close();
    expect(exit).toBe(130);
    expect(told).toContain("What was made for the checks is removed");
    expect(made.map((id) => id.split("_")[0])).toEqual(["conv", "resp"]);
    expect(gone.sort()).toEqual(made.sort());
  });

  it("says what to do about an endpoint that fails, and ends with 1", async () => {
    const server = await createEmulator({ script: () => "What?" }).listen({ port: 0 });
    const child = spawn(
      process.execPath,
      [builtMain(), "verify", "--target", "openai", "--model", "gpt-4.1", "--endpoint", server.openaiBase],
      {
        env: { ...process.env, ...env, OPENAI_API_KEY: "any" },
      },
    );
    let out = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    const [exit] = (await once(child, "close")) as [number];
    await server.close();
    expect(exit).toBe(1);
    expect(out).toContain("small models forget");
  });
});
