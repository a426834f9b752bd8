import { classicFetch, classicHttpClient, type MountOptions } from "../../../src/shim/index.js";
import * as shim from "../../../src/shim/index.js";
import { ENDPOINT, type Stage } from "../../../src/replay/stage.js";
import type { StandIns } from "../../harness/typecheck.js";
import { withoutClassic } from "../gone.js";
import type { World } from "./world.js";

type Fetch = typeof fetch;
type Constructor = new (...args: unknown[]) => object;
type Namespace = Record<string, unknown>;

/** Which program it is: the old one runs on the shim as it is, the migrated one on the service. */
export type Side = "before" | "after";

const token = { getToken: async () => ({ token: "fake", expiresOnTimestamp: Date.now() + 3_600_000 }) };

/**
 * The packages of a program: the real SDKs, with the emulator in place of the network, and nothing else.
 * @param standIns which of the installed packages are meant: `{ openai: "openai-4" }`
 */
export async function sdks(stage: Stage, world: World, side: Side, standIns: StandIns): Promise<Map<string, unknown>> {
  const service: Fetch = (input, init) =>
    world.busy.track(stage.fetch(new Request(input as Request, withDuplex(init))));
  // The services that classic calls went to do not answer them any more.
  const current = withoutClassic((request) => service(request));
  const gone: Fetch = (input, init) => current(new Request(input as Request, withDuplex(init)));
  const upstream = (request: Request) => service(request);
  const plainFetch = side === "before" ? classicFetch({ endpoint: ENDPOINT, upstream, fetch: service }) : gone;
  const httpClient =
    side === "before"
      ? classicHttpClient({ upstream, fetch: service })
      : classicHttpClient({ upstream: current, fetch: service });

  const tracked =
    (send: Fetch): Fetch =>
    (input, init) =>
      world.busy.track(send(input, init));
  const named = async (name: string): Promise<Namespace> => ({
    ...((await import(standIns[name] ?? name)) as Namespace),
    __esModule: true,
  });
  const withOptions = (Client: unknown, options: (given: Namespace) => Namespace, position: number): unknown =>
    class extends (Client as Constructor) {
      constructor(...args: unknown[]) {
        args[position] = options((args[position] ?? {}) as Namespace);
        super(...args);
      }
    };
  const fetching = (Client: unknown) =>
    withOptions(
      Client,
      (given) => ({ maxRetries: 0, ...given, fetch: tracked((given["fetch"] as Fetch | undefined) ?? plainFetch) }),
      0,
    );
  const sending = (Client: unknown) =>
    withOptions(Client, (given) => ({ ...given, httpClient: given["httpClient"] ?? httpClient }), 2);

  const openai = await named("openai");
  const projects = await named("@azure/ai-projects");
  const agents = await named("@azure/ai-agents");
  const identity = await named("@azure/identity");
  class DefaultAzureCredential {
    getToken = token.getToken;
  }
  const OpenAI = fetching(openai["OpenAI"] ?? openai["default"]);
  return new Map<string, unknown>([
    ["openai", callable({ ...openai, default: OpenAI, OpenAI, AzureOpenAI: fetching(openai["AzureOpenAI"]) })],
    ["openai/pagination", await named("openai/pagination")],
    ["@azure/ai-projects", { ...projects, AIProjectClient: sending(projects["AIProjectClient"]) }],
    ["@azure/ai-agents", { ...agents, AgentsClient: sending(agents["AgentsClient"]) }],
    ["@azure/identity", { ...identity, DefaultAzureCredential, AzureCliCredential: DefaultAzureCredential }],
    [
      "migrate-agents/shim",
      {
        ...shim,
        __esModule: true,
        classicFetch: (options: MountOptions) => classicFetch({ fetch: gone, ...options, upstream }),
        classicHttpClient: (options: MountOptions = {}) => classicHttpClient({ fetch: service, ...options, upstream }),
      },
    ],
  ]);
}

/** `require("openai")` is the client's class itself. */
function callable(namespace: Namespace): unknown {
  return Object.assign(class extends (namespace["OpenAI"] as Constructor) {}, namespace);
}

function withDuplex(init: RequestInit | undefined): RequestInit | undefined {
  return init?.body == null ? init : ({ duplex: "half", ...init } as RequestInit);
}
