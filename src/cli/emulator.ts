import { InvalidArgumentError, type Command } from "commander";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

export interface EmulatorCommandOptions {
  readonly port?: number;
  readonly host?: string;
  readonly script?: string;
  readonly tls?: boolean;
  readonly cert?: string;
  readonly latency?: number;
  readonly fault?: readonly string[];
  readonly record?: string;
  readonly seed?: string;
}

/** Where times begin with `--seed`, in unix seconds. */
const SEEDED_START = 1_800_000_000;

const EXAMPLES = `
Examples:
  migrate-agents emulator                                  on a free port, with a model that echoes
  migrate-agents emulator --port 8080 --script rules.json  with scripted answers
  migrate-agents emulator --tls                            https, as Azure SDKs want it
  migrate-agents emulator --fault rate_limit:times=2 --fault cut:after=10

The first line of the output is the address. While it runs, GET <address>/__emulator/log shows requests and turns.`;

/** Adds `migrate-agents emulator` to the program; the emulator itself is loaded when the command runs. */
export function registerEmulator(program: Command): void {
  program
    .command("emulator")
    .description("serve the current API on loopback: agents, conversations, responses, files, with a scripted model")
    .option("--port <n>", "port; 0 takes a free one", wholeNumber, 0)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--script <file>", "what the model answers: rules in JSON, or a JavaScript module")
    .option("--tls", "https with a certificate made at start")
    .option("--cert <file>", "with --tls: where to write the certificate (default: a temporary file)")
    .option("--latency <ms>", "wait before every answer", wholeNumber)
    .option("--fault <spec>", "let something go wrong: kind:setting=value,… (repeatable)", collect, [])
    .option("--record <file>", "write requests and turns to this file at the end")
    .option("--seed <text>", "make ids and times repeatable")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action(async (options: EmulatorCommandOptions, command: Command) => {
      const running = await startEmulator(options).catch((error: unknown) =>
        command.error(error instanceof Error ? error.message : String(error)),
      );
      process.stdout.write(running.text);
      await new Promise<void>((resolve) => {
        process.once("SIGINT", resolve);
        process.once("SIGTERM", resolve);
      });
      await running.stop();
    });
}

/**
 * Starts the emulator as the command line asks.
 * @returns what to print, and how to end it (which writes the record)
 * @throws Error for a script, fault, address or file that cannot be used
 */
export async function startEmulator(
  options: EmulatorCommandOptions,
): Promise<{ text: string; stop: () => Promise<void> }> {
  const { createEmulator, loadScript, parseFault } = await import("../emulator/index.js");
  const script = options.script === undefined ? undefined : await loadScript(options.script);
  const repeatable = options.seed === undefined ? {} : { seed: options.seed, startTime: SEEDED_START };
  const emulator = createEmulator({ script, latency: options.latency, ...repeatable });
  (options.fault ?? []).map(parseFault).forEach((fault) => emulator.fault(fault));
  const { port, host, tls } = options;
  const server = await emulator.listen({ port, host, tls });
  const lines = [
    server.url,
    `  Foundry project endpoint  ${server.foundryBase}`,
    `  OpenAI base URL           ${server.openaiBase}`,
  ];
  if (server.certificate !== undefined) {
    lines.push(`  Certificate               ${writeCertificate(server.certificate, options.cert)}`);
  }
  return {
    text: `${lines.join("\n")}\n`,
    stop: async () => {
      await server.close();
      if (options.record !== undefined)
        writeFileSync(options.record, `${JSON.stringify(emulator.export(), null, 2)}\n`);
    },
  };
}

function writeCertificate(certificate: string, file?: string): string {
  const target = path.resolve(file ?? path.join(mkdtempSync(path.join(tmpdir(), "migrate-agents-")), "emulator.pem"));
  writeFileSync(target, certificate);
  return target;
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It has to be a whole number.");
  return Number(value);
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}
