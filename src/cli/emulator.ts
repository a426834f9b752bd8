import type { Command } from "commander";
import { closeSync, mkdtempSync, openSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { cannotListen, collect, interrupted, portNumber, usageStop as stop, wholeNumber } from "./listening.js";

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

The first line of the output is the address. While it runs, GET <address>/__emulator/log shows requests and turns. Ctrl-C ends it.`;

/** Adds `migrate-agents emulator` to the program; the emulator itself is loaded when the command runs. */
export function registerEmulator(program: Command): void {
  program
    .command("emulator")
    .description("serve the current API on loopback: agents, conversations, responses, files, with a scripted model")
    .option("--port <n>", "port; 0 takes a free one", portNumber, 0)
    .option("--host <address>", "address to listen on", "127.0.0.1")
    .option("--script <file>", "what the model answers: rules in JSON, or a JavaScript module")
    .option("--tls", "https with a certificate made at start")
    .option("--cert <file>", "with --tls: where to write the certificate (default: a temporary file)")
    .option("--latency <ms>", "wait before every answer", wholeNumber)
    .option("--fault <spec>", "let something go wrong: kind:setting=value,… (repeatable)", collect)
    .option("--record <file>", "write requests and turns to this file at the end")
    .option("--seed <text>", "make ids and times repeatable")
    .helpOption("-h, --help", "print this help")
    .addHelpText("after", EXAMPLES)
    .action(async (options: EmulatorCommandOptions) => {
      const running = await startEmulator(options);
      process.stdout.write(running.text);
      await interrupted();
      await running.stop();
      if (options.record !== undefined) process.stderr.write(`The record is in ${path.resolve(options.record)}.\n`);
    });
}

/**
 * Starts the emulator as the command line asks.
 * @returns what to print, and how to end it (which writes the record)
 * @throws Stop for a script, fault, address or file that cannot be used; then nothing runs
 */
export async function startEmulator(
  options: EmulatorCommandOptions,
): Promise<{ text: string; stop: () => Promise<void> }> {
  const { port = 0, host = "127.0.0.1", tls, cert, record, seed } = options;
  if (cert !== undefined && !tls) throw stop("--cert needs --tls: without it there is no certificate.", "Add --tls.");
  const { createEmulator, exportText, loadScript, parseFault } = await import("../emulator/index.js");
  const script =
    options.script === undefined
      ? undefined
      : await loadScript(options.script).catch((error: Error) => {
          throw stop(error.message, 'The shortest script is {"rules": [{"then": "Hello."}]}.');
        });
  const repeatable = seed === undefined ? {} : { seed, startTime: SEEDED_START };
  const emulator = createEmulator({ script, latency: options.latency, ...repeatable });
  for (const spec of options.fault ?? []) addFault(() => emulator.fault(parseFault(spec)), spec);
  const log = () => exportText(emulator.export());
  // What cannot be written is better known now than after a long run.
  if (record !== undefined) write(record, log(), "--record");
  const certificateFile = tls
    ? path.resolve(cert ?? path.join(mkdtempSync(path.join(tmpdir(), "migrate-agents-")), "emulator.pem"))
    : undefined;
  if (certificateFile !== undefined) write(certificateFile, [], "--cert");
  const server = await emulator.listen({ port, host, tls }).catch((error: NodeJS.ErrnoException) => {
    throw cannotListen("The emulator", error, host, port);
  });
  const lines = [
    server.url,
    `  Foundry project endpoint  ${server.foundryBase}`,
    `  OpenAI base URL           ${server.openaiBase}`,
  ];
  if (certificateFile !== undefined && server.certificate !== undefined) {
    writeFileSync(certificateFile, server.certificate);
    lines.push(`  Certificate               ${certificateFile}`);
  }
  return {
    text: `${lines.join("\n")}\n`,
    stop: async () => {
      await server.close();
      if (record !== undefined) write(record, log(), "--record");
    },
  };
}

function addFault(add: () => void, spec: string): void {
  try {
    add();
  } catch (error) {
    throw stop((error as Error).message, `Spell it like cut:after=10 instead of ${spec}.`);
  }
}

function write(file: string, pieces: Iterable<string>, option: string): void {
  try {
    const target = openSync(file, "w");
    try {
      for (const piece of pieces) writeFileSync(target, piece);
    } finally {
      closeSync(target);
    }
  } catch (error) {
    const detail = (error as NodeJS.ErrnoException).code ?? String(error);
    throw stop(
      `${file} cannot be written (${detail}).`,
      `Give ${option} a file in a folder that exists and may be written.`,
    );
  }
}
