import { existsSync, readFileSync } from "node:fs";
import { cpus, loadavg, totalmem, type } from "node:os";

/** Says what a benchmark runs on, and how busy that is: results are worth nothing without. */
export function tellMachine() {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  console.log(
    `${cpus().length} × ${cpu?.model.trim()}, ${memory}, ${type()}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`,
  );
}

/** What processes that this one started, and waited for, have computed so far, in milliseconds. Linux only: undefined elsewhere. */
export function cpuOfChildren() {
  if (!existsSync("/proc/self/stat")) return undefined;
  const fields = readFileSync("/proc/self/stat", "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[13]) + Number(fields[14])) * 10;
}
