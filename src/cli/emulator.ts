import { InvalidArgumentError, type Command } from "commander";
import { closeSync, mkdtempSync, openSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Stop } from "./messages.js";

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
      await new Promise<void>((resolve) => {
        process.once("SIGINT", resolve);
        process.once("SIGTERM", resolve);
      });
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
    throw cannotListen(error, host, port);
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

function cannotListen(error: NodeJS.ErrnoException, host: string, port: number): Stop {
  const at = `${host}:${port}`;
  if (error.code === "EADDRINUSE")
    return stop(`${at} is in use by another program.`, "Choose another --port, or leave it out for a free one.");
  if (error.code === "EACCES")
    return stop(
      `${at} may not be listened on by this user.`,
      "Choose a --port above 1023, or leave it out for a free one.",
    );
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return stop(
      `${host} is no address of this machine.`,
      "Leave --host out for 127.0.0.1, or give 0.0.0.0 for all addresses.",
    );
  return stop(`The emulator cannot listen on ${at} (${error.message}).`, "Try without --host and --port.");
}

function stop(text: string, help: string): Stop {
  return new Stop({ level: "error", text, help, exit: 2 });
}

function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It has to be a whole number.");
  return Number(value);
}

function portNumber(value: string): number {
  const port = wholeNumber(value);
  if (port > 65535) throw new InvalidArgumentError("Ports go up to 65535.");
  return port;
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}
