import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { listen } from "../../../src/emulator/http/listen.js";
import type { Recording } from "../../../src/replay/recording.js";
import { ENDPOINT, openStage } from "../../../src/replay/stage.js";
import { createShim } from "../../../src/shim/index.js";
import type { Files } from "../../harness/cases.js";
import { WorkFolder } from "../folder.js";
import { withoutClassic } from "../gone.js";
import type { ReplayProject } from "../project.js";

const WORKER = fileURLToPath(new URL("worker.py", import.meta.url));
const PACKAGES = fileURLToPath(new URL("../packages/python", import.meta.url));
const PROJECT = new URL(ENDPOINT).pathname;

type Handler = (request: Request) => Promise<Response>;
type Side = "before" | "after";

/** Replays Python programs: a service on ports, and one process for each of the two sets of SDKs. */
export interface PythonReplay {
  record(project: ReplayProject, files: Files, side: Side): Promise<Recording>;
  close(): Promise<void>;
}

/** @param pythons interpreters with the SDKs of the old and of the migrated programs */
export async function pythonReplay(pythons: Readonly<Record<Side, string>>): Promise<PythonReplay> {
  const closed: Handler = async () => new Response("no program is running", { status: 503 });
  const handlers = { service: closed, shim: closed };
  const ports = {
    service: await listen((request) => handlers.service(request), { tls: true }),
    shim: await listen((request) => handlers.shim(request)),
    safeShim: await listen((request) => handlers.shim(request), { tls: true }),
  };
  const folder = mkdtempSync(path.join(tmpdir(), "replay-tls-"));
  const certificate = path.join(folder, "certificates.pem");
  writeFileSync(certificate, `${ports.service.certificate}\n${ports.safeShim.certificate}`);
  const workers = {
    before: new Worker(pythons.before, certificate),
    after: new Worker(pythons.after, certificate),
  };
  const project = `${ports.service.url}${PROJECT}`;
  /** What a program finds in its environment; replay.json can name these addresses. */
  const addresses: Readonly<Record<string, string>> = {
    $PROXY_V1: `${ports.shim.url}/v1`,
    $PROXY: ports.shim.url,
    $PROXY_PROJECT: `${ports.safeShim.url}${PROJECT}`,
  };
  const common = {
    OPENAI_API_KEY: "test",
    AZURE_OPENAI_API_KEY: "test",
    AZURE_OPENAI_ENDPOINT: ports.shim.url,
    OPENAI_BASE_URL: `${ports.shim.url}/v1`,
    OPENAI_API_VERSION: "2025-03-01-preview",
    FOUNDRY_PROJECT_ENDPOINT: project,
    PROJECT_ENDPOINT: project,
    CLASSIC_API_URL: addresses["$PROXY_V1"]!,
  };

  return {
    record: async ({ spec, data }, files, side) => {
      const stage = await openStage(spec.model ?? { rules: [] }, spec.agents);
      for (const fault of spec.faults ?? []) stage.emulator.fault(fault);
      const ids = side === "before" ? "classic" : "native";
      const shim = createShim({ endpoint: ENDPOINT, upstream: stage.fetch, elsewhere: stage.fetch, ids });
      handlers.shim = (request) => shim.fetch(request);
      handlers.service = side === "before" ? handlers.shim : withoutClassic(stage.fetch);
      const program = new WorkFolder();
      program.put(files);
      const cwd = new WorkFolder(data);
      const given = Object.entries(spec.env ?? {}).map(([name, value]) => [name, addresses[value] ?? value]);
      try {
        const output = await workers[side].run({
          folder: program.path,
          entry: spec.entry,
          args: spec.args ?? [],
          env: { ...common, ...Object.fromEntries(given) },
          stdin: spec.stdin ?? [],
          cwd: cwd.path,
          runner: spec.runner,
        });
        return await stage.finish([...output, ...cwd.written()]);
      } finally {
        program.remove();
        cwd.remove();
      }
    },
    close: async () => {
      for (const worker of Object.values(workers)) worker.stop();
      await Promise.all(Object.values(ports).map((port) => port.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A Python process that runs one program after the other. */
class Worker {
  readonly #child;
  readonly #lines;

  constructor(python: string, certificate: string) {
    const env = {
      ...process.env,
      SSL_CERT_FILE: certificate,
      REQUESTS_CA_BUNDLE: certificate,
      PYTHONPATH: PACKAGES,
      PYTHONDONTWRITEBYTECODE: "1",
    };
    this.#child = spawn(python, ["-W", "ignore", WORKER], { env, stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  async run(job: object): Promise<string[]> {
    this.#child.stdin.write(`${JSON.stringify(job)}\n`);
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("The Python process ended while a program ran.");
    return (JSON.parse(value) as { output: string[] }).output;
  }

  stop(): void {
    this.#child.stdin.end();
  }
}
