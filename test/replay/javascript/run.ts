import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Recording } from "../../../src/replay/recording.js";
import { classicFetch } from "../../../src/shim/index.js";
import { ENDPOINT, openStage } from "../../../src/replay/stage.js";
import type { Files } from "../../harness/cases.js";
import type { StandIns } from "../../harness/typecheck.js";
import { withoutClassic } from "../gone.js";
import { WorkFolder } from "../folder.js";
import { filesBelow, type ReplayProject } from "../project.js";
import { Modules } from "./modules.js";
import { sdks, type Side } from "./sdks.js";
import { World } from "./world.js";

const PACKAGES = fileURLToPath(new URL("../packages/javascript", import.meta.url));
const packages = new Map(
  filesBelow(PACKAGES).map((file) => [`packages/${file}`, readFileSync(path.join(PACKAGES, file), "utf8")]),
);

/** What every program finds in its environment. */
const ENV = {
  OPENAI_API_KEY: "test",
  AZURE_OPENAI_API_KEY: "test",
  AZURE_OPENAI_ENDPOINT: "https://emulator",
  AZURE_OPENAI_API_VERSION: "2025-03-01-preview",
  OPENAI_API_VERSION: "2025-03-01-preview",
  FOUNDRY_PROJECT_ENDPOINT: ENDPOINT,
  PROJECT_ENDPOINT: ENDPOINT,
};

/** Runs a JavaScript or TypeScript program and records what counts. */
export async function recordJavaScript(
  { spec, data }: ReplayProject,
  files: Files,
  side: Side,
  standIns: StandIns,
): Promise<Recording> {
  const stage = await openStage(spec.model ?? { rules: [] }, spec.agents);
  for (const fault of spec.faults ?? []) stage.emulator.fault(fault);
  const world = new World(spec, { ...ENV, ...spec.env });
  const modules = new Modules(new Map([...files, ...packages]), await sdks(stage, world, side, standIns), world);
  const folder = new WorkFolder(data);
  const cwd = process.cwd();
  process.chdir(folder.path);
  // SDKs look into the environment by themselves.
  const variables = { ...process.env };
  Object.assign(process.env, world.process.env);
  try {
    const network = fetch;
    const current: typeof fetch = (input, init) => stage.fetch(new Request(input, init));
    // Requests that a program sends without an SDK: the old ones are answered by the shim, the new ones by the service alone.
    const after = withoutClassic((request) => stage.fetch(request));
    const before = classicFetch({ endpoint: ENDPOINT, upstream: (request) => stage.fetch(request), fetch: current });
    const sent = (request: Request): Promise<Response> => (side === "before" ? before(request) : after(request));
    // Servers under test are asked over real sockets; everything else is the service.
    const service = ((input, init) => {
      const request = new Request(input, init);
      return world.busy.track(new URL(request.url).hostname === "127.0.0.1" ? network(request) : sent(request));
    }) as typeof fetch;
    await world.live(service, () => modules.load(spec.entry));
    return await stage.finish([...world.output, ...folder.written()]);
  } finally {
    for (const name of Object.keys(world.process.env)) Reflect.deleteProperty(process.env, name);
    Object.assign(process.env, variables);
    process.chdir(cwd);
    folder.remove();
  }
}
