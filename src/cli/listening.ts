import { InvalidArgumentError } from "commander";
import type { Shard } from "../pipeline/shard.js";
import { Stop } from "./messages.js";

/** A whole number of an option. */
export function wholeNumber(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError("It has to be a whole number.");
  return Number(value);
}

/** A port of an option. */
export function portNumber(value: string): number {
  const port = wholeNumber(value);
  if (port > 65535) throw new InvalidArgumentError("Ports go up to 65535.");
  return port;
}

/** `2/4`: the second of four parts. */
export function shardOf(value: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(value) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (!(shard.index >= 1 && shard.index <= shard.count))
    throw new InvalidArgumentError("It has to be like 2/4: the second of four parts.");
  return shard;
}

/** Collects the values of an option that may be given several times. */
export function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

export function usageStop(text: string, help: string): Stop {
  return new Stop({ level: "error", text, help, exit: 2 });
}

/** Why a server cannot listen where it was told to. @param what serves, at the start of a sentence */
export function cannotListen(what: string, error: NodeJS.ErrnoException, host: string, port: number): Stop {
  const at = `${host}:${port}`;
  if (error.code === "EADDRINUSE")
    return usageStop(`${at} is in use by another program.`, "Choose another --port; --port 0 takes a free one.");
  if (error.code === "EACCES")
    return usageStop(
      `${at} may not be listened on by this user.`,
      "Choose a --port above 1023; --port 0 takes a free one.",
    );
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return usageStop(
      `${host} is no address of this machine.`,
      "Leave --host out for 127.0.0.1, or give 0.0.0.0 for all addresses.",
    );
  return usageStop(`${what} cannot listen on ${at} (${error.message}).`, "Try without --host and --port.");
}

/** Resolves when the user or the system wants the program to end. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}
