// Runs of the built command line, measured: CPU time of all that it starts (Linux only), the most memory that it had, and what it says.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { cpuOfChildren } from "./machine.mjs";

export const main = fileURLToPath(new URL("../dist/src/cli/main.js", import.meta.url));

/** Loaded before a program of Node: tells the most memory that it had when it ends. */
export const PEAK = `data:text/javascript,${encodeURIComponent(
  'process.on("exit", () => process.stderr.write(`\\nPEAK ${process.resourceUsage().maxRSS}\\n`));',
)}`;

/** Runs a command; undefined where there is no such command. */
export function timed(command, args, cwd) {
  const [started, before] = [performance.now(), cpuOfChildren()];
  const { stdout, stderr, status, error } = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 2 ** 29 });
  if (error) return undefined;
  return {
    ms: performance.now() - started,
    cpu: before === undefined ? undefined : cpuOfChildren() - before,
    peak: Number(/PEAK (\d+)/.exec(stderr)?.[1] ?? 0) / 1024,
    status,
    stdout,
    stderr: stderr.replace(/\n?PEAK \d+\n/, ""),
  };
}

/** Runs migrate-agents. @param node options of Node itself */
export function run(args, cwd, node = []) {
  return timed(process.execPath, [...node, "--import", PEAK, main, ...args], cwd);
}

const TERMINAL = fileURLToPath(new URL("../test/support/terminal.py", import.meta.url));

/** Runs migrate-agents in a terminal of its own (python3 makes it), where each step waits for a text and then sends keys. */
export function talk(args, cwd, steps) {
  const argv = [process.execPath, "--import", PEAK, main, ...args];
  const job = { argv, cwd, env: { TERM: "xterm-256color" }, rows: 40, columns: 100, steps };
  const ran = timed("python3", [TERMINAL, JSON.stringify(job)], cwd);
  if (ran?.status !== 0) throw new Error(`no terminal: ${ran?.stderr ?? "there is no python3"}`);
  const { shown, exit, missing } = JSON.parse(ran.stdout);
  if (missing) throw new Error(`the terminal did not show ${missing}`);
  return { ...ran, status: exit, stdout: shown, peak: Number(/PEAK (\d+)/.exec(shown)?.[1] ?? 0) / 1024 };
}

/** A row of a table: CPU time and memory in the middle. */
export function row(name, { cpu, ms, peak }, result) {
  const time = cpu === undefined ? `${(ms / 1000).toFixed(1)} s (clock)` : `${(cpu / 1000).toFixed(1)} s`;
  console.log(`| ${name} | ${time} | ${peak.toFixed(0)} MB | ${result} |`);
}
