import { Option, type Command } from "commander";
import { usageStop, wholeNumber } from "../listening.js";
import { messages, Stop } from "../messages.js";
import { openTerminal, say } from "../terminal.js";
import type { Verified } from "./checks.js";
import type { Service } from "./service.js";

export interface VerifyCommandOptions {
  readonly target: Service["target"];
  readonly endpoint?: string;
  readonly model?: string;
  readonly emulator?: boolean;
  readonly json?: boolean;
  readonly timeout: number;
  readonly color: boolean;
}

const EXAMPLES = `
Checks, as Microsoft's migration guide has them: a response is made; create_version gives an id and a version; a conversation gets output
items; a second turn knows the first. What was made for that is removed, also after a failure or Ctrl-C.

Examples:
  migrate-agents verify --emulator                       try it without an account
  migrate-agents verify --endpoint https://my.services.ai.azure.com/api/projects/desk --model gpt-4.1
  migrate-agents verify                                  from FOUNDRY_PROJECT_ENDPOINT and MODEL_DEPLOYMENT_NAME
  migrate-agents verify --target openai --model gpt-4.1  with OPENAI_API_KEY (and OPENAI_BASE_URL)
  migrate-agents verify --json                           results as data

A project is opened with DefaultAzureCredential of @azure/identity, which has to be installed beside migrate-agents.

Exit codes: 0 all is well; 1 a check failed, or something could not be removed; 2 it could not begin; 130 Ctrl-C.`;

/** Adds `migrate-agents verify` to the program. */
export function registerVerify(program: Command, onExit: (code: number) => void): void {
  program
    .command("verify")
    .description("check that your endpoint serves migrated code: responses, agent versions, conversations, context")
    .addOption(new Option("--target <service>", "what to check").choices(["foundry", "openai"]).default("foundry"))
    .option("--endpoint <url>", "the project's endpoint (default: FOUNDRY_PROJECT_ENDPOINT), or OpenAI's base URL")
    .option("--model <name>", "deployment or model (default: MODEL_DEPLOYMENT_NAME)")
    .option("--emulator", "check the emulator instead, in this process")
    .option("--json", "print the results as JSON")
    .option("--timeout <seconds>", "how long one request may take", wholeNumber, 120)
    .option("--no-color", "print without colours")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action(async (_: unknown, command: Command) => {
      onExit(await verifyCommand(command.optsWithGlobals<VerifyCommandOptions>()));
    });
}

async function verifyCommand(options: VerifyCommandOptions): Promise<number> {
  const terminal = openTerminal(options.color);
  const { env } = process;
  const model = options.model || env.MODEL_DEPLOYMENT_NAME || (options.emulator ? "gpt-4.1" : undefined);
  if (!model) throw usageStop("There is no model to check with.", "Give it with --model, or in MODEL_DEPLOYMENT_NAME.");
  const service = await serviceOf(options);
  const { verify } = await import("./checks.js");
  const { resultLine, resultText } = await import("./resultText.js");
  const stop = new AbortController();
  const interrupt = (): void => stop.abort(new Error("interrupted"));
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const done: Verified = await verify({
    service,
    model,
    timeout: options.timeout * 1000,
    signal: stop.signal,
    now: () => performance.now(),
    onResult: (result) => {
      if (!options.json) terminal.out(resultLine(result, terminal.outColors));
    },
  });
  process.off("SIGINT", interrupt);
  process.off("SIGTERM", interrupt);
  const isPassed = done.checks.every(({ outcome }) => outcome !== "failed") && done.leftBehind.length === 0;
  if (options.json) {
    const { adviceFor } = await import("./advice.js");
    const checks = done.checks.map(({ error, ...result }) => ({
      ...result,
      ...(error !== undefined && { help: adviceFor(error, service, model) }),
    }));
    const { target, base } = service;
    terminal.out(
      `${JSON.stringify({ target, endpoint: base, model, passed: isPassed, checks, leftBehind: done.leftBehind }, undefined, 2)}\n`,
    );
  } else terminal.out(resultText(done, service, model, terminal));
  if (stop.signal.aborted) {
    say(terminal, messages.verifyBrokenOff());
    return 130;
  }
  return isPassed ? 0 : 1;
}

/** @throws Stop where something is missing that it needs */
async function serviceOf({ target, endpoint, emulator }: VerifyCommandOptions): Promise<Service> {
  const { env } = process;
  if (emulator) {
    if (endpoint !== undefined) throw usageStop("--emulator and --endpoint are two places to check.", "Leave one out.");
    return (await import("./emulated.js")).emulatedService(target);
  }
  const fetch = (request: Request): Promise<Response> => globalThis.fetch(request);
  if (target === "openai") {
    const key = env.OPENAI_API_KEY;
    if (!key) throw usageStop("OPENAI_API_KEY is not set.", "Set it, or try --emulator without an account.");
    const base = endpoint || env.OPENAI_BASE_URL || "https://api.openai.com/v1";
    return { target, base: checkedUrl(base), token: () => Promise.resolve(key), fetch };
  }
  const base = endpoint || env.FOUNDRY_PROJECT_ENDPOINT;
  if (!base)
    throw usageStop(
      "There is no endpoint to check.",
      "Give the project's with --endpoint or in FOUNDRY_PROJECT_ENDPOINT, or try --emulator without an account.",
    );
  const url = checkedUrl(base);
  const { azureToken } = await import("../../shim/server/credential.js");
  const token = await azureToken().catch((): never => {
    throw new Stop(messages.noIdentity());
  });
  return { target, base: url, token, fetch };
}

function checkedUrl(base: string): string {
  if (!/^https?:\/\//.test(base) || !URL.canParse(base))
    throw usageStop(`${base} is no address.`, "It begins with https://.");
  // Tokens do not travel in the clear; a double on the same machine is another matter.
  const { protocol, hostname } = new URL(base);
  if (protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname))
    throw usageStop(`${base} would get your credential unencrypted.`, "Use https://.");
  return base;
}
