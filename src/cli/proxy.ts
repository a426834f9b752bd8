import { Option, type Command } from "commander";
import { readFileSync } from "node:fs";
import path from "node:path";
import { cannotListen, collect, interrupted, portNumber, usageStop, wholeNumber } from "./listening.js";
import { trustInstructions } from "./trust.js";

export interface ProxyCommandOptions {
  readonly upstream: string;
  readonly elsewhere?: string;
  readonly port?: number;
  readonly host?: string;
  readonly tls?: string | true;
  readonly auth?: "caller" | "azure" | "key";
  readonly keyEnv?: string;
  readonly clientKeyEnv?: string;
  readonly store?: string;
  readonly ids?: "classic" | "native";
  readonly model?: readonly string[];
  readonly importAssistants?: string;
  readonly importAliases?: string;
  readonly faithful?: boolean;
  readonly expireAfter?: number;
  readonly timeout?: number;
  readonly maxBody?: number;
  readonly drain?: number;
  readonly quiet?: boolean;
}

const DEFAULT_PORT = 8080;
/** Where everything of the proxy is that outlives it. */
const FOLDER = ".migrate-agents";
/** Node itself gives up after 300 s. */
const LONGEST_WAIT = 300;

const EXAMPLES = `
Examples:
  migrate-agents proxy --upstream https://<resource>.services.ai.azure.com/api/projects/<project> --tls
  migrate-agents proxy --upstream https://api.openai.com/v1 --model gpt-4o=gpt-5 --import-assistants assistants.json
  migrate-agents proxy --upstream <endpoint> --store redis://cache:6379 --host 0.0.0.0 --client-key-env PROXY_KEY

The first line of the output is the address to give to clients. GET <address>/healthz tells whether it serves. Ctrl-C ends it when what is
under way is done. docs/shim.md has the lines that each SDK needs.`;

/** Adds `migrate-agents proxy` to the program; the server itself is loaded when the command runs. */
export function registerProxy(program: Command): void {
  program
    .command("proxy")
    .description("serve the classic API on the current one, for programs in any language that stay as they are")
    .requiredOption("--upstream <url>", "a Foundry project endpoint, or the base URL of OpenAI")
    .option(
      "--elsewhere <url>",
      "where requests go that are not classic, with the caller's own key (default: --upstream)",
    )
    .option("--port <n>", "port; 0 takes a free one", portNumber, DEFAULT_PORT)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--tls [folder]", `https, as Azure SDKs want it; the certificate is kept in this folder (${FOLDER}/tls)`)
    .addOption(
      new Option("--auth <way>", "credential for the upstream: the caller's own, DefaultAzureCredential, or a key")
        .choices(["caller", "azure", "key"])
        .default("caller"),
    )
    .option("--key-env <name>", "with --auth key: the environment variable that holds it", "UPSTREAM_API_KEY")
    .option("--client-key-env <name>", "callers must send the key that this environment variable holds")
    .option(
      "--store <address>",
      `folder, redis://…, postgres://… or memory (default: $MIGRATE_AGENTS_STORE, ${FOLDER}/state)`,
    )
    .addOption(
      new Option("--ids <style>", "ids that programs see; native ones are those of the current API")
        .choices(["classic", "native"])
        .default("classic"),
    )
    .option("--model <old=new>", "ask for another model than the one that programs name (repeatable)", collect, [])
    .option("--import-assistants <file>", "plain OpenAI: put these assistants (JSON) into the store first")
    .option("--import-aliases <file>", "put these pairs of old and new ids (JSON or CSV) into the store first")
    .option("--faithful", "429 and 5xx of the upstream become failed runs, as the classic service had them")
    .option(
      "--expire-after <s>",
      "runs that wait this long for tool outputs expire; the classic service took 600",
      wholeNumber,
    )
    .option("--timeout <s>", "how long the upstream may take to begin an answer", wholeNumber, LONGEST_WAIT)
    .option("--max-body <mb>", "largest JSON body; uploads may have 512 MB", wholeNumber, 20)
    .option("--drain <s>", "at the end: how long streams may take to finish", wholeNumber, 60)
    .option("--quiet", "no line on stderr for every request")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action(async (options: ProxyCommandOptions) => {
      const running = await startProxy(options);
      process.stdout.write(running.text);
      await interrupted();
      // A second Ctrl-C does not wait.
      process.once("SIGINT", () => process.exit(130));
      const whole = await running.stop();
      if (!whole) process.stderr.write("Some answers were cut: they took longer than --drain allows.\n");
    });
}

/**
 * Starts the proxy as the command line asks.
 * @returns what to print, and how to end it, which tells whether everything came to its end
 * @throws Stop for options, files, stores and addresses that cannot be used; then nothing runs
 */
