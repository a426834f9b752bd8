import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { builtMain } from "../support/built.js";

/** A proxy in a process of its own. */
export interface RunningProxy {
  readonly url: string;
  /** All that it printed at its start. */
  readonly text: () => string;
  /** What it wrote to stderr so far. */
  readonly log: () => string;
  readonly process: ChildProcess;
  /** Ends it; gives its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export const folder = mkdtempSync(path.join(tmpdir(), "proxy-"));
const running = new Set<ChildProcess>();

/** Ends what tests left running. */
export async function cleanUp(): Promise<void> {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
}

/** Starts `migrate-agents proxy` on a free port; its folder is one of its own unless `cwd` is given. */
export async function proxy(
  args: readonly string[],
  { env = {}, cwd = mkdtempSync(path.join(folder, "p-")) }: { env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<RunningProxy> {
  const child = spawn(process.execPath, [builtMain(), "proxy", "--port", "0", ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let [text, log] = ["", ""];
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (log += chunk));
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The proxy ended with ${code}: ${log}`)));
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      if (text.includes("\n")) resolve(text.slice(0, text.indexOf("\n")));
    });
  });
  return {
    url,
    text: () => text,
    log: () => log,
    process: child,
    stop: async (signal = "SIGTERM") => {
      const exited = once(child, "exit");
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      running.delete(child);
      return code;
    },
  };
}
