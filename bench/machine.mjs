import { cpus, loadavg, totalmem, type } from "node:os";

/** Says what a benchmark runs on, and how busy that is: results are worth nothing without. */
export function tellMachine() {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  console.log(
    `${cpus().length} × ${cpu?.model.trim()}, ${memory}, ${type()}, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`,
  );
}