export async function startProxy(
  options: ProxyCommandOptions,
): Promise<{ text: string; url: string; stop: () => Promise<boolean> }> {
  const { port = DEFAULT_PORT, host = "127.0.0.1", timeout = LONGEST_WAIT, maxBody = 20, drain = 60 } = options;
  const endpoint = addressOf(options.upstream, "--upstream");
  const elsewhere = options.elsewhere === undefined ? undefined : addressOf(options.elsewhere, "--elsewhere");
  const ownCredential = options.auth === "azure" || options.auth === "key";
  const clientKey = options.clientKeyEnv === undefined ? undefined : variable(options.clientKeyEnv, "--client-key-env");
  if (ownCredential && clientKey === undefined && !isLoopback(host)) {
    throw usageStop(
      `With --auth ${options.auth}, everybody who reaches ${host}:${port} would use the proxy's credential.`,
      "Add --client-key-env, or leave --host out.",
    );
  }
  if (clientKey !== undefined && !ownCredential) {
    throw usageStop(
      "--client-key-env takes the place of the caller's credential, so the upstream needs another one.",
      "Add --auth azure or --auth key.",
    );
  }
  if (clientKey !== undefined && elsewhere !== undefined) {
    throw usageStop(
      "--client-key-env takes the place of the caller's credential, and --elsewhere needs the caller's own.",
      "Leave one of them out.",
    );
  }
  const server = await import("../shim/server/index.js");
  const credential =
    options.auth === "azure"
      ? { token: await server.azureToken().catch(noIdentity) }
      : options.auth === "key"
        ? { apiKey: variable(options.keyEnv ?? "UPSTREAM_API_KEY", "--auth key") }
        : {};
  const store = await openedStore(options, endpoint);
  const tls = options.tls === undefined ? undefined : certificate(server.keepCertificate, options.tls, host);
  const app = server.createApp({
    shim: {
      endpoint,
      store,
      ids: options.ids,
      faithful: options.faithful,
      expireAfter: options.expireAfter,
      models: modelsOf(options.model ?? []),
      upstream: server.patientFetch(Math.min(timeout, LONGEST_WAIT) * 1000),
      ...credential,
    },
    elsewhere,
    clientKey,
    ownCredential,
    maxBody: maxBody * 1_000_000,
    log: options.quiet ? undefined : server.logToStderr,
  });
  const serving = await server.serve(app, { port, host, tls }).catch(async (error: NodeJS.ErrnoException) => {
    await store.close?.();
    throw cannotListen("The proxy", error, host, port);
  });
  const { url } = serving;
  const lines = [
    url,
    `  OpenAI base URL           ${url}/v1`,
    `  Azure OpenAI endpoint     ${url}`,
    `  Foundry project endpoint  ${url}/api/projects/${projectOf(endpoint)}`,
    ...(tls ? [`  Certificate               ${tls.file}`, ...(tls.isNew ? trustInstructions(tls.file) : [])] : []),
  ];
  return {
    text: `${lines.join("\n")}\n`,
    url,
    stop: async () => {
      const whole = await serving.close(drain * 1000);
      await store.close?.();
      return whole;
    },
  };
}

function addressOf(given: string, option: "--upstream" | "--elsewhere"): string {
  const help =
    option === "--upstream"
      ? "Give a project endpoint (https://<resource>.services.ai.azure.com/api/projects/<project>) or https://api.openai.com/v1."
      : "Give the base URL that the client had (https://api.openai.com/v1), or its Azure OpenAI resource.";
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw usageStop(`${option} ${given} is no URL.`, help);
  }
  if (url.username !== "" || url.search !== "" || !/^https?:$/.test(url.protocol)) {
    throw usageStop(`${option} has to be a plain http or https address.`, help);
  }
  return given.replace(/\/+$/, "");
}

function projectOf(endpoint: string): string {
  return /\/api\/projects\/([^/]+)$/.exec(endpoint)?.[1] ?? "any";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

/** Secrets come from the environment: the command line of a process can be read by others. */
function variable(name: string, option: string): string {
  const value = process.env[name];
  if (!value) throw usageStop(`The environment variable ${name} is not set.`, `${option} reads it.`);
  return value;
}

function noIdentity(): never {
  throw usageStop(
    "--auth azure needs the package @azure/identity.",
    "Install it beside migrate-agents: npm install @azure/identity",
  );
}

function modelsOf(pairs: readonly string[]): Readonly<Record<string, string>> {
  const models = pairs.map((pair) => {
    const [old, now, ...more] = pair.split("=");
    if (!old || !now || more.length > 0)
      throw usageStop(`--model ${pair} is no pair.`, "Spell it --model gpt-4o=gpt-5.");
    return [old, now] as const;
  });
  return Object.fromEntries(models);
}

async function openedStore(options: ProxyCommandOptions, endpoint: string) {
  const shim = await import("../shim/index.js");
  const address = options.store ?? process.env["MIGRATE_AGENTS_STORE"] ?? path.join(FOLDER, "state");
  const store = await shim.openStore(address).catch((error: Error) => {
    throw usageStop(error.message, "--store memory keeps nothing, which a Foundry project can live with.");
  });
  try {
    if (options.importAssistants !== undefined) {
      if (/\/api\/projects\//.test(endpoint)) {
        throw usageStop(
          "--import-assistants is for plain OpenAI: a Foundry project keeps its agents itself.",
          "Create them there once, then give their old ids with --import-aliases.",
        );
      }
      await imported(options.importAssistants, "--import-assistants", (text) => shim.importAssistants(store, text));
    }
    if (options.importAliases !== undefined) {
      await imported(options.importAliases, "--import-aliases", (text) => shim.importAliases(store, text));
    }
    return store;
  } catch (error) {
    await store.close?.();
    throw error;
  }
}

async function imported(file: string, option: string, work: (text: string) => Promise<number>): Promise<void> {
  try {
    const count = await work(readFileSync(file, "utf8"));
    process.stderr.write(`${count} imported from ${file}.\n`);
  } catch (error) {
    throw usageStop(
      `${file} cannot be imported: ${(error as Error).message}`,
      `docs/shim.md shows what ${option} takes.`,
    );
  }
}

function certificate<Kept>(keep: (folder: string, host: string) => Kept, folder: string | true, host: string): Kept {
  const at = path.resolve(folder === true ? path.join(FOLDER, "tls") : folder);
  try {
    return keep(at, isLoopback(host) || host === "0.0.0.0" || host === "::" ? "localhost" : host);
  } catch (error) {
    throw usageStop(
      `${at} cannot hold a certificate (${(error as NodeJS.ErrnoException).code ?? String(error)}).`,
      "Give --tls a folder that can be written.",
    );
  }
}
